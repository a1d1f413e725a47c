"""What speaks for exchanges by the words and letters that they share with a question."""

from collections.abc import Sequence

import numpy as np

from knowledge.matching.asked import Asked
from knowledge.matching.counted_texts import CountedTexts
from knowledge.matching.indexed import IndexedInterview
from knowledge.matching.runs import Runs
from knowledge.matching.terms import Floats, Numbers, Rarities, Weighted

# What is measured of each candidate, each from 0 to 1. Likeness is the cosine of TF-IDF weights.
WORD_SIGNS = (
    "asked_words",  # likeness to the three nearest wordings of its question, by words
    "asked_letters",  # the same by groups of letters
    "whole_words",  # likeness to question, wordings and answer taken together, by words
    "whole_letters",  # the same by letters
    "sentence_words",  # likeness to the nearest sentence of the answer, by words
    "sentence_letters",  # the same by letters
    "covered",  # how much of the question's weight, rare words first, stands in it
)
NEAREST_WORDINGS = 3


class WordEvidence:
    """The texts of some exchanges, made ready to be compared with questions."""

    def __init__(
        self,
        candidates: Sequence[tuple[IndexedInterview, int]],
        rarities: tuple[Rarities, Rarities],
    ) -> None:
        """Take the exchanges, each as its interview and its place there; rarities of terms."""
        counted = CountedTexts.of(candidates)
        self._by_words = Weighted(counted.by_words, rarities[0].known)
        self._by_letters = Weighted(counted.by_letters, rarities[1].known)
        rows = Runs.of(counted.lengths.tolist())
        self._wholes = Runs(rows.starts, np.array([len(one.spaces) for one, _ in candidates]))
        self._wordings = Runs(
            rows.starts + self._wholes.lengths,
            np.array([one.wordings[exchange] for one, exchange in candidates]),
        )
        self._sentences = Runs(
            self._wordings.starts + self._wordings.lengths,
            np.array([one.sentences[exchange] for one, exchange in candidates]),
        )
        self._spaces: Sequence[Sequence[str]] = [
            one.texts[exchange].spaces for one, exchange in candidates
        ]

    def signs(self, asked: Asked, spaces: frozenset[str]) -> tuple[Floats, Numbers]:
        """Return the ``WORD_SIGNS`` of each candidate, shape (candidates, signs).

        And for each which sentence of its answer is nearest, shape (candidates,).
        """
        by_words = self._by_words.similarities(asked.by_words)
        by_letters = self._by_letters.similarities(asked.by_letters)
        sizes = np.array([sum(space in spaces for space in one) for one in self._spaces])
        covered = self._by_words.covered(asked.by_words) / max(asked.weight, 1e-9)
        signs = [
            self._wordings.mean_of_best(by_words, NEAREST_WORDINGS, sizes),
            self._wordings.mean_of_best(by_letters, NEAREST_WORDINGS, sizes),
            self._wholes.best(by_words),
            self._wholes.best(by_letters),
            self._sentences.best(by_words),
            self._sentences.best(by_letters),
            self._wholes.best(covered) * np.float32(1 - asked.unknown),
        ]
        nearest = self._sentences.table(by_words + by_letters).argmax(axis=1)
        return np.stack(signs, axis=1), nearest
