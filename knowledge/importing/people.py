"""Who asks and who answers: told from what each says, however they are named."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.importing.label_marks import key_of
from knowledge.importing.label_words import ANSWERING, ASKING
from knowledge.importing.questions import count_words, ends_asking, share_asked
from knowledge.importing.turns import Turn

_OUTLET = re.compile(
    r"""\b(?:times|news|post|magazine|journal|gazette|herald|tribune|review|weekly|daily|radio|tv
    |fm|podcast|press|chronicle|observer|standard|courier|\w*zeitung|zeit|spiegel|\w*blatt|kurier
    |\w*funk|diario|periódico|revista|jornal|gazeta|gazzetta|corriere|giornale|dagblad|krant
    |газета|журнал|новости|радио|вести)\b
    |\w\.(?:com|org|net|tv|co|io|de|fr|es|it|ru|pk|uk|news|info|media|fm)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# Verbs of a headline or an introduction that name who is asked, in languages that bend no names.
# 'She spoke to …' names who asks.
_NAMED = re.compile(
    r"""(?<!\bhe\s)(?<!\bshe\s)(?<!\bthey\s)(?<!\bHe\s)(?<!\bShe\s)(?<!\bThey\s)\b(?i:
    (?:interview|conversation|q&a|talk|chat)\s+with
    |(?:spoke|speaks|speaking|talked|talks|chatted|sat\s+down|met|caught\s+up)\s+(?:to|with)
    |(?:we|i)\s+(?:asked|interviewed|met)|interviewed
    |entrevista\s+(?:a|con|com|à|ao)|(?:conversación|conversa)\s+(?:con|com)
    |entretien\s+avec|rencontre\s+avec|intervista\s+(?:a|con|ad)
    |(?:interview|gespräch)\s+mit|(?:interview|gesprek)\s+met|(?:intervju|samtal|samtale)\s+med
    )\s+""",
    re.VERBOSE,
)
_FIRST = r"[^\W\d_a-z][\w'’-]*"
_NEXT = r"(?:[ ](?:[^\W\d_a-z][\w'’-]*\.?|de|da|del|van|von|der|bin|al|la|le|di|dos|den))"
# A surname alone is a name after a title.
_TITLE = r"(?:Dr|Prof|Mr|Mrs|Ms|Sir|Dame|Herr|Frau)\.?[ ]"
_NAME = rf"(?:{_TITLE}{_FIRST}{_NEXT}{{0,4}}|{_FIRST}{_NEXT}{{1,4}})"
_WRITTEN_NAME = re.compile(rf"(?<![\w.]){_NAME}")
# A paragraph that begins with somebody's name, and what they do: 'Ana Byron, who keeps …'.
_SUBJECT = re.compile(
    rf"^(?!(?:Dear|The|A|An|In|On|At|Our|Der|Die|Das|El|La|Le|Les|Il|Los|Las|Os|As)\s)({_NAME})(?=,|\s+[a-z])",
    re.MULTILINE,
)
_FAR = 80
_AT_LEAST = 0.3
_NEAR = 0.6
_SURELY = 0.75


@dataclass(frozen=True)
class People:
    """The speakers of an interview, as they are named.

    Attributes:
        asking: who asks; empty names where the source has none.
        answering: who answers, in the order in which they first speak.
    """

    asking: tuple[str, ...]
    answering: tuple[str, ...]

    @property
    def outlet(self) -> str | None:
        """The outlet, where questions are labelled with its name."""
        return next((name for name in self.asking if _OUTLET.search(name)), None)


def told_apart(turns: Sequence[Turn]) -> Iterator[tuple[Turn, ...]]:
    """Yield the turns with ``asks`` set: as they tell, and with who speaks first asking."""
    yield _with_asking(
        turns, _asking({turn.speaker: _said_by(turn.speaker, turns) for turn in turns})
    )
    if turns:
        yield _with_asking(turns, {turns[0].speaker})


def _with_asking(turns: Sequence[Turn], asking: Container[str]) -> tuple[Turn, ...]:
    return tuple(
        turn if turn.asks is not None else replace(turn, asks=turn.speaker in asking)
        for turn in turns
    )


def people(turns: Sequence[Turn]) -> People:
    """Return who speaks in turns that are told apart."""
    asking = dict.fromkeys(turn.speaker for turn in turns if turn.asks)
    answering = dict.fromkeys(turn.speaker for turn in turns if not turn.asks)
    return People(tuple(asking), tuple(answering))


