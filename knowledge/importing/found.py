"""What an import has found."""

from dataclasses import dataclass

from knowledge.interview import Exchange, Interview, Person

# What a knowledge file calls somebody whom the source does not name.
UNNAMED = "Interviewee"


@dataclass(frozen=True)
class ImportedExchange:
    """A question, and the paragraphs of its answer."""

    id: str
    question: str
    answer: tuple[str, ...]


@dataclass(frozen=True)
class Speaker:
    """Somebody who speaks in a source.

    Attributes:
        name: as the source has it; empty where it has none.
        asks: whether this is an interviewer.
        turns: how often they speak.
    """

    name: str
    asks: bool
    turns: int


@dataclass(frozen=True)
class Imported:
    """What was found in a source; ``None`` where the source does not say.

    Attributes:
        format: what the source was taken for.
        speakers: everybody who speaks, in order.
        labels: what was taken off the beginnings of paragraphs, such as names.
    """

    title: str | None
    interviewee: str | None
    outlet: str | None
    introduction: tuple[str, ...]
    exchanges: tuple[ImportedExchange, ...]
    skipped: tuple[str, ...]
    format: str
    speakers: tuple[Speaker, ...]
    labels: tuple[str, ...]
    published: str | None = None
    url: str | None = None
    language: str | None = None

    def as_interview(self, interview_id: str) -> Interview:
        """Return the interview that a knowledge file holds.

        Raises:
            pydantic.ValidationError: if a text is over a knowledge file's limits.
        """
        known = {"published": self.published, "url": self.url, "language": self.language}
        return Interview(
            id=interview_id,
            title=self.title,
            outlet=self.outlet,
            interviewee=Person(name=self.interviewee or UNNAMED),
            introduction="\n\n".join(self.introduction) or None,
            exchanges=tuple(
                Exchange(id=one.id, question=one.question, answer="\n\n".join(one.answer))
                for one in self.exchanges
            ),
            **{name: value for name, value in known.items() if value},
        )
