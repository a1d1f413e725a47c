"""How a language is spoken: a sentence by its name, with what stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

from bot.wording.catalogue import Argument, Catalogue, catalogue_of
from bot.wording.meant import meant
from knowledge.interview import Interview


class Sentence:
    """One without variables. In the catalogues it has the attribute's name, with dashes."""

    message_id: str

    def __set_name__(self, owner: type, name: str) -> None:
        self.message_id = name.replace("_", "-")

    @overload
    def __get__(self, wording: None, owner: type) -> "Sentence": ...
    @overload
    def __get__(self, wording: "Speech", owner: type) -> str: ...
    def __get__(self, wording: "Speech | None", owner: type) -> "Sentence | str":
        return self if wording is None else catalogue_of(wording.language).say(self.message_id)


@dataclass(frozen=True)
class Speech:
    """One language, in which sentences are said.

    Attributes:
        language: its BCP 47 tag, of a language in which all is said.
    """

    language: str

    @cached_property
    def _catalogue(self) -> Catalogue:
        return catalogue_of(self.language)

    def _say(self, message_id: str, **arguments: Argument) -> str:
        return self._catalogue.say(message_id, **arguments)

    def _of(self, message_id: str, interviews: Sequence[Interview], **more: Argument) -> str:
        """Say something of interviews; see ``meant``."""
        return self._catalogue.say(message_id, **meant(interviews, self._catalogue), **more)

    def _page(self, message_id: str, first: int, last: int, count: int, **more: Argument) -> str:
        alone = first == last
        return self._say(message_id, first=first, last=last, count=count, alone=alone, **more)

    def number_of_questions(self, count: int) -> str:
        """Say how many questions an interview has."""
        return self._say("number-of-questions", count=count)
