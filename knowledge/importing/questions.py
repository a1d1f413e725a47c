"""What is asked: told by question marks that nobody is quoted with."""

import re

_MARK = "?？؟՞፧⁇⁈‽\u037e"
_QUOTED = re.compile(
    r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|»[^«]*«|\"[^\"]*\"|「[^」]*」|『[^』]*』|‹[^›]*›"
)
_SENTENCE_END = re.compile(rf"[.!…。！।۔{_MARK}]+")
_AFTER_A_SENTENCE = re.compile(rf"(?<=[.!…{_MARK}])\s+|(?<=[。！？۔।])")
# 'Tell us …', at the beginning of a sentence, in a few languages.
_REQUEST = re.compile(
    r"""[\W\d]*(?:please\s+|so,?\s+|and\s+|now\s+)?(?:tell|describe|talk\s+(?:us|me|about|to)|walk\s+(?:us|me)
    |explain|give\s+(?:us|me)|share|take\s+(?:us|me)|introduce|name\s|remind|imagine|let['’]s\s+talk
    |erzähl\w*|beschreib\w*|erklär\w*|nennen\s+sie|cuént\w+|háble\w+|describ[ae]\w*|explíque\w*
    |racontez|parlez|décrivez|expliquez|conte-?nos|fale-?nos|descreva|explique|racconti|parli|descriva
    |расскаж\w+|опиш\w+|объясн\w+|назов\w+|опиши\w*|розкаж\w+|anlat\w*|vertel\w*|beschrijf|opowi\w+)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_ADDRESS = re.compile(
    r"\b(?:you|your|you['’]\w+|vous|votre|vos|usted|ustedes|você|vocês|вы|вас|вам|ваш\w*|siz\w*|u|uw)\b"
    r"|\b(?:Sie|Ihr|Ihre\w*|Ihnen|Lei)\b|آپ|您|你"
)
_CLOSING = "\"'”’»«)]}›」』*_ "
_GREEK_ASKS = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff][»”\"]?;(?=\s|$)")
_JAPANESE_ASKS = re.compile(r"か。")
_ENDS_A_SENTENCE = re.compile(rf"(?:[.!…。！।۔{_MARK}]|[\u0370-\u03ff];)[{re.escape(_CLOSING)}]*$")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f]")
_SIGNS_A_WORD = 2


def ends_a_sentence(text: str) -> bool:
    """Say whether a text ends as a sentence does."""
    return bool(_ENDS_A_SENTENCE.search(text))


def asks(text: str) -> bool:
    """Say whether something is asked in a text, not only quoted."""
    return _times_asked(text) > 0


def seeks(text: str) -> bool:
    """Say whether an answer is sought in a text: by a question, or by 'Tell us …'."""
    return asks(text) or any(_REQUEST.match(sentence) for sentence in sentences(text))


def addresses(text: str) -> bool:
    """Say whether somebody is spoken to in a text, as 'you'."""
    return bool(_ADDRESS.search(text) or _ADDRESS.search(text.lower()))


def ends_asking(text: str) -> bool:
    """Say whether the last sentence of a text is a question."""
    end = text.rstrip(_CLOSING)
    return end.endswith(tuple(_MARK)) or bool(
        _GREEK_ASKS.search(end[-3:]) or _JAPANESE_ASKS.search(end[-2:])
    )


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, with their marks."""
    return [one for one in _AFTER_A_SENTENCE.split(text) if one.strip()]


def share_asked(text: str) -> float:
    """Return how many of the sentences of a text are questions, from 0 to 1."""
    times = _times_asked(text)
    if not times:
        return 0.0
    sentences = len(_SENTENCE_END.findall(_unquoted(text)))
    return min(1.0, times / max(1, sentences))


def count_words(text: str) -> int:
    """Count words; in scripts without spaces, two signs count as one."""
    wide = len(_WIDE.findall(text))
    others = _WIDE.sub(" ", text).split()
    spoken = [word for word in others if any(sign.isalnum() for sign in word)]
    return len(spoken) + -(-wide // _SIGNS_A_WORD)


def _times_asked(text: str) -> int:
    said = _unquoted(text)
    marks = len(re.findall(f"[{_MARK}]+", said))
    return marks + len(_GREEK_ASKS.findall(said)) + len(_JAPANESE_ASKS.findall(said))


def _unquoted(text: str) -> str:
    """Return a text without what is quoted in it; a text that is quoted whole stays."""
    rest = _QUOTED.sub(" ", text)
    return rest if any(sign.isalnum() for sign in rest) else text
