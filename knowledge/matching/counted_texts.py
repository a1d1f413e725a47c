"""Exchanges as rows of counted terms: their stems, and their groups of letters."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.matching.indexed import IndexedInterview, TermTimes
from knowledge.matching.terms import Frequencies, Numbers, Rows, narrowed


@dataclass(frozen=True)
class CountedTexts:
    """The texts of some exchanges.

    The rows of an exchange follow one another: one for each space in use, of all its texts in
    that space taken together; then its wordings; then the sentences of its answer.

    Attributes:
        by_words: the rows with stems for terms.
        by_letters: the same with groups of letters.
        lengths: how many rows each exchange has, shape (exchanges,).
    """

    by_words: Rows
    by_letters: Rows
    lengths: Numbers

    @classmethod
    def of(cls, exchanges: Sequence[tuple[IndexedInterview, int]]) -> "CountedTexts":
        """Count the terms of exchanges, each given as its interview and its place there."""
        lexicon = exchanges[0][0].lexicon
        words, rows, counts = [], [], []
        first = 0
        for one, place in exchanges:
            tokens = one.tokens(place, place + 1)
            lengths = np.diff(tokens.ends, prepend=0)
            own = first + len(one.spaces) + np.arange(len(lengths))
            rows += [np.repeat(own, lengths), np.repeat(first + tokens.spaces, lengths)]
            words += [tokens.words, tokens.words]
            counts.append(len(one.spaces) + len(lengths))
            first += counts[-1]
        # Words that recur in a text are counted before they are taken apart.
        spoken = np.concatenate(words)
        found = Rows.counted(np.concatenate(rows), spoken, np.ones(len(spoken), np.int32), first)
        texts, times = found.texts, found.counts.astype(np.int32)
        letters, groups = lexicon.letters_of(found.terms)
        return cls(
            Rows.counted(texts, lexicon.stems_of(found.terms), times, first),
            Rows.counted(np.repeat(texts, groups), letters, np.repeat(times, groups), first),
            np.array(counts),
        )


def frequencies(one: IndexedInterview) -> tuple[Frequencies, Frequencies]:
    """Return in how many texts of an interview each stem stands, and each group of letters."""
    times = one.times or term_times(one)
    texts = _texts_by_space(one)
    stems, letters = _different_terms(one)
    return Frequencies(stems, times.stems, texts), Frequencies(letters, times.letters, texts)


def term_times(one: IndexedInterview) -> TermTimes:
    """Count in how many texts the terms of an interview stand."""
    counted = CountedTexts.of([(one, place) for place in range(len(one))])
    stems, letters = (
        narrowed(np.bincount(rows.terms)[terms])
        for rows, terms in zip(
            (counted.by_words, counted.by_letters), _different_terms(one), strict=True
        )
    )
    return TermTimes(stems, letters)


def _different_terms(one: IndexedInterview) -> tuple[Numbers, Numbers]:
    """Return the different stems of an interview's words, and groups of letters.

    They are in the order in which each first comes up.
    """
    letters, _ = one.lexicon.letters_of(one.words)
    return _different(one.lexicon.stems_of(one.words)), _different(letters)


def _different(terms: Numbers) -> Numbers:
    """Return the different terms in the order in which each first comes up."""
    places = np.arange(len(terms))
    first = np.zeros(terms.max(initial=0) + 1, np.int64)
    # Of places that are given to one term, the last to be given stays.
    first[terms[::-1]] = places[::-1]
    return np.asarray(terms[first[terms] == places])


def _texts_by_space(one: IndexedInterview) -> dict[str, int]:
    """Return how many rows of each space have words."""
    tokens = one.tokens()
    spoken = np.diff(tokens.ends, prepend=0) > 0
    spaces = len(one.spaces)
    exchanges = np.repeat(np.arange(len(one)), one.wordings + one.sentences)
    wholes = np.unique((exchanges * spaces + tokens.spaces)[spoken]) % spaces
    counts = np.bincount(tokens.spaces[spoken], minlength=spaces) + np.bincount(
        wholes, minlength=spaces
    )
    return dict(zip(one.spaces, counts.tolist(), strict=True))
