"""Text as a matcher sees it: folded words, their stems, and the letters within them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from threading import Lock

import regex
import snowballstemmer

# Accents (é, й) and the vowel marks of Arabic script, which readers leave out as they type. Signs
# of Indic scripts are letters of the word and stay.
_MARKS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670]")
_DOTTED = re.compile(r"\b(?:\w\.){2,}")
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:'[\p{L}\p{N}\p{M}]+)?")
_POSSESSIVE = re.compile(r"'s?$")
_GRAM = 4

# BCP 47 language -> stemming algorithm (https://snowballstem.org/algorithms/); other languages
# are matched by whole words and by letters.
_STEMMERS = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "fi": "finnish", "fr": "french", "hi": "hindi", "hu": "hungarian",
    "id": "indonesian", "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip


def words(text: str) -> list[str]:
    """Return the words of a text in order: small letters, no accents, ``U.S.`` as ``us``."""
    text = _DOTTED.sub(lambda found: found.group().replace(".", ""), text)
    text = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold())).replace("’", "'")
    return [_POSSESSIVE.sub("", word) for word in _WORD.findall(text)]


def stems(found: Iterable[str], language: str) -> list[str]:
    """Return each word's stem in a language, given by its BCP 47 tag."""
    algorithm = _STEMMERS.get(language.split("-", maxsplit=1)[0])
    if algorithm is None:
        return list(found)
    return [_stem(word, algorithm) for word in found]


def letter_grams(found: Iterable[str]) -> Iterator[str]:
    """Yield runs of four letters of each word, its edges marked by a space."""
    for word in found:
        padded = f" {word} "
        for start in range(max(1, len(padded) - _GRAM + 1)):
            yield padded[start : start + _GRAM]


# A stemmer holds the word that it works on.
_STEMMING = Lock()


@lru_cache(maxsize=50_000)
def _stem(word: str, algorithm: str) -> str:
    with _STEMMING:
        return str(_stemmer(algorithm).stemWord(word))


@lru_cache
def _stemmer(algorithm: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(algorithm)
