"""A tree of HTML becomes paragraphs: what stands apart on the page stands apart here.

Also what Word documents go through, which are made HTML first.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from lxml import etree
from lxml.html import HtmlElement

from knowledge.importing.document import Paragraph, Style
from knowledge.importing.page_runs import (
    Run,
    bold_beginning,
    is_name,
    joined,
    parts_of,
    share_linked,
    style_of,
)
from knowledge.importing.questions import asks
from knowledge.importing.readable import readable
from knowledge.importing.timestamps import (
    begins_with_a_time,
    is_time,
    named_and_timed,
    without_leading_time,
    without_times_of_a_label,
    without_timestamps,
)

Standing = Literal["kept", "left out", "unseen"]

HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 summary".split())
_BLOCKS = HEADINGS | frozenset(
    """address article aside blockquote body button caption center dd details dialog dir div dl dt
    fieldset figcaption figure footer form header hgroup hr html iframe legend li main menu nav
    noscript ol optgroup option p pre search section select table tbody td textarea tfoot th thead
    tr ul video audio object canvas""".split()
)
_BOLD_TAGS = frozenset({"b", "strong", "dt", "button"})
_ITALIC_TAGS = frozenset({"em", "i"})
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)")
_NO_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(normal|[1-5]00)")
_ITALIC_STYLE = re.compile(r"font-style\s*:\s*(italic|oblique)")
_NO_ITALIC_STYLE = re.compile(r"font-style\s*:\s*normal")
_CSS_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CSS_CLASS = re.compile(r"(?:^|[\s>])[a-z0-9]*\.([\w-]+)\s*$", re.IGNORECASE)

_QUESTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:question|questions|interviewer|frage|pregunta|pergunta|domanda|vraag|q)"
    r"(?:[\s_-]text)?(?=\s|$)",
    re.IGNORECASE,
)
_ANSWER_CLASS = re.compile(
    r"(?:^|[\s_-])(?:answers?|response|interviewee|antwort|respuesta|a)(?=[\s_-]|$)", re.IGNORECASE
)
_SPEAKER_CLASS = re.compile(r"(?:^|[\s_-])speaker(?:[\s_-]?(?:name|label))?(?=\s|$)", re.IGNORECASE)
_SET_APART = frozenset({"a", "span"})
_RULE = "* * *"  # what a line across the page reads as
_TIMED_BY_MACHINE = 3  # paragraphs that begin with a time


@dataclass(frozen=True)
class Block:
    """A paragraph where it stands on its page.

    Attributes:
        element: the block that holds it.
        kept: whether it may be part of the interview.
        linked: how much of its text, 0 to 1, are links that lead away from the page.
        lead: the bold words at its beginning, where the others are not bold.
    """

    paragraph: Paragraph
    element: HtmlElement
    kept: bool
    linked: float = 0.0
    lead: str = ""

    def left_out(self) -> "Block":
        """Return the same block, as none of the interview."""
        return replace(self, kept=False)


@dataclass
class _Open:
    """An element whose end has not been reached."""

    bold: bool = False
    italic: bool = False
    linked: bool = False
    kept: bool = True
    speaker: bool = False
    style: Style = Style.PLAIN
    block: HtmlElement | None = None


@dataclass
class _Waiting:
    """What has been read and not yet become a paragraph."""

    runs: list[Run] = field(default_factory=list)
    speaker: str = ""
    timed: str = ""


def tag_of(element: etree._Element) -> str:
    """Return an element's name in small letters; empty for a comment."""
    return element.tag.lower().rpartition("}")[2] if isinstance(element.tag, str) else ""


def blocks_of(root: HtmlElement, standing: Callable[[HtmlElement], Standing | None]) -> list[Block]:
    """Return every paragraph of a tree, in order.

    Args:
        root: the tree.
        standing: says of an element whether what is in it is kept, left out or not seen at all;
            ``None``: as what is around it.
    """
    return _without_leading_times(list(_Walk(root, standing).blocks()))


def text_of(element: HtmlElement) -> str:
    """Return all the text in an element."""
    return readable("".join(element.itertext(with_tail=False)))


