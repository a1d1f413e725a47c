"""The table of methods, into which each is entered where it is written."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from preview.account import BotAccount
from preview.delivery import Deliveries
from preview.errors import bad_request
from preview.objects import Chat, Message
from preview.parameters import Parameters
from preview.telegram import Telegram

Json = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """A call: which bot makes it, in which world, with which parameters.

    Attributes:
        deliveries: what brings updates to webhooks.
    """

    telegram: Telegram
    account: BotAccount
    parameters: Parameters
    deliveries: Deliveries

    def chat(self) -> Chat:
        """Return the chat that the call is about.

        Raises:
            ApiError: 400 where there is no such chat, 403 where the bot may not write there.
        """
        return self.telegram.chat_for(self.account, self.parameters.integer("chat_id"))

    def acquaintances(self, user_id: int) -> Json | None:
        """Return a user whom a text that the bot sends may mention by id."""
        return self.telegram.acquaintance(self.account, user_id)

    def message(self, verb: str) -> Message:
        """Return the message that the call names by its chat and id.

        Raises:
            ApiError: 400, where there is none to ``verb``; and as ``chat`` does.
        """
        message = self.chat().messages.get(self.parameters.integer("message_id"))
        if message is None:
            raise bad_request(f"message to {verb} not found")
        return message


Serve = Callable[[Request], Awaitable[Any]]


@dataclass(frozen=True)
class Method:
    """A method of the Bot API.

    Attributes:
        name: as the documentation writes it; in an address, capitals do not matter.
        accepts: the parameters that are read; others are passed over, as Telegram does.
        serve: what it does; its result is the ``result`` of the response.
    """

    name: str
    accepts: frozenset[str]
    serve: Serve


METHODS: dict[str, Method] = {}


def method(name: str, accepts: str = "") -> Callable[[Serve], Serve]:
    """Enter a method into the table, with the parameters that it accepts."""

    def register(serve: Serve) -> Serve:
        METHODS[name.lower()] = Method(name, frozenset(accepts.split()), serve)
        return serve

    return register
