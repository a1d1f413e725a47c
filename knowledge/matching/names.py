"""What a question names (people, countries, things), and whether an exchange speaks of it.

'What sanctions are there against Iran?' looks like a question about sanctions that was asked, and
is another one: it speaks of somebody of whom the answer says nothing.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale

from knowledge.matching.asked import FUNCTION_WORDS
from knowledge.matching.indexed import IndexedInterview
from knowledge.matching.words import words

# Their nouns are written with capitals, which then say nothing of names.
_CAPITALS_FOR_NOUNS = frozenset({"de", "lb"})
# Countries are known by their names in the languages of most readers
# (https://cldr.unicode.org/translation/displaynames/countryregion-territory-names).
_LANGUAGES = "ar de en es fa fr hi it pt ru tr uk ur zh".split()
_COUNTRY = re.compile("[A-Z]{2}")
# Unions and the like, which CLDR lists beside countries.
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ"})
_SENTENCE = re.compile(r"[^.!?…؟\n]+[.!?…؟]*")
_TOKEN = re.compile(r"[^\W\d_][\w'’-]*|[.!?…:;\n\"“(«]")
_FIRST_PERSON = re.compile("i(?:['’].*)?")
# In a sentence of a few words with so many capitals they mark no names: it is a headline, or
# somebody shouts.
_TOO_MANY_CAPITALS = 0.6
_A_FEW_WORDS = 5
# Words that begin alike are of one name: 'Russia' and 'Russians', 'China' and 'Chinese'.
_SHORTEST_BEGINNING = 4
_LONGEST_ENDING = 3

Name = tuple[str, ...]


@dataclass(frozen=True)
class Names:
    """What a question names: each in the different ways in which it may be called."""

    called: frozenset[frozenset[Name]]

    def spoken_of(self, said: Sequence[str]) -> float:
        """Return how many of them texts speak of, from 0 to 1; 1 where nothing is named.

        ``said`` are the texts' words, sorted.
        """
        if not self.called:
            return 1.0
        found = [any(_all_in(name, said) for name in ways) for ways in self.called]
        return sum(found) / len(found)


def names(question: str, *, capitals: bool) -> Names:
    """Return what a question names.

    Names are told by their capital letter, where ``capitals`` says so, and countries as they are
    written. Of a message of several sentences those count that ask something.
    """
    found: set[frozenset[Name]] = set()
    for sentence in _asking(question):
        countries, rest = _countries(sentence)
        found.update(countries)
        if capitals:
            found.update(frozenset({(word,)}) for word in _capitalised(sentence) if word in rest)
    return Names(frozenset(found))


def capitals_mark_names(languages: Iterable[str]) -> bool:
    """Say whether a capital letter marks a name in each of some languages."""
    return all(one.split("-", maxsplit=1)[0] not in _CAPITALS_FOR_NOUNS for one in languages)


def words_said(one: IndexedInterview, place: int) -> tuple[str, ...]:
    """Return the different words of an exchange and of its interview's heading, sorted."""
    interview, person = one.interview, one.interview.interviewee
    heading = filter(None, (interview.title, interview.outlet, person.name, person.role))
    said = set(map(one.lexicon.word, one.tokens(place, place + 1).words.tolist()))
    return tuple(sorted(said.union(*map(words, heading))))


def _asking(question: str) -> list[str]:
    sentences = [one for one in _SENTENCE.findall(question) if one.strip()]
    asking = [one for one in sentences if one.rstrip().endswith(("?", "؟"))]
    return asking or sentences


def _countries(sentence: str) -> tuple[set[frozenset[Name]], set[str]]:
    """Return the countries that a sentence names, and its other words."""
    lexicon, longest = _lexicon()
    said, found, rest = words(sentence), set(), set()
    at = 0
    while at < len(said):
        for length in range(min(longest, len(said) - at), 0, -1):
            if ways := lexicon.get(tuple(said[at : at + length])):
                found.add(ways)
                at += length
                break
        else:
            rest.add(said[at])
            at += 1
    return found, rest


def _capitalised(sentence: str) -> list[str]:
    """Return the words with a capital that stand in the midst of a sentence."""
    tokens = _TOKEN.findall(sentence)
    spelt = [token for token in tokens if token[0].isalpha()]
    capitals = sum(token[0].isupper() for token in spelt)
    if len(spelt) >= _A_FEW_WORDS and capitals > _TOO_MANY_CAPITALS * len(spelt):
        return []
    found = []
    for before, token in zip(("", *tokens), tokens, strict=False):
        in_the_midst = before[:1].isalpha() and token[0].isupper()
        if in_the_midst and not _FIRST_PERSON.fullmatch(token.lower()):
            found += [word for word in words(token) if word not in FUNCTION_WORDS and len(word) > 1]
    return found


def _all_in(name: Name, said: Sequence[str]) -> bool:
    return all(_stands(word, said) for word in name)


def _stands(word: str, said: Sequence[str]) -> bool:
    """Say whether a word, or one that begins as it does, is among sorted ones."""
    beginning = word[: max(_SHORTEST_BEGINNING, len(word) - _LONGEST_ENDING)]
    at = bisect_left(said, beginning)
    if len(word) < _SHORTEST_BEGINNING:
        return said[at : at + 1] == (word,)
    return at < len(said) and said[at].startswith(beginning)


@lru_cache
def _lexicon() -> tuple[Mapping[Name, frozenset[Name]], int]:
    """Return every name of a country, with all of that country's; and the longest's length."""
    called: dict[str, set[Name]] = {}
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            if _COUNTRY.fullmatch(code) and code not in _NO_COUNTRIES:
                called.setdefault(code, set()).add(tuple(words(name)))
    lexicon = {name: frozenset(ways) for ways in called.values() for name in ways if name}
    return lexicon, max(map(len, lexicon))
