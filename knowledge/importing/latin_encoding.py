"""Which of the old encodings of Latin letters a text is in: the one that spells a language.

The same byte is 'ø' to a Mac in Denmark, '¿' to Windows, and 'ż' in Poland. In the right encoding,
all letters of a text belong to one language, and no sign or capital stands inside a word.
"""

import re

# The likeliest first: where two read alike, it is that one.
_ENCODINGS = ("cp1252", "mac_roman", "cp1250", "iso8859_2", "cp1254", "cp1257")
# Letters beyond a to z: https://www.unicode.org/cldr/charts/latest/supplemental/characters.html
_ALPHABETS = tuple(
    map(
        frozenset,
        (
            "àâæçéèêëîïôœùûüÿ",  # French
            "äöüßéà",  # German
            "áéíñóúüªº",  # Spanish
            "áâãàçéêíóôõúü",  # Portuguese
            "àèéìîòóù",  # Italian
            "àçéèíïóòúü",  # Catalan
            "áéëïóöüè",  # Dutch
            "åæøéèêóòâô",  # Danish, Norwegian
            "åäöéàšž",  # Swedish, Finnish
            "áðéíóúýþæö",  # Icelandic
            "ąćęłńóśźż",  # Polish
            "áčďéěíňóřšťúůýž",  # Czech
            "áäčďéíĺľňóôŕšťúýž",  # Slovak
            "áéíóöőúüű",  # Hungarian
            "ăâîşţ",  # Romanian
            "čćđšž",  # Croatian, Slovene
            "çğıöşüâîûi̇",  # Turkish
            "āčēģīķļņšūž",  # Latvian
            "ąčęėįšųūž",  # Lithuanian
            "äöõüšž",  # Estonian
            "çë",  # Albanian
        ),
    )
)
_BEYOND = re.compile(rb"[\x80-\xff]")
_LETTER = re.compile(rb"[A-Za-z\x80-\xff]")
_BEYOND_LETTER = re.compile(r"[^\W\d_a-zA-Z]")
# A sign that no language puts beside a letter, or inside a word; a capital that is no word alone;
# a control code.
_SIGN = r"[^\w\s\x00-\x7f’‘“”„‚«»‹›¿¡…–—•·°€£™®©\xad]"
_MISSPELT = re.compile(
    rf"""(?<=[^\W\d_]){_SIGN}|{_SIGN}(?=[^\W\d_])
    |(?<=[^\W\d_])[“”„‚«»‹›¿€£°•©®¹²³¼½¾](?=[^\W\d_])
    |(?<![^\W\d_])[ÐÕÒÑ](?![^\W\d_])|[\x80-\x9f]""",
    re.VERBOSE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_MOST_BEYOND = 0.4  # of the letters; where there are more, the script is another
_MOST_MISSPELT = 0.2  # of what is beyond a to z


def latin_text(content: bytes) -> str | None:
    """Return a text in the encoding that spells it best, ``None`` if none spells it well."""
    beyond = len(_BEYOND.findall(content))
    if beyond > _MOST_BEYOND * len(_LETTER.findall(content)):
        return None
    texts = [text for encoding in _ENCODINGS if (text := _decoded(content, encoding)) is not None]
    found = min(texts, key=_misspelt, default=None)
    return found if found is not None and _misspelt(found) <= _MOST_MISSPELT * beyond else None


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _misspelt(text: str) -> int:
    """Count what the language that a text is likeliest in would not write."""
    letters = _BEYOND_LETTER.findall(text.lower())
    foreign = min(sum(letter not in alphabet for letter in letters) for alphabet in _ALPHABETS)
    words = (word for word in _WORD.findall(text) if not word.isascii())
    mixed = sum(not (word.islower() or word.isupper() or word.istitle()) for word in words)
    return foreign + mixed + len(_MISSPELT.findall(text))
