"""The sentence model that is installed, if one is."""

from functools import cache

import pytest

from knowledge.matching.model_files import installed_model
from knowledge.matching.sentence_model import SentenceModel
from knowledge.matching.vector_cache import VectorCache

MODEL = installed_model()
needs_model = pytest.mark.skipif(MODEL is None, reason="no sentence model is installed")


@cache
def readings_of_model() -> VectorCache:
    """Return what the installed model reads, in memory: once for all tests."""
    assert MODEL is not None
    return VectorCache(SentenceModel.load(MODEL))
