"""Lists that lead on, with a button for each thing listed: questions, topics, languages."""

from collections.abc import Sequence
from itertools import islice

from telegram import InlineKeyboardButton

from bot import buttons
from bot.fitting import shortened
from bot.keyboard import button, keyboard
from bot.markup import escape
from bot.paging import page_of, turning_of
from bot.reply import Reply, said
from bot.wording import LANGUAGES, Wording, wording_for
from knowledge.interview import Interview, interview_reference
from knowledge.library import Edition, Entry

LONGEST_LISTED_QUESTION = 250
_LONGEST_WHOSE = 60
_MOST_TOPICS = 40


def question_list(
    wording: Wording,
    edition: Edition,
    listing: buttons.Listing,
    page: int,
    bound: Interview | None = None,
) -> Reply:
    """List questions, five a page, with a button for each; of a topic also whose they are.

    Of a topic they are those of the interview that the chat is ``bound`` to, if it has any.
    """
    if listing.topic is None:
        entries: Sequence[Entry] = list(edition.entries.values())
    else:
        entries = edition.topics[listing.topic]
        entries = [one for one in entries if one.interview is bound] or entries
    page, shown = page_of(entries, page)
    first, last = shown[0][0], shown[-1][0]
    heading = wording.questions_heading(first, last, len(entries), listing.topic)
    lines = [f"<b>{escape(heading)}</b>"]
    lines += listed_questions(wording, shown)
    numbers = [button(str(number), buttons.answer(entry.reference)) for number, entry in shown]
    turning = turning_of(wording, page, len(entries), listing.page)
    return Reply("\n\n".join(lines), keyboard([numbers, turning]))


def listed_questions(
    wording: Wording, shown: Sequence[tuple[int, Entry]], *, whose: bool = True
) -> list[str]:
    """Return numbered questions as HTML; where it isn't plain, with whose they are."""
    lines = []
    for number, entry in shown:
        question = escape(shortened(entry.exchange.question, LONGEST_LISTED_QUESTION))
        by = f"\n<i>{escape(_whose(wording, entry))}</i>" if whose and entry.among_others else ""
        lines.append(f"{number}. {question}{by}")
    return lines


def topic_list(wording: Wording, edition: Edition, bound: Interview | None = None) -> Reply:
    """List topics, a button each; those of the interview that the chat is ``bound`` to alone."""
    listed = bound.topics if bound else edition.topics
    if not listed:
        return said(wording.no_topics, [all_button(wording, several=edition.has_several)])
    topics = islice(listed, _MOST_TOPICS)
    rows = [[button(topic, buttons.Listing(topic).page(0))] for topic in topics]
    return said(wording.topics_heading, *rows)


def language_list(wording: Wording) -> Reply:
    """Offer the languages that the bot speaks, a button each, named as those who speak it do."""
    row = [button(wording_for(tag).language_name, buttons.language(tag)) for tag in LANGUAGES]
    return said(wording.choose_language, row)


def introduced(wording: Wording, text: str, *, several: bool) -> Reply:
    """Say something of the bot's own to a reader who may not know yet what can be asked."""
    return said(text, [all_button(wording, several=several), button(wording.topics, "t")])


def all_button(wording: Wording, *, several: bool) -> InlineKeyboardButton:
    """Return a button that leads to the list of all questions; of several interviews, to theirs."""
    if several:
        return button(wording.all_interviews, buttons.interviews())
    return button(wording.all_questions, buttons.Listing().page(0))


def questions_of(wording: Wording, interview: Interview) -> InlineKeyboardButton:
    """Return a button that leads to the questions of an interview."""
    return button(wording.its_questions, buttons.interview(interview_reference(interview)))


def _whose(wording: Wording, entry: Entry) -> str:
    return shortened(wording.whose(entry.interview), _LONGEST_WHOSE)
