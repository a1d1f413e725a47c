"""What a published interview is made of."""

import hashlib
import re
from datetime import date
from functools import cached_property
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
)
from pydantic_core import PydanticCustomError

_ID_ALPHABET = r"^[A-Za-z0-9_-]+$"
# As far as a pattern can tell; which days a month has, it can't.
_DATE = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
_REFERENCE_JOINT = "--"
# A reference travels in deep links (64 characters) and in the data of buttons (64 bytes, of which
# the bot needs a few to say what the button does).
REFERENCE_LIMIT = 56


def _real_date(value: str) -> str:
    """Accept a year, a month or a day; see https://en.wikipedia.org/wiki/ISO_8601."""
    year, month, day = (*map(int, value.split("-")), 1, 1)[:3]
    date(year, month, day)
    return value


Id = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=_ID_ALPHABET)]
Published = Annotated[
    str,
    StringConstraints(pattern=_DATE),
    AfterValidator(_real_date),
    # For editors, to whom a year is a number.
    Field(json_schema_extra={"minimum": 1000, "maximum": 9999}),
]


def _text(limit: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=limit)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Person(_Frozen):
    """Who answers, as the outlet names them."""

    name: Annotated[str, _text(200)] = Field(description="The person's name.")
    role: Annotated[str, _text(300)] | None = Field(
        default=None, description="Office or trade, if it is known."
    )


class Source(_Frozen):
    """Where an interview was published, as far as that is known."""

    outlet: str | None
    published: str | None
    url: str | None


class Exchange(_Frozen):
    """One question of the interviewer's and the answer that was given to it."""

    id: Id = Field(description="Never changed once published: links and buttons carry it.")
    question: Annotated[str, _text(4_000)] = Field(description="The question, as it was asked.")
    also_asked: tuple[Annotated[str, _text(300)], ...] = Field(
        default=(), description="Other ways in which readers put it. Never shown to them."
    )
    topics: tuple[Annotated[str, _text(60)], ...] = Field(
        default=(), description="What it is about, for the list of topics."
    )
    answer: Annotated[str, _text(60_000)] = Field(
        description="The answer, word for word; an empty line between paragraphs."
    )

    @cached_property
    def paragraphs(self) -> tuple[str, ...]:
        """The answer's paragraphs, each a substring of it."""
        return tuple(part for part in re.split(r"\n[^\S\n]*\n\s*", self.answer) if part)


class Interview(_Frozen):
    """A published interview: who was asked what, where, and what they answered."""

    id: Id = Field(description="Never changed once published: links and buttons carry it.")
    title: Annotated[str, _text(300)] | None = Field(
        default=None, description="The title under which it was published, if it is known."
    )
    outlet: Annotated[str, _text(200)] | None = Field(
        default=None, description="Who published it, if it is known."
    )
    interviewee: Person = Field(description="Who answers.")
    published: Published | None = Field(
        default=None, description="2025, 2025-12 or 2025-12-31: as much as is known."
    )
    url: Annotated[str, StringConstraints(max_length=2_000, pattern=r"^https?://\S+$")] | None = (
        Field(default=None, description="Address of the published page; empty when not known.")
    )
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = (
        Field(default="en", description="The language that was spoken: a BCP 47 tag such as en.")
    )
    introduction: Annotated[str, _text(20_000)] | None = Field(
        default=None, description="The outlet's own words before the first question."
    )
    exchanges: tuple[Exchange, ...] = Field(
        description="The questions and answers, in their order; at least one.",
        json_schema_extra={"minItems": 1},
    )

    @field_validator("exchanges")
    @classmethod
    def _at_least_one(cls, value: tuple[Exchange, ...]) -> tuple[Exchange, ...]:
        # Pydantic's own minimum would also complain of exchanges that are there but have faults.
        if not value:
            raise PydanticCustomError("too_short", "an interview has at least one exchange")
        return value

    @property
    def source(self) -> Source:
        """Where it was published."""
        return Source(outlet=self.outlet, published=self.published, url=self.url)

    @cached_property
    def digest(self) -> bytes:
        """The same exactly where everything in it is."""
        return hashlib.sha256(self.model_dump_json().encode()).digest()

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """Every topic, in the order in which it first comes up."""
        return tuple(dict.fromkeys(topic for one in self.exchanges for topic in one.topics))


def interview_reference(interview: Interview) -> str:
    """Name an interview in at most 56 characters, as ``reference`` names an exchange."""
    if len(interview.id) <= REFERENCE_LIMIT:
        return interview.id
    return "x" + hashlib.sha256(interview.id.encode()).hexdigest()[:32]


def reference(interview: Interview, exchange: Exchange) -> str:
    """Name an exchange of an interview in at most 56 characters of ``A-Z a-z 0-9 _ -``.

    It depends on the two ids alone, which never change, so that a link or a button that carries
    it goes on leading to the same answer. Ids that are too long together are digested.
    """
    return reference_of(interview.id, exchange.id)


def reference_of(interview: str, exchange: str) -> str:
    """Name an exchange, given by the two ids, as ``reference`` does."""
    ids = (interview, exchange)
    joined = _REFERENCE_JOINT.join(ids)
    # Where a dash of an id touches the joint, other ids could give the same name.
    is_unique = all(one == one.strip("-") and _REFERENCE_JOINT not in one for one in ids)
    if is_unique and len(joined) <= REFERENCE_LIMIT:
        return joined
    return "x" + hashlib.sha256("\n".join(ids).encode()).hexdigest()[:32]
