"""Read, check and write one knowledge file."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from knowledge.interview import Exchange, Interview, Person
from knowledge.plain_yaml import read_plain
from knowledge.problem import KnowledgeError, Problem
from knowledge.schema import SCHEMA_LINE
from knowledge.whole_file import write_whole
from knowledge.yaml_tree import Node, Place, Tree, YamlError, read_tree

# What the names of knowledge files end in.
SUFFIXES = (".yaml", ".yml")
# An interview of ten hours is about half a megabyte; whatever is far larger was not written by
# a person, and is refused unread.
LARGEST_FILE = 10_000_000

# Two questions of one interview that are this much alike (0 to 100, rapidfuzz's ratio) would be
# told apart by nobody.
NEAR_DUPLICATE = 93

# Characters that change how the text around them is shown without being seen themselves: control
# codes, line and paragraph separators, and marks that override the direction of writing. Most of
# them Telegram drops from messages, so that a quotation would not arrive as it stands in the file;
# those that isolate a direction (U+2066 to U+2069) it lets through, and a quotation with one could
# turn round what the bot writes beside it.
UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)

# Beside a knowledge file, wordings for it that an editor has yet to look through.
DRAFTS_ENDING = ".drafts.yaml"

# What some editors put before a text in UTF-8.
BYTE_ORDER_MARK = "\ufeff"

# Long texts, written as blocks ('|') however short they are.
_BLOCKS = ("introduction", "answer")

# Texts that are quoted or compared, in which '#' is a sign like any other; in YAML it begins a
# comment, and would cut the text off unseen.
_TEXTS = ("title", "introduction", "question", "also_asked", "answer")
_QUOTE_IT = "put the text in quotation marks or after '|', or the comment on a line of its own"

_MEND = {
    "id": "write a short name of letters A-Z a-z, digits, _ and -, at most 64 of them "
    "(Telegram's links carry no others)",
    "title": "give the published title, or leave it out",
    "outlet": "give the outlet's name, or leave it out",
    "interviewee": "write a name, and a role if it is known: interviewee: {name: …, role: …}",
    "name": "give the name of the person who answers",
    "role": "give their office or trade, or leave it out",
    "published": "write a year, a month or a day: 2025, 2025-12 or 2025-12-31; or leave it empty",
    "url": "give the page's whole address, from https:// on; or leave it empty",
    "language": "write a language tag such as en, ru or ur",
    "introduction": "give the outlet's words before the first question, or leave it out",
    "exchanges": "list at least one question with its answer, each beginning with a '-'",
    "question": "give the interviewer's question, or remove the exchange",
    "also_asked": "list other wordings of the question, one a line, each beginning with a '-'",
    "topics": "list what it is about, one a line, each beginning with a '-'",
    "answer": "give the speaker's words, or remove the exchange",
}


def read_interview(path: Path) -> Interview:
    """Read a knowledge file.

    Raises:
        KnowledgeError: with every problem that the file has, if it has any.
    """
    return interview_in(path, read_content(path))


def interview_in(path: Path, content: str) -> Interview:
    """Return the interview of a knowledge file in which this stands.

    Raises:
        KnowledgeError: with every problem that the file has, if it has any.
    """
    interview, problems = examine(path, content)
    if problems or interview is None:
        raise KnowledgeError(problems)
    return interview


def is_knowledge_file(path: Path) -> bool:
    """Say whether a file of a folder is a knowledge file, by its name."""
    name = path.name
    return name.endswith(SUFFIXES) and not name.startswith(".") and not name.endswith(DRAFTS_ENDING)


def knowledge_files(source: Path) -> list[Path]:
    """Return the knowledge files that a path names: itself, or those of a folder, by name.

    Raises:
        KnowledgeError: if there is no such path, or no knowledge file in the folder.
    """
    try:
        if not source.is_dir():
            source.stat()
            return [source]
        found = [file for file in sorted(source.iterdir()) if is_knowledge_file(file)]
    except OSError as error:
        raise KnowledgeError([Problem(source, 0, _cannot_read(error))]) from error
    if not found:
        message = "no knowledge file is in this folder: put one there whose name ends in .yaml"
        raise KnowledgeError([Problem(source, 0, message)])
    return found


def write_interview(interview: Interview, path: Path) -> None:
    """Write a new knowledge file as people edit it: texts as blocks, in the order of the model.

    Raises:
        FileExistsError: if there is a file already.
        OSError: if it can't be written.
    """
    write_new(path, interview_as_yaml(interview))


def write_new(path: Path, text: str) -> None:
    """Write the text of a new knowledge file.

    Raises:
        FileExistsError: if there is a file already.
        OSError: if it can't be written.
    """
    if path.exists():
        raise FileExistsError(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text.encode())


def rewrite(path: Path, before: str, after: str) -> None:
    """Write a knowledge file that was read before, if it is still as it was.

    Raises:
        KnowledgeError: if the file has changed meanwhile, or can't be written.
    """
    if read_content(path) != before:
        message = "the file has changed meanwhile, and was left as it is: do it again"
        raise KnowledgeError([Problem(path, 0, message)])
    try:
        write_whole(path, after.encode())
    except OSError as error:
        message = f"can't be written ({error.strerror}): check its permissions"
        raise KnowledgeError([Problem(path, 0, message)]) from error


def interview_as_yaml(interview: Interview) -> str:
    """Return the text of an interview's knowledge file."""
    return as_yaml(interview.model_dump())


