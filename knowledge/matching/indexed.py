"""An interview as a matcher searches it: made once, and kept for as long as it is served."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from knowledge.interview import Exchange, Interview
from knowledge.language import language_of
from knowledge.matching.passages import Span, passages, sentences
from knowledge.matching.terms import Numbers, Rows, Vocabulary
from knowledge.matching.words import letter_grams, stems, words

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
class Vocabularies:
    """The stems and the letter groups of everything that was ever indexed."""

    stems: Vocabulary
    letters: Vocabulary


@dataclass(frozen=True)
class Texts:
    """The texts of an exchange.

    Attributes:
        wordings: the question, and what was also asked.
        spaces: the space of each wording.
        passages: where each passage of the answer begins and ends; a short paragraph is one.
        sentences: the same of each sentence.
    """

    wordings: tuple[str, ...]
    spaces: tuple[str, ...]
    passages: tuple[Span, ...]
    sentences: tuple[Span, ...]


class IndexedInterview:
    """An interview's texts as rows of counted terms.

    The rows of an exchange follow one another: one for each space in use, of all its texts in
    that space taken together; then its wordings; then the sentences of its answer.

    Attributes:
        interview: what was indexed.
        texts: of each exchange.
        spaces: names of the spaces in use, the interview's own first.
        by_words: the rows with stems for terms.
        by_letters: the same with groups of letters.
        ends: where the rows of each exchange end, shape (exchanges,).
        known: the words of its own language.
        foreign: the words of its other wordings.
        framing: words of its heading that nobody says in it.
    """

    def __init__(self, interview: Interview, vocabularies: Vocabularies) -> None:
        self.interview = interview
        home = interview.language
        self.texts = [_texts(one, home) for one in interview.exchanges]
        self.spaces = (HOME, *sorted({s for one in self.texts for s in one.spaces} - {HOME}))
        self.known: set[str] = set()
        self.foreign: set[str] = set()
        by_words: list[list[int]] = []
        by_letters: list[list[int]] = []
        row_counts = []
        for exchange, texts in zip(interview.exchanges, self.texts, strict=True):
            rows = list(self._rows(exchange, texts))
            row_counts.append(len(rows))
            for space, found in rows:
                (self.known if space == HOME else self.foreign).update(found)
                number = vocabularies.stems.number
                by_words.append([number(term, space) for term in stemmed(found, space, home)])
                number = vocabularies.letters.number
                by_letters.append([number(term, space) for term in letter_grams(found)])
        self.by_words = Rows.of(by_words)
        self.by_letters = Rows.of(by_letters)
        self.ends: Numbers = np.array(list(accumulate(row_counts)))
        self.framing = _framing(interview)

    def __len__(self) -> int:
        return len(self.texts)

    def rows_of(self, exchange: int) -> tuple[int, int]:
        """Return where the rows of an exchange begin and end."""
        return (int(self.ends[exchange - 1]) if exchange else 0), int(self.ends[exchange])

    def _rows(self, exchange: Exchange, texts: Texts) -> Iterator[tuple[str, list[str]]]:
        wordings = [words(text) for text in texts.wordings]
        spoken = [words(exchange.answer[start:end]) for start, end in texts.sentences]
        for space in self.spaces:
            together = [
                word
                for found, its in zip(wordings, texts.spaces, strict=True)
                if its == space
                for word in found
            ]
            if space == HOME:
                together += [word for found in spoken for word in found]
            yield space, together
        yield from zip(texts.spaces, wordings, strict=True)
        yield from ((HOME, found) for found in spoken)


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
    return stems(found, home if space == HOME else _STEMMED_AS.get(space, ""))


def _base(language: str) -> str:
    # Urdu in Latin letters is another language to a matcher than Urdu.
    return language if language.endswith("-Latn") else language.split("-", maxsplit=1)[0]


def _texts(exchange: Exchange, home: str) -> Texts:
    # What the interviewer said is in the interview's language, whatever it looks like.
    spaces = [HOME, *(space_of(text, home) for text in exchange.also_asked)]
    return Texts(
        (exchange.question, *exchange.also_asked),
        tuple(spaces),
        tuple(passages(exchange.answer)),
        tuple(sentences(exchange.answer)),
    )


def _framing(interview: Interview) -> frozenset[str]:
    """Return the words of name, role and outlet that nobody says in an interview.

    They tell which interview a question is about, and nothing of what it asks: whoever writes
    'what is the weather in Karachi' to a consul in Karachi has not asked about his office.
    """
    person = interview.interviewee
    named = {
        word for text in (person.name, person.role, interview.outlet) for word in words(text or "")
    }
    said = (words(text) for one in interview.exchanges for text in (one.question, one.answer))
    return frozenset(named).difference(*said)
