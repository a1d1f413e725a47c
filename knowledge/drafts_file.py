"""Drafts on their way through an editor's hands: a file beside the interview, and back into it."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz
from ruamel.yaml import YAML

from knowledge.drafting import Drafts, unfit
from knowledge.interview import Interview
from knowledge.knowledge_file import (
    BYTE_ORDER_MARK,
    DRAFTS_ENDING,
    examine,
    folded,
    read_content,
    read_interview,
    rewrite,
)
from knowledge.matching.vector_cache import VectorCache
from knowledge.problem import KnowledgeError, Problem
from knowledge.stealing import taken_away
from knowledge.whole_file import write_whole
from knowledge.wordings import enriched, owners, with_wordings
from knowledge.yaml_tree import Node, Tree, YamlError, read_tree

_HEADING = """\
# Drafts of other wordings for {name}, made by a language model. Delete the lines that
# no reader would write or that another exchange answers, and mend the rest as you like; then
#     run_bot.py draft-wordings {name} --take
# puts what is left into also_asked, by which questions are found. Readers never see it.
"""


def drafts_path(path: Path) -> Path:
    """Return where the drafts for a knowledge file stand."""
    return path.with_name(path.stem + DRAFTS_ENDING)


def write_drafts(path: Path, drafts: Iterable[Drafts]) -> Path:
    """Write drafts for review beside a knowledge file; return where they stand.

    Raises:
        KnowledgeError: if they can't be written.
    """
    target = drafts_path(path)
    entries = [
        {"id": one.exchange.id, "question": one.exchange.question, "drafts": list(one.wordings)}
        for one in drafts
        if one.wordings
    ]
    yaml = YAML()
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump({"exchanges": entries}, stream)
    try:
        write_whole(target, (_HEADING.format(name=path.name) + stream.getvalue()).encode())
    except OSError as error:
        message = f"can't be written ({error.strerror}): check its permissions"
        raise KnowledgeError([Problem(target, 0, message)]) from error
    return target


@dataclass(frozen=True)
class Kept:
    """A wording that an editor has kept.

    Attributes:
        exchange_id: of the exchange that it is for.
        wording: the wording.
        line: on which it stands in the file of drafts.
    """

    exchange_id: str
    wording: str
    line: int


@dataclass(frozen=True)
class Taken:
    """What became of the wordings that an editor has kept.

    Attributes:
        added: those that are in the knowledge file now.
        refused: the others, and why, by their lines.
    """

    added: tuple[Kept, ...]
    refused: tuple[Problem, ...]


def take(path: Path, cache: VectorCache | None = None) -> Taken:
    """Put the wordings that an editor has kept into a knowledge file, and remove their file.

    Everything else in the knowledge file stays as it is.

    Raises:
        KnowledgeError: if one of the files can't be read or written, or has a problem; nothing is
            changed then.
    """
    drafts = drafts_path(path)
    before = read_content(path)
    interview = read_interview(path)
    kept, refused = _sifted(drafts, interview, _read_drafts(drafts, interview))
    kept, thieves = _without_thieves(drafts, interview, kept, cache)
    if kept:
        more = _by_exchange(kept)
        after = with_wordings(before, more)
        becomes, problems = examine(path, after)
        if not problems and becomes != enriched(interview, more):
            message = "also_asked is written here as it seldom is: put the drafts in by hand"
            problems = [Problem(path, 0, message)]
        if problems:
            raise KnowledgeError(problems)
        rewrite(path, before, after)
    try:
        drafts.unlink()
    except OSError as error:
        message = f"can't be removed ({error.strerror}): its wordings are in {path.name} now"
        raise KnowledgeError([Problem(drafts, 0, message)]) from error
    return Taken(tuple(kept), tuple(sorted([*refused, *thieves])))


class _SlipError(ValueError):
    """What is wrong with an entry of a file of drafts."""


def _read_drafts(path: Path, interview: Interview) -> list[Kept]:
    try:
        tree = read_tree(read_content(path).removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n"))
    except YamlError as error:
        raise KnowledgeError([Problem(path, error.line, error.message)]) from error
    exchanges = tree.root.get("exchanges") if isinstance(tree.root, dict) else None
    if not isinstance(exchanges, list):
        message = "this is no file of drafts: it begins with 'exchanges:', and lists them below"
        raise KnowledgeError([Problem(path, tree.line(()), message)])
    ids = {one.id for one in interview.exchanges}
    kept: list[Kept] = []
    problems: list[Problem] = []
    for number, one in enumerate(exchanges):
        try:
            kept += _read_entry(one, number, tree, ids)
        except _SlipError as error:
            problems.append(Problem(path, tree.line(("exchanges", number)), str(error)))
    problems += [
        Problem(path, tree.line(place), "is cut off at '#': put the wording in quotation marks")
        for place in tree.commented
        if "drafts" in place
    ]
    if problems:
        raise KnowledgeError(problems)
    return kept


def _read_entry(entry: Node, number: int, tree: Tree, ids: set[str]) -> list[Kept]:
    """Return the wordings of an exchange.

    Raises:
        _SlipError: if it is not written as drafts are.
    """
    if not isinstance(entry, dict) or not isinstance(exchange_id := entry.get("id"), str):
        raise _SlipError("an exchange begins with its id here: see the entries around it")
    if exchange_id not in ids:
        raise _SlipError(f"the interview has no exchange '{exchange_id}': correct the id")
    drafts = entry.get("drafts") or []
    if not isinstance(drafts, list):
        raise _SlipError("drafts are a list: one a line, each beginning with a '-'")
    kept = []
    for index, wording in enumerate(drafts):
        if isinstance(wording, str):
            line = tree.line(("exchanges", number, "drafts", index))
            kept.append(Kept(exchange_id, " ".join(wording.split()), line))
        elif wording is not None:
            raise _SlipError("a draft is a text: put it in quotation marks if it contains ': '")
    return kept


def _sifted(
    drafts: Path, interview: Interview, kept: Iterable[Kept]
) -> tuple[list[Kept], list[Problem]]:
    """Return the wordings that a knowledge file can take, and why the others can't be taken."""
    belongs_to = owners(interview)
    fit: list[Kept] = []
    refused: list[Problem] = []
    for one in kept:
        owner = belongs_to.setdefault(folded(one.wording), one.exchange_id)
        reason = unfit(one.wording)
        if reason is None and owner != one.exchange_id:
            reason = f"it is a wording of '{owner}'"
        elif reason is None and _stands_already(one, interview, fit):
            reason = "it stands there already"
        if reason is None:
            fit.append(one)
        else:
            refused.append(_refusal(drafts, one, reason))
    return fit, refused


