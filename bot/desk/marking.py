"""What differs, as Telegram shows it: what went is struck out, what came is underlined."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from telegram.constants import MessageLimit

from bot.fitting import CUT, cut, length
from bot.markup import escape
from knowledge.differences import ExchangeChange, FieldChange, Kind, Mark, Run
from knowledge.interview import Exchange

_REMOVED, _ADDED, _QUESTION, _FIELD = "s", "u", "b", "code"
_TAGS = {Mark.SAME: "", Mark.REMOVED: _REMOVED, Mark.ADDED: _ADDED}
_SIGNS = {Mark.REMOVED: "− ", Mark.ADDED: "+ "}
_LISTS = ("also_asked", "topics")
# Of what stayed as it was, so many characters are shown beside what did not.
_SHOWN_BESIDE = 150
# White space that came or went is shown as these.
_NEW_LINE, _SPACE = "¶", "␣"
# Of a message's hundred; a heading has some.
_MOST_MARKED = MessageLimit.MESSAGE_ENTITIES - 20


@dataclass(frozen=True)
class Piece:
    """A stretch of text, and the HTML element that marks it; none of what isn't marked."""

    text: str
    tag: str = ""


def change_as_pieces(change: ExchangeChange) -> list[Piece]:
    """Return what became of an exchange: question and answer, and whatever else differs."""
    exchange = change.exchange
    if change.kind is not Kind.CHANGED:
        tag = _REMOVED if change.kind is Kind.REMOVED else ""
        return [
            Piece(exchange.question, _QUESTION),
            Piece("\n\n"),
            Piece(exchange.answer, tag),
            *_lists(exchange),
        ]
    changed = {one.name for one in change.fields}
    pieces = []
    if "question" not in changed:
        pieces += [Piece(exchange.question, _QUESTION), Piece("\n\n")]
    pieces += fields_as_pieces(change.fields)
    if "answer" not in changed:
        pieces += [*_heading("answer"), *_beside(exchange.answer, is_last=True)]
    return pieces


def fields_as_pieces(fields: Iterable[FieldChange]) -> list[Piece]:
    """Return fields that differ, each after its name."""
    pieces: list[Piece] = []
    for field in fields:
        pieces += _heading(field.name)
        pieces += _entries(field.runs) if field.name in _LISTS else _words(field.runs)
        pieces.append(Piece("\n\n"))
    return pieces


def pages(pieces: Iterable[Piece], room: int) -> list[str]:
    """Return pieces as pages of HTML of at most ``room`` UTF-16 units, and not too many marks."""
    done: list[str] = []
    page, left, marked = "", room, 0
    for piece in pieces:
        text = piece.text
        while text:
            is_full = marked >= _MOST_MARKED and piece.tag
            head = "" if is_full else _head(text, left, room)
            if head:
                page += _as_html(head, piece.tag)
                left -= length(head)
                marked += bool(piece.tag)
                text = text[len(head) :]
            if text and page:
                done.append(page.strip())
                page, left, marked, text = "", room, 0, text.lstrip()
    return [*done, page.strip()] if page.strip() or not done else done


def _head(text: str, left: int, room: int) -> str:
    """Return as much of a text as there is room for; '' where it had better begin a page."""
    # No more of it is looked at than there is room for: all of it may be megabytes.
    begins = text[: left + 1]
    if length(begins) <= left:
        return text
    if left < room // 3:
        return ""
    # Nothing but white space is cut away entirely.
    return cut(begins, left)[0] or begins


def _as_html(text: str, tag: str) -> str:
    shown = escape(text)
    return f"<{tag}>{shown}</{tag}>" if tag else shown


def _heading(name: str) -> list[Piece]:
    return [Piece(name, _FIELD), Piece("\n")]


def _lists(exchange: Exchange) -> Iterator[Piece]:
    for name, entries in (("also_asked", exchange.also_asked), ("topics", exchange.topics)):
        if entries:
            yield Piece("\n\n")
            yield from _heading(name)
            yield from (Piece(f"· {entry}\n") for entry in entries)


def _entries(runs: Sequence[Run]) -> Iterator[Piece]:
    """Yield the entries of a list that came or went, a line each."""
    for number, run in enumerate(one for one in runs if one.mark is not Mark.SAME):
        if number:
            yield Piece("\n")
        yield Piece(f"{_SIGNS[run.mark]}{run.text}", _TAGS[run.mark])


def _words(runs: Sequence[Run]) -> Iterator[Piece]:
    for number, (run, following) in enumerate(pairwise([*runs, Run(Mark.SAME, "")])):
        if run.mark is Mark.SAME:
            is_last = number == len(runs) - 1
            yield from _beside(run.text, is_first=number == 0, is_last=is_last)
            continue
        yield Piece(_visible(run.text), _TAGS[run.mark])
        touches = not (run.text[-1:].isspace() or following.text[:1].isspace())
        if run.mark is Mark.REMOVED and following.mark is Mark.ADDED and touches:
            yield Piece(" ")


def _visible(text: str) -> str:
    if text.strip():
        return text
    return _NEW_LINE + text if "\n" in text else _SPACE * len(text)


def _beside(text: str, *, is_first: bool = False, is_last: bool = False) -> Iterator[Piece]:
    """Yield what stayed as it was, without what is far from anything that did not."""
    if len(text) <= 3 * _SHOWN_BESIDE:
        yield Piece(text)
        return
    before = "" if is_first else text[:_SHOWN_BESIDE].rpartition(" ")[0]
    after = "" if is_last and not is_first else text[-_SHOWN_BESIDE:].partition(" ")[2]
    yield Piece(" ".join(part for part in (before, CUT, after) if part))