def has_role(name: str) -> bool:
    """Say whether a label is a word for who asks or for who answers, such as 'Question'."""
    return _role(name) in ASKING | ANSWERING


def full_name(label: str, told: str, around: str) -> str | None:
    """Return how a person is named whose label may be a letter or initials.

    Args:
        label: 'A', 'Answer', 'IB' or 'BRUNEL'; empty where the source has none.
        told: the title and introduction of the interview.
        around: all else that is not said by anybody.

    Returns:
        The label itself where it is a name, ``None`` where nothing names the person.
    """
    is_letter = sum(sign.isalpha() for sign in label) == 1
    if label and not is_letter and key_of(label) not in ANSWERING | ASKING:
        if not label.isupper():
            return label
        return _spelt_out(label, f"{told}\n{around}") or label
    return _asked_person(told)


def _said_by(speaker: str, turns: Sequence[Turn]) -> list[tuple[int, str]]:
    return [(at, turn.text) for at, turn in enumerate(turns) if turn.speaker == speaker]


def _asking(said: dict[str, list[tuple[int, str]]]) -> set[str]:
    """Return which speakers ask; at least one is left to answer."""
    known = {name for name in said if _role(name) in ASKING}
    answering = {name for name in said if _role(name) in ANSWERING}
    longest = max((_mean_words(texts) for texts in said.values()), default=1) or 1
    marks = {
        name: _likelihood(texts, longest)
        for name, texts in said.items()
        if name not in known | answering
    }
    if known:
        # A second interviewer, or somebody in the audience, may have no word of the kind.
        others = {name for name, mark in marks.items() if mark >= _SURELY}
        return known | others if len(known | others) < len(said) else known
    most = max(marks.values(), default=0)
    asking = {
        name for name, mark in marks.items() if mark == most or mark >= _least(most, said[name])
    }
    return asking if len(asking) < len(said) else {max(marks, key=lambda name: marks[name])}


def _least(most: float, texts: list[tuple[int, str]]) -> float:
    """Return from where on somebody asks; who opens an interview is likely to."""
    opens = texts[0][0] == 0
    return _AT_LEAST if opens else max(most * _NEAR, _AT_LEAST)


def _role(name: str) -> str:
    """Return the word of a label that may tell a role: 'Interviewer 2', 'Host (Ada)'."""
    key = key_of(name)
    if key in ASKING | ANSWERING:
        return key
    first = key.split()[0] if key else ""
    rest = key.split()[1:]
    return first if all(word.isdigit() for word in rest) else key


def _likelihood(texts: list[tuple[int, str]], longest: float) -> float:
    """Return how much somebody speaks as interviewers do, about 0 to 1."""
    shares = [share_asked(text) for _, text in texts]
    ends = [ends_asking(text) for _, text in texts]
    asked = 0.5 * sum(shares) / len(texts) + 0.5 * sum(ends) / len(texts)
    opens = 0.12 if texts[0][0] == 0 else 0.0
    return asked + opens - 0.25 * _mean_words(texts) / longest


def _mean_words(texts: list[tuple[int, str]]) -> float:
    return sum(count_words(text) for _, text in texts) / len(texts)


def _spelt_out(label: str, told: str) -> str | None:
    """Return the name of the introduction that a label in capitals or initials stands for."""
    letters = "".join(sign for sign in label if sign.isalpha()).casefold()
    found = {
        name
        for name in _names(told)
        if name.casefold() == label.casefold()
        or "".join(word[0] for word in name.split()).casefold() == letters
    }
    if len(found) == 1:
        return found.pop()
    # A surname in capitals is written there as others are.
    return next((word for word in re.findall(r"[\w'’-]+", told) if _is_recased(word, label)), None)


def _is_recased(word: str, label: str) -> bool:
    return word.casefold() == label.casefold() and word[0].isupper() and not word.isupper()


def _asked_person(told: str) -> str | None:
    """Return the one person with whom the introduction says that it talks."""
    found = set()
    for verb in _NAMED.finditer(told):
        name = _WRITTEN_NAME.search(told, verb.end(), verb.end() + _FAR)
        between = told[verb.end() : name.start()] if name else ""
        if name and "." not in between and "," not in between:
            found.add(name.group().strip())
    if not found:
        found = {name[1] for name in _SUBJECT.finditer(told) if not name[1].isupper()}
    return found.pop() if len(found) == 1 else None


def _names(told: str) -> set[str]:
    found = {name.group().strip() for name in _WRITTEN_NAME.finditer(told)}
    return {name for name in found if not name.isupper()}
