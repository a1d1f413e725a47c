"""What was found -> a message: its text as Telegram's HTML, and its buttons.

Text that comes from people (questions, answers, names, titles) is escaped here and nowhere else,
and every message is kept within Telegram's 4096 characters. What stands in a quotation is a
substring of the knowledge file.
"""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import islice
from typing import TypeVar

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardButtonLimit, InlineQueryLimit, MessageLimit

from bot import buttons
from bot.wording import ENGLISH, LANGUAGES, Wording, closed, untranslated, wording_for
from knowledge.interview import Interview, interview_reference
from knowledge.language import language_of
from knowledge.library import Changes, Edition, Entry
from knowledge.matching import Candidate, Decision, Match
from knowledge.problem import Problem

Row = list[InlineKeyboardButton]
Listed = TypeVar("Listed")

PAGE = 5
# Marks where a quotation leaves out what was said.
CUT = "[…]"
MOST_RELATED = 4
_MOST_TOPICS = 40
# A quotation of more characters than fill about half a phone's screen can be folded.
_LONG_QUOTE = 600
_LONGEST_QUESTION = 600
_LONGEST_LISTED_QUESTION = 250
_LONGEST_LABEL = 60
# A problem may name a field, and that may have any length.
_LONGEST_PROBLEM = 600
_BETWEEN = "\n\n"
# Of a name before a question on a button.
_LONGEST_NAME = 24
# For the number of a part, for a note to readers of another language, and for what is longer in the
# languages of the bot than in English.
ROOM_FOR_NOTES = 190


class Place(Enum):
    """Where a reply is read: by one reader, or by all in a chat that talks of other things."""

    PRIVATE = "private"
    SHARED = "shared"


@dataclass(frozen=True)
class Reply:
    """A message: Telegram's HTML, and a keyboard or none.

    Attributes:
        looks_further_for: the question that a button of it looks for in all interviews.
    """

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    looks_further_for: str = ""


def length(text: str) -> int:
    """Return a text's length as Telegram counts it: in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def matched(  # noqa: PLR0913, PLR0917  (each says something of its own)
    wording: Wording,
    match: Match,
    edition: Edition,
    place: Place,
    username: str,
    bound: Interview | None = None,
    noted_as: str = "",
) -> Reply:
    """Show what was found for a question; to a reader of another language, say what it is in.

    It was asked in a chat that is ``bound`` to an interview, where one is given. What the journal
    calls it, ``noted_as``, is carried by the buttons that tell what a reader thinks of the answer.
    """
    if match.decision is Decision.DECLINE or not match.candidates:
        if bound and not match.named:
            return _declined_in(wording, bound, match.question)
        return declined(wording, edition.interviews, match.named)
    best = match.candidates[0]
    note = untranslated(language_of(match.question), best.interview.language)
    if match.decision is Decision.SUGGEST:
        return noted(note, _suggested(wording, match, edition, noted_as))
    entry = edition.entry_of(best)
    if place is Place.SHARED:
        reply = excerpt(wording, entry, best.passage, username, noted_as)
    else:
        reply = answered(wording, entry, quote=best.passage, noted_as=noted_as)
    return noted(note, reply)


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


def declined(
    wording: Wording, interviews: Sequence[Interview], named: Sequence[Interview] = ()
) -> Reply:
    """Say that a question was not asked: in none of the interviews, or in none that it names."""
    row = [all_button(wording, several=len(interviews) > 1)]
    if len(named) == 1:
        row.insert(0, _questions_of(wording, named[0]))
    return Reply(escape(wording.not_in_interview(named or interviews)), keyboard([row]))


def _declined_in(wording: Wording, bound: Interview, question: str) -> Reply:
    """Say that a question was not asked in a chat's interview, and offer to look in all."""
    rows = [[button(wording.look_in_all, buttons.IN_ALL)], [_questions_of(wording, bound)]]
    text = escape(wording.not_in_interview([bound]))
    return Reply(text, keyboard(rows), looks_further_for=question)


def with_more_coming(wording: Wording, reply: Reply) -> Reply:
    """Say after a short reply that more interviews are still being loaded."""
    return replace(reply, text=f"{reply.text}\n\n{escape(wording.more_is_coming)}")


