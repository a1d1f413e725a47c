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
    yield _with_asking(turns, _asking(_said(turns)))
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


def _said(turns: Sequence[Turn]) -> dict[str, list[tuple[int, str]]]:
    """Return what each speaker says, by the numbers of their turns."""
    said: dict[str, list[tuple[int, str]]] = {}
    for at, turn in enumerate(turns):
        said.setdefault(turn.speaker, []).append((at, turn.text))
    return said


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
