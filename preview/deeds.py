"""What somebody does on the chat page, one function for each thing that can be done."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from preview.account import BotAccount
from preview.content import LONGEST_CAPTION, LONGEST_TEXT
from preview.errors import ApiError
from preview.files import LARGEST_UPLOAD
from preview.links import is_start_parameter
from preview.live import Live
from preview.multipart import Upload
from preview.objects import Chat, Message
from preview.parameters import Fields
from preview.people import Person
from preview.quotes import LONGEST_QUOTE
from preview.scene import Scene
from preview.text import clean, is_blank, utf16_length
from preview.view import chat_key

Json = dict[str, Any]

# Of https://core.telegram.org/bots/api#inlinequery.
LONGEST_QUERY = 256
# What more than so many inline queries have found, the oldest of them can't be picked any more.
MOST_LOOK_UPS = 1000


class Offered:
    """What bots have offered in inline mode, and people may pick."""

    def __init__(self) -> None:
        self._results: OrderedDict[tuple[int, int, str], dict[str, Json]] = OrderedDict()

    def offer(self, person: Person, bot: BotAccount, query: str, results: list[Json]) -> None:
        """Offer somebody more of what a query of theirs has found."""
        asked = (person.user.id, bot.user.id, query)
        self._results.setdefault(asked, {}).update({one["id"]: one for one in results})
        self._results.move_to_end(asked)
        if len(self._results) > MOST_LOOK_UPS:
            self._results.popitem(last=False)

    def result(self, person: Person, bot: BotAccount, query: str, result_id: str) -> Json:
        """Return what somebody picks.

        Raises:
            ApiError: 404, where it is not offered.
        """
        found = self._results.get((person.user.id, bot.user.id, query), {}).get(result_id)
        if found is None:
            raise not_found("That is no longer offered.")
        return found


@dataclass(frozen=True)
class Deed:
    """What somebody does: who, where, and with which particulars.

    Attributes:
        live: what keeps the open pages up to date.
        fields: what the page sent.
    """

    scene: Scene
    live: Live
    offered: Offered
    person: Person
    fields: Fields

    def chat(self) -> Chat:
        """Return the chat in which it is done.

        Raises:
            ApiError: 404, where that person has no such chat.
        """
        key = self.fields.text("chat", None)
        for chat in self.scene.chats_of(self.person):
            if chat_key(chat, self.scene.telegram) == key:
                return chat
        raise not_found("There is no such chat.")

    def message(self, name: str = "message_id") -> Message:
        """Return the message that it is done to.

        Raises:
            ApiError: 404, where it is gone.
        """
        found = self.chat().messages.get(self.fields.integer(name, None))
        if found is None:
            raise not_found("That message is no longer there.")
        return found

    def own_message(self) -> Message:
        """Return the message that it is done to, which must be the person's.

        Raises:
            ApiError: 403, where it is somebody else's.
        """
        message = self.message()
        if message.sender != self.person.user:
            raise ApiError(HTTPStatus.FORBIDDEN, "That message is somebody else's.")
        return message

    def bot(self) -> BotAccount:
        """Return the bot that it is done with.

        Raises:
            ApiError: 404, where there is no such bot.
        """
        return self.bot_of(self.fields.integer("bot", None))

    def bot_of(self, user_id: int) -> BotAccount:
        """Return a bot by its id.

        Raises:
            ApiError: 404, where there is none.
        """
        for account in self.scene.telegram.bots.values():
            if account.user.id == user_id:
                return account
        raise not_found("There is no such bot.")

    def words(self, longest: int = LONGEST_TEXT) -> str:
        """Return what is written, which shows something and is no longer than Telegram takes.

        Raises:
            ApiError: 400, where it is blank or too long.
        """
        text = self.fields.text("text", None)
        if is_blank(clean(text)):
            raise _refused("Write something first.")
        return _no_longer_than(longest, text)

    def query(self) -> str:
        """Return what a bot is asked in inline mode.

        Raises:
            ApiError: 400, where it is too long.
        """
        return _no_longer_than(LONGEST_QUERY, self.fields.text("query"))

    def reply(self) -> Json:
        """Return what a new message answers, and in which topic it stands.

        Raises:
            ApiError: 404, where there is no such message or topic.
        """
        thread = self.fields.integer("thread") or None
        if thread is not None and thread not in self.chat().topics:
            raise not_found("There is no such topic.")
        reply_to = self.message("reply_to") if self.fields.has("reply_to") else None
        return {"reply_to": reply_to, "thread": thread}

    def upload(self, file: Upload | None) -> Message:
        """Send a file.

        Raises:
            ApiError: 400 where there is none in it, 413 where it is too large.
        """
        if file is None or not file.content:
            raise _refused("Choose a file that is not empty.")
        if len(file.content) > LARGEST_UPLOAD:
            raise too_large()
        caption = _no_longer_than(LONGEST_CAPTION, self.fields.text("caption")) or None
        chat = self.chat()
        return self.person.uploads(chat, file.content, file.name, caption=caption, **self.reply())


async def _send(deed: Deed) -> Json:
    chat, text, where = deed.chat(), deed.words(), deed.reply()
    quoted = _no_longer_than(LONGEST_QUOTE, deed.fields.text("quote")) or None
    try:
        message = deed.person.writes(chat, text, quote=quoted, **where)
    except LookupError as error:
        raise _refused("That is not what the message says.") from error
    deed.person.summons_guests(message)
    return {"message_id": message.message_id}


async def _edit(deed: Deed) -> Json:
    message = deed.own_message()
    if message.is_service or message.via_bot is not None:
        raise _refused("That message can't be edited.")
    deed.person.edits(message, deed.words(LONGEST_CAPTION if message.media else LONGEST_TEXT))
    return {}


async def _delete(deed: Deed) -> Json:
    # In a private chat, and to an administrator, every message is theirs to delete.
    chat = deed.chat()
    everything = chat.type == "private" or deed.person.user.id in chat.administrators
    deed.scene.telegram.delete(deed.message() if everything else deed.own_message())
    return {}


async def _press(deed: Deed) -> Json:
    message = deed.message()
    place = (deed.fields.integer("row", None), deed.fields.integer("column", None))
    rows = (message.reply_markup or {}).get("inline_keyboard", [])
    buttons = {(r, c): button for r, row in enumerate(rows) for c, button in enumerate(row)}
    carried = buttons.get(place, {}).get("callback_data")
    if carried is None:
        raise not_found("That button is no longer there.")
    author = message.via_bot or message.sender
    if author is None:
        raise not_found("Nobody is behind that button.")
    answer = await deed.person.sends_callback(deed.bot_of(author.id), message, carried)
    return {"text": answer.text, "show_alert": answer.show_alert, "url": answer.url}


async def _look_up(deed: Deed) -> Json:
    bot, query, offset = deed.bot(), deed.query(), deed.fields.text("offset")
    if not bot.inline:
        raise not_found("That bot has no inline mode.")
    answer = await deed.person.looks_up(bot, query, offset, deed.chat())
    deed.offered.offer(deed.person, bot, query, answer.results)
    return {
        "results": answer.results,
        "next_offset": answer.next_offset,
        "button": answer.button,
    }


async def _pick(deed: Deed) -> Json:
    bot, query = deed.bot(), deed.query()
    result = deed.offered.result(deed.person, bot, query, deed.fields.text("result_id", None))
    message = deed.person.picks(bot, result, deed.chat(), query=query, **deed.reply())
    return {"message_id": message.message_id}


async def _start(deed: Deed) -> Json:
    chat = deed.person.chat_with(deed.bot())
    parameter = deed.fields.text("parameter")
    if parameter and not is_start_parameter(parameter):
        raise _refused("No bot can be started with that.")
    message = deed.person.writes(chat, f"/start {parameter}".strip())
    return {"message_id": message.message_id}


async def _react(deed: Deed) -> Json:
    deed.person.reacts(deed.message(), deed.fields.text("emoji") or None)
    return {}


async def _block(deed: Deed) -> Json:
    bot, blocked = deed.bot(), deed.fields.flag("blocked")
    if blocked:
        deed.person.blocks(bot)
    else:
        deed.person.unblocks(bot)
    key = chat_key(deed.person.chat_with(bot), deed.scene.telegram)
    deed.live.tell(deed.person, "blocked", {"chat": key, "blocked": blocked})
    return {}


Do = Callable[[Deed], Awaitable[Json]]

# By the name under which the page asks for it.
DEEDS: dict[str, Do] = {
    "send": _send,
    "edit": _edit,
    "delete": _delete,
    "press": _press,
    "inline": _look_up,
    "pick": _pick,
    "start": _start,
    "react": _react,
    "block": _block,
}


def not_found(reason: str) -> ApiError:
    """Return a refusal of what is done to something that is not there."""
    return ApiError(HTTPStatus.NOT_FOUND, reason)


def too_large() -> ApiError:
    """Return a refusal of a file."""
    return ApiError(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        f"That is too large: choose files of up to {LARGEST_UPLOAD >> 20} MB.",
    )


def _no_longer_than(longest: int, text: str) -> str:
    if utf16_length(text) > longest:
        raise _refused(f"That is too long: {longest} characters are the most.")
    return text


def _refused(reason: str) -> ApiError:
    return ApiError(HTTPStatus.BAD_REQUEST, reason)
