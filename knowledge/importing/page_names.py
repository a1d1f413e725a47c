"""Speakers' names that only their dress shows on a page: bold, a heading, a column of a table."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from lxml.html import HtmlElement

from knowledge.importing.document import Style
from knowledge.importing.page_blocks import Block, tag_of, text_of
from knowledge.importing.page_runs import is_name
from knowledge.importing.timestamps import is_time

_WORD = re.compile(r"\w")
_LABEL_COLON = re.compile(r"\s*[:：]")
_NAME_REST = re.compile(r"^\s*(?:[:：|]|[—–-]+(?=\s))?\s*")
_OFTEN_ALONE = 2
_COLUMNS = 2
_TIMES_EACH = 2
_NAME_MARKS = ":： –—-|"


def named(blocks: list[Block]) -> list[Block]:
    """Find names of speakers that only their dress shows: bold, a heading or a table's column.

    A name without a colon is one if it stands there again and again.
    """
    kept = [block for block in blocks if block.kept]
    named_by_class = _classes_of_names(kept)
    alone = _recurring(
        block.paragraph.text for block in kept if _stands_alone(block, named_by_class)
    )
    if len(alone) == 1:
        alone = frozenset()  # the heading of what an outlet repeats
    leads = _recurring(block.lead for block in kept if _leads(block))
    found: list[Block] = []
    speaker = ""
    for block in _tabulated(blocks):
        said = block.paragraph
        if not block.kept:
            found.append(block)
        elif said.text in alone and _stands_alone(block, named_by_class):
            speaker = said.text.rstrip(_NAME_MARKS)
        elif block.lead in leads and _leads(block):
            rest = _NAME_REST.sub("", said.text[len(block.lead) :])
            found.append(
                replace(
                    block,
                    paragraph=replace(said, text=rest, speaker=block.lead.rstrip(_NAME_MARKS)),
                    lead="",
                )
            )
            speaker = ""
        else:
            found.append(_said_by(block, speaker))
            speaker = ""
    return found


def bold_labels(blocks: Iterable[Block]) -> frozenset[str]:
    """Return the labels that stand in bold at the beginnings of paragraphs, without colons."""
    found = set()
    for block in blocks:
        colon = _LABEL_COLON.match(block.paragraph.text[len(block.lead) :])
        if block.kept and block.lead and (block.lead.endswith((":", "：")) or colon):
            found.add(block.lead.rstrip(":： "))
    return frozenset(found)


def _recurring(names: Iterable[str]) -> frozenset[str]:
    """Return what stands there often enough to be a name; a single one, thrice."""
    counts = Counter(names)
    often = frozenset(name for name, times in counts.items() if times > 1)
    return (
        often if len(often) > 1 or max(counts.values(), default=0) > _OFTEN_ALONE else frozenset()
    )


def _leads(block: Block) -> bool:
    """Say whether a block begins with what may be a name, and goes on with a sentence."""
    rest = _NAME_REST.sub("", block.paragraph.text[len(block.lead) :])
    return bool(block.lead and rest) and _may_lead(block.lead) and not rest[0].islower()


def _stands_alone(block: Block, named_by_class: frozenset[str]) -> bool:
    """Say whether a paragraph is what may be a name, and is dressed or written as one."""
    said = block.paragraph
    if said.speaker:
        return False
    if said.text.endswith((":", "：")):
        return _may_lead(said.text.rstrip(_NAME_MARKS))
    dressed = said.style is not Style.PLAIN or _class_of(block) in named_by_class
    return dressed and _may_lead(said.text)


def _classes_of_names(blocks: list[Block]) -> frozenset[str]:
    """Return the classes that a page gives to lines of names and to nothing else."""
    texts: dict[str, list[str]] = {}
    for block in blocks:
        texts.setdefault(_class_of(block), []).append(block.paragraph.text)
    return frozenset(
        name
        for name, lines in texts.items()
        if name and all(map(_may_lead, lines)) and len(lines) >= _TIMES_EACH * len(set(lines))
    )


def _class_of(block: Block) -> str:
    return block.element.get("class") or ""


def _may_lead(text: str) -> bool:
    """Say whether bold words may be a name: few, capitalised, and no sentence or label."""
    return (
        is_name(text)
        and (text[0].isupper() or not (text[0].islower() or text[0].isdigit()))
        and not text.endswith((":", "：", ",", ";"))
        and not (len(text) > 1 and text.endswith("."))
        and bool(_WORD.match(text))
    )


def _tabulated(blocks: list[Block]) -> list[Block]:
    """Name the speakers of a table whose rows hold a name and the words."""
    found: list[Block] = []
    names = _names_in_rows(blocks)
    row: HtmlElement | None = None
    speaker = ""
    for block in blocks:
        own_row = _row(block.element)
        name = names.get(block.element) if block.kept else None
        if name:
            row, speaker = own_row, name
            continue
        found.append(_said_by(block, speaker if own_row is row and block.kept else ""))
        speaker = ""
    return found


def _said_by(block: Block, speaker: str) -> Block:
    """Return a block with its speaker, unless it has one."""
    if not speaker or block.paragraph.speaker:
        return block
    return replace(block, paragraph=replace(block.paragraph, speaker=speaker))


def _row(element: HtmlElement) -> HtmlElement | None:
    return next((one for one in element.iterancestors("tr")), None)


def _names_in_rows(blocks: list[Block]) -> dict[HtmlElement, str]:
    cells: dict[HtmlElement, str] = {}
    for block in blocks:
        row = _row(block.element)
        if row is None or not block.kept:
            continue
        columns = [cell for cell in row if tag_of(cell) in {"td", "th"}]
        others = [cell for cell in columns if not is_time(text_of(cell).strip("[]"))]
        first = others[0] if len(others) == _COLUMNS else None
        if first is None or first not in (block.element, *block.element.iterancestors("td", "th")):
            continue
        if is_name(block.paragraph.text) and text_of(first) == block.paragraph.text:
            cells[block.element] = block.paragraph.text.rstrip(":：. ")
    often = Counter(cells.values())
    return {cell: name for cell, name in cells.items() if often[name] > 1}
