"""A transcript's questions and answers, paired."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from knowledge.exchange_id import new_id
from knowledge.importing.markdown import is_markdown, read_markdown
from knowledge.importing.plain_text import read_plain_text
from knowledge.importing.transcript import Transcript, Turn
from knowledge.interview import Exchange, Interview, Person

_LONGEST_INTERJECTION = 2


class ImportFailedError(ValueError):
    """A source in which no interview was found; its text says what was looked for, and where."""


@dataclass(frozen=True)
class ImportedExchange:
    """A question, and the paragraphs of its answer."""

    id: str
    question: str
    answer: tuple[str, ...]


@dataclass(frozen=True)
class Imported:
    """What was found in a source; ``None`` where the source does not say."""

    title: str | None
    interviewee: str
    outlet: str | None
    introduction: tuple[str, ...]
    exchanges: tuple[ImportedExchange, ...]
    skipped: tuple[str, ...]

    def as_interview(self, interview_id: str) -> Interview:
        """Return the interview that a knowledge file holds.

        Raises:
            pydantic.ValidationError: if a text is over a knowledge file's limits.
        """
        return Interview(
            id=interview_id,
            title=self.title,
            outlet=self.outlet,
            interviewee=Person(name=self.interviewee),
            introduction="\n\n".join(self.introduction) or None,
            exchanges=tuple(
                Exchange(id=one.id, question=one.question, answer="\n\n".join(one.answer))
                for one in self.exchanges
            ),
        )


def import_source(source: Path) -> Imported:
    """Read a published interview.

    Raises:
        ImportFailedError: if the source can't be read, or holds nothing that reads as questions and
            answers.
    """
    try:
        text = source.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ImportFailedError(f"{source}: can't be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ImportFailedError(f"{source}: this is not UTF-8 text: save it as UTF-8") from error
    transcript = read_markdown(text) if is_markdown(text) else read_plain_text(text)
    answering = Counter(turn.label for turn in transcript.turns if not turn.asks)
    interviewee = answering.most_common(1)[0][0] if answering else ""
    exchanges, skipped = _paired(transcript, interviewee)
    if not exchanges:
        raise ImportFailedError(
            f"{source}: no questions and answers were found. Looked for lines that begin with "
            "'Q:' and, after each, a line that begins with the name of the one who answers, such "
            "as 'Fedorov:'; or, in Markdown, for both names in bold, such as '**Fedorov:**'. "
            f"Read to the end, line {len(text.splitlines())}."
        )
    return Imported(
        title=None,
        interviewee=interviewee,
        outlet=None,
        introduction=transcript.introduction,
        exchanges=exchanges,
        skipped=(*transcript.skipped, *skipped),
    )


def _paired(
    transcript: Transcript, interviewee: str
) -> tuple[tuple[ImportedExchange, ...], list[str]]:
    exchanges: list[ImportedExchange] = []
    skipped: list[str] = []
    asked: list[str] = []
    answer: list[str] = []

    def close() -> None:
        if asked and answer:
            question = " ".join(asked)
            taken = {one.id for one in exchanges}
            exchanges.append(ImportedExchange(new_id(question, taken), question, tuple(answer)))
        else:
            skipped.extend(asked + answer)
        asked.clear()
        answer.clear()

    for turn in transcript.turns:
        if not turn.asks and turn.label != interviewee:
            # Another guest's words are never put into the interviewee's mouth.
            skipped += _named(turn)
            continue
        if turn.asks and answer:
            if _is_interjection(turn):
                skipped += _named(turn)
                continue
            close()
        (asked if turn.asks else answer).extend(turn.paragraphs)
    close()
    return tuple(exchanges), skipped


def _named(turn: Turn) -> tuple[str, ...]:
    """Return the paragraphs of a turn, the first with the speaker's name before it."""
    first, *others = turn.paragraphs
    return f"{turn.label}: {first}", *others


def _is_interjection(turn: Turn) -> bool:
    """Say whether an interviewer's turn only shows that they listen: 'Yeah.', 'Oh, right.'."""
    said = " ".join(turn.paragraphs)
    return len(said.split()) <= _LONGEST_INTERJECTION and "?" not in said
