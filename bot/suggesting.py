"""Exchanges that a reader may mean, or may want to read next, offered with a button for each."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot import buttons
from bot.fitting import shortened
from bot.keyboard import button, keyboard
from bot.listing import all_button, listed_questions
from bot.markup import escape
from bot.reply import Reply
from bot.wording import Wording
from knowledge.library import Edition, Entry
from knowledge.matching import Candidate, Match

MOST_RELATED = 4
_LONGEST_LABEL = 60
# Of a name before a question on a button.
_LONGEST_NAME = 24


def suggested(wording: Wording, match: Match, edition: Edition, noted_as: str) -> Reply:
    """Offer what was found for a question that can't be answered for certain."""
    entries = [edition.entry_of(one) for one in match.candidates]
    if match.is_elsewhere:
        introduction = [wording.closest_elsewhere(match.named)]
    else:
        introduction = [wording.not_sure, closest(wording, entries)]
    return offered(wording, introduction, entries, noted_as)


def offered(
    wording: Wording, introduction: Sequence[str], entries: Sequence[Entry], noted_as: str
) -> Reply:
    """Offer some exchanges for a question, a button each, best first."""
    several = entries[0].among_others
    numbered = list(enumerate(entries, 1))
    lines = [*map(escape, introduction), *listed_questions(wording, numbered)]
    offers = [[offer(entry, f"{number}. ", noted_as)] for number, entry in numbered]
    return Reply("\n\n".join(lines), keyboard([*offers, [all_button(wording, several=several)]]))


def closest(wording: Wording, entries: Sequence[Entry]) -> str:
    """Introduce the exchanges that come closest to a question."""
    interviews = {one.interview.id: one.interview for one in entries}
    return wording.closest(list(interviews.values()))


def related(
    wording: Wording, entry: Entry, ranking: Sequence[Candidate], noted_as: str = ""
) -> InlineKeyboardMarkup:
    """Offer the questions that are most like this one, in place of an answer's buttons."""
    others = [one for one in ranking if one.exchange is not entry.exchange][:MOST_RELATED]
    rows = [
        [offer(Entry(one.interview, one.exchange, one.number, entry.among_others))]
        for one in others
    ]
    back = button(wording.go_back, buttons.answer(entry.reference, noted_as=noted_as))
    return InlineKeyboardMarkup([*rows, [back]])


def offer(entry: Entry, number: str = "", noted_as: str = "") -> InlineKeyboardButton:
    """Return a button that leads to an exchange; of a question, that takes it as what was meant."""
    whose = (
        f"{shortened(entry.interview.interviewee.name, _LONGEST_NAME)}: "
        if entry.among_others
        else ""
    )
    label = number + shortened(whose + entry.exchange.question, _LONGEST_LABEL)
    if noted_as:
        return button(label, buttons.suggested(noted_as, entry.reference))
    return button(label, buttons.answer(entry.reference))
