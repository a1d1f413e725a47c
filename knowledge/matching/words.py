"""Text as a matcher sees it: folded words, their stems, and the letters within them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from threading import Lock

import regex
import snowballstemmer

# What readers leave out as they type, or don't see. Other signs of Indic scripts than the dot that
# marks the sounds of foreign words are letters of the word and stay.
_LEFT_OUT = (
    *range(0x0300, 0x0370),  # accents
    *range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670,  # vowel marks of Arabic script
    *range(0x06D6, 0x06DD), *range(0x06DF, 0x06E9), *range(0x06EA, 0x06EE),  # and of the Quran
    0x0640,  # tatweel, which stretches a word
    0x093C,  # nukta of Devanagari
    0x00AD, *range(0x200B, 0x2010), 0x2060, 0xFEFF,  # soft hyphens, joiners, directions
)  # fmt: skip
# Letters that have a code on each country's keyboard or are typed one for the other, as the
# Arabic stemmer knows them, to which Persian letters are strange.
_ONE_LETTER = {
    "ا": "ٱ", "ي": "یى", "ك": "ک", "ه": "ہھەةۃ", "\u0902": "\u0901", "'": "’ʼ",
}  # fmt: skip
_ZEROS = (0x0660, 0x06F0, 0x0966)  # Arabic, Persian and Devanagari digits
_FOLDED: dict[int, str | None] = {
    **dict.fromkeys(_LEFT_OUT),
    **{ord(typed): one for one, others in _ONE_LETTER.items() for typed in others},
    **{zero + digit: str(digit) for zero in _ZEROS for digit in range(10)},
}
# Letters of their own, though Unicode takes them apart into another and an accent; and one of
# Urdu's, which most people type as two.
_WHOLE = {"и\u0306": "й", "і\u0308": "ї", "ے\u0654": "يے"}
# Persian parts the halves of a word with it, where others type a space. In Indic scripts it shapes
# a letter (https://www.unicode.org/versions/latest/core-spec/chapter-23/).
_NON_JOINER = re.compile("(?<=[\u0600-\u06ff])\u200c")
_DOTTED = re.compile(r"\b(?:\w\.){2,}")
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:'[\p{L}\p{N}\p{M}]+)?")
_POSSESSIVE = re.compile(r"'s?$")
_GRAM = 4
# The Arabic stemmer takes a final ه for 'his', and so leaves it where a word has an article. But
# mostly it is a ة that was folded, unless ت stands before it.
_FINAL_HEH = re.compile("(?<!ت)ه$")

# BCP 47 language -> stemming algorithm (https://snowballstem.org/algorithms/); other languages
# are matched by whole words and by letters.
_STEMMERS = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "fi": "finnish", "fr": "french", "hi": "hindi", "hu": "hungarian",
    "id": "indonesian", "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip


def words(text: str) -> list[str]:
    """Return the words of a text in order: small letters, no accents, ``U.S.`` as ``us``.

    What is typed in several ways in Cyrillic, Arabic and Devanagari script has one form.
    """
    text = _DOTTED.sub(lambda found: found.group().replace(".", ""), text)
    text = text.casefold().replace("’", "'")
    if not text.isascii():
        text = _folded(text)
    found: list[str] = _WORD.findall(text)
    return [_POSSESSIVE.sub("", word) if "'" in word else word for word in found]


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


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKD", text)
    for parts, letter in _WHOLE.items():
        text = text.replace(parts, letter)
    return _NON_JOINER.sub(" ", text).translate(_FOLDED)


# A stemmer holds the word that it works on.
_STEMMING = Lock()


# An archive of thousands of interviews has a hundred thousand words and more.
@lru_cache(maxsize=150_000)
def _stem(word: str, algorithm: str) -> str:
    if algorithm == "arabic":
        word = _FINAL_HEH.sub("ة", word)
    with _STEMMING:
        return str(_stemmer(algorithm).stemWord(word))


@lru_cache
def _stemmer(algorithm: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(algorithm)