def as_yaml(values: Mapping[str, object]) -> str:
    """Return the text of a new knowledge file that has these fields, in this order."""
    return f"{SCHEMA_LINE}\n{node_as_yaml(as_node(dict(values)))}"


def node_as_yaml(node: object) -> str:
    """Return the text of a knowledge file whose nodes ruamel has read or ``as_node`` has made."""
    yaml = YAML()
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump(node, stream)
    return stream.getvalue()


def as_node(value: object, name: str = "") -> object:
    """Return the YAML nodes of a value: long texts as blocks, an empty line between exchanges.

    Args:
        value: what a model dumps.
        name: of the field that holds it.
    """
    if isinstance(value, dict):
        if name == "interviewee":
            person = CommentedMap({key: _in_braces(text) for key, text in value.items() if text})
            person.fa.set_flow_style()
            return person
        return CommentedMap({key: as_node(inner, key) for key, inner in value.items()})
    if isinstance(value, list | tuple):
        entries = CommentedSeq(as_node(inner) for inner in value)
        if name == "exchanges":
            # An empty line between exchanges is what lets the eye find the next.
            for number in range(1, len(entries)):
                entries.yaml_set_comment_before_after_key(number, before="\n")
        return entries or None
    if isinstance(value, str) and (name in _BLOCKS or "\n" in value):
        # A block shows white space at the ends of its lines to nobody, and can't begin with any.
        fit = value == re.sub(r"[^\S\n]+(?=\n|$)", "", value) and not value[0].isspace()
        return LiteralScalarString(value + "\n") if fit else DoubleQuotedScalarString(value)
    return value


def _in_braces(text: str) -> str:
    """Return a text so that it can stand in braces, where a sign at its beginning may mean more."""
    return text if text[0].isalnum() else DoubleQuotedScalarString(text)


def examine(path: Path, content: str) -> tuple[Interview | None, list[Problem]]:
    """Return the interview of a knowledge file in which this stands, and every problem of it."""
    interview = _without_fault(content)
    if interview is not None:
        return interview, []
    try:
        tree = _tree(content)
    except YamlError as error:
        return None, [Problem(path, error.line, error.message)]
    return _examined(path, tree)


def _without_fault(content: str) -> Interview | None:
    """Return the interview of a file that is plain and has no problem: what most files are.

    Where there is a problem, reading it once more costs little beside mending it.
    """
    root = read_plain(_text(content))
    if root is None or next(_odd_content(Tree(root)), None):
        return None
    try:
        return Interview.model_validate(_without_empty(root))
    except ValidationError:
        return None


