"""What speaks for exchanges by the meaning that they share with a question."""

from collections.abc import Sequence

import numpy as np

from knowledge.interview import Exchange
from knowledge.matching.concordance import HOME
from knowledge.matching.indexed import IndexedInterview, Texts
from knowledge.matching.model_files import Floats
from knowledge.matching.runs import Runs
from knowledge.matching.sentence_model import Reading, unit
from knowledge.matching.terms import Numbers
from knowledge.matching.vector_cache import VectorCache
from knowledge.matching.word_evidence import NEAREST_WORDINGS

# What is measured of each candidate. Likeness is the cosine of vectors. A word of the question is
# matched by the word of the candidate whose vector, in its context, is nearest: the late
# interaction of Khattab and Zaharia (https://arxiv.org/abs/2004.12832), for words in place of
# pieces of words.
MEANING_SIGNS = (
    "asked_meaning",  # likeness to the three nearest wordings of its question
    "passage_meaning",  # likeness to the nearest passage of the answer
    "sentence_meaning",  # likeness to the nearest sentence of the answer, read in its context
    "matched",  # how well, on average, the question's words are matched anywhere in it
    "matched_rare",  # the same, rare words counting more
    "matched_by_sentence",  # the same within the one sentence that matches best
    "matched_by_wording",  # the same within one wording of its question
    "given",  # how little the answer lacks of what the question speaks of
    "weakest",  # how well the worst matched word that says something is matched
)
# A word is there where something is at least so near to it.
_NEAR = np.float32(0.6)


class MeaningEvidence:
    """The texts of some exchanges as a sentence model reads them, to be compared with questions."""

    def __init__(
        self, candidates: Sequence[tuple[IndexedInterview, int]], cache: VectorCache
    ) -> None:
        """Take the exchanges, each as its interview and its place there."""
        taken = [(one.interview.exchanges[place], one.texts[place]) for one, place in candidates]
        many = cache.model.knows_many_languages
        wordings = [wordings_read(texts, many_languages=many) for _, texts in taken]
        passages = [passages_read(exchange, texts) for exchange, texts in taken]
        # The texts of each candidate: passage by passage, then wording by wording.
        both = [[*said, *asked] for said, asked in zip(passages, wordings, strict=True)]
        readings = cache.readings([text for group in both for text in group])
        self._vectors, self._words = readings.vectors, readings.words
        begins = Runs.of([len(group) for group in both]).starts
        counts = np.array([len(group) for group in passages])
        self._passages = Runs(begins, counts)
        self._wordings = Runs(begins + counts, np.array([len(group) for group in wordings]))
        # Their words: sentence by sentence, then wording by wording.
        lengths, ends = readings.lengths, np.cumsum(readings.lengths)
        sentences, units = [], []
        for (_, texts), begin, count, group in zip(taken, begins, counts, both, strict=True):
            said = slice(begin, begin + count)
            words = slice(ends[begin] - lengths[begin], ends[begin + count - 1])
            by_sentence = _words_by_sentence(readings.spans[words, 0], lengths[said], texts)
            sentences.append(len(by_sentence))
            units.append(np.concatenate([by_sentence, lengths[begin + count : begin + len(group)]]))
        self._sentences = Runs.of(sentences)
        self._units = Runs.of([len(one) for one in units])
        self._unit_lengths = np.concatenate(units)
        self._there = np.flatnonzero(self._unit_lengths)
        starts = np.cumsum(self._unit_lengths) - self._unit_lengths
        self._unit_starts = starts[self._there]
        self._sentence_vectors = self._of_sentences(starts)

    def signs(self, question: Reading, weights: Floats, telling: Numbers) -> tuple[Floats, Numbers]:
        """Return the ``MEANING_SIGNS`` of each candidate, shape (candidates, signs).

        And for each which sentence of its answer is nearest, shape (candidates,). ``weights`` of
        the question's words sum to 1; ``telling`` are the places of those that say something.
        """
        by_unit = self._best_of_units(question.words)
        said, asked = self._sentences.lengths, self._wordings.lengths
        in_sentences = Runs(self._units.starts, said)
        in_wordings = Runs(self._units.starts + said, asked)
        by_answer = _greatest(by_unit, in_sentences)
        by_all = np.maximum(by_answer, _greatest(by_unit, in_wordings))
        weighed = weights @ by_unit
        sentences = self._sentence_vectors @ question.vector
        texts = self._vectors @ question.vector
        signs = [
            self._wordings.mean_of_best(texts, NEAREST_WORDINGS),
            self._passages.best(texts),
            self._sentences.best(sentences),
            by_all.mean(axis=0),
            weights @ by_all,
            in_sentences.best(weighed),
            in_wordings.best(weighed),
            1 - weights @ np.maximum(0, _NEAR - by_answer) / _NEAR,
            by_all[telling].min(axis=0),
        ]
        # Where all are unlike the question, none that isn't there must seem nearer.
        nearest = in_sentences.table(weighed, -np.inf) + self._sentences.table(sentences, -np.inf)
        return np.stack(signs, axis=1).astype(np.float32), nearest.argmax(axis=1)

    def _of_sentences(self, starts: Numbers) -> Floats:
        """Return the vector of each sentence: the direction of its words' sum.

        ``starts`` say where the words of each unit begin.
        """
        units = np.concatenate(
            [
                np.arange(start, start + count)
                for start, count in zip(self._units.starts, self._sentences.lengths, strict=True)
            ]
        )
        lengths = self._unit_lengths[units]
        sums = np.empty((len(units), self._words.shape[1]), np.float32)
        # Many times as fast as numpy.add.reduceat; and, other than a product with ones, the same to
        # the last bit wherever the words stand in memory.
        for total, start, length in zip(
            sums, starts[units].tolist(), lengths.tolist(), strict=True
        ):
            np.add.reduce(self._words[start : start + length], axis=0, out=total)
        return unit(sums)

    def _best_of_units(self, words: Floats) -> Floats:
        """Return how near each sentence or wording comes to each word, shape (words, units)."""
        found = np.zeros((len(words), len(self._unit_lengths)), np.float32)
        # The longer matrix first: the product takes less time so.
        likeness = self._words @ words.T
        found[:, self._there] = np.maximum.reduceat(likeness, self._unit_starts, axis=0).T
        return found


def wordings_read(texts: Texts, *, many_languages: bool) -> list[str]:
    """Return the wordings that a model can make sense of."""
    return [
        text
        for text, space in zip(texts.wordings, texts.spaces, strict=True)
        if many_languages or space == HOME
    ]


def passages_read(exchange: Exchange, texts: Texts) -> list[str]:
    """Return the passages of an answer."""
    return [exchange.answer[start:end] for start, end in texts.passages]


def _words_by_sentence(begins: Numbers, lengths: Numbers, texts: Texts) -> Numbers:
    """Return how many words were read in each sentence of an answer.

    ``begins`` say where each word begins in its passage, ``lengths`` how many each passage has.
    """
    starts = np.array([start for start, _ in texts.sentences])
    read = begins + np.repeat([begin for begin, _ in texts.passages], lengths)
    sentence = np.searchsorted(starts, read, side="right") - 1
    return np.bincount(sentence, minlength=len(starts))


def _greatest(values: Floats, runs: Runs) -> Floats:
    """Return the greatest value of each row's runs, shape (rows, candidates)."""
    return np.stack([runs.best(row) for row in values])
