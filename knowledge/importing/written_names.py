"""Full names of people, as they are written in headlines and in running text."""

import re
from collections.abc import Iterator

# Latin, Greek, Cyrillic and Armenian: other scripts have no capitals that a name is told by.
_CASED = [chr(code) for code in range(0x590)]
UPPER = f"[{''.join(sign for sign in _CASED if sign.isupper())}]"
_WORD = rf"(?:{UPPER}[\w'’-]*|{UPPER}\.)"
_PARTICLE = r"(?:de|da|do|dos|das|del|di|du|van|von|van[ ]de[nr]?|von[ ]der|bin|ibn|al|la|le)"
_TITLE = r"(?:Dr|Prof|Mr|Mrs|Ms|Sir|Dame|Lord|Lady|Herr|Frau|Mme|Madame|Monsieur)"
# A surname alone is a name after a title.
NAME = (
    rf"(?:{_TITLE}\.?[ ]{_WORD}(?:[ ](?:{_PARTICLE}[ ])?{_WORD}){{0,3}}"
    rf"|{_WORD}(?:[ ](?:{_PARTICLE}[ ]){{0,2}}{_WORD}){{1,4}})"
)
_WRITTEN = re.compile(rf"(?<![\w.'’]){NAME}")
_TITLED = re.compile(rf"^(?:{_TITLE}\.?[ ])+")
# Words that begin sentences and headlines, and are capitalised there only.
_OPENERS = frozenset(
    """a an the in on at as and but for from with when after before since while our my his her their
    this that these those dear today now here meet why how what who where inside
    der die das ein eine mit für nach seit bei von als im am an auf und wenn frau herr
    el la los las un una en con para desde cuando y le les un une en avec pour depuis quand et
    il lo gli con per da di o os as em com para de het een met voor na
    в на с к о у и за от для по когда после""".split()
)
# What follows is a trade, which German writes as it does names: 'der Maler Max Muster'.
_ARTICLE = re.compile(r"\b(?:der|die|dem|den|des|eine?[mnrs]?|zum|zur|vom)\s$", re.IGNORECASE)
_ARE_INTERVIEWS = re.compile(
    r"interview|entrevista|entretien|intervista|gespräch|conversation|интервью|беседа|transcript|q&a",
    re.IGNORECASE,
)
_MOST_WORDS = 4


def written_names(text: str) -> Iterator[re.Match[str]]:
    """Yield where names of two words or more, or with a title, stand in a text."""
    return _WRITTEN.finditer(text)


def full_names(text: str) -> set[str]:
    """Return the names in a text, without the words that only begin its sentences."""
    found = (without_openers(_without_trade(name, text)) for name in written_names(text))
    return {name for name in found if is_full(name) and not name.isupper()}


def _without_trade(found: re.Match[str], text: str) -> str:
    name = found.group()
    rest = name.split()[1:]
    return " ".join(rest) if len(rest) > 1 and _ARTICLE.search(text[: found.start()]) else name


def without_openers(name: str) -> str:
    """Take off the capitalised words with which a sentence begins: 'When Ada Byron'."""
    words = name.split()
    while words and words[0].casefold() in _OPENERS:
        words = words[1:]
    return " ".join(words)


def untitled(name: str) -> str:
    """Take a title such as 'Dr.' off a name."""
    return _TITLED.sub("", name)


def is_full(name: str) -> bool:
    """Say whether a name has a first and a last name, or a title, and few enough words."""
    words = untitled(name).split()
    titled = untitled(name) != name
    return (2 - titled) <= len(words) <= _MOST_WORDS and not _ARE_INTERVIEWS.search(name)


def shortest(names: set[str]) -> set[str]:
    """Return the names without those that another one ends: 'Painter Ada Byron', 'Ada Byron'."""
    return {
        name
        for name in names
        if not any(name != other and name.endswith(f" {other}") for other in names)
    }
