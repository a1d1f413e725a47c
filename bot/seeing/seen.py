"""What is seen of one update while it is handled: never a text, nor who wrote it where."""

from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum

from telegram import Update


class Outcome(StrEnum):
    """What became of an update."""

    ANSWERED = "answered"  # Telegram took something because of it
    IGNORED = "ignored"  # nothing was to be done
    HELD_BACK = "held_back"  # it was more than a person's fair share
    REFUSED = "refused"  # the bot may not write there any more
    FAILED = "failed"  # an error came up, and the reader was told, if that could be done
    LEFT = "left"  # it was given up at the end, and comes again with the next start
    UNREADABLE = "unreadable"  # it was passed over


@dataclass
class Seen:
    """An update that is being handled.

    Attributes:
        kind: as Telegram names the field that it comes in, or ``other``.
        chat: the type of chat that it comes from; empty where that isn't told.
        decision: of the question that was looked up; empty without one.
        exchange: interview and exchange that were likeliest; empty without any.
        version: of the knowledge that answered; empty where none was looked into.
    """

    number: int
    kind: str = "other"
    chat: str = ""
    outcome: Outcome = Outcome.IGNORED
    decision: str = ""
    exchange: str = ""
    version: str = ""


_seen: ContextVar[Seen | None] = ContextVar("seen", default=None)
# As https://core.telegram.org/bots/api#update names them.
KINDS = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.GUEST_MESSAGE,
    Update.INLINE_QUERY,
    Update.CALLBACK_QUERY,
    Update.CHOSEN_INLINE_RESULT,
)


def begin(update: Update) -> Seen:
    """Begin to see an update, in all that is called from here on."""
    kind = next((name for name in KINDS if getattr(update, name) is not None), "other")
    chat = ""
    if update.inline_query is not None:
        chat = update.inline_query.chat_type or ""
    elif update.effective_chat is not None:
        chat = update.effective_chat.type
    seen = Seen(update.update_id, kind, str(chat))
    _seen.set(seen)
    return seen


def end() -> None:
    """See no update any more."""
    _seen.set(None)


def comes_to(outcome: Outcome) -> None:
    """Note what becomes of the update that is being handled, if one is."""
    if seen := _seen.get():
        seen.outcome = outcome


def answered() -> None:
    """Note that Telegram took something; it is no answer where it says that none is given."""
    if (seen := _seen.get()) and seen.outcome is Outcome.IGNORED:
        seen.outcome = Outcome.ANSWERED


def decided(decision: str, exchange: str, version: str) -> None:
    """Note what was found for the question of the update that is being handled."""
    if seen := _seen.get():
        seen.decision, seen.exchange, seen.version = decision, exchange, version
