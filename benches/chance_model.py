"""A sentence model that reads an archive in no time: what it makes of texts is drawn by chance."""

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from knowledge.matching.model_files import Floats
from knowledge.matching.sentence_model import Reading, SentenceModel, unit

_QUESTIONS = 2
_WORD = re.compile(r"\w+")


class ChanceModel(SentenceModel):
    """Reads a question as a model does, and draws what other texts mean, by the text.

    A question comes alone, or with the same without a name; texts of interviews come by more.
    Vectors drawn by chance cost as much to keep and to compare as those that mean something.
    """

    def __init__(self, model: SentenceModel) -> None:
        """Stand in for a model."""
        self._model = model
        self.identity = f"chance-{model.identity}"
        self.dimensions = model.dimensions
        self.knows_many_languages = model.knows_many_languages

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Read or draw."""
        if len(texts) <= _QUESTIONS:
            return self._model.read(texts)
        return [self._drawn(text) for text in texts]

    def gists(self, count: int) -> Floats:
        """Draw what so many exchanges mean, shape (count, dimensions)."""
        return _directions(np.random.default_rng(count), count, self.dimensions)

    def _drawn(self, text: str) -> Reading:
        spans = [found.span() for found in _WORD.finditer(text)]
        digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
        drawn = _directions(
            np.random.default_rng(int.from_bytes(digest, "little")), len(spans) + 1, self.dimensions
        )
        return Reading(drawn[0], drawn[1:], np.array(spans, np.int32).reshape(-1, 2))


def _directions(chance: np.random.Generator, count: int, dimensions: int) -> Floats:
    return unit(chance.standard_normal((count, dimensions), dtype=np.float32))
