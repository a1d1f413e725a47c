"""A second import: what people added to a knowledge file by hand stays."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from knowledge.exchange_id import new_id
from knowledge.importing.exchange_comments import (
    with_exchange_comments,
    without_exchange_comments,
)
from knowledge.importing.found import Imported
from knowledge.interview import Exchange, Interview
from knowledge.knowledge_file import (
    NEAR_DUPLICATE,
    as_node,
    interview_as_yaml,
    node_as_yaml,
    read_interview,
)

# What a source tells anew each time; all else in a knowledge file is left as people have it.
_TOLD = ("introduction", "exchanges")


@dataclass(frozen=True)
class Renewal:
    """A knowledge file as a second import leaves it.

    Attributes:
        text: of the file.
        interview: what it holds.
        removed: exchanges that were there and are not in the source any more.
    """

    text: str
    interview: Interview
    removed: tuple[Exchange, ...]


def renewed(found: Imported, path: Path) -> Renewal:
    """Bring a knowledge file up to what is published now.

    An exchange whose question or answer is still there keeps its ``id``, ``also_asked`` and
    ``topics``; fields of the interview that are filled in keep what they say. Comments stay.

    Raises:
        KnowledgeError: if the file that is there can't be read.
        pydantic.ValidationError: if a text is over a knowledge file's limits.
    """
    before = read_interview(path)
    fresh = found.as_interview(before.id)
    matched = _matched(fresh.exchanges, before.exchanges)
    taken = {one.id for one in before.exchanges}
    exchanges = []
    for new, old in zip(fresh.exchanges, matched, strict=True):
        if old is None:
            exchanges.append(new.model_copy(update={"id": new_id(new.question, taken)}))
            taken.add(exchanges[-1].id)
        else:
            exchanges.append(
                old.model_copy(update={"question": new.question, "answer": new.answer})
            )
    told = {
        name: getattr(fresh, name)
        for name in Interview.model_fields
        if name in _TOLD or getattr(before, name) is None
    }
    after = before.model_copy(update=told | {"exchanges": tuple(exchanges)})
    kept = {one.id for one in matched if one}
    removed = tuple(one for one in before.exchanges if one.id not in kept)
    return Renewal(_as_text(path, before, after), after, removed)


def _matched(new: Sequence[Exchange], old: Sequence[Exchange]) -> list[Exchange | None]:
    """Return for each new exchange the old one that it is."""
    left = dict(enumerate(old))
    matched: list[Exchange | None] = [None] * len(new)
    for same in (_same_question, _same_answer, _near_question):
        for at, one in enumerate(new):
            if matched[at] is None and (number := same(one, left)) is not None:
                matched[at] = left.pop(number)
    return matched


def _same_question(one: Exchange, left: dict[int, Exchange]) -> int | None:
    wanted = _folded(one.question)
    return next((at for at, old in left.items() if _folded(old.question) == wanted), None)


def _same_answer(one: Exchange, left: dict[int, Exchange]) -> int | None:
    wanted = _folded(one.answer)
    return next((at for at, old in left.items() if _folded(old.answer) == wanted), None)


def _near_question(one: Exchange, left: dict[int, Exchange]) -> int | None:
    questions = {at: _folded(old.question) for at, old in left.items()}
    near = process.extractOne(
        _folded(one.question), questions, scorer=fuzz.ratio, score_cutoff=NEAR_DUPLICATE
    )
    return near[2] if near else None


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _as_text(path: Path, before: Interview, after: Interview) -> str:
    """Write what has changed into the nodes of the file, so that comments stay."""
    yaml = YAML()
    yaml.preserve_quotes = True
    written_by_hand, comments = without_exchange_comments(path.read_text(encoding="utf-8-sig"))
    root = yaml.load(written_by_hand)
    nodes = {str(node["id"]): node for node in root["exchanges"]}
    old = {one.id: one for one in before.exchanges}
    written = CommentedSeq()
    for one in after.exchanges:
        node = nodes.get(one.id)
        if node is None:
            node = as_node({name: value for name, value in one.model_dump().items() if value})
        else:
            _update(node, old[one.id].model_dump(), one.model_dump())
        written.append(node)
    for number in range(1, len(written)):
        if after.exchanges[number].id not in nodes:
            written.yaml_set_comment_before_after_key(number, before="\n")
    _update(root, before.model_dump(exclude={"exchanges"}), after.model_dump(exclude={"exchanges"}))
    root["exchanges"] = written
    text = with_exchange_comments(node_as_yaml(root), comments)
    # Comments in odd places are not worth a word of anybody's.
    return text if _reads_as(text, after) else interview_as_yaml(after)


def _update(node: CommentedMap, before: dict[str, object], after: dict[str, object]) -> None:
    for name, value in after.items():
        if value != before[name]:
            node[name] = as_node(value, name)


def _reads_as(text: str, interview: Interview) -> bool:
    read = YAML(typ="safe", pure=True).load(io.StringIO(text))
    filled = {name: value for name, value in read.items() if value is not None}
    filled["exchanges"] = [
        {name: value for name, value in one.items() if value is not None}
        for one in filled["exchanges"]
    ]
    filled = {name: str(value) if name == "published" else value for name, value in filled.items()}
    return Interview.model_validate(filled) == interview
