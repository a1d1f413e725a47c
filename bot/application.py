"""The whole bot on one page: what it works with, and who handles what, in the order of trying."""

import asyncio
import gc
import logging
import os
import sys
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from functools import partial
from http import HTTPStatus

from sqlalchemy import URL
from telegram import LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.error import InvalidToken, TelegramError
from telegram.ext import (
    ApplicationBuilder,
    ApplicationHandlerStop,
    CallbackQueryHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    ContextTypes,
    Defaults,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot import (
    asking,
    binding,
    browsing,
    buttons,
    forgetting,
    growing,
    inline,
    judging,
    menu,
    pacing,
    reloading,
    running,
    speaking,
)
from bot.addressing import FOR_BOT
from bot.chats import Chats
from bot.context import Bot, Context, Services, serving
from bot.desk import handlers as desk
from bot.desk.alarms import Alarms, tell_admins
from bot.failing import failed
from bot.fairness import FairShare, Verdict
from bot.finding import Finder
from bot.http_server import ListeningError
from bot.journal import Journal
from bot.ledger import Ledger
from bot.pacing import Pacing
from bot.receiving import InOrderWithinAChat
from bot.replies import Replies
from bot.reply import said
from bot.seeing import seen
from bot.seeing.metrics import Metrics
from bot.seeing.standing import Standing
from bot.shared_pace import SharedPace
from bot.sharing import Sharing
from bot.storage import announcing
from bot.storage.database import Database
from bot.storage.fingerprints import Fingerprints
from bot.storage.places import hash_key, storage_url
from bot.transport import AiohttpRequest
from config import Settings
from knowledge.library import Edition, Library
from knowledge.matching.processors import leave_a_processor
from knowledge.matching.second_reader import PATIENCE, SecondReader

_logger = logging.getLogger(__name__)

# One of them is always waiting for updates.
CONNECTIONS = 16
# Seconds for which the thread that matches may keep the event loop waiting for Python's lock; by
# default it is five times as long.
SWITCH_INTERVAL = 0.001
# Seconds for which the start waits for the database; then questions are answered without it.
DATABASE_PATIENCE = 2.0
# Each letter that is typed inline may be a query of its own.
LOOK_UPS_PER_QUESTION = 10


def build(settings: Settings, library: Library, patience: float = PATIENCE) -> Bot:
    """Return the application that serves a library under a token.

    The second reader has ``patience`` seconds for each question.

    Raises:
        ValueError: if the settings have no token.
    """
    if settings.token is None:
        raise ValueError("BOT_TOKEN is not set")
    alarms = Alarms()
    url = storage_url(settings)
    database = Database(url, alarms.sound)
    fingerprints = Fingerprints(hash_key(settings))
    metrics = Metrics()
    services = Services(
        settings,
        library,
        Sharing(database, library, alarms.sound),
        Finder(_second_reader(settings, patience)),
        Replies(database, fingerprints),
        FairShare(settings.questions_per_minute),
        FairShare(settings.questions_per_minute * LOOK_UPS_PER_QUESTION),
        database,
        Chats(database, fingerprints),
        Journal(database, settings.keep_questions, tell=alarms.sound),
        Ledger(database),
        fingerprints,
        alarms,
        metrics,
    )
    metrics.registry.register(Standing(metrics, library, database, services.journal))

    shared = SharedPace(database, fingerprints, pacing.limits(settings.messages_per_second))
    beside: list[asyncio.Task[None]] = []

    async def connected(application: Bot) -> None:
        _logger.info("Answering as @%s", application.bot.username)

        async def reloaded(before: Edition) -> None:
            alarms.left_out(library.problems)
            services.sharing.nudge()
            await menu.keep_up(application.bot, services, before)

        tell = partial(tell_admins, application.bot, settings.admins, services.chats)
        beside.append(asyncio.create_task(alarms.tell_on(tell)))
        if settings.watch:
            watching = reloading.watch(library, reloaded, alarms.refused)
            beside.append(asyncio.create_task(watching))
        publish = partial(menu.publish, application.bot, services)
        published = library.current
        await asyncio.gather(publish(), database.open(DATABASE_PATIENCE))
        if announcing.is_shared(url):
            in_step = _in_step(url, services, application.bot.id, reloaded)
            beside.extend(asyncio.create_task(one) for one in in_step)
        services.journal.open()
        services.ledger.open(application.bot.id)
        shared.open(application.bot.id)
        growing_up = growing.grow(library, published, publish, alarms.left_out)
        beside.append(asyncio.create_task(growing_up))

    async def disconnected(_application: Bot) -> None:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        await services.sharing.close()
        await services.finder.close()
        await services.chats.close()
        await services.journal.close()
        await services.ledger.close()
        await shared.close()
        await database.close()

    transport = AiohttpRequest(CONNECTIONS, partial(_answered, metrics))
    processor = InOrderWithinAChat()
    application = (
        ApplicationBuilder()
        .token(settings.token.get_secret_value())
        .base_url(f"{settings.api_url}/bot")
        .base_file_url(f"{settings.api_url}/file/bot")
        .context_types(ContextTypes(context=serving(services)))
        .defaults(
            Defaults(
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        )
        .rate_limiter(Pacing(settings.messages_per_second, processor.give_way, metrics, shared))
        .concurrent_updates(processor)
        .request(transport)
        .get_updates_request(transport)
        .updater(None)
        .job_queue(None)
        .post_init(connected)
        .post_shutdown(disconnected)
        .build()
    )
    _add_handlers(application, settings)
    return application


def _answered(metrics: Metrics, status: int) -> None:
    """Note an answer of Telegram's, and not of what stands before it while it is away."""
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        metrics.answered()
    if status == HTTPStatus.OK:
        seen.answered()


def _in_step(
    url: URL, services: Services, me: int, reloaded: Callable[[Edition], Awaitable[None]]
) -> Sequence[Coroutine[None, None, None]]:
    """Return what keeps a machine in step with others that share its database."""
    chats, sharing = services.chats, services.sharing

    def missed() -> None:
        chats.any_may_have_changed()
        sharing.nudge()

    changed: announcing.Changed = {
        announcing.CHATS: chats.changed,
        announcing.KNOWLEDGE: sharing.nudge,
    }
    return (
        announcing.listen(url, changed, missed),
        sharing.keep(me, reloaded),
        services.replies.share(me),
    )


def _second_reader(settings: Settings, patience: float) -> SecondReader | None:
    if settings.llm_url is None or settings.llm_model is None:
        return None
    key = settings.llm_key.get_secret_value() if settings.llm_key else None
    return SecondReader(settings.llm_url, settings.llm_model, key, patience)


def _add_handlers(application: Bot, settings: Settings) -> None:
    new = filters.UpdateType.MESSAGE & FOR_BOT
    edited = filters.UpdateType.EDITED_MESSAGE & FOR_BOT
    words = filters.TEXT | filters.CAPTION
    private = filters.ChatType.PRIVATE

    # Before anything else: nobody crowds out others.
    application.add_handler(MessageHandler(new | edited, hold_to_fair_share), group=-1)
    application.add_handler(
        MessageHandler(filters.UpdateType.GUEST_MESSAGE, hold_to_fair_share), group=-1
    )
    application.add_handler(CallbackQueryHandler(hold_to_fair_share), group=-1)
    application.add_handler(InlineQueryHandler(hold_to_fair_share), group=-1)

    for name, handler in (
        ("start", browsing.start),
        ("interviews", browsing.interviews),
        ("interview", binding.interview),
        ("questions", browsing.questions),
        ("topics", browsing.topics),
        ("about", browsing.about),
        ("language", speaking.language),
        ("privacy", browsing.privacy),
        ("forget", forgetting.forget),
        ("help", browsing.help_command),
        ("ask", asking.question),
    ):
        application.add_handler(CommandHandler(name, handler, new))
    desk.add_handlers(application, settings)
    application.add_handler(
        MessageHandler(new & private & filters.COMMAND, browsing.unknown_command)
    )
    application.add_handler(MessageHandler(new & words & ~filters.COMMAND, asking.question))
    application.add_handler(
        MessageHandler(new & private & ~filters.StatusUpdate.ALL, asking.not_text)
    )
    application.add_handler(MessageHandler(edited & words, asking.edited_question))
    application.add_handler(MessageHandler(filters.UpdateType.GUEST_MESSAGE, asking.guest_question))

    application.add_handler(InlineQueryHandler(inline.look_up))
    application.add_handler(ChosenInlineResultHandler(inline.chosen))
    for pattern, handler in (
        (buttons.ANSWER, browsing.show_answer),
        (buttons.RELATED, browsing.show_related),
        (buttons.QUESTIONS, browsing.show_questions),
        (buttons.INTERVIEWS, browsing.show_interviews),
        (buttons.INTERVIEW, browsing.show_interview),
        (buttons.CHOICE, binding.show_choice),
        (buttons.BIND, binding.bind),
        (buttons.EVERYWHERE, binding.ask_in_all),
        (buttons.TOPIC, browsing.show_topic),
        (buttons.TOPICS, browsing.show_topics),
        (buttons.LANGUAGE, speaking.choose_language),
        (buttons.RIGHT, judging.answers_it),
        (buttons.WRONG, judging.not_what_i_asked),
        (buttons.SUGGESTED, judging.take_suggestion),
        (buttons.THANKED, judging.thanked),
    ):
        application.add_handler(CallbackQueryHandler(handler, pattern))
    application.add_handler(CallbackQueryHandler(browsing.unknown_button))

    application.add_error_handler(failed)


async def hold_to_fair_share(update: Update, context: Context) -> None:
    """Let no more through than a person's fair share; say so once, kindly."""
    person = update.effective_sender
    if person is None:
        return
    shares = context.services.look_ups if update.inline_query else context.services.questions
    verdict = await shares.take(person.id)
    if verdict is Verdict.FAIR:
        return
    seen.comes_to(seen.Outcome.HELD_BACK)
    wording = await context.wording_of(update.effective_user)
    try:
        if update.callback_query:
            await update.callback_query.answer(wording.slow_down)
        elif verdict is Verdict.TELL and (message := update.message or update.edited_message):
            await asking.send(message, said(wording.slow_down), context, answers=False)
    except TelegramError as error:
        _logger.info("Could not ask somebody to slow down: %s", error.message)
    raise ApplicationHandlerStop


def run(
    settings: Settings,
    library: Library,
    *,
    shows_status: bool = True,
    leave: Callable[[int], None] = os._exit,
) -> int:
    """Serve Telegram until stopped; return the exit status. See ``running.run``."""
    application = build(settings, library)
    # What is loaded stays.
    gc.freeze()
    sys.setswitchinterval(SWITCH_INTERVAL)
    leave_a_processor()
    _logger.info("Knowledge version %s", library.current.version)
    if coming := library.coming:
        _logger.info("Loaded %s of %s interviews so far", f"{coming.done:,}", f"{coming.of:,}")
    _logger.info("Matching by %s", "words and meaning" if library.reads_meaning else "words alone")
    _logger.info("Connecting to %s, again and again until it answers", settings.api_url)
    try:
        running.run(application, shows_status=shows_status, leave=leave)
    except InvalidToken:
        # The error's own text has the token in it.
        _logger.error("Telegram does not know this BOT_TOKEN: copy it again from @BotFather.")  # noqa: TRY400
        return 1
    except ListeningError as error:
        _logger.error("%s. Choose another BOT_WEBHOOK_LISTEN.", error)  # noqa: TRY400
        return 1
    return 0
