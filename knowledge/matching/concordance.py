"""Which words stand where in an interview, counted within it: what indexing it takes most time for.

It depends on nothing but the interview, so that other processes can make it, and a file keep it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain, count

import numpy as np
from numpy.typing import NDArray

from knowledge.interview import Interview
from knowledge.language import language_of
from knowledge.matching.passages import Span, passages, sentences
from knowledge.matching.terms import Integers, Narrow, narrowed
from knowledge.matching.words import stems, words

# Where words are counted that are of the language of the interview that they stand in; those of
# readers in other languages are counted by script, since letters say more of them than a guess
# at the language of a few words.
HOME = "home"
_LATIN = "latin"
_SCRIPTS = {
    "cyrillic": (re.compile("[\u0400-\u052f]"), {"be", "bg", "kk", "mk", "ru", "sr", "uk"}),
    "arabic": (re.compile("[\u0600-\u06ff\u0750-\u077f]"), {"ar", "fa", "ps", "sd", "ur"}),
    "devanagari": (re.compile("[\u0900-\u097f]"), {"hi", "mr", "ne"}),
}
_STEMMED_AS = {"cyrillic": "ru", "devanagari": "hi"}


@dataclass(frozen=True)
class Concordance:
    """An interview's texts as numbers of its own words.

    A row is a text: the rows of an exchange are its wordings, then the sentences of its answer.

    Attributes:
        spaces: names of the spaces in use, the interview's own first.
        words: the different words of each space; numbered through all of them from 0.
        stems: of each word of each space.
        framing: words of the heading that nobody says in the interview.
        tokens: the words of all rows, one after the other, shape (tokens,); of two bytes each
            where they fit, since they are most of what an archive takes in memory.
        row_ends: where the tokens of each row end, shape (rows,).
        row_spaces: the place of each row's space, shape (rows,).
        wordings: how many wordings each exchange has, shape (exchanges,).
        sentence_counts: the same of sentences.
        passage_counts: the same of passages.
        sentences: where each sentence begins and ends in its answer, shape (sentences, 2).
        passages: the same of each passage; a short paragraph is one.
    """

    spaces: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    stems: tuple[tuple[str, ...], ...]
    framing: tuple[str, ...]
    tokens: Narrow
    row_ends: Integers
    row_spaces: NDArray[np.uint8]
    wordings: Integers
    sentence_counts: Integers
    passage_counts: Integers
    sentences: Integers
    passages: Integers

    @classmethod
    def of(cls, interview: Interview) -> "Concordance":
        """Read an interview word by word."""
        home = interview.language
        numbers: dict[str, defaultdict[str, int]] = {HOME: defaultdict(count().__next__)}
        rows: list[list[int]] = []
        row_spaces: list[str] = []
        wordings, said = [], []

        def add(text: str, space: str) -> None:
            if space not in numbers:
                numbers[space] = defaultdict(count().__next__)
            rows.append(list(map(numbers[space].__getitem__, words(text))))
            row_spaces.append(space)

        heard: list[Span] = []
        parts: list[Span] = []
        sentence_counts, passage_counts = [], []
        for exchange in interview.exchanges:
            # What the interviewer said is in the interview's language, whatever it looks like.
            add(exchange.question, HOME)
            said += rows[-1]
            for text in exchange.also_asked:
                add(text, space_of(text, home))
            wordings.append(1 + len(exchange.also_asked))
            spans = sentences(exchange.answer)
            for start, end in spans:
                add(exchange.answer[start:end], HOME)
                said += rows[-1]
            sentence_counts.append(len(spans))
            heard += spans
            read = passages(exchange.answer, spans)
            passage_counts.append(len(read))
            parts += read
        spaces = (HOME, *sorted(numbers.keys() - {HOME}))
        sizes = [len(numbers[space]) for space in spaces]
        offsets = dict(zip(spaces, accumulate(sizes, initial=0), strict=False))
        lengths = [len(row) for row in rows]
        found = np.fromiter(chain.from_iterable(rows), np.int32, sum(lengths))
        found += np.repeat([offsets[space] for space in row_spaces], lengths).astype(np.int32)
        spoken = tuple(numbers[HOME])
        return cls(
            spaces,
            tuple(tuple(numbers[space]) for space in spaces),
            tuple(tuple(stemmed(numbers[space], space, home)) for space in spaces),
            _framing(interview, {spoken[number] for number in set(said)}),
            narrowed(found),
            np.cumsum(lengths, dtype=np.int32),
            np.array([spaces.index(space) for space in row_spaces], np.uint8),
            np.array(wordings, np.int32),
            np.array(sentence_counts, np.int32),
            np.array(passage_counts, np.int32),
            np.array(heard, np.int32).reshape(-1, 2),
            np.array(parts, np.int32).reshape(-1, 2),
        )


# Whoever edits an interview has it indexed again and again; it has some thousands of wordings.
@lru_cache(maxsize=5_000)
def space_of(text: str, home: str) -> str:
    """Return the space of a text's words in an interview whose language is ``home``.

    A text whose language can't be told is in the interview's own, unless its letters aren't.
    """
    language = language_of(text)
    if language is not None and _base(language) == _base(home):
        return HOME
    for script, (letters, languages) in _SCRIPTS.items():
        if len(letters.findall(text)) * 2 > sum(map(str.isalpha, text)):
            return HOME if language is None and _base(home) in languages else script
    return HOME if language is None else _LATIN


def stemmed(found: Iterable[str], space: str, home: str) -> list[str]:
    """Return the stems of words of a space."""
    return stems(found, stemming_language(space, home))


def stemming_language(space: str, home: str) -> str:
    """Return the language, a BCP 47 tag, as whose words those of a space are stemmed."""
    return home if space == HOME else _STEMMED_AS.get(space, "")


def _base(language: str) -> str:
    # Urdu in Latin letters is another language to a matcher than Urdu.
    return language if language.endswith("-Latn") else language.split("-", maxsplit=1)[0]


def _framing(interview: Interview, said: set[str]) -> tuple[str, ...]:
    """Return the words of name, role and outlet that nobody says in an interview.

    They tell which interview a question is about, and nothing of what it asks: whoever writes
    'what is the weather in Karachi' to a consul in Karachi has not asked about his office.
    """
    person = interview.interviewee
    texts = (person.name, person.role, interview.outlet)
    named = {word for text in texts for word in words(text or "")}
    return tuple(sorted(named - said))
