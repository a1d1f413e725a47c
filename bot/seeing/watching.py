"""Where each update is seen to begin and to end: counted, timed, and told of in one line."""

import asyncio
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from telegram import Update

from bot.seeing import seen
from bot.seeing.metrics import Metrics
from bot.seeing.seen import Outcome, Seen

_logger = logging.getLogger(__name__)


@contextmanager
def watching(update: Update, metrics: Metrics) -> Iterator[None]:
    """See an update through."""
    began = time.perf_counter()
    one = seen.begin(update)
    metrics.began()
    try:
        yield
    except asyncio.CancelledError:
        one.outcome = Outcome.LEFT
        raise
    except Exception:
        one.outcome = Outcome.FAILED
        raise
    finally:
        seen.end()
        seconds = time.perf_counter() - began
        metrics.ended(one, seconds)
        _tell(one, seconds)


def passed_over(number: int, metrics: Metrics) -> None:
    """Note an update that can't be read."""
    metrics.began()
    metrics.ended(Seen(number, outcome=Outcome.UNREADABLE), 0.0)


def _tell(one: Seen, seconds: float) -> None:
    if not _logger.isEnabledFor(logging.INFO):
        return
    ms = round(1000 * seconds, 1)
    told = {
        "update": one.number,
        "kind": one.kind,
        "chat": one.chat,
        "outcome": one.outcome.value,
        "decision": one.decision,
        "exchange": one.exchange,
        "ms": ms,
        "knowledge": one.version,
    }
    fields = {name: value for name, value in told.items() if value != ""}
    text = " ".join(f"{name}={value}" for name, value in fields.items())
    _logger.info("%s", text, extra=fields)