class _Walk:
    def __init__(
        self, root: HtmlElement, standing: Callable[[HtmlElement], Standing | None]
    ) -> None:
        self._root = root
        self._standing = standing
        self._classes = _dressed_classes(root)
        self._open = [_Open(block=root)]
        self._waiting = _Waiting()

    def blocks(self) -> Iterator[Block]:
        walk = etree.iterwalk(self._root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event in {"comment", "pi"}:
                self._add(element.tail)
                continue
            tag = tag_of(element)
            is_block = tag in _BLOCKS
            if event == "start":
                standing = self._standing(element)
                if standing == "unseen":
                    walk.skip_subtree()
                if is_block:
                    yield from self._flush()
                self._enter(element, tag, standing)
                if standing != "unseen":
                    self._add(element.text)
            else:
                if is_block:
                    yield from self._flush()
                yield from self._rule_under(element, tag)
                self._open.pop()
                if element is not self._root:
                    self._add(element.tail)
        yield from self._flush()

    def _rule_under(self, element: HtmlElement, tag: str) -> Iterator[Block]:
        # What stands under a list of questions and answers answers none of them.
        parts = tag == "hr" or (tag == "dl" and _answers_questions(element))
        if parts and self._open[-1].kept:
            yield Block(Paragraph(_RULE, element.sourceline or 1), element, kept=True)

    def _enter(self, element: HtmlElement, tag: str, standing: Standing | None) -> None:
        around = self._open[-1]
        classes = element.get("class") or ""
        dress = f"{element.get('style') or ''};{self._dress(classes)}".lower()
        is_block = tag in _BLOCKS
        now = _Open(
            bold=_is_dressed(tag in _BOLD_TAGS or around.bold, dress, _BOLD_STYLE, _NO_BOLD_STYLE),
            italic=_is_dressed(
                tag in _ITALIC_TAGS or around.italic, dress, _ITALIC_STYLE, _NO_ITALIC_STYLE
            ),
            linked=around.linked or (tag == "a" and _leads_away(element)),
            kept=around.kept if standing is None else standing == "kept",
            speaker=around.speaker
            or (bool(_SPEAKER_CLASS.search(classes)) and is_name(text_of(element))),
            style=_block_style(element, tag, classes, around.style) if is_block else around.style,
            block=element if is_block else around.block,
        )
        self._open.append(now)
        said_by = readable(element.get("data-speaker") or "")
        if said_by and not now.speaker:
            self._waiting.speaker = said_by
        if tag in _SET_APART and not now.kept:
            self._waiting.runs.append(Run(" ", kept=False))  # the page's style keeps them apart
        if tag == "br":
            self._waiting.runs.append(Run(kept=now.kept, is_break=True))
        elif tag == "img" and "emoji" in classes:
            self._add(element.get("alt"))

    def _dress(self, classes: str) -> str:
        return ";".join(filter(None, (self._classes.get(name, "") for name in classes.split())))

    def _add(self, text: str | None) -> None:
        now = self._open[-1]
        if text:
            self._waiting.runs.append(
                Run(text, now.bold, now.italic, now.linked, now.kept, now.speaker)
            )

    def _flush(self) -> Iterator[Block]:
        """End the paragraph that is being read: make it one, or as many as it holds."""
        runs, self._waiting.runs = self._waiting.runs, []
        now = self._open[-1]
        element = now.block if now.block is not None else self._root
        place = element.sourceline or 1
        left_out = readable("".join(run.text for run in runs if not run.kept))
        if left_out:
            yield Block(Paragraph(left_out, place), element, kept=False, linked=share_linked(runs))
        said_by = readable("".join(run.text for run in runs if run.kept and run.speaker))
        if said_by:
            self._waiting.speaker = said_by.rstrip(":： ")
        for part in parts_of([run for run in runs if run.kept and not run.speaker]):
            text = joined(part)
            if is_time(text.strip("[]")):
                self._waiting.timed = text.strip("[]() ")
                continue
            text, lead = _without_times(text), _without_times(bold_beginning(part))
            if not text:
                continue
            if lead == text or not text.startswith(lead):
                lead = ""
            yield Block(
                Paragraph(
                    text,
                    place,
                    style_of(part) if now.style is Style.PLAIN else now.style,
                    self._waiting.speaker,
                    self._waiting.timed,
                ),
                element,
                kept=True,
                linked=share_linked(part),
                lead=lead,
            )
            self._waiting.speaker = self._waiting.timed = ""


def _dressed_classes(root: HtmlElement) -> dict[str, str]:
    """Return the classes that the page's own style sheet makes bold or italic, and how."""
    found: dict[str, str] = {}
    for sheet in root.getroottree().iter("style"):
        for selectors, declarations in _CSS_RULE.findall(sheet.text or ""):
            if "font-weight" not in declarations and "font-style" not in declarations:
                continue
            for selector in selectors.split(","):
                if name := _CSS_CLASS.search(selector.strip()):
                    found[name[1]] = f"{found.get(name[1], '')};{declarations}"
    return found


def _is_dressed(by_element: object, dress: str, yes: re.Pattern[str], no: re.Pattern[str]) -> bool:
    """Say whether text is bold, or italic, by its element or, more strongly, by its style."""
    return not no.search(dress) and bool(by_element or yes.search(dress))


def _leads_away(link: HtmlElement) -> bool:
    return not (link.get("href") or "#").startswith("#")


def _block_style(element: HtmlElement, tag: str, classes: str, around: Style) -> Style:
    if tag in HEADINGS:
        return Style.HEADING
    return Style.STRONG if around is Style.PLAIN and _is_question(element, classes) else around


def _is_question(element: HtmlElement, classes: str) -> bool:
    """Say whether a block's class calls it a question, and it does not hold the answer too."""
    if not _QUESTION_CLASS.search(classes):
        return False
    inside = [inner.get("class") or "" for inner in element.iterdescendants("*")]
    questions = sum(bool(_QUESTION_CLASS.search(inner)) for inner in inside)
    return questions <= 1 and not any(map(_ANSWER_CLASS.search, inside))


def _answers_questions(definitions: HtmlElement) -> bool:
    asked = any(asks(text_of(term)) for term in definitions.iter("dt"))
    return asked and definitions.find(".//dd") is not None


def _without_times(text: str) -> str:
    text = without_times_of_a_label(without_timestamps(text))
    name = named_and_timed(text)
    return name if name and is_name(name) else text


def _without_leading_times(blocks: list[Block]) -> list[Block]:
    """Take off the times that begin paragraphs; a few only begin with the time of day."""
    timed = [block.kept and begins_with_a_time(block.paragraph.text) for block in blocks]
    if sum(timed) < _TIMED_BY_MACHINE:
        return blocks
    return [
        replace(
            block,
            paragraph=replace(
                block.paragraph,
                text=without_leading_time(block.paragraph.text) or block.paragraph.text,
            ),
            lead=without_leading_time(block.lead),
        )
        if is_timed
        else block
        for block, is_timed in zip(blocks, timed, strict=True)
    ]
