"""How entities may stand in one another: https://core.telegram.org/bots/api#formatting-options.

What breaks the rules is mended as TDLib mends it. Links, names, code and emoji can't share a
character, and the one that begins first stays. Quotations hold them whole. Styles may cross
anything: they are cut into pieces, so that each piece is all within an entity or all outside it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

Json = dict[str, Any]

# More than so many that a bot marks are not shown; custom emoji do not count.
MOST_ENTITIES = 100

_STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")
_QUOTATIONS = ("blockquote", "expandable_blockquote")
_CODE = ("pre", "code")
# Of two that cover the same stretch, the outer one stands first.
_OUTER_FIRST = (*_QUOTATIONS, *_CODE, "text_link", "text_mention")
_INNER_LAST = (*_STYLES, "custom_emoji")


def nested(marked: Iterable[Json], found: Sequence[Json]) -> list[Json]:
    """Return what of entities can stand together, in order.

    Args:
        marked: what a bot has marked, in any order.
        found: what was found beside that; it gives way.
    """
    in_order = sorted(marked, key=_place)
    if not in_order:
        return list(found)
    quotations = _apart(one for one in in_order if one["type"] in _QUOTATIONS)
    solid = [
        one
        for one in _apart(one for one in in_order if one["type"] not in (*_STYLES, *_QUOTATIONS))
        if _is_whole_in(one, quotations)
    ]
    styles = _cut([one for one in in_order if one["type"] in _STYLES], [*solid, *quotations])
    outer, styles = _as_many_as_are_shown(sorted([*quotations, *solid], key=_place), styles)
    outer += [
        one
        for one in found
        if _is_whole_in(one, quotations) and not any(_share(one, other) for other in solid)
    ]
    return sorted([*outer, *_cut(styles, outer)], key=_place)


def _place(entity: Json) -> tuple[int, int, int]:
    kind = entity["type"]
    rank = _OUTER_FIRST.index(kind) if kind in _OUTER_FIRST else len(_OUTER_FIRST)
    if kind in _INNER_LAST:
        rank += 1 + _INNER_LAST.index(kind)
    return _start(entity), -entity["length"], rank


def _start(entity: Json) -> int:
    start: int = entity["offset"]
    return start


def _end(entity: Json) -> int:
    end: int = entity["offset"] + entity["length"]
    return end


def _share(one: Json, other: Json) -> bool:
    """Whether two entities have a character in common."""
    return _start(one) < _end(other) and _start(other) < _end(one)


def _apart(in_order: Iterable[Json]) -> list[Json]:
    """Return entities without those that begin before an earlier one ends."""
    kept: list[Json] = []
    for one in in_order:
        if not kept or _start(one) >= _end(kept[-1]):
            kept.append(one)
    return kept


def _is_whole_in(one: Json, quotations: Iterable[Json]) -> bool:
    """Whether an entity crosses no quotation's border."""
    return all(
        _start(quotation) <= _start(one) and _end(one) <= _end(quotation)
        for quotation in quotations
        if _share(one, quotation)
    )


def _cut(styles: Sequence[Json], around: Sequence[Json]) -> list[Json]:
    """Return styles in pieces: cut where another entity begins or ends, and none within code."""
    runs = [run for kind in _STYLES for run in _runs(styles, kind)]
    borders = {_start(one) for one in [*runs, *around]} | {_end(one) for one in around}
    cuts = sorted(borders)
    code = [(_start(one), _end(one)) for one in around if one["type"] in _CODE]
    return sorted(
        (
            piece
            for run in runs
            for piece in _pieces(run, cuts)
            if not any(start <= _start(piece) < end for start, end in code)
        ),
        key=_place,
    )


def _runs(styles: Iterable[Json], kind: str) -> list[Json]:
    """Return the stretches of one style; those that touch are one."""
    runs: list[Json] = []
    for one in styles:
        if one["type"] != kind:
            continue
        if runs and _start(one) <= _end(runs[-1]):
            end = max(_end(runs[-1]), _end(one))
            runs[-1]["length"] = end - _start(runs[-1])
        else:
            runs.append(dict(one))
    return runs


def _pieces(run: Json, cuts: Sequence[int]) -> Iterator[Json]:
    start, end = _start(run), _end(run)
    within = cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]
    for here, there in pairwise([start, *within, end]):
        yield {**run, "offset": here, "length": there - here}


def _as_many_as_are_shown(
    outer: Sequence[Json], styles: Sequence[Json]
) -> tuple[list[Json], list[Json]]:
    """Return the first of the entities; styles come after all others."""
    shown: list[Json] = []
    left = MOST_ENTITIES
    for one in outer:
        if one["type"] == "custom_emoji":
            shown.append(one)
        elif left:
            shown.append(one)
            left -= 1
    return shown, _cut(styles, ())[:left]
