"""Dates that every reader sees in their own way.

See https://core.telegram.org/bots/api#date-time-entity-formatting.
"""

import re
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

_FORMAT = re.compile("[rR]|[wWdDtT]*")
_LAST_DATE = 2**31 - 1


class WrongFormatError(ValueError):
    """Says that there is no such way to show a date."""


def is_date(unix_time: int) -> bool:
    """Return whether a date can be shown: one after 1970, and before the numbers run out."""
    return 0 < unix_time <= _LAST_DATE


def date_time_fields(unix_time: int, signs: str) -> Json:
    """Return the fields of an entity that shows a date in the way that signs say.

    The signs are put in order, each kind once; without any, the entity has no format.

    Raises:
        WrongFormatError: where a sign says nothing.
    """
    if not _FORMAT.fullmatch(signs):
        raise WrongFormatError("Invalid date format used")
    ordered = "r" if signs in ("r", "R") else "".join(_in_order(signs))
    return {"unix_time": unix_time} | ({"date_time_format": ordered} if ordered else {})


def _in_order(signs: str) -> Iterator[str]:
    if "w" in signs.lower():
        yield "w"
    for short, long in ("dD", "tT"):
        if short in signs:
            yield short
        elif long in signs:
            yield long
