"""What comes in, before it is known to be an update that can be read."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass

from telegram import Bot, Update

_logger = logging.getLogger(__name__)

# Telegram's own are far less; more doesn't fit where their numbers are noted.
_HIGHEST = 2**63 - 1


@dataclass(frozen=True)
class Incoming:
    """What is numbered as an update, as it came.

    Attributes:
        number: Telegram's ``update_id``.
        content: all of it, as JSON has it.
    """

    number: int
    content: Mapping[str, object]

    def as_json(self) -> str:
        """Return what ``from_json`` reads."""
        return json.dumps(self.content)

    def update(self, bot: Bot) -> Update | None:
        """Return the update; none where it is of no shape that is known, which is logged.

        What can't be read would never be: to try again would keep all that follow waiting.
        """
        try:
            return Update.de_json(dict(self.content), bot)
        # Any error at all can come of a wrong shape, which the library does not look for.
        except Exception as error:  # noqa: BLE001
            _logger.warning(
                "Update %s can't be read and is passed over: %s", self.number, type(error).__name__
            )
            return None


def incoming(content: object) -> Incoming | None:
    """Return what came, as JSON has it, if it is numbered as an update."""
    if not isinstance(content, dict):
        return None
    number = content.get("update_id")
    if isinstance(number, bool) or not isinstance(number, int) or abs(number) > _HIGHEST:
        return None
    return Incoming(number, content)


def from_json(text: str | bytes) -> Incoming | None:
    """Return what a text holds, if that is numbered as an update.

    Raises:
        ValueError: if it is no JSON.
    """
    try:
        return incoming(json.loads(text))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
