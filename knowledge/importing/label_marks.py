"""A label at the beginning of a paragraph, as it is written: a name and a mark after it."""

import re
from dataclasses import dataclass

from knowledge.importing.label_words import (
    ANSWERING,
    ASKING,
    COUNTING,
    PARTICLES,
    PRONOUNS,
    REMARK_NOUNS,
    REMARKS,
)

_LONGEST = 60
_MOST_WORDS = 6
_MOST_WORDS_WITHOUT_COLON = 4
# What may stand before a label: '>>', a bullet, a number, an emoji.
_LEAD = re.compile(
    r"""^(?:>>+\s*|[-–—•*]\s+(?=\S)|\d{1,3}[.)]\s+(?=[^\W\d_])|[^\w\s"'“”‘’«»„(\[{<>¿¡@\#—–-]+\s+)""",
    re.VERBOSE,
)
_COLON = re.compile(r"\s*[:：﹕]{1,2}(?!\d\d|//)\s*(?:[-–—]\s+|[-–—](?=[^\W\d_]))?")
# Marks other than a colon, each with its kind: labels of one source are marked alike.
_MARKS = (
    ("-", re.compile(r"\s*[.:)\]]?\s*[-–—]{1,2}\s+")),
    (")", re.compile(r"\s*\)\s+")),
    ("/", re.compile(r"\s*[/>]\s*")),
    (";", re.compile(r"\s*;\s+")),
    (".", re.compile(r"\s*[.۔]\s+")),
)
_IN_BRACKETS = re.compile(r"(?:\[([^\[\]]{1,40})\]|<([^<>]{1,40})>)\s*[:：]?\s*")
_NUMBER = re.compile(r"[\s.#№-]*\d{1,3}$")
_ROLE = re.compile(r"\s*[(\[][^)\]]{1,40}[)\]]")
_TRADE = re.compile(r",\s.*$")
_SAYS = re.compile(r"\s+(?:asks|asked|says|said|answers|answered|replies|replied)$", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_](?:[.\s]?\d{1,3})?(?=[\s.);/۔>–—-])")
_SHORT = re.compile(r"[^\s.);/>۔–—-][^\n]{0,40}?(?=\s*[.);/>۔]|\s*[–—-]{1,2}\s)")
_TITLE = r"(?:Prof|Mrs|Hon|Capt|Gen|Sen|Rep|Gov|Sgt|Rev|Msgr|Ing|Dipl|Mag|Dott|Sra|Drs|Mme|Mlle)"
_SENTENCE = re.compile(rf"[?!؟。！？;؛]|\.{{2,}}|…|\b(?!{_TITLE}\.)[^\W\d_]{{3,}}\.\s")
_WORD = re.compile(r"@?[^\W_][\w.'’&+@/-]*|&|\+|@")
_ARTICLE = re.compile(r"^(?:[dl]|al|el|ul)[’'-](?=\w)")
_QUOTES = "\"'“”‘’„«»()"
_JOINTS = ("&", "+", "/")
COLON = ":"


@dataclass(frozen=True)
class Labelled:
    """A paragraph that may begin with a label.

    Attributes:
        key: the same for every way in which the label is written.
        name: the label, without its mark, a number or a role in brackets.
        words: what follows; empty where the label stands alone.
        mark: the kind of its mark: any but a colon marks a label less surely.
    """

    key: str
    name: str
    words: str
    mark: str = COLON

    @property
    def by_colon(self) -> bool:
        """Whether its mark is a colon."""
        return self.mark == COLON


def candidates(text: str) -> list[Labelled]:
    """Return what may be labels at the beginning of a paragraph, the likeliest first."""
    start = _LEAD.match(text)
    body = text[start.end() :] if start else text
    colon = _by_colon(body)
    others = [_by_letter(body), _by_other_mark(body)]
    # 'A. Smith: …' is a name, 'A. Two things: …' and 'Ada - I see: …' are answers.
    ordered = [colon, *others] if colon and _is_capitalised(colon.name) else [*others, colon]
    return [one for one in ordered if one and one.key]


def labelled(text: str) -> Labelled | None:
    """Take off what is likeliest a label at the beginning of a paragraph."""
    return next(iter(candidates(text)), None)


def spoken(text: str, speakers: frozenset[str]) -> Labelled | None:
    """Take off the label of one of these speakers, by their keys, if a paragraph begins so."""
    return next((one for one in candidates(text) if one.key in speakers), None)


