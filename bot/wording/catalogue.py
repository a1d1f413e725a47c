"""The sentences of one language, read from its file; plurals and numbers are CLDR's."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache, lru_cache
from importlib.resources import files
from unicodedata import bidirectional

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_decimal
from fluent.runtime import FluentBundle, FluentResource

Argument = str | int | float | Enum

# British, for the order of dates; the same else.
_LOCALES = {"en": "en-GB"}
_UNTRANSLATED = "untranslated"
# What is between these is put in order by itself, whatever stands around it, and does not decide
# which way the line runs (https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates).
# Telegram lets them through, unlike the older marks that embed or override.
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
_LEFT_TO_RIGHT, _RIGHT_TO_LEFT = frozenset({"L"}), frozenset({"R", "AL"})
# Some browsers, and so Telegram Web, place a line by the first letter that they meet, be it within
# isolates: a mark of the language's own direction, which shows nothing, comes before it.
_BEGINS_ISOLATED = re.compile(f"^(?={ISOLATE})", re.MULTILINE)
_LEFT_TO_RIGHT_MARK, _RIGHT_TO_LEFT_MARK = "\u200e", "\u200f"


class Catalogue:
    """What can be said in one language.

    Attributes:
        locale: by whose customs numbers, dates and lists are written.
    """

    def __init__(self, language: str) -> None:
        """Read the file of a language, given by its BCP 47 tag.

        Raises:
            FileNotFoundError: if there is none.
        """
        tag = _LOCALES.get(language, language)
        self.locale = Locale.parse(tag, sep="-")
        if self.locale.text_direction == "rtl":
            self._against, self._mark = _LEFT_TO_RIGHT, _RIGHT_TO_LEFT_MARK
        else:
            self._against, self._mark = _RIGHT_TO_LEFT, _LEFT_TO_RIGHT_MARK
        self._bundle = FluentBundle([tag], use_isolating=False)
        text = files(__package__).joinpath(f"{language}.ftl").read_text(encoding="utf-8")
        self._bundle.add_resource(FluentResource(text))

    def say(self, message_id: str, **arguments: Argument) -> str:
        """Return a message; texts that run the other way are kept in order within it.

        An ``Enum`` chooses between variants by its value, a ``bool`` between 'yes' and 'no'; they
        are never shown.

        Raises:
            LookupError: if the language has no such message.
            ValueError: if the message shows an argument that is not given.
        """
        return _formatted(self, message_id, frozenset(arguments.items()))

    def format(self, message_id: str, arguments: Mapping[str, Argument]) -> str:
        """Return a message as ``say`` does, worked out anew."""
        pattern = self._bundle.get_message(message_id).value
        if pattern is None:
            raise LookupError(f"{message_id} has no text")
        given = {name: self._argument(one) for name, one in arguments.items()}
        text, errors = self._bundle.format_pattern(pattern, given)
        if errors:
            raise ValueError(f"{self.locale}: {message_id}: {errors}")
        return _BEGINS_ISOLATED.sub(self._mark, str(text))

    def isolated(self, text: str) -> str:
        """Return a text between isolates, if some of it runs against the language.

        One that has been put together of such texts is in order.
        """
        if ISOLATE in text or not any(bidirectional(sign) in self._against for sign in text):
            return text
        return f"{ISOLATE}{text}{END_OF_ISOLATE}"

    def listed(self, texts: Sequence[str]) -> str:
        """Return texts as a list within a sentence: 'A, B and C'."""
        return format_list([self.isolated(text) for text in texts], locale=self.locale)

    def dated(self, published: str) -> str:
        """Return a year, a month or a day (YYYY, YYYY-MM, YYYY-MM-DD) as people write it."""
        return _dated(published, self.locale)

    def timed(self, when: datetime) -> tuple[str, str]:
        """Return the day of a moment and its time in UTC, as people write them."""
        moment = when.astimezone(UTC)
        day = format_date(moment.date(), "medium", locale=self.locale)
        return day, format_time(moment, "HH:mm", locale=self.locale)

    def counted(self, number: int) -> str:
        """Return a whole number as people write it."""
        return format_decimal(number, locale=self.locale)

    def on_a_chart(self, day: date, *, is_month: bool) -> str:
        """Return a day without its year, or a month with it, in figures alone."""
        return format_skeleton("yM" if is_month else "Md", day, locale=self.locale)

    def _argument(self, given: Argument) -> str | float:
        if isinstance(given, Enum):
            return str(given.value)
        if isinstance(given, bool):
            return "yes" if given else "no"
        return self.isolated(given) if isinstance(given, str) else given


# Most of a reply is said again and again: where an interview was published, which question it is.
@lru_cache(maxsize=10_000)
def _formatted(
    catalogue: Catalogue, message_id: str, arguments: frozenset[tuple[str, Argument]]
) -> str:
    return catalogue.format(message_id, dict(arguments))


@lru_cache(maxsize=10_000)
def _dated(published: str, locale: Locale) -> str:
    year, month, day = (*map(int, published.split("-")), 1, 1)[:3]
    when = date(year, month, day)
    match published.count("-"):
        case 0:
            return format_skeleton("y", when, locale=locale)
        case 1:
            return format_skeleton("yMMMM", when, locale=locale)
        case _:
            return format_date(when, "long", locale=locale)


@cache
def catalogue_of(language: str) -> Catalogue:
    """Return the catalogue of a language, given by its BCP 47 tag; each file is read once."""
    return Catalogue(language)


@cache
def untranslated(reader: str | None, original: str) -> str:
    """Say, in the reader's language, that quotations are in another; '' where they aren't.

    Both are given by their BCP 47 tags; what the original's says besides, as of a country, makes
    it no other language. '' too where there is no catalogue in the reader's.
    """
    if reader is None or f"{original}-".lower().startswith(f"{reader}-".lower()):
        return ""
    if not files(__package__).joinpath(f"{reader}.ftl").is_file():
        return ""
    return catalogue_of(reader).say(_UNTRANSLATED)


def closed(cut: str) -> str:
    """Return a text that was cut, with an end for every isolate that the cut left open."""
    return cut + END_OF_ISOLATE * (cut.count(ISOLATE) - cut.count(END_OF_ISOLATE))
