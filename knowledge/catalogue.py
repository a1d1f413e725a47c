"""The list of very many interviews: newest first, and searched by a few words."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from itertools import islice, takewhile
from weakref import proxy

from knowledge.interview import Interview
from knowledge.matching.asked import FUNCTION_WORDS
from knowledge.matching.spelling import Speller
from knowledge.matching.words import words

# Whoever pages through what was found searches for it again.
_REMEMBERED = 1000


class Catalogue:
    """Lists interviews, and finds them by words of person, outlet, title and date.

    Attributes:
        newest_first: all of them; those without a date come last, in the order in which they were
            given.
    """

    def __init__(self, interviews: Sequence[Interview]) -> None:
        dated = (one for one in interviews if one.published)
        newest = sorted(dated, key=lambda one: one.published or "", reverse=True)
        undated = (one for one in interviews if not one.published)
        self.newest_first: tuple[Interview, ...] = (*newest, *undated)
        self._places: dict[str, set[int]] = {}
        for place, one in enumerate(self.newest_first):
            for word in _words_of(one):
                self._places.setdefault(word, set()).add(place)
        self._known = sorted(self._places)
        self._speller = Speller(Counter(self._known))
        self._remembered = lru_cache(maxsize=_REMEMBERED)(partial(Catalogue._search, proxy(self)))

    def search(self, text: str) -> tuple[Interview, ...]:
        """Return the interviews that have most of a text's words, newest first.

        A word may be misspelt, or only begun. Without words, all are returned.
        """
        return self._remembered(text)

    def _search(self, text: str) -> tuple[Interview, ...]:
        sought = words(text)
        sought = [word for word in sought if word not in FUNCTION_WORDS] or sought
        if not sought:
            return self.newest_first
        found = Counter(place for word in dict.fromkeys(sought) for place in self._having(word))
        most = max(found.values(), default=0)
        return tuple(self.newest_first[place] for place in sorted(found) if found[place] == most)

    def _having(self, word: str) -> set[int]:
        """Return the places of interviews with a word, or with one that begins with it."""
        if found := self._places.get(word):
            return found
        begun = set[int]().union(*(self._places[one] for one in self._beginning_with(word)))
        return begun or self._places.get(self._speller.mend(word), set())

    def _beginning_with(self, beginning: str) -> Iterator[str]:
        at = bisect_left(self._known, beginning)
        return takewhile(lambda word: word.startswith(beginning), islice(self._known, at, None))


def _words_of(interview: Interview) -> set[str]:
    person = interview.interviewee
    texts = (person.name, person.role, interview.outlet, interview.title, interview.published)
    return {word for text in texts for word in words(text or "")}
