"""Markdown: its words without its signs, and how paragraphs are set apart."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from knowledge.importing.document import Document, Paragraph, Style
from knowledge.importing.encoding import decoded
from knowledge.importing.label_marks import key_of, labelled
from knowledge.importing.labels import names_alone, spoken_labels
from knowledge.importing.lines import Line, blocks
from knowledge.importing.markdown_references import without_references
from knowledge.importing.questions import ends_asking
from knowledge.importing.readable import readable
from knowledge.importing.timestamps import (
    is_time,
    without_times_of_a_label,
    without_timestamps,
)

FORMAT = "Markdown"
_SIGNS = re.compile(
    r"""^\#{1,6}[ ]\S          # a heading
    |^\s*(?:\*\*|__)(?=\S)[^\n]*?\S(?:\*\*|__)   # bold at the beginning of a line
    |(?<!\w)\*\*(?=\S)[^*\n]+(?<=\S)\*\*         # bold inside a line
    |\[[^\]\n]+\]\((?:https?:|/|\#|mailto:)[^)\s]*   # a link
    |\\[\[\](){}*_\#+.!>~`|'"&-]                     # an escape
    |^(?:\*(?=[^\s*])[^*\n]+(?<=\S)\*|_(?=[^\s_])[^_\n]+(?<=\S)_)\s*$   # a line in italics
    |^\*(?=[^\s*])[^*\n]+[:：.?!؟？]\*(?=\s)   # a label or a question in italics
    |^>[ ]\S                                     # a quotation
    |^\s*<(?:b|strong|em|i)>                     # a tag
    |^(?![^\S\n]*\n)[^\n]+\n(?:={3,}|-{3,})\s*$   # an underlined heading
    |\A---\s*\n(?:[\w-]+:[^\n]*\n)+---           # front matter
    """,
    re.MULTILINE | re.VERBOSE,
)
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^>]*>")
_EMPHASIS_TAG = re.compile(r"</?(b|strong|i|em)>", re.IGNORECASE)
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
# CommonMark closes no emphasis between a mark and a letter; writers do.
_GLUED = re.compile(r"^([ \t]*)(\*\*|__)[ \t]*(?=\S)([^\n]+?)[ \t]*\2(?=(\S?))", re.MULTILINE)
_FIELDS = ("title", "outlet", "author", "published", "url", "language")
_NAMES_OF_FIELDS = {
    "publication": "outlet",
    "publisher": "outlet",
    "site": "outlet",
    "date": "published",
    "lang": "language",
    "link": "url",
    "canonical": "url",
    "byline": "author",
}
_MARK = re.compile(r"^\s*[-–—|:：]?\s*")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


def is_markdown(text: str) -> bool:
    """Say whether a text has signs that Markdown alone has."""
    return bool(_SIGNS.search(text.replace("\r\n", "\n").replace("\r", "\n")))


def read_markdown(source: bytes | str) -> Document:
    """Read Markdown.

    Raises:
        UnreadableTextError: if it is no text.
    """
    text = decoded(source) if isinstance(source, bytes) else source.removeprefix("\ufeff")
    text = "\n".join(text.splitlines())
    front = _FRONT_MATTER.match(text)
    fields, skipped = _front_matter(front[1]) if front else ({}, [])
    if fields and front:
        text = "\n" * front.group().count("\n") + text[front.end() :]
    skipped += [words for one in _COMMENT.findall(text) if (words := readable(one))]
    text = _COMMENT.sub(lambda found: "\n" * found.group().count("\n"), text)
    text, definitions = without_references(text)
    skipped += definitions
    read = _Reader(_without_gluing(text))
    lines = _with_names_alone(_split_after_questions(read.lines))
    pulled = _pulled_out(lines)
    skipped += read.captions + [lines[at].text for at in sorted(pulled)]
    kept = [_GAP if at in pulled else line for at, line in enumerate(lines)]
    if len(read.titles) == 1:
        fields.setdefault("title", read.titles[0])
    set_apart = frozenset(label for line in kept if (label := _bold_label(line)))
    paragraphs = tuple(_paragraphs(kept, set_apart))
    return Document(FORMAT, paragraphs, tuple(skipped), set_apart=set_apart, **fields)


@dataclass(frozen=True)
class _Run:
    text: str
    strong: bool = False
    emphasised: bool = False


@dataclass(frozen=True)
class _Line:
    """A line of a paragraph, as it is read; without text, what parts two paragraphs."""

    runs: tuple[_Run, ...]
    place: int
    width: int = 0
    is_heading: bool = False
    is_quoted: bool = False
    is_listed: bool = False

    @property
    def text(self) -> str:
        words = readable("".join(run.text for run in self.runs))
        return without_times_of_a_label(without_timestamps(words))

    @property
    def style(self) -> Style:
        if self.is_heading:
            return Style.HEADING
        worded = [run for run in self.runs if any(map(str.isalnum, run.text))]
        if worded and all(run.strong for run in worded):
            return Style.STRONG
        if worded and all(run.emphasised for run in worded):
            return Style.EMPHASIS
        return Style.PLAIN


_GAP = _Line((), 0)


class _Reader:
    """Goes through the blocks of a text once.

    Attributes:
        lines: the lines of all paragraphs, with a gap after each paragraph.
        captions: what stands for images.
        titles: the words of headings of the first level.
    """

    def __init__(self, text: str) -> None:
        self.lines: list[_Line] = []
        self.captions: list[str] = []
        self.titles: list[str] = []
        self._source = text.split("\n")
        self._quotes = 0
        self._lists = 0
        self._number = ""
        self._heading = False
        parser = MarkdownIt("commonmark").disable(["code", "reference"])
        self._walk(parser.parse(text))

    def _walk(self, tokens: Sequence[Token]) -> None:
        for at, token in enumerate(tokens):
            place = token.map[0] if token.map else 0
            match token.type:
                case "heading_open" | "heading_close":
                    self._heading = token.nesting > 0
                    if token.tag == "h1" and token.nesting > 0:
                        self.titles.append(readable(_plain(tokens[at + 1])))
                case "blockquote_open" | "blockquote_close":
                    self._quotes += token.nesting
                case "list_item_open" | "list_item_close":
                    self._lists += token.nesting
                    self._number = _year(tokens, at)
                case "inline":
                    self._inline(token.children or [], place)
                case "hr":
                    self._block([token.markup], place)
                case "fence" | "html_block":
                    self._block(
                        _TAG.sub(" ", _BREAK_TAG.sub("\n", token.content)).split("\n"), place
                    )

    def _block(self, texts: Sequence[str], place: int) -> None:
        for text in texts:
            self._add([_Run(text)], place)
        self.lines.append(_GAP)

    def _inline(self, children: Sequence[Token], place: int) -> None:
        style = Counter[str]()
        runs = [_Run(self._number)] if self._number else []
        self._number = ""
        for child in children:
            if child.type in ("softbreak", "hardbreak") or _BREAK_TAG.fullmatch(child.content):
                self._add(runs, place)
                runs, place = [], place + (child.type != "html_inline")
            elif child.type == "image":
                self.captions += [words] if (words := readable(child.content)) else []
            elif name := _emphasis(child):
                style[name] += child.nesting or (-1 if child.content.startswith("</") else 1)
            elif child.content and child.type != "html_inline":
                # A link on a time leads to that place of the recording.
                words = f"[{child.content}]" if is_time(child.content) else child.content
                runs.append(_Run(words, style["strong"] > 0, style["em"] > 0))
        self._add(runs, place)
        self.lines.append(_GAP)

    def _add(self, runs: list[_Run], place: int) -> None:
        width = len(self._source[place].rstrip()) if place < len(self._source) else 0
        quoted, listed = self._quotes > 0, self._lists > 0
        line = _Line(tuple(runs), place + 1, width, self._heading, quoted, listed)
        if line.text:
            self.lines.append(line)


def _emphasis(token: Token) -> str:
    """Return whether a token begins or ends 'strong' words or 'em', else nothing."""
    if token.type in ("strong_open", "strong_close"):
        return "strong"
    if token.type in ("em_open", "em_close"):
        return "em"
    found = _EMPHASIS_TAG.fullmatch(token.content) if token.type == "html_inline" else None
    return ("strong" if found[1].lower() in ("b", "strong") else "em") if found else ""


def _plain(token: Token) -> str:
    return "".join(child.content for child in token.children or [] if child.type != "image")


def _year(tokens: Sequence[Token], at: int) -> str:
    """Return the number that made a list of one entry of a sentence such as '1990. It was …'."""
    number = tokens[at].info
    if not number or number == "1":
        return ""
    siblings = [one.info for one in tokens if one.type == "list_item_open"]
    alone = str(int(number) + 1) not in siblings and str(int(number) - 1) not in siblings
    return f"{number}. " if alone else ""


def _without_gluing(text: str) -> str:
    """Write bold beginnings of lines so that CommonMark reads them as bold."""

    def parted(found: re.Match[str]) -> str:
        indent, mark, words, after = found[1], found[2], found[3], found[4]
        if mark in words:
            return found.group()
        return f"{indent}{mark}{words}{mark}" + (" " if after.isalnum() else "")

    return _GLUED.sub(parted, text)


def _split_after_questions(lines: Sequence[_Line]) -> list[_Line]:
    """Part a bold question from the answer behind it on the same line."""
    split: list[_Line] = []
    for line in lines:
        head = _head(line)
        words = _said(line.runs[:head])
        rest = _said(line.runs[head:])
        if head and rest and ends_asking(words) and not _is_label(words):
            split += [
                replace(line, runs=line.runs[:head]),
                _GAP,
                replace(line, runs=line.runs[head:]),
            ]
        else:
            split.append(line)
    return split


def _head(line: _Line) -> int:
    """Return how many runs at the beginning of a line are set apart from the rest."""
    head = 0
    style: tuple[bool, bool] | None = None
    for run in line.runs:
        own = (run.strong, run.emphasised)
        if run.text.strip() and (not any(own) or own[0] != (style or own)[0]):
            break
        style = style or (own if run.text.strip() else None)
        head += 1
    return head if head < len(line.runs) and style else 0


def _said(runs: Sequence[_Run]) -> str:
    return readable("".join(run.text for run in runs))


def _is_label(words: str) -> bool:
    found = labelled(words)
    return found is not None and not found.words


def _bold_label(line: _Line) -> str:
    """Return the label in bold at the beginning of a line that is part of no list."""
    found = labelled(line.text) if line.text and not line.is_listed else None
    if found is None or not line.runs[0].strong:
        return ""
    bold = _said([run for run in line.runs[: _head(line) or len(line.runs)] if run.strong])
    return found.name if key_of(without_timestamps(bold).rstrip(":：")) == found.key else ""


def _with_names_alone(lines: Sequence[_Line]) -> list[_Line]:
    """Write a colon after bold names and names in headings that stand without one."""
    leads = [_lead(line) for line in lines]
    names = names_alone([lead for lead in leads if lead])
    named = []
    for line, lead in zip(lines, leads, strict=True):
        if lead in names:
            head = _head(line) or len(line.runs)
            rest = _MARK.sub("", without_timestamps("".join(run.text for run in line.runs[head:])))
            runs = (_Run(f"{lead}:", strong=True), _Run(f" {rest}"))
            named.append(replace(line, runs=runs, is_heading=False))
        else:
            named.append(line)
    return named


def _lead(line: _Line) -> str:
    """Return what may be a name without a colon at the beginning of a line."""
    head = _head(line)
    if not head and line.style not in (Style.STRONG, Style.HEADING):
        return ""
    words = without_timestamps(_said(line.runs[:head] if head else line.runs))
    # A time may stand between a name and its colon.
    after = line.text.removeprefix(words).lstrip()
    return "" if words.endswith((":", "：")) or after.startswith((":", "：")) else words


def _pulled_out(lines: Sequence[_Line]) -> set[int]:
    """Return which quoted lines repeat words of a paragraph to draw the eye to them."""
    running = " ".join(line.text for line in lines if line.runs and not line.is_quoted).casefold()
    return {
        at
        for at, line in enumerate(lines)
        if line.is_quoted and line.text.strip("\"“”„«»'‘’ ").casefold() in running
    }


def _paragraphs(lines: Sequence[_Line], set_apart: frozenset[str]) -> Iterator[Paragraph]:
    texts = [line.text for line in lines]
    speakers = spoken_labels([text for text in texts if text], set_apart)
    separated: list[Line] = []
    before = _GAP
    for at, (line, text) in enumerate(zip(lines, texts, strict=True)):
        if line.style != before.style or line.is_heading:
            separated.append(Line("", at, 0))
        separated.append(Line(text, at, line.width))
        before = line
    for at, words in blocks(separated, speakers):
        yield Paragraph(words, lines[at].place, lines[at].style)


def _front_matter(text: str) -> tuple[dict[str, str], list[str]]:
    """Read the fields before a text, and its lines; none if it is no front matter."""
    try:
        read = YAML(typ="safe", pure=True).load(text)
    except YAMLError:
        return {}, []
    if not isinstance(read, dict):
        return {}, []
    fields: dict[str, str] = {}
    for name, value in read.items():
        known = str(name).casefold()
        field = _NAMES_OF_FIELDS.get(known, known)
        words = readable(str(value)) if value is not None else ""
        if field in _FIELDS and words:
            fields.setdefault(field, words)
    if "published" in fields:
        date = _DATE.match(fields.pop("published"))
        if date:
            fields["published"] = date.group()
    return fields, [words for line in text.split("\n") if (words := readable(line))]
