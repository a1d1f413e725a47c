"""What a handler is given: python-telegram-bot's context, and what this bot works with."""

from dataclasses import dataclass
from typing import Any, ClassVar

from telegram import User
from telegram.ext import Application, CallbackContext, ExtBot

from bot.chats import Chats
from bot.desk.alarms import Alarms
from bot.fairness import FairShare
from bot.finding import Finder
from bot.journal import Journal
from bot.ledger import Ledger
from bot.replies import Replies
from bot.seeing.metrics import Metrics
from bot.sharing import Sharing
from bot.storage.database import Database
from bot.storage.fingerprints import Fingerprints
from bot.wording import Wording, wording_for
from config import Settings
from knowledge.library import Edition, Library

Nothing = dict[Any, Any]


@dataclass(frozen=True)
class Services:
    """What the handlers of one application share."""

    settings: Settings
    library: Library
    sharing: Sharing
    finder: Finder
    replies: Replies
    questions: FairShare
    look_ups: FairShare
    database: Database
    chats: Chats
    journal: Journal
    ledger: Ledger
    fingerprints: Fingerprints
    alarms: Alarms
    metrics: Metrics


class Context(CallbackContext[ExtBot[int], Nothing, Nothing, Nothing]):
    """The context of one update.

    Attributes:
        services: set on a subclass for each application; see ``serving``.
    """

    services: ClassVar[Services]

    @property
    def edition(self) -> Edition:
        """What is served now: take it once for each update."""
        return self.services.library.current

    @property
    def is_loading(self) -> bool:
        """Whether there is more to come than is served now."""
        return self.services.library.coming is not None

    @property
    def username(self) -> str:
        """The bot's name, without @."""
        return self.bot.username

    async def wording_of(self, person: User | None) -> Wording:
        """Return the wording for somebody: in the language that they chose, else their Telegram's.

        English for nobody, and for those of whom neither is known.
        """
        if person is None:
            return wording_for(None)
        chosen = await self.services.chats.chosen(person.id)
        return wording_for(chosen.language or person.language_code)


Bot = Application[ExtBot[int], Context, Nothing, Nothing, Nothing, None]


def serving(given: Services) -> type[Context]:
    """Return the class of context whose handlers work with these services."""

    class ServingContext(Context):
        services = given

    return ServingContext
