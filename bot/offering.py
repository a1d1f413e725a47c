"""What else a question may have meant: the other exchanges that were found for it at the time."""

from bot import buttons
from bot.context import Context
from bot.reply import Reply, said
from bot.suggesting import closest, offered
from bot.wording import Wording
from knowledge.interview import reference_of
from knowledge.library import Entry


async def others(noted_as: str, shown: str, context: Context) -> list[Entry]:
    """Return what else was found for a question and is still served, best first.

    ``noted_as`` is what the journal calls it; ``shown`` is the key of what it was answered with.
    """
    entries = context.edition.entries
    found = await context.services.journal.candidates(noted_as)
    references = (reference_of(one.interview, one.exchange) for one in found)
    return [entries[one] for one in references if one in entries and buttons.key(one) != shown]


async def offered_by_link(target: str, wording: Wording, context: Context) -> Reply | None:
    """Return what a link of ``buttons.not_that`` leads to; nothing for any other link."""
    found = buttons.NOT_THAT.match(target)
    if found is None:
        return None
    noted_as = found["noted_as"]
    entries = await others(noted_as, found["key"], context)
    if not entries:
        return said(wording.question_forgotten)
    return offered(wording, [closest(wording, entries)], entries, noted_as)
