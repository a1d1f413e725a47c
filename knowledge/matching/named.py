"""Which of many interviews a question names: by who answers in them, or by who published them.

A name says where to look and nothing of what is asked: what names an interview is taken off the
question before it is looked up there.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache, partial
from weakref import proxy

from rapidfuzz.distance import OSA

from knowledge.interview import Interview
from knowledge.matching.asked import FUNCTION_WORDS
from knowledge.matching.indexed import IndexedInterview
from knowledge.matching.question_parser import QuestionParser
from knowledge.matching.spelling import Speller
from knowledge.matching.words import words

# The words of a text as they stand there, to be taken off it.
_TYPED = re.compile(r"[^\s.,;:!?/()\[\]{}\"“”„«»–—…-]+")
# No name is told by more words than these.
_MOST_WORDS = 4
# A word of so many letters that is a slip or two from a name, and from no word that is said, was
# hardly meant to be another.
_LONG_NAME = 7
# Initials name nobody.
_SHORTEST_NAME = 3
_PARTICLES = frozenset(
    "al bin bint das de del den der des di dos du el ibn las los ten ter van von zur".split()
)
# How the name of an outlet ends that people leave out: 'geo' for Geo.tv.
_ENDINGS = frozenset("co com fm info io net news online org tv uk".split())
# What follows the name of somebody whose words are asked for.
_SPEAKS = frozenset(
    """about answer answered answers argue argued argues believe believed believes claim claimed
    claims comment comments describe described describes discuss discussed discusses explain
    explained explains feel feels felt interview interviews mean means meant mention mentioned
    mentions on opinion said say saying says sees talk talked talking talks tell tells think
    thinking thinks thought thoughts told view views""".split()
)
# What stands before it.
_WORDS_OF = frozenset({("according", "to"), ("interview", "with"), ("conversation", "with")})
# What asks for an interview as a whole: 'the interview with …'.
_OF_AN_INTERVIEW = FUNCTION_WORDS | frozenset(
    "conversation episode interview interviewed interviews podcast questions show".split()
)


class _Sureness(IntEnum):
    """How sure it is that words name an interview."""

    PERHAPS = 1  # they are said in others too, or are misspelt
    DISTINCT = 2  # they are not
    SPEAKER = 3  # 'what did … say'


@dataclass(frozen=True)
class Named:
    """What a question names.

    Attributes:
        interviews: places of the interviews, in order; never all that there are.
        is_certain: whether these are meant. Otherwise the name may as well belong to what is
            asked, or be another word that is misspelt.
        rest: the question without the names.
        asks: whether the rest asks anything.
    """

    interviews: tuple[int, ...]
    is_certain: bool
    rest: str
    asks: bool


@dataclass(frozen=True)
class _Word:
    folded: str
    start: int
    end: int


@dataclass(frozen=True)
class _Mention:
    interviews: frozenset[int]
    first: int
    last: int
    sureness: _Sureness


class Names:
    """An index from names to interviews; empty where there is but one interview."""

    def __init__(self, indexed: Sequence[IndexedInterview], parser: QuestionParser) -> None:
        """Index the names of those who answer, and of outlets."""
        self._indexed = indexed
        self._parser = parser
        found: dict[str, set[int]] = {}
        outlets = set()
        for place, one in enumerate(indexed if len(indexed) > 1 else ()):
            outlet = _outlet(one.interview)
            outlets.update(outlet)
            for name in (*outlet, *_person(one.interview)):
                found.setdefault(name, set()).add(place)
        self._interviews = {name: frozenset(places) for name, places in found.items()}
        self._speller = Speller([self._interviews.keys()])
        self._outlet_speller = Speller([outlets])
        self._is_distinct = lru_cache(maxsize=20_000)(
            partial(Names._find_out_if_distinct, proxy(self))
        )

    def named_in(self, question: str) -> Named | None:
        """Return what a question names; none where it leaves open which interview is meant."""
        if not self._interviews:
            return None
        typed = list(_words(question))
        mentions = _speaking_together(list(self._mentions(typed)), typed)
        if not mentions:
            return None
        sureness = max(one.sureness for one in mentions)
        meant = [one for one in mentions if one.sureness is sureness]
        interviews = _together(one.interviews for one in meant)
        if len(interviews) == len(self._indexed):
            return None
        rest = question
        for one in reversed(meant):
            start = typed[_first_with(typed, one.first)].start
            rest = f"{rest[:start]} {rest[typed[one.last].end :]}"
        return Named(
            tuple(sorted(interviews)),
            sureness > _Sureness.PERHAPS,
            " ".join(rest.split()),
            any(word not in _OF_AN_INTERVIEW for word in words(rest)),
        )

    def _mentions(self, typed: Sequence[_Word]) -> Iterator[_Mention]:
        first = 0
        while first < len(typed):
            mention = self._mention_at(typed, first)
            if mention is not None:
                yield mention
            first = mention.last + 1 if mention else first + 1

    def _mention_at(self, typed: Sequence[_Word], first: int) -> _Mention | None:
        """Return what is named from a word on, by as many words as belong to the name."""
        for last in reversed(range(first, min(first + _MOST_WORDS, len(typed)))):
            joined = "".join(one.folded for one in typed[first : last + 1])
            name, sureness = self._meant(joined, last - first + 1)
            if name is None:
                continue
            if _is_speaker(typed, first, last):
                sureness = _Sureness.SPEAKER
            return _Mention(self._interviews[name], first, last, sureness)
        return None

    def _meant(self, typed: str, count: int) -> tuple[str | None, _Sureness]:
        """Return the name that so many words stand for, if any, and how sure that is."""
        if typed in self._interviews:
            is_distinct = count > 1 or self._is_distinct(typed)
            return typed, _Sureness.DISTINCT if is_distinct else _Sureness.PERHAPS
        if count > 1:
            name = self._outlet_speller.mend(typed)
            return name if name in self._interviews else None, _Sureness.DISTINCT
        if typed in FUNCTION_WORDS or self._parser.knows(typed):
            return None, _Sureness.PERHAPS
        name = self._speller.mend(typed)
        if name not in self._interviews:
            return None, _Sureness.PERHAPS
        said = self._parser.speller.mend(typed)
        if said in (typed, name):
            is_distinct = len(name) >= _LONG_NAME and self._is_distinct(name)
            return name, _Sureness.DISTINCT if is_distinct else _Sureness.PERHAPS
        # What is nearer to a word that is said somewhere is that word.
        is_said = OSA.distance(typed, said) < OSA.distance(typed, name)
        return None if is_said else name, _Sureness.PERHAPS

    def _find_out_if_distinct(self, name: str) -> bool:
        """Return whether a name is said in no other interview than those that it names."""
        own = sum(self._indexed[place].knows(name) for place in self._interviews[name])
        return self._parser.speller.times(name) == own


def _words(text: str) -> Iterator[_Word]:
    for found in _TYPED.finditer(text):
        if folded := "".join(words(found.group())):
            yield _Word(folded, found.start(), found.end())


def _person(interview: Interview) -> set[str]:
    """Return what a person may be called: by each name, and by several in their order."""
    names = words(interview.interviewee.name)
    found = {
        name
        for name in names
        if len(name) >= _SHORTEST_NAME and name not in FUNCTION_WORDS | _PARTICLES
    }
    if len(names) > 1:
        found.add(names[0] + names[-1])
    return found | {
        "".join(names[first : last + 1])
        for last in range(1, len(names))
        for first in range(max(0, last - _MOST_WORDS + 1), last)
    }


def _outlet(interview: Interview) -> set[str]:
    """Return what an outlet may be called: by its name, and without what people leave out."""
    names = words(interview.outlet or "")
    if names[:1] == ["the"]:
        names = names[1:]
    found = {"".join(names)}
    if len(names) > 1 and names[-1] in _ENDINGS:
        found.add("".join(names[:-1]))
    return {name for name in found if len(name) >= _SHORTEST_NAME and name not in FUNCTION_WORDS}


def _is_speaker(typed: Sequence[_Word], first: int, last: int) -> bool:
    """Whether words stand where the name of somebody stands whose words are asked for."""
    after = typed[last + 1].folded if last + 1 < len(typed) else ""
    return after in _SPEAKS or _first_with(typed, first) < first


def _first_with(typed: Sequence[_Word], first: int) -> int:
    """Return the first word of a name that begins at a word, with those that only lead to it."""
    leads = tuple(one.folded for one in typed[max(0, first - 2) : first]) in _WORDS_OF
    return first - 2 if leads else first


def _speaking_together(mentions: list[_Mention], typed: Sequence[_Word]) -> list[_Mention]:
    """Return mentions; who is joined by 'and' to a speaker is one too: 'what did … and … say'."""
    for place in reversed(range(len(mentions) - 1)):
        one, following = mentions[place : place + 2]
        between = [word.folded for word in typed[one.last + 1 : following.first]]
        if following.sureness is _Sureness.SPEAKER and between in (["and"], ["or"]):
            mentions[place] = replace(one, sureness=_Sureness.SPEAKER)
    return mentions


def _together(named: Iterable[frozenset[int]]) -> frozenset[int]:
    """Return the interviews that names mean: those with all of them, else those with any."""
    found: frozenset[int] = frozenset()
    for one in named:
        found = (found & one) or (found | one)
    return found
