"""What a sentence model reads of interviews, and what it makes of their exchanges as a whole."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from knowledge.matching.indexed import IndexedInterview
from knowledge.matching.meaning_evidence import passages_read, wordings_read
from knowledge.matching.model_files import Floats
from knowledge.matching.shortlist import gist
from knowledge.matching.vector_cache import VectorCache

# Texts that are read before whoever has them read may stop: a fraction of a second's work.
_AT_ONCE = 16

# Of each interview that was read what its exchanges mean, shape (exchanges, dimensions).
Gists = Mapping[IndexedInterview, Floats]


def texts_read(one: IndexedInterview, cache: VectorCache) -> list[list[str]]:
    """Return what the model reads of each exchange."""
    many = cache.model.knows_many_languages
    return [
        [*wordings_read(texts, many_languages=many), *passages_read(exchange, texts)]
        for exchange, texts in zip(one.interview.exchanges, one.texts, strict=True)
    ]


def all_texts_read(some: Iterable[IndexedInterview], cache: VectorCache) -> Iterator[str]:
    """Yield what the model reads of interviews."""
    return (text for one in some for group in texts_read(one, cache) for text in group)


def number_of_texts(one: IndexedInterview, cache: VectorCache) -> int:
    """Return how many texts the model reads of an interview."""
    many = cache.model.knows_many_languages
    return sum(
        len(wordings_read(texts, many_languages=many)) + len(texts.passages) for texts in one.texts
    )


def vectors_of(one: IndexedInterview, cache: VectorCache) -> Iterator[Floats]:
    """Have the model read an interview; yield the vectors of its texts, a few at a time.

    Whoever has it read may stop after any of them: what was read is kept.
    """
    texts = list(all_texts_read([one], cache))
    for start in range(0, len(texts), _AT_ONCE):
        yield cache.vectors(texts[start : start + _AT_ONCE])


def gists_of(one: IndexedInterview, vectors: Iterable[Floats], cache: VectorCache) -> Floats:
    """Return what the exchanges of an interview mean, by the vectors of its texts."""
    ends = np.cumsum([len(group) for group in texts_read(one, cache)])[:-1]
    parts = np.split(np.concatenate(list(vectors)), ends)
    return np.stack([gist(part) for part in parts])


def side_by_side(
    indexed: Sequence[IndexedInterview], gists: Gists, dimensions: int
) -> tuple[Floats, Gists]:
    """Return the gists of all exchanges, shape (exchanges, dimensions), and each as a part of it.

    Those of what was not read are zeros, which are near to nothing.
    """
    joined = np.zeros((sum(map(len, indexed)), dimensions), np.float32)
    parts, start = {}, 0
    for one in indexed:
        part = joined[start : start + len(one)]
        start += len(one)
        if one in gists:
            part[:] = gists[one]
            parts[one] = part
    return joined, parts