def said(text: str, *rows: Row) -> Reply:
    """Say something of the bot's own."""
    return Reply(escape(text), keyboard(list(rows)))


def introduced(wording: Wording, text: str, *, several: bool) -> Reply:
    """Say something of the bot's own to a reader who may not know yet what can be asked."""
    return said(text, [all_button(wording, several=several), button(wording.topics, "t")])


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


def page_of(listed: Sequence[Listed], page: int) -> tuple[int, list[tuple[int, Listed]]]:
    """Return which page is shown, the last one at most, and what is on it, counted from 1."""
    page = min(page, max(len(listed) - 1, 0) // PAGE)
    first = page * PAGE
    return page, list(enumerate(listed[first : first + PAGE], first + 1))


def turning_of(wording: Wording, page: int, count: int, carries: Callable[[int], str]) -> Row:
    """Return the buttons that lead from a page of a list to those beside it."""
    turning = []
    if page > 0:
        turning.append(button(wording.previous_page, carries(page - 1)))
    if (page + 1) * PAGE < count:
        turning.append(button(wording.next_page, carries(page + 1)))
    return turning


def listed_questions(
    wording: Wording, shown: Sequence[tuple[int, Entry]], *, whose: bool = True
) -> list[str]:
    """Return numbered questions as HTML; where it isn't plain, with whose they are."""
    lines = []
    for number, entry in shown:
        question = escape(shortened(entry.exchange.question, _LONGEST_LISTED_QUESTION))
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


def about(wording: Wording, edition: Edition, how_it_works: str) -> list[str]:
    """Describe the interviews and how the bot works: a message each, as HTML."""
    messages = [_about(wording, interview) for interview in edition.interviews]
    closing = f"{how_it_works}\n\n{wording.version(edition.version)}"
    if length(unmarked(messages[-1])) + length(closing) + 2 > MessageLimit.MAX_TEXT_LENGTH:
        return [*messages, escape(closing)]
    return [*messages[:-1], f"{messages[-1]}\n\n{escape(closing)}"]


def _about(wording: Wording, interview: Interview) -> str:
    lines = [
        f"<b>{escape(wording.heading(interview))}</b>",
        escape(wording.person(interview.interviewee)),
    ]
    if where := published(wording, interview):
        lines.append(where)
    text = "\n".join(lines)
    if interview.introduction:
        heading = escape(wording.introduction_by(interview.source))
        room = MessageLimit.MAX_TEXT_LENGTH - length(unmarked(text + heading)) - 50
        parts = cut(interview.introduction, room)
        rest = f"\n{CUT}" if len(parts) > 1 else ""
        text += f"\n\n<i>{heading}</i>\n{blockquote(parts[0])}{rest}"
    return text


def reloaded(wording: Wording, changes: Changes) -> Reply:
    """Tell an admin what a reload changed."""
    if not changes.any:
        return said(wording.unchanged(changes.version))
    lines = [wording.reloaded(changes.version)]
    for label, entries in (
        (wording.added, changes.added),
        (wording.changed, changes.changed),
        (wording.removed, changes.removed),
    ):
        lines += [
            f"{label}: {entry.exchange.id}: "
            f"{shortened(entry.exchange.question, _LONGEST_LISTED_QUESTION)}"
            for entry in entries
        ]
    if changes.interviews_changed:
        lines.append(wording.metadata_changed)
    if changes.problems:
        lines.append(wording.not_taken(len(changes.problems)))
        lines += listed_problems(changes.problems)
    return said(as_many_as_fit(wording, lines))


def refused(wording: Wording, problems: Sequence[Problem], version: str) -> Reply:
    """Tell an admin why a reload was refused; files by name, not by their place on the machine."""
    return with_problems(wording, wording.refused(len(problems), version), problems)


def with_problems(wording: Wording, text: str, problems: Sequence[Problem], *rows: Row) -> Reply:
    """Say something of the bot's own, and as many problems as fit the message, a line each."""
    return said(as_many_as_fit(wording, [text, *listed_problems(problems)]), *rows)


def listed_problems(problems: Sequence[Problem]) -> list[str]:
    """Return problems in a line each; files by name, not by their place on the machine."""
    return [
        f"{problem.path.name}:{problem.line}: {_short(problem.message)}"
        if problem.line
        else f"{problem.path.name}: {_short(problem.message)}"
        for problem in problems
    ]


def _short(message: str) -> str:
    return message if len(message) <= _LONGEST_PROBLEM else shortened(message, _LONGEST_PROBLEM)


def shortened(text: str, limit: int) -> str:
    """Return a text in one line, cut at a word with '…' where it is longer than ``limit``."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return closed(f"{cut.rsplit(' ', 1)[0] or cut}…")


def _suggested(wording: Wording, match: Match, edition: Edition, noted_as: str) -> Reply:
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


def noted(note: str, reply: Reply) -> Reply:
    """Return a reply with a note of the bot's own before it, if there is one."""
    return Reply(f"{escape(note)}\n\n{reply.text}", reply.keyboard) if note else reply


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
    text = escape(wording.published(interview.source))
    if interview.url is None:
        return text
    return f'<a href="{html.escape(interview.url)}">{text or escape(interview.url)}</a>'


def blockquote(text: str) -> str:
    """Return a quotation as HTML; a long one can be folded."""
    fold = " expandable" if len(text) > _LONG_QUOTE else ""
    return f"<blockquote{fold}>{escape(text)}</blockquote>"


def _parts(entry: Entry) -> list[str]:
    """Return the parts of an answer that fit a message each, substrings of it in order."""
    return cut(entry.exchange.answer, _room(entry))


def _room(entry: Entry) -> int:
    """Return how many UTF-16 units of an answer fit a message beside what else it says.

    As in English in every language: a page of an answer is the same for every reader.
    """
    frame = _quotation(ENGLISH, entry, "", before=True, after=True)
    return MessageLimit.MAX_TEXT_LENGTH - length(unmarked(frame)) - ROOM_FOR_NOTES


# Where a long text is best cut: between paragraphs, else sentences, else words.
_CUTS = (re.compile(r"\n\s*\n"), re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+"), re.compile(r"\s+"))


def cut(text: str, room: int) -> list[str]:
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


def as_many_as_fit(wording: Wording, lines: Sequence[str]) -> str:
    """Return as many paragraphs as fit a message, and how many more there are."""
    shown: list[str] = []
    left = MessageLimit.MAX_TEXT_LENGTH + len(_BETWEEN)
    for line in lines:
        left -= length(line) + len(_BETWEEN)
        if left < 0:
            break
        shown.append(line)
    text = _BETWEEN.join(shown)
    while len(shown) < len(lines):
        text = _BETWEEN.join([*shown, wording.more_lines(len(lines) - len(shown))])
        if length(text) <= MessageLimit.MAX_TEXT_LENGTH:
            break
        shown.pop()
    return text


def _actions(wording: Wording, entry: Entry, quote: str, noted_as: str) -> list[Row]:
    questions = (
        _questions_of(wording, entry.interview)
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


def link(text: str, username: str, carries: str) -> InlineKeyboardButton:
    """Return a button that leads into the private chat with the bot, to what it carries."""
    return InlineKeyboardButton(text, url=f"https://t.me/{username}?start={carries}")


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


def _whose(wording: Wording, entry: Entry) -> str:
    return shortened(wording.whose(entry.interview), _LONGEST_LABEL)


def all_button(wording: Wording, *, several: bool) -> InlineKeyboardButton:
    """Return a button that leads to the list of all questions; of several interviews, to theirs."""
    if several:
        return button(wording.all_interviews, buttons.interviews())
    return button(wording.all_questions, buttons.Listing().page(0))


def _questions_of(wording: Wording, interview: Interview) -> InlineKeyboardButton:
    return button(wording.its_questions, buttons.interview(interview_reference(interview)))


def button(text: str, carries: str) -> InlineKeyboardButton:
    """Return a button that carries something; see ``buttons``."""
    return InlineKeyboardButton(text, callback_data=carries)


def keyboard(rows: Sequence[Row]) -> InlineKeyboardMarkup | None:
    """Return the rows that have buttons; nothing where none has."""
    kept = [row for row in rows if row]
    return InlineKeyboardMarkup(kept) if kept else None


def escape(text: str) -> str:
    """Return a text as HTML that shows it."""
    return html.escape(text, quote=False)


def unmarked(text: str) -> str:
    """Return what a reader sees of HTML."""
    return html.unescape(re.sub(r"<[^>]*>", "", text))
