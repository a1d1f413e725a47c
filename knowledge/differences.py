"""What differs between two states of an interview, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import LCSseq

from knowledge.deed import Counts
from knowledge.interview import Exchange, Interview

# A word, white space, or a sign.
_PIECES = re.compile(r"\w+|\s+|[^\w\s]")
_WORD = re.compile(r"\w")
# Pieces of one text times pieces of the other: what is compared takes an eighth of it in bytes.
# Two answers of ten thousand words each are below it.
_MOST_COMPARED = 400_000_000


class Mark(StrEnum):
    """What became of a part of a text, or of an entry of a list."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Run:
    """Consecutive words of which the same became; or an entry of a list."""

    mark: Mark
    text: str


@dataclass(frozen=True)
class FieldChange:
    """A field that differs.

    Attributes:
        name: of the field; the interviewee's are ``interviewee.name`` and ``interviewee.role``.
        runs: all of it, in order: put together, those that are not added are what it was, and those
            that are not removed what it is. Of a list, such as ``also_asked``, each is an entry.
    """

    name: str
    runs: tuple[Run, ...]


class Kind(StrEnum):
    """What became of an exchange."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True)
class ExchangeChange:
    """An exchange that differs; the same is what has the same id.

    Attributes:
        kind: what became of it; ``MOVED`` where its place alone is another.
        exchange: as it is, or, where it was removed, as it was.
        before: its number, counted from 1, where it was; none where it was added.
        after: its number where it is; none where it was removed.
        has_moved: whether it stands elsewhere among those that stay.
        fields: those that differ, where it was changed.
    """

    kind: Kind
    exchange: Exchange
    before: int | None
    after: int | None
    has_moved: bool = False
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class Differences:
    """What differs between two states of an interview.

    Attributes:
        facts: fields of the interview itself that differ.
        exchanges: those that differ, in the order of the file; what was removed stands where it
            was.
    """

    facts: tuple[FieldChange, ...]
    exchanges: tuple[ExchangeChange, ...]

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.facts or self.exchanges)

    def of_kind(self, kind: Kind) -> tuple[ExchangeChange, ...]:
        """Return the exchanges of which this became."""
        return tuple(one for one in self.exchanges if one.kind is kind)

    @property
    def counts(self) -> Counts:
        """How much differs."""
        return Counts(
            added=len(self.of_kind(Kind.ADDED)),
            changed=len(self.of_kind(Kind.CHANGED)),
            removed=len(self.of_kind(Kind.REMOVED)),
            moved=len(self.of_kind(Kind.MOVED)),
            facts=tuple(one.name for one in self.facts),
        )


def differences(before: Interview | None, after: Interview) -> Differences:
    """Return what differs; without a state before, all exchanges are added."""
    if before is None:
        added = (
            ExchangeChange(Kind.ADDED, one, None, number)
            for number, one in enumerate(after.exchanges, 1)
        )
        return Differences((), tuple(added))
    return Differences(tuple(_facts(before, after)), tuple(_exchanges(before, after)))


def marked(before: str, after: str) -> tuple[Run, ...]:
    """Return the words of two texts, each once where both share it.

    Signs and white space between two words that differ are taken to differ with them.
    """
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    if len(old) * len(new) > _MOST_COMPARED:
        return tuple(_differing(before, after))
    runs: list[Run] = []
    removed = added = between = ""
    for is_same, left, right in _aligned(old, new):
        both = "".join(left)
        if not is_same:
            removed += between + both
            added += between + "".join(right)
            between = ""
        elif (removed or added) and not _WORD.search(both):
            between = both
        else:
            runs += [*_differing(removed, added), Run(Mark.SAME, both)]
            removed = added = ""
    runs += _differing(removed, added)
    return (*runs, Run(Mark.SAME, between)) if between else tuple(runs)


def _aligned(
    before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    """Yield stretches of two sequences by their longest common subsequence, whether they agree.

    Stretches that agree and ones that don't follow one another in turn.
    """
    done, reached = 0, 0
    for one in [*LCSseq.opcodes(before, after), None]:
        if one is not None and one.tag != "equal":
            continue
        start, at = (one.src_start, one.dest_start) if one else (len(before), len(after))
        if (done, reached) != (start, at):
            yield False, before[done:start], after[reached:at]
        if one is not None:
            done, reached = one.src_end, one.dest_end
            yield True, before[start:done], after[at:reached]


def _differing(removed: str, added: str) -> Iterator[Run]:
    if removed:
        yield Run(Mark.REMOVED, removed)
    if added:
        yield Run(Mark.ADDED, added)


def _facts(before: Interview, after: Interview) -> Iterator[FieldChange]:
    for name in Interview.model_fields:
        if name == "interviewee":
            for part in type(after.interviewee).model_fields:
                old, new = getattr(before.interviewee, part), getattr(after.interviewee, part)
                yield from _text_changed(f"{name}.{part}", old, new)
        elif name != "exchanges":
            yield from _text_changed(name, getattr(before, name), getattr(after, name))


def _text_changed(name: str, before: str | None, after: str | None) -> Iterator[FieldChange]:
    if before != after:
        yield FieldChange(name, marked(before or "", after or ""))


def _list_changed(name: str, before: Sequence[str], after: Sequence[str]) -> Iterator[FieldChange]:
    if before == after:
        return
    runs: list[Run] = []
    for is_same, left, right in _aligned(before, after):
        if is_same:
            runs += [Run(Mark.SAME, entry) for entry in left]
        else:
            runs += [Run(Mark.REMOVED, entry) for entry in left]
            runs += [Run(Mark.ADDED, entry) for entry in right]
    yield FieldChange(name, tuple(runs))


def _exchanges(before: Interview, after: Interview) -> Iterator[ExchangeChange]:
    old = {one.id: (number, one) for number, one in enumerate(before.exchanges, 1)}
    new = {one.id: (number, one) for number, one in enumerate(after.exchanges, 1)}
    for is_same, left, right in _aligned(list(old), list(new)):
        for name in () if is_same else left:
            if name not in new:
                number, exchange = old[name]
                yield ExchangeChange(Kind.REMOVED, exchange, number, None)
        for name in right:
            number, exchange = new[name]
            if name not in old:
                yield ExchangeChange(Kind.ADDED, exchange, None, number)
                continue
            place, earlier = old[name]
            fields = tuple(_fields_changed(earlier, exchange))
            if fields or not is_same:
                kind = Kind.CHANGED if fields else Kind.MOVED
                yield ExchangeChange(kind, exchange, place, number, not is_same, fields)


def _fields_changed(before: Exchange, after: Exchange) -> Iterator[FieldChange]:
    yield from _text_changed("question", before.question, after.question)
    yield from _list_changed("also_asked", before.also_asked, after.also_asked)
    yield from _list_changed("topics", before.topics, after.topics)
    yield from _text_changed("answer", before.answer, after.answer)
