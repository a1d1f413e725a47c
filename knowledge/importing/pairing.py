"""Turns become exchanges: a question, and all that was answered to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.importing.editorial import announces_a_break, is_small_talk
from knowledge.importing.questions import asks, count_words
from knowledge.importing.turns import Turn, Words

_LONGEST_INTERJECTION = 2


@dataclass(frozen=True)
class Answered:
    """A paragraph of an answer, and who says it."""

    speaker: str
    text: str


@dataclass(frozen=True)
class Pair:
    """A question and its answer.

    Attributes:
        labels: what was taken off before what is said in it.
    """

    question: str
    answer: tuple[Answered, ...]
    labels: tuple[str, ...]


@dataclass
class _Open:
    """An exchange whose answer may go on."""

    asked: list[Turn] = field(default_factory=list)
    answered: list[Turn] = field(default_factory=list)

    @property
    def question(self) -> str:
        return " ".join(turn.text for turn in self.asked)

    @property
    def answer(self) -> str:
        return " ".join(turn.text for turn in self.answered)


def paired(turns: Sequence[Turn]) -> tuple[tuple[Pair, ...], tuple[Words, ...]]:
    """Return the exchanges that turns make, and everything that is part of none.

    What the interviewer says in fewer than three words, asking nothing, stops no answer. What is
    no question and gets no answer joins the interviewer's next turn.
    """
    opened: list[_Open] = [_Open()]
    skipped: list[Words] = []
    for turn, following in zip(turns, (*turns[1:], None), strict=True):
        last = opened[-1]
        if not turn.asks:
            if last.asked:
                last.answered.append(turn)
            else:
                skipped += turn.paragraphs
        elif announces_a_break(turn.text, unanswered=_is_unanswered(following)) or (
            last.answered and _is_interjection(turn) and not _is_courteous(turn, following)
        ):
            skipped += turn.paragraphs
        elif last.answered:
            opened.append(_Open(asked=[turn]))
        else:
            last.asked.append(turn)
    pairs = []
    for one in opened:
        if not one.answered or is_small_talk(one.question, one.answer):
            for turn in (*one.asked, *one.answered):
                skipped += turn.paragraphs
        else:
            said = [words for turn in (*one.asked, *one.answered) for words in turn.paragraphs]
            labels = tuple(words.label for words in said if words.label)
            pairs.append(Pair(one.question, tuple(_answered(one.answered)), labels))
    return tuple(pairs), tuple(skipped)


def _is_unanswered(following: Turn | None) -> bool:
    return following is None or bool(following.asks)


def _is_courteous(turn: Turn, following: Turn | None) -> bool:
    return following is not None and not following.asks and is_small_talk(turn.text, following.text)


def _answered(turns: Sequence[Turn]) -> Iterator[Answered]:
    for turn in turns:
        for words in turn.paragraphs:
            yield Answered(turn.speaker, words.text)


def _is_interjection(turn: Turn) -> bool:
    """Say whether an interviewer's turn only shows that they listen: 'Yeah.', 'Oh, right.'."""
    return count_words(turn.text) <= _LONGEST_INTERJECTION and not asks(turn.text)
