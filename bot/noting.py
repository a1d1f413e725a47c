"""What the journal is told of a question, once its reply is sent."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from telegram import Message, User

from bot.context import Context
from bot.seeing import seen
from bot.storage.entries import Found, JournalEntry, Place
from knowledge.matching import Match


@dataclass(frozen=True)
class LookUp:
    """A question that was looked up.

    Attributes:
        reference: its name in the journal, which buttons of the reply may carry.
        match: what was found.
        took: seconds.
        version: of the knowledge in which it was looked up.
    """

    reference: str
    match: Match
    took: float
    version: str


def asker_of(message: Message) -> User | None:
    """Return who asks; nobody where it is written in a group's or a channel's name."""
    return message.from_user if message.sender_chat is None else None


def place_asked(message: Message) -> Place:
    """Return the kind of chat that a message asks in, of which the bot is a member."""
    return Place.PRIVATE if message.chat.type == message.chat.PRIVATE else Place.GROUP


def note(
    look_up: LookUp | None, asker: User | None, place: Place, began: float, context: Context
) -> None:
    """Have the journal note a question that was looked up, if it was.

    ``began`` is when it came, by ``time.perf_counter``; its reply has just been sent.
    """
    if look_up is None:
        return
    match = look_up.match
    candidates = (
        Found(one.interview.id, one.exchange.id, one.confidence) for one in match.candidates
    )
    answering = time.perf_counter() - began
    context.services.metrics.decided(match.decision.value, place.value)
    context.services.metrics.took(look_up.took, answering)
    best = match.candidates[0] if match.candidates else None
    exchange = f"{best.interview.id}/{best.exchange.id}" if best else ""
    seen.decided(match.decision.value, exchange, look_up.version)
    context.services.journal.note(
        JournalEntry(
            reference=look_up.reference,
            asked_at=datetime.now(UTC),
            place=place,
            language=asker.language_code if asker else None,
            reader=context.services.fingerprints.of_reader(asker.id) if asker else None,
            question=kept_text(match.question, context),
            decision=match.decision,
            candidates=tuple(candidates),
            matching=look_up.took,
            answering=answering,
            version=look_up.version,
        )
    )


def kept_text(question: str, context: Context) -> str | None:
    """Return the text of a question, where any are kept."""
    return question if question and context.services.journal.keeps_questions else None
