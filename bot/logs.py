"""What the bot logs, and what it never does: the token."""

import logging
import sys
from types import TracebackType

from telegram.error import InvalidToken

REDACTED = "[token]"


class RedactingFormatter(logging.Formatter):
    """Formats a record as usual, traceback and all, then takes every secret out of the text."""

    def __init__(self, *secrets: str) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = [secret for secret in secrets if secret]

    def format(self, record: logging.LogRecord) -> str:
        """Return the text that is written."""
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, REDACTED)
        return text


def is_news(record: logging.LogRecord) -> bool:
    """Whether a record is to be written: not a refused token's traceback, for ``run`` says it."""
    return not record.exc_info or not isinstance(record.exc_info[1], InvalidToken)


def configure(token: str) -> None:
    """Send logs, warnings and uncaught errors to standard error, without the token.

    The part of a token after its colon is what must stay secret; it is taken out by itself too,
    for the library logs addresses in which the colon is encoded.
    """
    handler = logging.StreamHandler()
    handler.addFilter(is_news)
    handler.setFormatter(RedactingFormatter(token, token.partition(":")[2]))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    # One line for every call, or for every step of a database's, would drown everything else.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    # An answer that can't be read, it would write down: with what a reader asked in it.
    logging.getLogger("telegram.request.BaseRequest").setLevel(logging.CRITICAL)

    def uncaught(
        kind: type[BaseException], error: BaseException, traceback: TracebackType | None
    ) -> None:
        logging.getLogger("bot").critical("Stopped", exc_info=(kind, error, traceback))

    sys.excepthook = uncaught
