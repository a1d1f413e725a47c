"""What was found -> a message: its text as Telegram's HTML, and its buttons.

Text that comes from people (questions, answers, names, titles) is escaped here and nowhere else,
and every message is kept within Telegram's 4096 characters. What stands in a quotation is a
substring of the knowledge file.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardButtonLimit, InlineQueryLimit, MessageLimit

from bot import buttons, wording
from knowledge.interview import Interview
from knowledge.language import language_of
from knowledge.library import Changes, Edition, Entry
from knowledge.matching import Candidate, Decision, Match
from knowledge.problem import Problem

Row = list[InlineKeyboardButton]

PAGE = 5
MOST_RELATED = 4
_MOST_TOPICS = 40
# A quotation of more characters than fill about half a phone's screen can be folded.
_LONG_QUOTE = 600
_LONGEST_QUESTION = 600
_LONGEST_LISTED_QUESTION = 250
_LONGEST_LABEL = 60
# For the number of a part, and for a note to readers of another language.
ROOM_FOR_NOTES = 130


class Place(Enum):
    """Where a reply is read: by one reader, or by all in a chat that talks of other things."""

    PRIVATE = "private"
    SHARED = "shared"


@dataclass(frozen=True)
class Reply:
    """A message: Telegram's HTML, and a keyboard or none."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None


def length(text: str) -> int:
    """Return a text's length as Telegram counts it: in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def matched(match: Match, edition: Edition, place: Place, username: str) -> Reply:
    """Show what was found for a question; to a reader of another language, say what it is in."""
    if match.decision is Decision.DECLINE or not match.candidates:
        return declined(edition.interviews)
    best = match.candidates[0]
    note = wording.untranslated(language_of(match.question), best.interview.language)
    if match.decision is Decision.SUGGEST:
        return _noted(note, _suggested(match.candidates, edition))
    entry = Entry(best.interview, best.exchange, best.number)
    if place is Place.SHARED:
        return _noted(note, excerpt(entry, best.passage, username))
    return _noted(note, answered(entry, quote=best.passage))


def answered(
    entry: Entry,
    page: int = 0,
    *,
    place: Place = Place.PRIVATE,
    quote: str = "",
    username: str = "",
) -> Reply:
    """Quote an answer whole; of one too long for a message, the part that ``page`` counts from 0.

    ``quote`` is the passage that a button offers to copy, where the whole answer does not fit.
    """
    parts = _parts(entry)
    page = min(page, len(parts) - 1)
    text = _quotation(entry, parts[page], before=page > 0, after=page < len(parts) - 1)
    if len(parts) > 1:
        text += f" · {wording.part(page + 1, len(parts))}"
    turning: Row = []
    if page > 0:
        turning.append(_button(wording.GO_BACK, buttons.answer(entry.reference, page - 1)))
    if page < len(parts) - 1:
        turning.append(_button(wording.CONTINUE, buttons.answer(entry.reference, page + 1)))
    if place is Place.SHARED:
        return Reply(text, _keyboard([turning, [_privately(entry, username)]]))
    return Reply(text, _keyboard([turning, *_actions(entry, quote)]))


def excerpt(entry: Entry, passage: str, username: str) -> Reply:
    """Quote the passage of an answer that bears on a question, for a chat with other business."""
    answer = entry.exchange.answer
    passage = _parts(entry)[0] if length(passage) > _room(entry) else passage
    start = answer.find(passage)
    before, after = start > 0, start + len(passage) < len(answer)
    row = [_privately(entry, username)]
    if before or after:
        row.insert(0, _button(wording.FULL_ANSWER, buttons.answer(entry.reference)))
    return Reply(_quotation(entry, passage, before=before, after=after), _keyboard([row]))


def declined(interviews: Sequence[Interview]) -> Reply:
    """Say that a question was not asked."""
    return Reply(_escape(wording.not_in_interview(interviews)), _keyboard([[_all_questions()]]))


def said(text: str, *rows: Row) -> Reply:
    """Say something of the bot's own."""
    return Reply(_escape(text), _keyboard(list(rows)))


def introduced(text: str) -> Reply:
    """Say something of the bot's own to a reader who may not know yet what can be asked."""
    return said(text, [_all_questions(), _button(wording.TOPICS, "t")])


def question_list(edition: Edition, listing: buttons.Listing, page: int) -> Reply:
    """List questions, five a page, with a button for each."""
    entries = [
        entry
        for entry in edition.entries.values()
        if listing.topic is None or listing.topic in entry.exchange.topics
    ]
    last = max(len(entries) - 1, 0) // PAGE
    page = min(page, last)
    shown = list(enumerate(entries, 1))[page * PAGE : (page + 1) * PAGE]
    heading = wording.questions_heading(shown[0][0], shown[-1][0], len(entries))
    if listing.topic is not None:
        heading = f"{listing.topic}: {heading[0].lower()}{heading[1:]}"
    lines = [f"<b>{_escape(heading)}</b>"]
    lines += [
        f"{number}. {_escape(shortened(entry.exchange.question, _LONGEST_LISTED_QUESTION))}"
        for number, entry in shown
    ]
    numbers = [_button(str(number), buttons.answer(entry.reference)) for number, entry in shown]
    turning: Row = []
    if page > 0:
        turning.append(_button(wording.PREVIOUS, listing.page(page - 1)))
    if page < last:
        turning.append(_button(wording.NEXT, listing.page(page + 1)))
    return Reply("\n\n".join(lines), _keyboard([numbers, turning]))


