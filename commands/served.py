"""What is served, as the settings have it."""

import sys
from pathlib import Path

import platformdirs

from config import Settings
from knowledge.library import WHOLE, Beginning, Library
from knowledge.matching.chosen_model import chosen_model
from knowledge.matching.model_files import ModelError
from knowledge.matching.vector_cache import VectorCache

_MANY_TEXTS = 1000


def served_library(settings: Settings, beginning: Beginning = WHOLE) -> Library:
    """Load what is to be served, or begin to; what has to be left out is said.

    Raises:
        KnowledgeError: if none of the files can be served; with every problem of each.
        ModelError: if the sentence model can't be used.
    """
    library = Library(
        settings.knowledge,
        vector_cache(settings),
        reading_progress,
        beginning,
        cache_folder(settings),
    )
    for problem in library.problems:
        print(f"Left out: {problem}", file=sys.stderr)
    return library


def vector_cache(settings: Settings) -> VectorCache | None:
    """Return what the sentence model makes of texts; None where words alone are matched.

    Raises:
        ModelError: if the model can't be used.
    """
    try:
        model = chosen_model(settings.model)
    except ModelError as error:
        raise ModelError(f"BOT_MODEL: {error}") from error
    if model is None:
        return None
    return VectorCache(model, cache_folder(settings))


def cache_folder(settings: Settings) -> Path:
    """Return the folder in which is kept what need not be computed again."""
    return settings.cache or platformdirs.user_cache_path("verbatim")


def reading_progress(done: int, of: int) -> None:
    """Say how far the sentence model is with texts that it has not read before."""
    # A few hundred take a second or two: only who watches wants to know.
    if of < _MANY_TEXTS and not sys.stderr.isatty():
        return
    print(f"Reading the interviews for what they mean, once: {done} of {of} texts", file=sys.stderr)