def _examined(path: Path, tree: Tree) -> tuple[Interview | None, list[Problem]]:
    problems = [
        Problem(path, tree.line(place), f"{_dotted(place)} stands twice: keep one of them")
        for place in tree.repeated
    ]
    problems += [
        Problem(path, tree.line(place), f"{_dotted(place)} is cut off at '#': {_QUOTE_IT}")
        for place in tree.commented
        if any(name in place for name in _TEXTS)
    ]
    problems += [
        Problem(path, tree.line(place), f"{_dotted(place)} {message}")
        for place, message in _odd_content(tree)
    ]
    try:
        interview = Interview.model_validate(_without_empty(tree.root))
    except ValidationError as error:
        problems += [_as_problem(path, tree, details) for details in error.errors()]
        return None, problems
    return interview, problems


def read_content(path: Path) -> str:
    """Return a file's text as it stands, byte order mark and line ends included.

    Raises:
        KnowledgeError: if it can't be read, or is empty.
    """
    return as_text(path, read_bytes(path))


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        KnowledgeError: if it can't be read, or is far too large.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            message = (
                f"the file has {size / 1e6:.0f} MB, an interview at most "
                f"{LARGEST_FILE / 1e6:.0f}: is it the right file?"
            )
            raise KnowledgeError([Problem(path, 0, message)])
        if not path.is_file():
            raise KnowledgeError([Problem(path, 0, "this is no file: name a knowledge file")])
        return path.read_bytes()
    except OSError as error:
        raise KnowledgeError([Problem(path, 0, _cannot_read(error))]) from error


def as_text(path: Path, content: bytes) -> str:
    """Return the text of a file's bytes.

    Raises:
        KnowledgeError: if they are none, or say nothing.
    """
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise KnowledgeError(
            [Problem(path, line, "this is not UTF-8 text: save the file with encoding UTF-8")]
        ) from error
    if not text.removeprefix(BYTE_ORDER_MARK).strip():
        raise KnowledgeError([Problem(path, 0, "the file is empty: write an interview into it")])
    return text


