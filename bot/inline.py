"""``@bot question``, typed in any chat: exchanges to pick from, each a whole quoted answer."""

from datetime import UTC, datetime
from itertools import islice

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)

from bot import quoting
from bot.context import Context
from bot.fitting import shortened
from bot.noting import kept_text
from bot.reply import Place
from bot.seeing import seen
from bot.storage import entries
from bot.storage.entries import Found, JournalEntry, new_reference
from bot.wording import Wording
from knowledge.library import Edition, Entry
from knowledge.matching import Decision

PAGE = 10
# Seconds for which Telegram may give the same results to a person who types the same again (to
# others not, who may read another language): short enough for a reload to show soon.
CACHE_TIME = 60
# What the button under no results opens the private chat with.
START_QUESTIONS = "questions"
# Below this probability an exchange is no better than chance, and is not worth a line.
_LEAST_CONFIDENCE = 0.05
_LONGEST_DESCRIPTION = 120


async def look_up(update: Update, context: Context) -> None:
    """Offer what matches what was typed so far; without text, the questions in order."""
    query = _query(update)
    # Nobody is to be given what was found among half of it once all of it is loaded.
    cache_time = 0 if context.is_loading else CACHE_TIME
    edition = context.edition
    wording = await context.wording_of(query.from_user)
    start = int(query.offset) if query.offset.isdecimal() else 0
    start = min(start, len(edition.entries))
    found = await _found(query.query.strip(), start, edition, context)
    page, more = found[:PAGE], found[PAGE:]
    button = None
    if not found and not start:
        button = InlineQueryResultsButton(wording.not_found_inline, start_parameter=START_QUESTIONS)
    await query.answer(
        [_result(wording, entry, context.username) for entry in page],
        cache_time=cache_time,
        is_personal=True,
        next_offset=str(start + PAGE) if more else None,
        button=button,
    )


async def chosen(update: Update, context: Context) -> None:
    """Note what somebody sent, which Telegram tells where @BotFather's /setinlinefeedback is on.

    What is typed until then, letter by letter, is not noted.
    """
    result = update.chosen_inline_result
    if result is None:
        raise TypeError("this handler is registered for chosen inline results only")
    edition = context.edition
    entry = edition.entries.get(result.result_id)
    if entry is not None:
        asker = result.from_user
        context.services.metrics.decided(Decision.ANSWER.value, entries.Place.INLINE.value)
        exchange = f"{entry.interview.id}/{entry.exchange.id}"
        seen.decided(Decision.ANSWER.value, exchange, edition.version)
        context.services.journal.note(
            JournalEntry(
                reference=new_reference(),
                asked_at=datetime.now(UTC),
                place=entries.Place.INLINE,
                language=asker.language_code,
                reader=context.services.fingerprints.of_reader(asker.id),
                question=kept_text(result.query.strip(), context),
                decision=Decision.ANSWER,
                candidates=(Found(entry.interview.id, entry.exchange.id),),
                matching=None,
                answering=None,
                version=edition.version,
            )
        )


async def _found(text: str, start: int, edition: Edition, context: Context) -> list[Entry]:
    """Return what is found, from a place on: a page, and one more where there is more."""
    stop = start + PAGE + 1
    if not text:
        return list(islice(edition.entries.values(), start, stop))
    ranking = await context.services.finder.look_up(text, edition, PAGE, _LEAST_CONFIDENCE)
    return [edition.entry_of(one) for one in ranking[start:stop]]


def _result(wording: Wording, entry: Entry, username: str) -> InlineQueryResultArticle:
    reply = quoting.answered(wording, entry, place=Place.SHARED, username=username)
    question = entry.exchange.question
    name = entry.interview.interviewee.name
    if entry.among_others:
        question = f"{name}: {question}"
        name = wording.in_short(entry.interview)
    content = InputTextMessageContent(
        reply.text, parse_mode="HTML", link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    answer = shortened(entry.exchange.answer, _LONGEST_DESCRIPTION)
    return InlineQueryResultArticle(
        entry.reference,
        shortened(question, _LONGEST_DESCRIPTION),
        content,
        reply_markup=reply.keyboard,
        description=f"{name}: {answer}",
    )


def _query(update: Update) -> InlineQuery:
    if update.inline_query is None:
        raise TypeError("this handler is registered for inline queries only")
    return update.inline_query
