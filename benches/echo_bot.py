"""What the bot is measured beside: python-telegram-bot, sending back what it was sent.

Set up as that library's own example of an echo bot is: no limiter, one update after the other.
"""

import os

from telegram import Update
from telegram.ext import ApplicationBuilder, CallbackContext, MessageHandler, filters


async def echo(update: Update, _context: "CallbackContext") -> None:  # type: ignore[type-arg]
    """Send back the text."""
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


def main() -> None:
    """Poll, or serve a webhook where ``ECHO_WEBHOOK_PORT`` is set, until stopped."""
    application = (
        ApplicationBuilder()
        .token(os.environ["BOT_TOKEN"])
        .base_url(f"{os.environ['BOT_API_URL']}/bot")
        .build()
    )
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    if port := os.environ.get("ECHO_WEBHOOK_PORT"):
        application.run_webhook(
            "127.0.0.1",
            int(port),
            "echo",
            webhook_url=f"http://127.0.0.1:{port}/echo",
            allowed_updates=[Update.MESSAGE],
        )
    else:
        application.run_polling(allowed_updates=[Update.MESSAGE])


if __name__ == "__main__":
    main()
