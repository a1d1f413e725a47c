"""People who use Telegram: they write, press, look up, and wait to be answered."""

import asyncio
import itertools
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from preview.account import BotAccount, CallbackAnswer, InlineAnswer, Queries
from preview.errors import ApiError
from preview.files import StoredFile
from preview.formatting import plain
from preview.inline_cache import InlineQuestion
from preview.inline_results import posted_result
from preview.objects import Chat, Message, User
from preview.parameters import Fields
from preview.quotes import automatic_quote, selected_quote
from preview.reactions import set_reactions
from preview.telegram import Telegram

Json = dict[str, Any]
Answer = TypeVar("Answer")

# After so many seconds without an answer a reader has given up.
PATIENCE = 10.0
# Bots that one message may call into a chat that they are not in.
MOST_GUESTS = 3
# A GIF is no photo to Telegram, for it may move.
_MOVING = b"GIF8"


@dataclass(frozen=True)
class Person:
    """Somebody at their phone."""

    telegram: Telegram
    user: User

    @classmethod
    def joins(
        cls, telegram: Telegram, first_name: str, username: str | None = None, language: str = "en"
    ) -> "Person":
        """Open an account."""
        return cls(telegram, telegram.new_user(first_name, username, language))

    def chat_with(self, bot: BotAccount) -> Chat:
        """Return the private chat with a bot."""
        return self.telegram.private_chat(self.user, bot.user)

    def writes(
        self,
        chat: Chat,
        text: str,
        *,
        reply_to: Message | None = None,
        quote: str | None = None,
        thread: int | None = None,
    ) -> Message:
        """Send a text; what it replies to may stand in another chat.

        Raises:
            LookupError: where what it quotes is not in the message that it replies to.
        """
        content = plain(text)
        message = self._message(chat, reply_to=reply_to, quote=quote, thread=thread)
        message.text, message.entities = content.text, content.entities
        return self.telegram.post(message)

    def writes_anonymously(self, chat: Chat, text: str) -> Message:
        """Send a text as an administrator who writes in the group's own name."""
        content = plain(text)
        message = self._message(chat)
        anonymous = User(1087968824, "Group", is_bot=True, username="GroupAnonymousBot")
        message.sender, message.sender_chat = anonymous, chat
        message.text, message.entities = content.text, content.entities
        return self.telegram.post(message)

    def sends(
        self,
        chat: Chat,
        media: Json,
        caption: str | None = None,
        *,
        media_group_id: str | None = None,
    ) -> Message:
        """Send something that is no text, such as ``{"sticker": {…}}``."""
        message = self._message(chat)
        message.media = media
        message.media_group_id = media_group_id
        if caption is not None:
            content = plain(caption)
            message.caption, message.entities = content.text, content.entities
        return self.telegram.post(message)

    def uploads(  # noqa: PLR0913  (each is a choice that a phone offers)
        self,
        chat: Chat,
        content: bytes,
        name: str,
        mime_type: str | None = None,
        *,
        caption: str | None = None,
        reply_to: Message | None = None,
        thread: int | None = None,
        as_file: bool = False,
    ) -> Message:
        """Send a file from one's phone; a picture goes as a photo, unless ``as_file`` is wished.

        Raises:
            ApiError: 400, where the file is empty.
        """
        stored = self._stored(content, name, mime_type, as_file=as_file)
        message = self._message(chat, reply_to=reply_to, thread=thread)
        message.media = stored.media
        if caption:
            said = plain(caption)
            message.caption, message.entities = said.text, said.entities
        return self.telegram.post(message)

    def _stored(
        self, content: bytes, name: str, mime_type: str | None, *, as_file: bool
    ) -> StoredFile:
        files = self.telegram.files
        if not as_file and not content.startswith(_MOVING):
            with suppress(ApiError):
                return files.keep_photo(content)
        return files.keep_document(content, name, mime_type)

    def edits(self, message: Message, text: str) -> None:
        """Put another text into a message of one's own, or another caption under a file."""
        content = plain(text)
        if message.text is None:
            message.caption = content.text or None
        else:
            message.text = content.text
        message.entities = content.entities
        self.telegram.edited(message)

    def reacts(self, message: Message, emoji: str | None) -> None:
        """React to a message with an emoji in place of any before, or with nothing any more.

        Raises:
            ApiError: 400, where it is none of Telegram's reactions.
        """
        set_reactions(self.telegram, message, self.user, [emoji] if emoji else [])

    async def presses(self, bot: BotAccount, message: Message, button: str) -> CallbackAnswer:
        """Press the button whose text begins so, and wait for what it shows.

        Raises:
            LookupError: where there is no such button, or it asks the bot nothing.
            TimeoutError: where the bot does not answer.
        """
        pressed = next(
            (
                one
                for one in message.buttons
                if one["text"].startswith(button) and "callback_data" in one
            ),
            None,
        )
        if pressed is None:
            texts = [one["text"] for one in message.buttons]
            raise LookupError(f"no button {button!r} among {texts}")
        return await self.sends_callback(bot, message, pressed["callback_data"])

    async def sends_callback(
        self, bot: BotAccount, message: Message, callback_data: str
    ) -> CallbackAnswer:
        """Send what a button carries, as any client may.

        Raises:
            TimeoutError: where the bot does not answer.
        """
        about: Json = {"message": message.as_json()}
        if message.inline_message_id:
            about = {"inline_message_id": message.inline_message_id}
        query = {"chat_instance": str(message.chat.id), "data": callback_data} | about
        return await self._answer(bot, bot.callback_queries, "callback_query", query)

    async def looks_up(
        self, bot: BotAccount, query: str, offset: str = "", chat: Chat | None = None
    ) -> InlineAnswer:
        """Type ``@bot query`` in a chat and wait for what is offered.

        What comes after the last of it is offered at the answer's ``next_offset``, if it has one.
        The same query is answered from what Telegram keeps, as long as the bot lets it.

        Raises:
            TimeoutError: where the bot does not answer.
        """
        telegram, user = self.telegram, self.user
        place = chat or self.chat_with(bot)
        chat_type = "sender" if place is self.chat_with(bot) else place.type
        question = InlineQuestion(bot.user.id, chat_type, query.strip(), offset)
        if kept := telegram.inline_cache.answer(question, user.id, telegram.clock()):
            return kept
        asked = {"query": query, "offset": offset, "chat_type": chat_type}
        answer = await self._answer(bot, bot.inline_queries, "inline_query", asked)
        telegram.inline_cache.keep(question, user.id, answer, telegram.clock())
        return answer

    async def _answer(
        self, bot: BotAccount, queries: Queries[Answer], kind: str, query: Json
    ) -> Answer:
        """Ask a bot something, and wait for what it answers."""
        query_id = self.telegram.new_query_id()
        queries[query_id] = waiting = asyncio.get_running_loop().create_future()
        bot.deliver(kind, {"id": query_id, "from": self.user.as_json()} | query)
        try:
            return await asyncio.wait_for(waiting, PATIENCE)
        finally:
            # One that was not answered in time can't be answered any more.
            queries.pop(query_id, None)

    def picks(  # noqa: PLR0913  (each is a choice that a phone offers)
        self,
        bot: BotAccount,
        result: Json,
        chat: Chat,
        query: str = "",
        *,
        reply_to: Message | None = None,
        thread: int | None = None,
    ) -> Message:
        """Send an inline result, which a query has found, into a chat; the bot may be told."""
        message = posted_result(self.telegram, bot, Fields(result, "inline query result"), chat)
        message.sender, message.reply_to = self.user, reply_to
        message.thread_id = thread or (reply_to.thread_id if reply_to else None)
        self.telegram.post(message)
        if bot.inline_feedback:
            chosen = {"result_id": result["id"], "from": self.user.as_json(), "query": query}
            # Without a keyboard a bot can do nothing with the message any more.
            if message.reply_markup is not None:
                chosen["inline_message_id"] = message.inline_message_id
            bot.deliver("chosen_inline_result", chosen)
        return message

    async def summons(
        self, bot: BotAccount, chat: Chat, text: str, reply_to: Message | None = None
    ) -> Message:
        """Mention a guest bot in a chat that it is not in, and wait for what it posts there."""
        message = self.writes(chat, text, reply_to=reply_to)
        self._summon(bot, message)
        return await self.hears(chat, after=message)

    def summons_guests(self, message: Message) -> None:
        """Have guest bots hear of a message of one's own that mentions them.

        Up to three of them, which are not in the chat
        (https://core.telegram.org/api/bots/guest-mode).
        """
        mentioned = {name.lower() for name in message.entity_texts("mention")}
        guests = [
            bot
            for bot in self.telegram.bots.values()
            if bot.guest
            and bot.user.id not in message.chat.members
            and f"@{bot.user.username}".lower() in mentioned
        ]
        for bot in guests[:MOST_GUESTS]:
            self._summon(bot, message)

    def _summon(self, bot: BotAccount, message: Message) -> None:
        message.guest_query_id = self.telegram.new_query_id()
        bot.guest_queries[message.guest_query_id] = message
        self.telegram.show_files(message, bot.user)
        bot.deliver("guest_message", message.as_json())

    async def hears(self, chat: Chat, after: Message) -> Message:
        """Wait for the next message of a bot's in a chat.

        Raises:
            TimeoutError: where none comes.
        """
        return await self.telegram.until(
            lambda: next(bot_messages(chat, after), None), within=PATIENCE
        )

    async def asks(self, chat: Chat, text: str, **how: Any) -> Message:
        """Send a text and wait for the bot's next message."""
        return await self.hears(chat, after=self.writes(chat, text, **how))

    async def sees_edited(self, message: Message, text: str) -> Message:
        """Wait until a message reads otherwise than this text."""
        return await self.telegram.until(
            lambda: message if message.text != text else None, within=PATIENCE
        )

    def blocks(self, bot: BotAccount) -> None:
        """Want no more messages from a bot."""
        self.telegram.set_blocked(bot, self.user, blocked=True)

    def unblocks(self, bot: BotAccount) -> None:
        """Want messages from a bot again."""
        self.telegram.set_blocked(bot, self.user, blocked=False)

    def joins_group(self, chat: Chat) -> None:
        """Come into a group by oneself."""
        self.telegram.add_member(chat, self.user)

    def leaves(self, chat: Chat) -> None:
        """Go out of a group."""
        self.telegram.remove_member(chat, self.user)

    def adds(self, chat: Chat, user: User) -> None:
        """Bring somebody else, or a bot, into a group."""
        self.telegram.add_member(chat, user, by=self.user)

    def removes(self, chat: Chat, user: User) -> None:
        """Remove somebody else, or a bot, from a group."""
        self.telegram.remove_member(chat, user, by=self.user)

    def _message(
        self,
        chat: Chat,
        *,
        reply_to: Message | None = None,
        quote: str | None = None,
        thread: int | None = None,
    ) -> Message:
        message = Message(
            chat.next_message_id(),
            self.telegram.now(),
            chat,
            sender=self.user,
            reply_to=reply_to,
            thread_id=thread,
        )
        if reply_to is None:
            return message
        if thread is None and reply_to.chat is chat:
            message.thread_id = reply_to.thread_id
        if quote:
            message.quote = selected_quote(reply_to, quote)
        elif message.replies_elsewhere:
            message.quote = automatic_quote(reply_to)
        return message


def bot_messages(chat: Chat, after: Message) -> Iterator[Message]:
    """Yield what bots have written in a chat since a message."""
    later = itertools.dropwhile(
        lambda one: one.message_id <= after.message_id, list(chat.messages.values())
    )
    return (one for one in later if one.is_from_bot)