def topic_list(edition: Edition) -> Reply:
    """List topics, a button each."""
    topics = list(dict.fromkeys(topic for one in edition.interviews for topic in one.topics))
    if not topics:
        return said(wording.NO_TOPICS, [_all_questions()])
    rows = [[_button(topic, buttons.Listing(topic).page(0))] for topic in topics[:_MOST_TOPICS]]
    return said(wording.TOPICS_HEADING, *rows)


def related(entry: Entry, ranking: Sequence[Candidate]) -> InlineKeyboardMarkup:
    """Offer the questions that are most like this one, in place of an answer's buttons."""
    others = [one for one in ranking if one.exchange is not entry.exchange][:MOST_RELATED]
    rows = [[_offer(Entry(one.interview, one.exchange, one.number))] for one in others]
    back = _button(wording.GO_BACK, buttons.answer(entry.reference))
    return InlineKeyboardMarkup([*rows, [back]])


def about(edition: Edition, how_it_works: str) -> list[str]:
    """Describe the interviews and how the bot works: a message each, as HTML."""
    messages = [_about(interview) for interview in edition.interviews]
    closing = f"{how_it_works}\n\n{wording.version(edition.version)}"
    if length(_unmarked(messages[-1])) + length(closing) + 2 > MessageLimit.MAX_TEXT_LENGTH:
        return [*messages, _escape(closing)]
    return [*messages[:-1], f"{messages[-1]}\n\n{_escape(closing)}"]


def _about(interview: Interview) -> str:
    lines = [f"<b>{_escape(interview.heading)}</b>", _escape(wording.person(interview.interviewee))]
    if published := _published(interview):
        lines.append(published)
    text = "\n".join(lines)
    if interview.introduction:
        heading = _escape(wording.introduction_by(interview.source))
        room = MessageLimit.MAX_TEXT_LENGTH - length(_unmarked(text + heading)) - 50
        parts = _cut(interview.introduction, room)
        cut = f"\n{wording.CUT}" if len(parts) > 1 else ""
        text += f"\n\n<i>{heading}</i>\n{_blockquote(parts[0])}{cut}"
    return text


def reloaded(changes: Changes) -> Reply:
    """Tell an admin what a reload changed."""
    if not changes.any:
        return said(wording.unchanged(changes.version))
    lines = [wording.reloaded(changes.version)]
    for label, entries in (
        (wording.ADDED, changes.added),
        (wording.CHANGED, changes.changed),
        (wording.REMOVED, changes.removed),
    ):
        lines += [
            f"{label}: {entry.exchange.id}: "
            f"{shortened(entry.exchange.question, _LONGEST_LISTED_QUESTION)}"
            for entry in entries
        ]
    if changes.interviews_changed:
        lines.append(wording.METADATA_CHANGED)
    if changes.problems:
        lines.append(wording.not_taken(len(changes.problems)))
        lines += _listed(changes.problems)
    return said(_as_many_as_fit(lines))


def refused(problems: Sequence[Problem], version: str) -> Reply:
    """Tell an admin why a reload was refused; files by name, not by their place on the machine."""
    return said(_as_many_as_fit([wording.refused(len(problems), version), *_listed(problems)]))


def _listed(problems: Sequence[Problem]) -> list[str]:
    return [
        f"{problem.path.name}:{problem.line}: {problem.message}"
        if problem.line
        else f"{problem.path.name}: {problem.message}"
        for problem in problems
    ]


def shortened(text: str, limit: int) -> str:
    """Return a text in one line, cut at a word with '…' where it is longer than ``limit``."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return f"{cut.rsplit(' ', 1)[0] or cut}…"


def _suggested(candidates: Sequence[Candidate], edition: Edition) -> Reply:
    entries = [Entry(one.interview, one.exchange, one.number) for one in candidates]
    interviews = list({one.interview.id: one.interview for one in entries}.values())
    lines = [_escape(wording.NOT_SURE), _escape(wording.closest(interviews or edition.interviews))]
    lines += [
        f"{number}. {_escape(shortened(entry.exchange.question, _LONGEST_LISTED_QUESTION))}"
        for number, entry in enumerate(entries, 1)
    ]
    offers = [[_offer(entry, f"{number}. ")] for number, entry in enumerate(entries, 1)]
    return Reply("\n\n".join(lines), _keyboard([*offers, [_all_questions()]]))


def _noted(note: str, reply: Reply) -> Reply:
    """Put a note of the bot's own before a reply."""
    return Reply(f"{_escape(note)}\n\n{reply.text}", reply.keyboard) if note else reply


