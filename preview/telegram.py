"""The world that bots live in: who is there, what is said, and which bot is shown what."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any, TypeVar

from preview.account import BotAccount
from preview.errors import bad_request, forbidden
from preview.events import Changed, Deleted, Event, Posted
from preview.files import Files
from preview.inline_cache import InlineCache
from preview.membership import banned_as_json, member_as_json
from preview.objects import Chat, Message, User
from preview.privacy import addressees, is_shown

if TYPE_CHECKING:
    from preview.faults import Mishaps
    from preview.flood import FloodLimits

Json = dict[str, Any]
Found = TypeVar("Found")

FIRST_GROUP_ID = -1_001_000_000_000
# How many of its latest messages a chat keeps.
MESSAGES_KEPT = 10_000
# Of a token; written, they are as long as in one of Telegram's.
_SECRET_BYTES = 26


class Telegram:
    """Users, bots and chats, all in memory.

    Attributes:
        bots: by token.
        users: by id, bots among them.
        groups: by id, what is no private chat with a bot.
        files: what was sent besides text.
        inline_cache: answers to inline queries that are still good.
        clock: says what time it is, in Unix time.
        sleep: lets so many seconds pass.
        flood_limits: how many messages a bot may send; ``None`` is any number.
        mishaps: what goes wrong by chance with the calls of all bots.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
        self.flood_limits: FloodLimits | None = None
        self.mishaps: Mishaps | None = None
        self.bots: dict[str, BotAccount] = {}
        self.users: dict[int, User] = {}
        self.groups: dict[int, Chat] = {}
        self.files = Files()
        self.inline_cache = InlineCache()
        self.inline_messages: dict[str, Message] = {}
        self._private: dict[tuple[int, int], Chat] = {}
        self._started: set[tuple[int, int]] = set()
        self._last_id = 100
        self._last_query_id = 0
        self._waiting: list[asyncio.Future[None]] = []
        self._watchers: list[Callable[[Event], None]] = []

    # Who and what is there

    def new_user(self, first_name: str, username: str | None = None, language: str = "en") -> User:
        """Open an account for a person."""
        user = User(self._new_id(), first_name, username=username, language_code=language)
        self.users[user.id] = user
        return user

    def new_bot(
        self, username: str, first_name: str = "Bot", *, token: str = "", privacy: bool = True
    ) -> BotAccount:
        """Do what @BotFather does for /newbot; without a token, make one that nobody guesses."""
        number = int(token.split(":", maxsplit=1)[0]) if token else self._new_id()
        user = User(number, first_name, is_bot=True, username=username)
        account = BotAccount(
            user, token or f"{number}:{token_urlsafe(_SECRET_BYTES)}", privacy=privacy
        )
        account.started = self.now()
        self.users[user.id] = user
        self.bots[account.token] = account
        return account

    def new_group(  # noqa: PLR0913  (a group has so many sides)
        self,
        title: str,
        members: Iterable[User],
        *,
        owner: User | None = None,
        administrators: Iterable[User] = (),
        topics: Iterable[str] = (),
        type: str = "supergroup",  # noqa: A002  (the Bot API's own name)
    ) -> Chat:
        """Make a group; with topics, it is a forum. Who owns or administers it is a member too."""
        chat = Chat(FIRST_GROUP_ID - len(self.groups) - 1, type, title=title)
        chat.administrators = {user.id for user in administrators}
        if owner is not None:
            chat.owner = owner.id
            chat.administrators.add(owner.id)
        chat.members = {user.id for user in members} | chat.administrators
        for topic in topics:
            chat.is_forum = True
            chat.topics[chat.next_message_id()] = topic
        self.groups[chat.id] = chat
        return chat

    def private_chat(self, user: User, bot: User) -> Chat:
        """Return the chat of a user with a bot; for the bot its id is the user's."""
        return self._private.setdefault(
            (user.id, bot.id),
            Chat(
                user.id,
                "private",
                first_name=user.first_name,
                username=user.username,
                members={user.id, bot.id},
            ),
        )

    def has_started(self, user: User, bot: User) -> bool:
        """Whether somebody has ever written to a bot, so that it may write to them."""
        return (user.id, bot.id) in self._started

    def chat_for(self, account: BotAccount, chat_id: int) -> Chat:
        """Return a chat that a bot may write to.

        Raises:
            ApiError: 400 where there is no such chat, 403 where the bot may not write there.
        """
        bot = account.user.id
        if chat_id in self.groups:
            chat = self.groups[chat_id]
            if bot in chat.banned:
                raise forbidden(f"bot was kicked from the {chat.type} chat")
            if bot not in chat.members:
                raise forbidden(f"bot is not a member of the {chat.type} chat")
            return chat
        user = self.users.get(chat_id)
        if user is None:
            raise bad_request("chat not found")
        if chat_id in account.blocked_by:
            raise forbidden("bot was blocked by the user")
        if (chat_id, bot) not in self._started:
            raise forbidden("bot can't initiate conversation with a user")
        return self.private_chat(user, account.user)

    def acquaintance(self, account: BotAccount, user_id: int) -> Json | None:
        """Return a user, as others see them, whom a bot may mention by id.

        That is itself, whoever has written to it, and whoever is in a group with it.
        """
        bot = account.user.id
        is_known = (
            user_id == bot
            or (user_id, bot) in self._started
            or any({bot, user_id} <= group.members for group in self.groups.values())
        )
        user = self.users.get(user_id) if is_known else None
        return None if user is None else user.as_json()

    # Who comes and goes

    def add_member(self, chat: Chat, user: User, by: User | None = None) -> None:
        """Have somebody join a group, or another member add them."""
        if user.id in chat.members:
            return
        with self._changes_member(chat, user, by or user):
            chat.members.add(user.id)
            chat.banned.discard(user.id)
        self._post_service(chat, by or user, {"new_chat_members": [user.as_json()]})

    def remove_member(self, chat: Chat, user: User, by: User | None = None) -> None:
        """Have somebody leave a group, or another member remove them, not to come back."""
        if user.id not in chat.members:
            return
        # A bot that is removed is still shown that it was.
        self._post_service(chat, by or user, {"left_chat_member": user.as_json()})
        with self._changes_member(chat, user, by or user):
            chat.members.discard(user.id)
            chat.administrators.discard(user.id)
            if by not in (None, user):
                chat.banned.add(user.id)

    def set_blocked(self, account: BotAccount, user: User, *, blocked: bool) -> None:
        """Have somebody want no messages from a bot, or want them again."""
        if blocked == (user.id in account.blocked_by):
            return
        chat = self.private_chat(user, account.user)
        member = member_as_json(chat, account.user)
        banned = banned_as_json(account.user)
        if blocked:
            account.blocked_by.add(user.id)
            account.deliver("my_chat_member", self._change(chat, user, member, banned))
        else:
            account.blocked_by.discard(user.id)
            account.deliver("my_chat_member", self._change(chat, user, banned, member))

    @contextmanager
    def _changes_member(self, chat: Chat, user: User, by: User) -> Iterator[None]:
        """Tell the bots that are told of it what somebody was, and is afterwards."""
        was = member_as_json(chat, user)
        yield
        change = self._change(chat, by, was, member_as_json(chat, user))
        for account in self.bots.values():
            if account.user.id == user.id:
                account.deliver("my_chat_member", change)
            elif account.user.id in chat.administrators:
                account.deliver("chat_member", change)

    def _change(self, chat: Chat, by: User, was: Json, now: Json) -> Json:
        return {
            "chat": chat.as_json(),
            "from": by.as_json(),
            "date": self.now(),
            "old_chat_member": was,
            "new_chat_member": now,
        }

    def _post_service(self, chat: Chat, sender: User, what: Json) -> Message:
        message = Message(chat.next_message_id(), self.now(), chat, sender=sender, media=what)
        return self.post(message)

    # What is said

    def post(self, message: Message) -> Message:
        """Put a message into its chat, and show it to the bots that Telegram would show it to."""
        messages = message.chat.messages
        messages[message.message_id] = message
        if len(messages) > MESSAGES_KEPT:
            self._forget(messages.pop(next(iter(messages))))
        if message.chat.type == "private" and message.sender and not message.sender.is_bot:
            self._started |= {(message.chat.id, bot) for bot in message.chat.members}
        self._show(message, "message")
        if message.sender and message.is_from_bot:
            message.chat.last_bot = message.sender.id
        self.tell(Posted(message))
        return message

    def edited(self, message: Message) -> None:
        """Show an edited message to the bots that may see it."""
        message.edit_date = self.now()
        self._show(message, "edited_message")
        self.tell(Changed(message))

    def delete(self, message: Message) -> None:
        """Take a message out of its chat; bots are not told."""
        self._forget(message.chat.messages.pop(message.message_id))
        self.tell(Deleted(message))

    def _forget(self, message: Message) -> None:
        """Have nothing lead any more to a message that is out of its chat."""
        if message.message_id in message.chat.pinned:
            message.chat.pinned.remove(message.message_id)
        if message.inline_message_id:
            self.inline_messages.pop(message.inline_message_id, None)

    def pin(self, message: Message, by: User) -> None:
        """Pin a message to the top of its chat."""
        chat = message.chat
        if message.message_id in chat.pinned:
            return
        chat.pinned.append(message.message_id)
        self.tell(Changed(message))
        self._post_service(chat, by, {"pinned_message": message.as_json(with_reply=False)})

    def unpin(self, message: Message) -> None:
        """Take a pinned message down."""
        message.chat.pinned.remove(message.message_id)
        self.tell(Changed(message))

    def _show(self, message: Message, kind: str) -> None:
        message.meant_for = addressees(message, self.bots.values())
        shown: Json | None = None
        for account in self.bots.values():
            if is_shown(account, message):
                shown = shown or message.as_json()
                self.show_files(message, account.user)
                account.deliver(kind, shown)

    def show_files(self, message: Message, bot: User) -> None:
        """Let a bot use the files of a message, and of what it replies to."""
        for one in filter(None, (message, message.reply_to)):
            self.files.show(one.media, bot.id)

    # Watching, waiting and counting

    def watch(self, watcher: Callable[[Event], None]) -> Callable[[], None]:
        """Have every event told to a function; return what ends that."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def tell(self, event: Event) -> None:
        """Tell everybody who watches or waits what has happened."""
        for watcher in tuple(self._watchers):
            watcher(event)
        self.changed()

    def end_polls(self) -> None:
        """Answer every bot that is polling, with nothing."""
        for account in self.bots.values():
            account.updates.wake()

    def new_query_id(self) -> str:
        """Return a name for a callback, inline or guest query."""
        self._last_query_id += 1
        return str(self._last_query_id)

    def now(self) -> int:
        """Return the date of a message that is sent now, in Unix time."""
        return int(self.clock())

    def changed(self) -> None:
        """Wake everybody who waits for something to happen."""
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, look: Callable[[], Found | None], within: float = 10) -> Found:
        """Wait until ``look`` returns something.

        Raises:
            TimeoutError: where it has not after so many seconds.
        """
        async with asyncio.timeout(within):
            while not (found := look()):
                future = asyncio.get_running_loop().create_future()
                self._waiting.append(future)
                await future
            return found

    def _new_id(self) -> int:
        self._last_id += 1
        # A bot whose token was given may have any id.
        while self._last_id in self.users:
            self._last_id += 1
        return self._last_id
