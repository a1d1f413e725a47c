"""What a sentence model reads of interviews, and what it makes of their exchanges as a whole."""

from collections.abc import Generator, Iterable, Mapping, Sequence

import numpy as np

from knowledge.matching.indexed import IndexedInterview
from knowledge.matching.meaning_evidence import passages_read, wordings_read
from knowledge.matching.model_files import Floats
from knowledge.matching.shortlist import gist
from knowledge.matching.vector_cache import VectorCache

# Texts that are read before whoever has them read may stop: a fraction of a second's work.
_AT_ONCE = 32

# Of each interview that was read what its exchanges mean, shape (exchanges, dimensions).
Gists = Mapping[IndexedInterview, Floats]


def texts_read(one: IndexedInterview, cache: VectorCache) -> list[list[str]]:
    """Return what the model reads of each exchange."""
    many = cache.model.knows_many_languages
    return [
        [*wordings_read(texts, many_languages=many), *passages_read(exchange, texts)]
        for exchange, texts in zip(one.interview.exchanges, one.texts, strict=True)
    ]


def all_texts_read(some: Iterable[IndexedInterview], cache: VectorCache) -> list[str]:
    """Return what the model reads of interviews."""
    return [text for one in some for group in texts_read(one, cache) for text in group]


def gists_of(one: IndexedInterview, cache: VectorCache) -> Generator[int, None, Floats]:
    """Have the model read an interview; return what its exchanges mean.

    It yields how many texts were read after each few of them.
    """
    groups = texts_read(one, cache)
    texts = [text for group in groups for text in group]
    vectors = []
    for start in range(0, len(texts), _AT_ONCE):
        some = texts[start : start + _AT_ONCE]
        vectors.append(cache.vectors(some))
        yield len(some)
    ends = np.cumsum([len(group) for group in groups])[:-1]
    return np.stack([gist(part) for part in np.split(np.concatenate(vectors), ends)])


def finished(reading: Generator[int, None, Floats]) -> Floats:
    """Go through with a reading, and return what comes of it."""
    while True:
        try:
            next(reading)
        except StopIteration as end:
            found: Floats = end.value
            return found


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
