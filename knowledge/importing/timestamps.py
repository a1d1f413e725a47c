"""When something was said, as transcripts note it: taken off, since it is no word of anybody's."""

import re

_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_SPAN = rf"{_CLOCK}(?:\s*(?:-->|[-–—])\s*{_CLOCK})?"
# [04:21], [01:04:21.10], [04:21 - 04:30]
_BRACKETED = re.compile(rf"\[\s*{_SPAN}\s*\]")
_LEADING = re.compile(rf"^(?:\(\s*{_SPAN}\s*\)|{_SPAN}(?=\s|$))\s*(?:[-–—|]\s+)?")
_AFTER_A_LABEL = re.compile(rf"(?<=[:：])\s*\(\s*{_SPAN}\s*\)")
_BEFORE_A_COLON = re.compile(rf"\s*\(\s*{_SPAN}\s*\)\s*(?=[:：](?:\s|$))")
_BARE_BEFORE_A_COLON = re.compile(rf"\s+{_SPAN}\s*(?=[:：](?:\s|$))")
_TRAILING = re.compile(rf"\s+(?:\(\s*{_SPAN}\s*\)|\[\s*{_SPAN}\s*\]|{_SPAN})$")
_ALONE = re.compile(rf"\(?{_SPAN}\)?")


def without_timestamps(text: str) -> str:
    """Return a text without the times in square brackets."""
    return " ".join(_BRACKETED.sub(" ", text).split()) if _BRACKETED.search(text) else text


def begins_with_a_time(text: str) -> bool:
    """Say whether a line begins with a time that stands in no square brackets."""
    return bool(_LEADING.match(text))


def without_leading_time(text: str) -> str:
    """Return a line without the time at its beginning."""
    return _LEADING.sub("", text, count=1)


def without_times_of_a_label(text: str) -> str:
    """Return a line without the time beside the label it begins with: 'Ada (04:21): …'."""
    head, tail = text[:80], text[80:]
    head = _BEFORE_A_COLON.sub("", head, count=1)
    return _AFTER_A_LABEL.sub("", head, count=1) + tail


def bare_time_of_a_label(text: str) -> str:
    """Return the time in a line that may begin with a label and one: 'Ada 04:21: …', or nothing."""
    found = _BARE_BEFORE_A_COLON.search(text, 0, 80)
    return found.group().strip() if found else ""


def without_bare_time_of_a_label(text: str) -> str:
    """Return a line without the time that stands in no brackets beside its label."""
    return _BARE_BEFORE_A_COLON.sub("", text, count=1)


def named_and_timed(line: str) -> str | None:
    """Return the name of a line that holds nothing but a name and a time, else nothing."""
    found = _TRAILING.search(line)
    return line[: found.start()].rstrip(":： ") if found and found.start() else None


def is_time(text: str) -> bool:
    """Say whether a text is a time and nothing else."""
    return bool(_ALONE.fullmatch(text.strip()))
