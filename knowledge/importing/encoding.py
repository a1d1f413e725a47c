"""The text of a file, whatever encoding it was saved in."""

import codecs
import re

import charset_normalizer

from knowledge.importing.latin_encoding import latin_text

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What pages and transcripts have been saved in; others would only be mistaken for these.
_COMMON = (
    "cp1252 cp1250 cp1251 koi8_r koi8_u cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 cp866 "
    "iso8859_2 shift_jis cp932 euc_jp iso2022_jp gb18030 big5 euc_kr cp949"
).split()
# What no text holds: control codes other than those that part lines and columns.
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SYMBOL_IN_A_WORD = re.compile(r"(?<=[^\W\d_])[¶±¦§¤¨¸´ˇ˘](?=[^\W\d_])")
_MOST_BINARY = 0.01


class UnreadableTextError(ValueError):
    """Content that is no text in any encoding that is known here."""


def decoded(content: bytes) -> str:
    """Return the text of a file, without a byte order mark.

    Raises:
        UnreadableTextError: if it is no text.
    """
    text = _decoded(content).removeprefix("\ufeff")
    if len(_BINARY.findall(text)) > _MOST_BINARY * len(text):
        raise UnreadableTextError("this is no text")
    return text


def _decoded(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    wide = _wide(content)
    if wide:
        return content.decode(wide, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if latin := latin_text(content):
        return latin
    found = charset_normalizer.from_bytes(content, cp_isolation=_COMMON)
    if found:
        return str(min(found, key=_unlikeliness))
    try:
        return content.decode(_COMMON[0])
    except UnicodeDecodeError as error:
        raise UnreadableTextError("its encoding is not known: save it as UTF-8") from error


def _unlikeliness(match: charset_normalizer.CharsetMatch) -> tuple[float, int, float, int]:
    """Rank what fits: of those that fit as well, the one that is met most is the best."""
    symbols = len(_SYMBOL_IN_A_WORD.findall(str(match)))
    return match.chaos, symbols, -match.coherence, _COMMON.index(match.encoding)


def _wide(content: bytes) -> str | None:
    """Name UTF-16 without a mark by where its zero bytes are, or by the spaces' other half."""
    if len(content) % 2:
        return None
    for encoding, zero in (("utf-16-le", 1), ("utf-16-be", 0)):
        halves = content[zero::2]
        others = content[1 - zero :: 2]
        spaces = sum(
            high == 0 and low in b" \r\n" for high, low in zip(halves, others, strict=True)
        )
        if spaces and spaces > len(halves) / 50 and 0 not in others:
            return encoding
    return None
