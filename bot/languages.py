"""Which language a reader has chosen with /language."""

from typing import Protocol

from cachetools import LRUCache

_REMEMBERED = 100_000


class Languages(Protocol):
    """Where the languages that people chose are kept; a person is given by user id.

    A private chat has the id of the person in it, so what keeps settings by chat can keep these.
    """

    async def language_of(self, person: int) -> str | None:
        """Return the BCP 47 tag that a person chose; ``None`` for who has not chosen."""
        ...

    async def choose_language(self, person: int, language: str) -> None:
        """Remember what a person chose."""
        ...


class LanguagesInMemory:
    """The last choices, until the bot stops."""

    def __init__(self) -> None:
        self._chosen: LRUCache[int, str] = LRUCache(_REMEMBERED)

    async def language_of(self, person: int) -> str | None:
        """Return the BCP 47 tag that a person chose; ``None`` for who has not chosen."""
        return self._chosen.get(person)

    async def choose_language(self, person: int, language: str) -> None:
        """Remember what a person chose."""
        self._chosen[person] = language
