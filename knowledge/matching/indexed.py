"""An interview as a matcher searches it: made once, and kept for as long as it is served."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from knowledge.interview import Interview
from knowledge.matching.concordance import HOME, Concordance
from knowledge.matching.lexicon import Lexicon
from knowledge.matching.passages import Span
from knowledge.matching.terms import Integers, Narrow, Numbers


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


@dataclass(frozen=True)
class Tokens:
    """Words of some texts, one after the other.

    Attributes:
        words: their numbers in the lexicon, shape (tokens,).
        ends: where the words of each text end, shape (texts,).
        spaces: the place of each text's space in its interview, shape (texts,).
    """

    words: Integers
    ends: Integers
    spaces: Numbers


@dataclass(frozen=True)
class TermTimes:
    """In how many of an interview's texts each stem stands, and each group of letters.

    They follow one another as they first come up among the interview's different words.
    """

    stems: Narrow
    letters: Narrow


class IndexedInterview:
    """An interview's texts as numbered words.

    The texts of an exchange follow one another: its wordings, then the sentences of its answer.

    Attributes:
        interview: what was indexed.
        lexicon: numbers the words.
        texts: of each exchange.
        spaces: names of the spaces in use, the interview's own first.
        framing: words of its heading that nobody says in it.
        words: the numbers of its different words, those of its own language first.
        wordings: how many wordings each exchange has, shape (exchanges,).
        sentences: the same of sentences.
        times: in how many texts its terms stand, where that was counted before.
    """

    def __init__(
        self,
        interview: Interview,
        lexicon: Lexicon,
        concordance: Concordance | None = None,
        times: TermTimes | None = None,
    ) -> None:
        """Index an interview; its concordance is made where there is none yet."""
        found = concordance or Concordance.of(interview)
        self.times = times
        self.interview = interview
        self.lexicon = lexicon
        self.spaces = found.spaces
        self.framing = frozenset(found.framing)
        self.wordings = found.wordings
        self.sentences = found.sentence_counts
        self.words = lexicon.take(found, interview.language)
        self._home = len(found.words[0])
        self._tokens = found.tokens
        self._row_ends = found.row_ends
        self._row_spaces = found.row_spaces
        self._exchange_ends = np.cumsum(found.wordings + found.sentence_counts)
        self.texts = _TextsOfExchanges(interview, found, self._exchange_ends)

    def __len__(self) -> int:
        return len(self.wordings)

    @property
    def known(self) -> Integers:
        """The numbers of the different words of its own language."""
        return self.words[: self._home]

    @property
    def foreign(self) -> Integers:
        """The same of its other wordings."""
        return self.words[self._home :]

    def knows(self, word: str) -> bool:
        """Say whether a word is one of its own language's."""
        number = self.lexicon.find(word, HOME, self.interview.language)
        return number is not None and bool((self.known == number).any())

    def tokens(self, first: int = 0, last: int | None = None) -> Tokens:
        """Return the words of exchanges from ``first`` up to, and without, ``last``."""
        last = len(self) if last is None else last
        begin, end = (int(self._exchange_ends[at - 1]) if at else 0 for at in (first, last))
        start, stop = (int(self._row_ends[at - 1]) if at else 0 for at in (begin, end))
        return Tokens(
            self.words[self._tokens[start:stop]],
            self._row_ends[begin:end] - np.int32(start),
            self._row_spaces[begin:end].astype(np.int64),
        )


class _TextsOfExchanges:
    """The texts of each exchange, put together when they are asked for: few ever are."""

    def __init__(self, interview: Interview, found: Concordance, rows: Numbers) -> None:
        """Take what was found, and where the rows of each exchange end."""
        self._exchanges = interview.exchanges
        self._found = found.spaces, found.row_spaces, found.sentences, found.passages
        self._rows = rows
        self._sentence_ends = np.cumsum(found.sentence_counts)
        self._passage_ends = np.cumsum(found.passage_counts)

    def __len__(self) -> int:
        return len(self._exchanges)

    def __iter__(self) -> Iterator[Texts]:
        return (self[place] for place in range(len(self)))

    def __getitem__(self, place: int) -> Texts:
        exchange = self._exchanges[place]
        names, row_spaces, sentences, passages = self._found
        wordings = (exchange.question, *exchange.also_asked)
        first = int(self._rows[place - 1]) if place else 0
        return Texts(
            wordings,
            tuple(names[at] for at in row_spaces[first : first + len(wordings)].tolist()),
            _spans(passages, self._passage_ends, place),
            _spans(sentences, self._sentence_ends, place),
        )


def _spans(spans: Integers, ends: Numbers, place: int) -> tuple[Span, ...]:
    first = int(ends[place - 1]) if place else 0
    return tuple((begin, end) for begin, end in spans[first : int(ends[place])].tolist())
