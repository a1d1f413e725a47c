"""What the tests of matching share."""

import pytest

from knowledge.matching.vector_cache import VectorCache
from tests.knowledge.matching.real_model import needs_model, readings_of_model


@pytest.fixture(params=["words", pytest.param("meaning", marks=needs_model)])
def readings(request: pytest.FixtureRequest) -> VectorCache | None:
    """None, and then what the sentence model reads: a test with it is run without and with."""
    return readings_of_model() if request.param == "meaning" else None
