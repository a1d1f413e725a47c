"""What the bot logs, and what it never does: the token."""

import logging
import re
import sys
from types import TracebackType
from typing import Literal

from pythonjsonlogger.json import JsonFormatter
from telegram.error import InvalidToken

REDACTED = "[token]"


class RedactingFormatter(logging.Formatter):
    """Formats a record as another does, traceback and all, then takes every secret out of it.

    A token has no character that JSON would write otherwise.
    """

    def __init__(self, plain: logging.Formatter, *secrets: str) -> None:
        super().__init__()
        self._plain = plain
        # The library writes some of what it is told in small letters.
        known = "|".join(re.escape(secret) for secret in secrets if secret)
        self._secrets = re.compile(known or r"(?!)", re.IGNORECASE)

    def format(self, record: logging.LogRecord) -> str:
        """Return the text that is written."""
        return self._secrets.sub(REDACTED, self._plain.format(record))


def is_news(record: logging.LogRecord) -> bool:
    """Whether a record is to be written: not a refused token's traceback, for ``run`` says it."""
    return not record.exc_info or not isinstance(record.exc_info[1], InvalidToken)


def text_lines() -> logging.Formatter:
    """Return what writes records for people."""
    return logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")


def json_lines() -> logging.Formatter:
    """Return what writes each record as a JSON object on one line, with fields of its own."""
    return JsonFormatter(
        ["message", "levelname", "name"],
        timestamp="time",
        rename_fields={"levelname": "level", "name": "logger", "exc_info": "traceback"},
        json_ensure_ascii=False,
    )


def configure(token: str, form: Literal["text", "json"] = "text") -> None:
    """Send logs, warnings and uncaught errors to standard error, without the token.

    The part of a token after its colon is what must stay secret; it is taken out by itself too,
    for the library logs addresses in which the colon is encoded.
    """
    plain = json_lines() if form == "json" else text_lines()
    handler = logging.StreamHandler()
    handler.addFilter(is_news)
    handler.setFormatter(RedactingFormatter(plain, token, token.partition(":")[2]))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    # One line for every call, or for every step of a database's, would drown everything else.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    # An answer that can't be read, it would write down: with what a reader asked in it.
    logging.getLogger("telegram.request.BaseRequest").setLevel(logging.CRITICAL)

    def uncaught(
        kind: type[BaseException], error: BaseException, traceback: TracebackType | None
    ) -> None:
        logging.getLogger("bot").critical("Stopped", exc_info=(kind, error, traceback))

    sys.excepthook = uncaught
