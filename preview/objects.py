"""Users, chats and messages, as the server keeps them and as the Bot API describes them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from preview.text import utf16_slice

Json = dict[str, Any]

GROUP_TYPES = ("group", "supergroup")

# What somebody says without a text of their own. A message with none of it, such as one about a
# group's new title, is a service message.
_CONTENT = frozenset(
    "animation audio document live_photo paid_media photo sticker story video video_note voice "
    "checklist contact dice game poll venue location invoice giveaway giveaway_winners "
    "rich_message".split()
)


@dataclass(frozen=True)
class User:
    """Somebody with an account, a bot among them (https://core.telegram.org/bots/api#user).

    Whoever changes their name is still the same.
    """

    id: int
    first_name: str = field(compare=False)
    is_bot: bool = field(default=False, compare=False)
    username: str | None = field(default=None, compare=False)
    last_name: str | None = field(default=None, compare=False)
    language_code: str | None = field(default=None, compare=False)

    def as_json(self) -> Json:
        """Return the user as others see them."""
        return _without_none(vars(self))


@dataclass(eq=False)
class Chat:
    """A place for messages (https://core.telegram.org/bots/api#chat).

    Attributes:
        members: ids of those who are in it, bots among them.
        administrators: ids of the members who administer it, its owner among them.
        owner: id of the member whose group it is.
        banned: ids of those who were removed from it.
        topics: names by thread id, in a forum.
        messages: by message id; a deleted one is gone.
        pinned: ids of messages at its top, the one that was pinned last at the end.
        last_bot: id of the bot that wrote last, which is the one that a bare command is for.
    """

    id: int
    type: str
    title: str | None = None
    first_name: str | None = None
    username: str | None = None
    is_forum: bool = False
    members: set[int] = field(default_factory=set)
    administrators: set[int] = field(default_factory=set)
    owner: int | None = None
    banned: set[int] = field(default_factory=set)
    topics: dict[int, str] = field(default_factory=dict)
    messages: dict[int, "Message"] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    last_message_id: int = 0
    last_bot: int | None = None

    @property
    def pinned_messages(self) -> list["Message"]:
        """The messages at its top, the one that was pinned last at the end."""
        return [self.messages[one] for one in self.pinned]

    def next_message_id(self) -> int:
        """Return the id of the next message; ids count up from 1."""
        self.last_message_id += 1
        return self.last_message_id

    def as_json(self) -> Json:
        """Return the chat as it stands in a message."""
        return _without_none(
            {
                "id": self.id,
                "type": self.type,
                "title": self.title,
                "first_name": self.first_name,
                "username": self.username,
                "is_forum": self.is_forum or None,
            }
        )


@dataclass(eq=False)
class Message:
    """A message (https://core.telegram.org/bots/api#message).

    Attributes:
        media: the field that holds what is not text, such as ``{"photo": [...]}``.
        forward_origin: who wrote it first, where it was sent on.
        reply_to: what it replies to, which may stand in another chat or topic.
        quote: the part of that which it quotes, as the Bot API's TextQuote.
        meant_for: ids of the bots that it is meant for, known once it is posted.
        inline_message_id: its name for the bot that wrote it without being in the chat.
        reactions: emoji by id of whoever reacts; the Bot API's Message does not show them.
    """

    message_id: int
    date: int
    chat: Chat
    sender: User | None = None
    sender_chat: Chat | None = None
    text: str | None = None
    caption: str | None = None
    entities: tuple[Json, ...] = ()
    media: Json = field(default_factory=dict)
    forward_origin: Json | None = None
    reply_to: "Message | None" = None
    quote: Json | None = None
    thread_id: int | None = None
    via_bot: User | None = None
    reply_markup: Json | None = None
    edit_date: int | None = None
    guest_query_id: str | None = None
    inline_message_id: str | None = None
    media_group_id: str | None = None
    meant_for: frozenset[int] = frozenset()
    reactions: dict[int, list[str]] = field(default_factory=dict)

    def as_json(self, *, with_reply: bool = True) -> Json:
        """Return the message as a bot reads it."""
        captioned = self.caption is not None
        reply, elsewhere = self._reply() if with_reply else (None, None)
        return _without_none(
            {
                "message_id": self.message_id,
                "message_thread_id": self.thread_id,
                "is_topic_message": True if self.thread_id and self.chat.is_forum else None,
                "from": self.sender.as_json() if self.sender else None,
                "sender_chat": self.sender_chat.as_json() if self.sender_chat else None,
                "date": self.date,
                "chat": self.chat.as_json(),
                "forward_origin": self.forward_origin,
                "guest_query_id": self.guest_query_id,
                "reply_to_message": reply,
                "external_reply": elsewhere,
                "quote": self.quote if with_reply else None,
                "via_bot": self.via_bot.as_json() if self.via_bot else None,
                "edit_date": self.edit_date,
                "media_group_id": self.media_group_id,
                "text": self.text,
                "entities": None if captioned else list(self.entities) or None,
                "caption": self.caption,
                "caption_entities": list(self.entities) or None if captioned else None,
                "reply_markup": self.reply_markup,
                **self.media,
            }
        )

    def _reply(self) -> tuple[Json | None, Json | None]:
        """Describe what it replies to: in whole, or in short where that stands elsewhere."""
        if self.reply_to is None:
            return None, None
        if self.replies_elsewhere:
            return None, self.reply_to.as_external_reply()
        return self.reply_to.as_json(with_reply=False), None

    def as_external_reply(self) -> Json:
        """Return the message as a reply to it describes it in another chat or topic."""
        content = {name: value for name, value in self.media.items() if name in _CONTENT}
        described = {"origin": self.origin} | content
        if self.media.get("has_media_spoiler"):
            described["has_media_spoiler"] = True
        # Ids of other chats mean nothing to whoever is not in them.
        if self.chat.type == "supergroup":
            described |= {"chat": self.chat.as_json(), "message_id": self.message_id}
        return described

    @property
    def origin(self) -> Json:
        """Who wrote it first, and when (https://core.telegram.org/bots/api#messageorigin)."""
        if self.sender_chat is not None:
            return {"type": "chat", "date": self.date, "sender_chat": self.sender_chat.as_json()}
        sender = self.sender.as_json() if self.sender else None
        return _without_none({"type": "user", "date": self.date, "sender_user": sender})

    @property
    def said(self) -> str:
        """Its text, or what is said about its file."""
        return self.text or self.caption or ""

    @property
    def replies_elsewhere(self) -> bool:
        """Whether it replies to a message of another chat or topic."""
        answered, chat = self.reply_to, self.chat
        if answered is None or answered.chat is not chat:
            return answered is not None
        return chat.is_forum and answered.thread_id != self.thread_id

    @property
    def is_from_bot(self) -> bool:
        """Whether a bot wrote it; an anonymous administrator only has a bot's name."""
        return self.sender is not None and self.sender.is_bot and self.sender_chat is None

    @property
    def is_service(self) -> bool:
        """Whether it tells of something that happened in the chat."""
        return self.text is None and self.caption is None and not self.media.keys() & _CONTENT

    @property
    def buttons(self) -> list[Json]:
        """The buttons of its inline keyboard, row by row."""
        rows = (self.reply_markup or {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]

    def entity_texts(self, kind: str) -> Iterator[str]:
        """Yield the stretches of its text that are entities of a kind, such as ``blockquote``."""
        for entity in self.entities:
            if entity["type"] == kind:
                start = entity["offset"]
                yield utf16_slice(self.said, start, start + entity["length"])


def _without_none(values: Json) -> Json:
    return {key: value for key, value in values.items() if value is not None}