def _quotation(entry: Entry, quote: str, *, before: bool, after: bool) -> str:
    """Return a quotation with its question, speaker and source; a cut is marked outside it."""
    lines = [wording.CUT] * before + [_blockquote(quote)] + [wording.CUT] * after
    return "\n".join([_asked(entry), "", *lines, _source(entry)])


def _asked(entry: Entry) -> str:
    question = entry.exchange.question
    if len(question) > _LONGEST_QUESTION:
        question = f"{_cut(question, _LONGEST_QUESTION)[0]} {wording.CUT}"
    asked_by = _escape(wording.asked_by(entry.interview.source))
    return f"<i>{asked_by}</i>\n<b>{_escape(question)}</b>"


def _source(entry: Entry) -> str:
    interview = entry.interview
    number = wording.place(entry.number, len(interview.exchanges))
    where = [part for part in (_published(interview), number) if part]
    return f"{_escape(wording.person(interview.interviewee))}\n{' · '.join(where)}"


def _published(interview: Interview) -> str:
    text = _escape(wording.published(interview.source))
    if interview.url is None:
        return text
    return f'<a href="{html.escape(interview.url)}">{text or _escape(interview.url)}</a>'


def _blockquote(text: str) -> str:
    fold = " expandable" if len(text) > _LONG_QUOTE else ""
    return f"<blockquote{fold}>{_escape(text)}</blockquote>"


def _parts(entry: Entry) -> list[str]:
    """Return the parts of an answer that fit a message each, substrings of it in order."""
    return _cut(entry.exchange.answer, _room(entry))


def _room(entry: Entry) -> int:
    """Return how many UTF-16 units of an answer fit a message beside what else it says."""
    frame = _quotation(entry, "", before=True, after=True)
    return MessageLimit.MAX_TEXT_LENGTH - length(_unmarked(frame)) - ROOM_FOR_NOTES


# Where a long text is best cut: between paragraphs, else sentences, else words.
_CUTS = (re.compile(r"\n\s*\n"), re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+"), re.compile(r"\s+"))


def _cut(text: str, room: int) -> list[str]:
    """Cut a text into substrings of at most ``room`` UTF-16 units, at the best place for each."""
    parts = []
    while length(text) > room:
        head = text.encode("utf-16-le", "surrogatepass")[: room * 2].decode("utf-16-le", "ignore")
        ends = ([found.start() for found in cut.finditer(head)] for cut in _CUTS)
        # A cut that leaves less than a third of a message would make readers turn for little.
        end = next((last[-1] for last in ends if last and last[-1] > len(head) // 3), len(head))
        parts.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [*parts, text]


def _as_many_as_fit(lines: Sequence[str]) -> str:
    shown = list(lines)
    while length(text := "\n\n".join(shown)) > MessageLimit.MAX_TEXT_LENGTH:
        kept = min(len(shown) - 1, len(lines) - 1)
        shown = [*lines[: kept - 1], wording.more_lines(len(lines) - kept + 1)]
    return text


def _actions(entry: Entry, quote: str) -> list[Row]:
    rows = [
        [_button(wording.RELATED, buttons.related(entry.reference)), _all_questions()],
        [
            InlineKeyboardButton(
                wording.SHARE,
                switch_inline_query=shortened(
                    entry.exchange.question, InlineQueryLimit.MAX_QUERY_LENGTH
                ),
            )
        ],
    ]
    for text in (entry.exchange.answer, quote):
        if 0 < length(text) <= InlineKeyboardButtonLimit.MAX_COPY_TEXT:
            rows[1].append(InlineKeyboardButton(wording.COPY, copy_text=CopyTextButton(text)))
            break
    return rows


def _privately(entry: Entry, username: str) -> InlineKeyboardButton:
    url = f"https://t.me/{username}?start={entry.reference}"
    return InlineKeyboardButton(wording.ASK_PRIVATELY, url=url)


def _offer(entry: Entry, number: str = "") -> InlineKeyboardButton:
    label = number + shortened(entry.exchange.question, _LONGEST_LABEL)
    return _button(label, buttons.answer(entry.reference))


def _all_questions() -> InlineKeyboardButton:
    return _button(wording.ALL_QUESTIONS, buttons.Listing().page(0))


def _button(text: str, carries: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(text, callback_data=carries)


def _keyboard(rows: Sequence[Row]) -> InlineKeyboardMarkup | None:
    kept = [row for row in rows if row]
    return InlineKeyboardMarkup(kept) if kept else None


def _escape(text: str) -> str:
    return html.escape(text, quote=False)


def _unmarked(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", text))
