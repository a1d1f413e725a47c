"""The desk's handlers, in the order in which they are tried."""

from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot import admin, buttons
from bot.addressing import FOR_BOT
from bot.context import Bot
from bot.desk import (
    arriving,
    belonging,
    differing,
    exporting,
    file_buttons,
    statistics,
    unanswered,
    unanswered_buttons,
    versions,
)
from bot.desk.admins import Admins, for_admins
from config import Settings


def add_handlers(application: Bot, settings: Settings) -> None:
    """Register what admins can do; for everybody else it is as if it were not there."""
    admins = filters.UpdateType.MESSAGE & FOR_BOT & Admins(settings.admins)
    at_desk = admins & filters.ChatType.PRIVATE
    application.add_handler(CommandHandler("reload", admin.reload, admins))
    application.add_handler(CommandHandler("versions", versions.versions, at_desk))
    application.add_handler(CommandHandler("unanswered", unanswered.unanswered, at_desk))
    application.add_handler(CommandHandler("stats", statistics.stats, at_desk))
    application.add_handler(CommandHandler("export", exporting.export, at_desk))
    application.add_handler(MessageHandler(at_desk & filters.Document.ALL, arriving.arrive))
    seeking = filters.TEXT & ~filters.COMMAND & belonging.REPLIES_TO_CHOICE
    application.add_handler(MessageHandler(at_desk & seeking, belonging.search_exchanges))
    for pattern, handler in (
        (file_buttons.DIFFERENCES, differing.show_differences),
        (file_buttons.DIFFERENCE, differing.show_difference),
        (file_buttons.PUBLISH, arriving.publish),
        (file_buttons.DISCARD, arriving.discard),
        (file_buttons.INTERVIEWS, versions.show_interviews),
        (file_buttons.VERSIONS, versions.show_versions),
        (file_buttons.VERSION, versions.show_version),
        (file_buttons.SEND, versions.send_version),
        (file_buttons.ASK_BACK, versions.ask_back),
        (file_buttons.BRING_BACK, versions.bring_back),
        (file_buttons.UNDO, versions.undo),
        (unanswered_buttons.UNANSWERED, unanswered.show_unanswered),
        (unanswered_buttons.UNANSWERED_GROUP, unanswered.show_group),
        (unanswered_buttons.SETTLE, unanswered.settle),
        (unanswered_buttons.UNSETTLE, unanswered.unsettle),
        (unanswered_buttons.CHOOSE_EXCHANGE, belonging.show_exchanges),
        (unanswered_buttons.TEACH, belonging.teach_question),
        (unanswered_buttons.UNTEACH, belonging.unteach_question),
        (buttons.STATISTICS, statistics.show_stats),
    ):
        application.add_handler(CallbackQueryHandler(for_admins(handler), pattern))
