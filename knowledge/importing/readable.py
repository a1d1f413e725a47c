"""The words of a source as they are read: without what is there for typesetting alone."""

import regex

# Scripts in which joiners shape letters: https://www.unicode.org/versions/latest/core-spec/ (23.2).
_SHAPED = (
    r"[\p{Arabic}\p{Syriac}\p{Nko}\p{Mandaic}\p{Mongolian}\p{Phags_Pa}\p{Adlam}\p{Hanifi_Rohingya}"
    r"\p{Devanagari}\p{Bengali}\p{Gurmukhi}\p{Gujarati}\p{Oriya}\p{Tamil}\p{Telugu}\p{Kannada}"
    r"\p{Malayalam}\p{Sinhala}\p{Thai}\p{Lao}\p{Tibetan}\p{Myanmar}\p{Khmer}\p{Balinese}"
    r"\p{Javanese}\p{Tifinagh}]"
)
_EMOJI = r"[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]"
_RIGHT_TO_LEFT = regex.compile(r"[\p{Arabic}\p{Hebrew}\p{Syriac}\p{Thaana}\p{Nko}\p{Adlam}]")
_JOINER = regex.compile(
    rf"(?<!{_SHAPED})(?:\u200c|(?<!{_EMOJI})\u200d)|(?<={_SHAPED})[\u200c\u200d](?!\w)"
)
# Control codes, soft hyphens, marks of width none, and marks that override directions of writing.
_UNSEEN = regex.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180e\u200b\u202a-\u202e\u2060-\u206f"
    r"\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_DIRECTION = regex.compile(r"[\u200e\u200f]")


def readable(text: str) -> str:
    """Return a text in one line, each run of white space one space, without unseen characters.

    No-break spaces become spaces. Joiners stay where a script or an emoji needs them, and marks of
    direction in a text that has letters written from right to left.
    """
    seen = _UNSEEN.sub("", text)
    if not _RIGHT_TO_LEFT.search(seen):
        seen = _DIRECTION.sub("", seen)
    return _JOINER.sub("", " ".join(seen.split()))
