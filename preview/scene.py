"""A ready-made world to try a bot in: three people, and every kind of chat."""

from dataclasses import dataclass
from typing import Self

from preview.account import BotAccount
from preview.objects import Chat, User
from preview.people import Person
from preview.telegram import Telegram


@dataclass(frozen=True)
class Scene:
    """Who and what is there besides the private chats, which everybody has with every bot.

    Attributes:
        telegram: the world.
        people: in the order in which one is offered to be them; the first is who one is at first.
        admin: the one of them who runs the bots.
        groups: in the order of the chat list.
    """

    telegram: Telegram
    people: tuple[Person, ...]
    admin: Person
    groups: tuple[Chat, ...]

    @classmethod
    def ready_made(cls, telegram: Telegram, bot: BotAccount) -> Self:
        """Set a scene around a bot."""
        reader = Person.joins(telegram, "Reader", "reader", "en")
        second = Person.joins(telegram, "Second reader", "second_reader", "ur")
        admin = Person.joins(telegram, "Admin", "newsroom", "en")
        people = (reader, second, admin)
        everybody = [one.user for one in people]
        with_bot: list[User] = [*everybody, bot.user]
        chief = [admin.user]
        groups = (
            telegram.new_group("Reading group", with_bot, administrators=chief),
            telegram.new_group(
                "Newsroom forum", with_bot, administrators=chief, topics=("General talk", "Sources")
            ),
            telegram.new_group("Friends, without the bot", everybody, administrators=chief),
        )
        return cls(telegram, people, admin, groups)

    def chats_of(self, person: Person) -> list[Chat]:
        """Return the chats that somebody has in their list, in its order."""
        private = [person.chat_with(bot) for bot in self.telegram.bots.values()]
        return [*private, *(one for one in self.groups if person.user.id in one.members)]