def key_of(name: str) -> str:
    """Return what is the same for every way in which a label is written."""
    plain = _bare(name).strip(" .:*_#")
    unnumbered = _NUMBER.sub("", plain)
    if unnumbered.casefold() in ASKING | ANSWERING:
        plain = unnumbered
    return " ".join(plain.casefold().replace(".", " ").split())


def reads_as_name(name: str) -> bool:
    """Say whether each word of a label is written as names are."""
    words = _bare(name).split()
    if not 0 < len(words) <= _MOST_WORDS or COLON in name:
        return False
    folded = [word.casefold().strip(".,") for word in words]
    if folded[0] in COUNTING and folded[-1] in REMARK_NOUNS:
        return False
    if len(words) == 1 and folded[0] in PRONOUNS:
        return False
    capitals = 0
    for word, fold in zip(words, folded, strict=True):
        if (
            (fold in PARTICLES and not word.isupper())
            or word[0].isdigit()
            or word in ("&", "+", "/")
        ):
            continue
        bare = _ARTICLE.sub("", word.strip(_QUOTES))
        if not _WORD.fullmatch(bare) or bare[0].islower():
            return False
        capitals += 1
    first = words[0]
    return capitals > 0 or (first[0].islower() and "." in first)


def is_remark(name: str) -> bool:
    """Say whether a label is a word such as 'Note', or counts or claims such: 'Two things'."""
    words = name.casefold().split()
    return " ".join(words) in REMARKS or (words[0] in COUNTING and words[-1] in REMARK_NOUNS)


def ends_no_sentence(name: str) -> bool:
    """Say whether a text that may be a name has no sign that ends a sentence."""
    return not _SENTENCE.search(f"{name} ")


def _is_capitalised(name: str) -> bool:
    words = name.split()
    capitals = all((word[0].isupper() and word != "I") or word[0].isdigit() for word in words)
    return bool(words) and capitals


def _by_colon(text: str) -> Labelled | None:
    mark = _COLON.search(text, 0, _LONGEST + 4)
    if not mark or mark.start() == 0:
        return None
    name = text[: mark.start()]
    if _SENTENCE.search(name) or name[0] in _QUOTES or len(name.split()) > _MOST_WORDS + 2:
        return None
    glued = mark.group().strip() == mark.group() and mark.end() < len(text)
    if glued and mark.group() == ":" and text[mark.end()].isascii():
        key = key_of(name)
        if key not in ASKING | ANSWERING and not name.isupper():
            return None
    return Labelled(key_of(name), _written(name), text[mark.end() :])


def _by_letter(text: str) -> Labelled | None:
    """Take off 'Q.', 'A4)' and their like."""
    letter = _LETTER.match(text)
    return _marked(text, letter.end()) if letter else None


def _by_other_mark(text: str) -> Labelled | None:
    bracketed = _IN_BRACKETS.match(text)
    if bracketed:
        name = bracketed[1] or bracketed[2]
        if not reads_as_name(name):
            return None
        return Labelled(key_of(name), name, text[bracketed.end() :], "]")
    for short in _SHORT.finditer(text, 0, _LONGEST):
        name = text[: short.end()]
        if COLON in name:
            return None
        known = key_of(name) in ASKING | ANSWERING
        if len(name.split()) > _MOST_WORDS_WITHOUT_COLON or not (known or reads_as_name(name)):
            return None
        return _marked(text, short.end())
    return None


def _marked(text: str, end: int) -> Labelled | None:
    """Return the label that ends there, if a mark follows."""
    for kind, sign in _MARKS:
        if found := sign.match(text, end):
            name = _written(text[:end])
            return Labelled(key_of(name), name, text[found.end() :], kind)
    return None


def _bare(name: str) -> str:
    """Return a label without a role, a trade or a verb: 'Ada (host)', 'Ada, host', 'Ada asks'."""
    return _SAYS.sub("", _TRADE.sub("", _ROLE.sub("", name)))


def _written(name: str) -> str:
    plain = _bare(name).strip(" *_")
    unnumbered = _NUMBER.sub("", plain)
    if unnumbered.casefold() in ASKING | ANSWERING:
        return unnumbered
    return plain.rstrip(".") if len(plain) <= len("Q.1.") else plain
