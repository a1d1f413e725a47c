"""A fast first look at very many exchanges, which leaves a few for a closer one."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.asked import Asked
from knowledge.matching.indexed import IndexedInterview
from knowledge.matching.model_files import Floats
from knowledge.matching.sentence_model import unit
from knowledge.matching.sketches import Sketches
from knowledge.matching.terms import Numbers, Rarities

# Of a number that holds a stem and an exchange, these are for the exchange.
_EXCHANGE_BITS = 32
# Interviews whose postings are sorted together: a reload sorts anew where one of them changed.
_BLOCK = 256
# Common words say little and stand nearly everywhere: rare ones are looked up first, and the
# others for as long as there are not more than so many places to add up.
_MOST_POSTINGS = 100_000
# Where both look, so many of so many places are found by words: meaning finds more of the right.
_OF_WORDS, _OF_BOTH = 2, 5
# Scores of which the greatest is looked at first.
_STRETCH = 64
# So many gists are compared as they are; of more, those whose sketches are nearest.
_SKETCHED_FROM = 2_000


class Block:
    """Which exchanges of some interviews have which stem."""

    def __init__(self, indexed: Sequence[IndexedInterview]) -> None:
        self.indexed = tuple(indexed)
        self.size = sum(map(len, self.indexed))
        found, start = [], 0
        for one in self.indexed:
            found.append(_stems_and_exchanges(one, start))
            start += len(one)
        joined = np.concatenate(found)
        joined.sort()
        self._terms = (joined >> _EXCHANGE_BITS).astype(np.int32)
        self._exchanges = (joined & ((1 << _EXCHANGE_BITS) - 1)).astype(np.int32)
        counts = np.bincount(self._exchanges, minlength=self.size)
        # A long text has many words by chance.
        self._damping = (1 / np.sqrt(counts.astype(np.float32))).astype(np.float32)

    def postings(self, term: int) -> Numbers:
        """Return the exchanges, counted within the block, that have a term."""
        # Of another type they would be converted, all of them, each time.
        ends = np.array([term, term + 1], self._terms.dtype)
        first, last = np.searchsorted(self._terms, ends)
        return self._exchanges[first:last]

    def damped(self, scores: Floats) -> Floats:
        """Return scores divided by the root of how many different stems an exchange has."""
        return np.asarray(scores * self._damping)


class Shortlist:
    """Finds the exchanges that a question is likeliest to be about."""

    def __init__(
        self,
        indexed: Sequence[IndexedInterview],
        gists: Floats | None,
        rarities: Rarities,
        before: "Shortlist | None" = None,
    ) -> None:
        """Take the interviews, and the gist of each exchange, shape (exchanges, dimensions).

        ``before`` lends those of its blocks in which nothing changed.
        """
        made = {block.indexed: block for block in (before.blocks if before else ())}
        groups = [tuple(indexed[at : at + _BLOCK]) for at in range(0, len(indexed), _BLOCK)]
        self.blocks: list[Block] = [made.get(group) or Block(group) for group in groups]
        self._ends = np.cumsum([block.size for block in self.blocks])
        self._gists = gists
        self._sketches = (
            Sketches(gists) if gists is not None and len(gists) > _SKETCHED_FROM else None
        )
        self._rarities = rarities.known

    def nearest(
        self,
        asked: Sequence[Asked],
        vector: Floats | None,
        count: int,
        within: Numbers | None = None,
    ) -> Numbers:
        """Return places of exchanges, by words and, with a vector, by meaning.

        They are ``count`` for each part of the question that is asked for; fewer where it has
        several, of which some lead to the same. Of these places alone, where some are given
        ``within`` which to look.
        """
        of_words = count if vector is None else count * _OF_WORDS // _OF_BOTH
        found = [self._by_words(one, of_words, within) for one in asked]
        if vector is not None and self._gists is not None:
            found.append(self._by_meaning(self._gists, vector, count - of_words, within))
        return np.unique(np.concatenate(found))

    def _by_meaning(
        self, gists: Floats, vector: Floats, count: int, within: Numbers | None
    ) -> Numbers:
        places = within
        if places is None and self._sketches is not None:
            places = self._sketches.nearest(vector, _SKETCHED_FROM)
        if places is None:
            return _greatest(gists @ vector, count)
        return places[_greatest(gists[places] @ vector, count)]

    def _by_words(self, asked: Asked, count: int, within: Numbers | None) -> Numbers:
        """Return the places with the greatest scores; of a score of 0 too, where there are few."""
        if within is None:
            return _greatest(self._scores(asked, range(len(self.blocks))), count)
        # What is asked of one interview needs not be looked up in all.
        looked_in, block_of = np.unique(
            np.searchsorted(self._ends, within, side="right"), return_inverse=True
        )
        sizes = np.array([self.blocks[one].size for one in looked_in])
        moved = self._ends[looked_in] - np.cumsum(sizes)
        scores = self._scores(asked, looked_in.tolist())
        return within[_greatest(scores[within - moved[block_of]], count)]

    def _scores(self, asked: Asked, blocks: Sequence[int]) -> Floats:
        """Return how well each exchange of some blocks matches by words, one after the other."""
        looked_in = [self.blocks[one] for one in blocks]
        terms = np.flatnonzero(asked.by_words)
        terms = terms[np.argsort(-self._rarities[terms], kind="stable")]
        scores = [np.zeros(block.size, np.float32) for block in looked_in]
        taken = 0
        for term in terms.tolist():
            for block, score in zip(looked_in, scores, strict=True):
                places = block.postings(term)
                score[places] += asked.by_words[term] * self._rarities[term]
                taken += len(places)
            if taken > _MOST_POSTINGS:
                break
        return np.concatenate(
            [block.damped(score) for block, score in zip(looked_in, scores, strict=True)]
        )


def _stems_and_exchanges(one: IndexedInterview, start: int) -> NDArray[np.int64]:
    """Return the different pairs of a stem and an exchange with it, as numbers that hold both.

    The exchanges are counted from ``start``. In place of each space of which an exchange has no
    words it has stem 0.
    """
    tokens = one.tokens()
    exchanges = np.repeat(np.arange(len(one)), one.wordings + one.sentences)
    lengths = np.diff(tokens.ends, prepend=0)
    spoken = np.zeros((len(one), len(one.spaces)), bool)
    spoken[exchanges[lengths > 0], tokens.spaces[lengths > 0]] = True
    stems = one.lexicon.stems_of(tokens.words).astype(np.int64)
    pairs = stems << _EXCHANGE_BITS | np.repeat(exchanges + start, lengths)
    # Faster than numpy.unique, which looks each up among those that it has met.
    pairs.sort()
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    return np.concatenate([np.flatnonzero(~spoken) // len(one.spaces) + start, pairs])


def gist(vectors: Floats) -> Floats:
    """Return the direction in which the vectors of an exchange's texts point on average."""
    return unit(vectors.mean(axis=0))


def _greatest(scores: Floats, count: int) -> Numbers:
    """Return the places of the greatest scores."""
    places = np.arange(len(scores))
    if len(scores) > _STRETCH * count:
        # So many stretches have each a score as great as the least of these: what is less needs no
        # sorting.
        greatest = np.maximum.reduceat(scores, places[::_STRETCH])
        places = np.flatnonzero(scores >= np.partition(greatest, -count)[-count])
    if len(places) <= count:
        return places
    return places[np.argpartition(scores[places], -count)[-count:]]
