"""Answers quoted, with their question, speaker and source.

What stands in a quotation is a substring of the knowledge file, and every message is kept within
Telegram's 4096 characters.
"""

from telegram import CopyTextButton, InlineKeyboardButton
from telegram.constants import InlineKeyboardButtonLimit, InlineQueryLimit, MessageLimit

from bot import buttons
from bot.fitting import CUT, cut, length, shortened
from bot.keyboard import Row, button, keyboard, link
from bot.listing import all_button, questions_of
from bot.markup import blockquote, escape, linked, unmarked
from bot.reply import Place, Reply
from bot.wording import ENGLISH, Wording
from knowledge.interview import Interview
from knowledge.library import Entry

_LONGEST_QUESTION = 600
# For the number of a part, for a note to readers of another language, and for what is longer in the
# languages of the bot than in English.
ROOM_FOR_NOTES = 190


def answered(  # noqa: PLR0913  (each says how much of it is read, and where)
    wording: Wording,
    entry: Entry,
    page: int = 0,
    *,
    place: Place = Place.PRIVATE,
    quote: str = "",
    username: str = "",
    noted_as: str = "",
) -> Reply:
    """Quote an answer whole; of one too long for a message, the part that ``page`` counts from 0.

    ``quote`` is the passage that a button offers to copy, where the whole answer does not fit.
    ``noted_as`` is what the journal calls the question that it answers, if there was one.
    """
    parts = _parts(entry)
    page = min(page, len(parts) - 1)
    before, after = page > 0, page < len(parts) - 1
    text = _quotation(wording, entry, parts[page], before=before, after=after)
    if len(parts) > 1:
        text += f" · {wording.part(page + 1, len(parts))}"
    turning: Row = []
    if before:
        carries = buttons.answer(entry.reference, page - 1, noted_as)
        turning.append(button(wording.go_back, carries))
    if after:
        carries = buttons.answer(entry.reference, page + 1, noted_as)
        turning.append(button(wording.continue_reading, carries))
    verdicts = _verdicts(wording, entry, noted_as)
    if place is Place.SHARED:
        return Reply(text, keyboard([turning, [_privately(wording, entry, username)], verdicts]))
    return Reply(text, keyboard([turning, *_actions(wording, entry, quote, noted_as), verdicts]))


def excerpt(
    wording: Wording, entry: Entry, passage: str, username: str, noted_as: str = ""
) -> Reply:
    """Quote the passage of an answer that bears on a question, for a chat with other business."""
    answer = entry.exchange.answer
    if length(passage) > _room(entry):
        passage = _parts(entry)[0]
    start = answer.find(passage)
    before, after = start > 0, start + len(passage) < len(answer)
    row = [_privately(wording, entry, username)]
    if before or after:
        carries = buttons.answer(entry.reference, noted_as=noted_as)
        row.insert(0, button(wording.full_answer, carries))
    text = _quotation(wording, entry, passage, before=before, after=after)
    return Reply(text, keyboard([row, _verdicts(wording, entry, noted_as)]))


def _quotation(wording: Wording, entry: Entry, quote: str, *, before: bool, after: bool) -> str:
    """Return a quotation with its question, speaker and source; a cut is marked outside it."""
    lines = [CUT] * before + [blockquote(quote)] + [CUT] * after
    return "\n".join([_asked(wording, entry), "", *lines, _source(wording, entry)])


def _asked(wording: Wording, entry: Entry) -> str:
    question = entry.exchange.question
    if len(question) > _LONGEST_QUESTION:
        question = f"{cut(question, _LONGEST_QUESTION)[0]} {CUT}"
    asked_by = escape(wording.asked_by(entry.interview.source))
    return f"<i>{asked_by}</i>\n<b>{escape(question)}</b>"


def _source(wording: Wording, entry: Entry) -> str:
    interview = entry.interview
    number = wording.place(entry.number, len(interview.exchanges))
    where = [part for part in (published(wording, interview), number) if part]
    title = [escape(interview.title)] if entry.among_others and interview.title else []
    return "\n".join((escape(wording.person(interview.interviewee)), *title, " · ".join(where)))


def published(wording: Wording, interview: Interview) -> str:
    """Return outlet and date as HTML, a link where the address is known."""
    text = wording.published(interview.source)
    return escape(text) if interview.url is None else linked(text, interview.url)


def _parts(entry: Entry) -> list[str]:
    """Return the parts of an answer that fit a message each, substrings of it in order."""
    return cut(entry.exchange.answer, _room(entry))


def _room(entry: Entry) -> int:
    """Return how many UTF-16 units of an answer fit a message beside what else it says.

    As in English in every language: a page of an answer is the same for every reader.
    """
    frame = _quotation(ENGLISH, entry, "", before=True, after=True)
    return MessageLimit.MAX_TEXT_LENGTH - length(unmarked(frame)) - ROOM_FOR_NOTES


def _actions(wording: Wording, entry: Entry, quote: str, noted_as: str) -> list[Row]:
    questions = (
        questions_of(wording, entry.interview)
        if entry.among_others
        else all_button(wording, several=False)
    )
    rows = [
        [button(wording.related, buttons.related(entry.reference, noted_as)), questions],
        [
            InlineKeyboardButton(
                wording.share,
                switch_inline_query=shortened(
                    entry.exchange.question, InlineQueryLimit.MAX_QUERY_LENGTH
                ),
            )
        ],
    ]
    for text in (entry.exchange.answer, quote):
        if 0 < length(text) <= InlineKeyboardButtonLimit.MAX_COPY_TEXT:
            rows[1].append(InlineKeyboardButton(wording.copy_quote, copy_text=CopyTextButton(text)))
            break
    return rows


def _verdicts(wording: Wording, entry: Entry, noted_as: str) -> Row:
    if not noted_as:
        return []
    return [
        button(wording.answers_it, buttons.right(noted_as, entry.reference)),
        button(wording.not_what_i_asked, buttons.wrong(noted_as, entry.reference)),
    ]


def _privately(wording: Wording, entry: Entry, username: str) -> InlineKeyboardButton:
    return link(wording.ask_privately, username, entry.reference)
