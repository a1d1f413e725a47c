"""Numbers of bank cards, which Telegram marks so that one can be paid to."""

import re
from collections.abc import Iterator

# Thirteen to nineteen digits, in groups or not; one in one piece ends where a space follows it.
_NUMBER = re.compile(
    r"(?<![\w+.,-])(?:[0-9]{16,19}(?= )|[0-9](?:[ -]?[0-9]){12,18}(?![ -]*[0-9]))(?![\w-])",
)
_LENGTHS = (
    (re.compile("4"), (13, 16, 18, 19)),
    (re.compile("5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|220[0-4]"), (16,)),
    (re.compile("3[47]"), (15,)),
    (re.compile("62|81"), (16, 17, 18, 19)),
)


def found_bank_cards(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where numbers of bank cards begin and end."""
    for found in _NUMBER.finditer(text):
        digits = re.sub("[ -]", "", found.group())
        if _has_check_digit(digits) and _has_length_of_its_kind(digits):
            yield *found.span(), "bank_card_number"


def _has_check_digit(digits: str) -> bool:
    """Whether the last digit is what the others make it (ISO/IEC 7812, Luhn's formula)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        total += sum(divmod(int(digit) * (1 + place % 2), 10))
    return total % 10 == 0


def _has_length_of_its_kind(digits: str) -> bool:
    kinds = (lengths for beginning, lengths in _LENGTHS if beginning.match(digits))
    return len(digits) in next(kinds, (len(digits),))