def _cannot_read(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder: check BOT_KNOWLEDGE, or the path that was given"
    return f"can't be read ({error.strerror}): check its permissions"


def _without_empty(node: Node) -> Node:
    """Drop fields that were left empty: ``url:`` says the same as no line at all."""
    if isinstance(node, dict):
        return {key: _without_empty(inner) for key, inner in node.items() if inner is not None}
    if isinstance(node, list):
        return [_without_empty(inner) for inner in node]
    return node


def fault(name: str, text: str) -> str | None:
    """Say what is wrong with a text as a field of an interview, or of its interviewee.

    An empty one is a field that is left empty.
    """
    exchange: dict[str, Node] = {"id": "a", "question": "a", "answer": "a"}
    person: dict[str, Node] = {"name": "a"}
    root: dict[str, Node] = {"id": "a", "interviewee": person, "exchanges": [exchange]}
    place: Place = (name,)
    if name in Person.model_fields:
        person[name] = text or None
        place = ("interviewee", name)
    else:
        root[name] = text or None
    _, problems = _examined(Path(), Tree(root, {place: 1}))
    return problems[0].message if problems else None


def line_of(path: Path, place: Place) -> int:
    """Return the line of a knowledge file on which a field stands; the file must be readable."""
    return _tree(read_content(path)).line(place)


def _tree(content: str) -> Tree:
    return read_tree(_text(content))


def _text(content: str) -> str:
    return content.removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n")


def _as_problem(path: Path, tree: Tree, details: ErrorDetails) -> Problem:
    place: Place = details["loc"]
    names = [part for part in place if isinstance(part, str)]
    name = names[-1] if names else "interview"
    kind = details["type"]
    mend = _MEND.get(name, "see the fields of knowledge/interviews")
    if kind == "missing":
        stands = tree.lines.get(place) is not None
        what = f"is {'empty' if stands else 'missing'}: {mend}"
    elif kind == "extra_forbidden":
        near = process.extractOne(name, _fields(names), scorer=fuzz.ratio, score_cutoff=60)
        what = f"is no field: did you mean {near[0]}?" if near else "is no field: remove it"
    elif kind == "string_too_long":
        limit = details["ctx"]["max_length"]
        what = f"has more than {limit} characters: {mend if name == 'id' else 'shorten it'}"
    elif kind in ("string_too_short", "too_short"):
        what = f"is empty: {mend}"
    elif not place:
        what = "a knowledge file begins with fields such as 'id: my-interview', one a line"
        return Problem(path, tree.line(place), what)
    else:
        what = f"can't be used: {mend}"
    return Problem(path, tree.line(place), f"{_dotted(place)} {what}")


def _fields(names: Sequence[str]) -> list[str]:
    """Return the fields that may stand where the last of these names does."""
    match names:
        case ["exchanges", _, *_]:
            return list(Exchange.model_fields)
        case ["interviewee", _, *_]:
            return list(Person.model_fields)
        case _:
            return list(Interview.model_fields)


def _dotted(place: Place) -> str:
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _odd_content(tree: Tree) -> Iterator[tuple[Place, str]]:
    """Find what each field alone can't show: repetitions, and characters that nobody sees."""
    yield from _unseen_characters(tree.root, ())
    root = tree.root
    exchanges = root.get("exchanges") if isinstance(root, dict) else None
    texts: dict[str, list[tuple[Place, str]]] = {"id": [], "question": [], "also_asked": []}
    for index, exchange in enumerate(exchanges if isinstance(exchanges, list) else []):
        if not isinstance(exchange, dict):
            continue
        for name, found in texts.items():
            value = exchange.get(name)
            if isinstance(value, str):
                found.append((("exchanges", index, name), value))
            elif isinstance(value, list):
                found += [
                    (("exchanges", index, name, number), entry)
                    for number, entry in enumerate(value)
                    if isinstance(entry, str)
                ]
    yield from _repeated_ids(texts["id"], tree)
    yield from _near_duplicate_questions(texts["question"], tree)
    yield from _repeated_wordings(texts["question"] + texts["also_asked"], tree)


def _unseen_characters(node: Node, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(node, dict):
        for key, inner in node.items():
            yield from _unseen_characters(inner, (*place, key))
    elif isinstance(node, list):
        for index, inner in enumerate(node):
            yield from _unseen_characters(inner, (*place, index))
    elif node is not None and (found := UNSEEN.search(node)):
        name = f"U+{ord(found.group()):04X}"
        yield (
            place,
            f"has an invisible character, {name}, which has no place in a quotation: delete it",
        )


def _repeated_ids(ids: list[tuple[Place, str]], tree: Tree) -> Iterator[tuple[Place, str]]:
    first: dict[str, Place] = {}
    for place, value in ids:
        if value in first:
            there = tree.line(first[value])
            yield place, f"'{value}' is the id on line {there} too: give this exchange its own"
        first.setdefault(value, place)


def _near_duplicate_questions(
    questions: list[tuple[Place, str]], tree: Tree
) -> Iterator[tuple[Place, str]]:
    words = [folded(text) for _, text in questions]
    for later, (place, _) in enumerate(questions):
        earlier = process.extractOne(
            words[later], words[:later], scorer=fuzz.ratio, score_cutoff=NEAR_DUPLICATE
        )
        if earlier:
            line = tree.line(questions[earlier[2]][0])
            yield place, f"is nearly the question on line {line}: keep one, or tell them apart"


def _repeated_wordings(
    wordings: list[tuple[Place, str]], tree: Tree
) -> Iterator[tuple[Place, str]]:
    first: dict[str, Place] = {}
    for place, text in wordings:
        if place[-1] == "question":
            first.setdefault(folded(text), place)
            continue
        earlier = first.setdefault(folded(text), place)
        if earlier is place:
            continue
        line = tree.line(earlier)
        if earlier[1] == place[1]:
            yield place, f"stands on line {line} already: keep one of them"
        else:
            yield place, f"belongs to another exchange on line {line}: keep it where it is answered"


def folded(text: str) -> str:
    """Return the words of a text alone, in small letters: what two that repeat each other share."""
    return " ".join(re.findall(r"\w+", text.casefold()))