def _stands_already(one: Kept, interview: Interview, fit: Sequence[Kept]) -> bool:
    exchange = next(other for other in interview.exchanges if other.id == one.exchange_id)
    there = [exchange.question, *exchange.also_asked, *(other.wording for other in fit)]
    return folded(one.wording) in map(folded, there)


def _refusal(drafts: Path, kept: Kept, reason: str) -> Problem:
    return Problem(drafts, kept.line, f"“{kept.wording}” is not taken: {reason}")


def _without_thieves(
    drafts: Path, interview: Interview, kept: Sequence[Kept], cache: VectorCache | None
) -> tuple[list[Kept], list[Problem]]:
    """Return the wordings after which every other exchange still has its own questions.

    Of those that take a question away, the likest to it goes, until none is taken away.
    """
    asked = [(one.id, text) for one in interview.exchanges for text in one.also_asked]
    left = list(kept)
    refused: list[Problem] = []
    while left:
        becomes = enriched(interview, _by_exchange(left))
        thieves: dict[Kept, Problem] = {}
        for stolen in taken_away(interview, becomes, asked, cache):
            suspects = [one for one in left if one.exchange_id == stolen.given]
            if suspects:
                thief = _likest(suspects, stolen.text)
                reason = f"it would take “{stolen.text}” away from '{stolen.owner}'"
                thieves.setdefault(thief, _refusal(drafts, thief, reason))
        if not thieves:
            break
        left = [one for one in left if one not in thieves]
        refused += thieves.values()
    return left, refused


def _likest(suspects: Iterable[Kept], text: str) -> Kept:
    return max(suspects, key=lambda one: fuzz.token_sort_ratio(one.wording, text))


def _by_exchange(kept: Iterable[Kept]) -> Mapping[str, list[str]]:
    wordings: dict[str, list[str]] = {}
    for one in kept:
        wordings.setdefault(one.exchange_id, []).append(one.wording)
    return wordings
