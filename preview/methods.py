"""The methods of the Bot API that are served (https://core.telegram.org/bots/api#available-methods)."""

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from preview.account import BotAccount, CallbackAnswer, InlineAnswer
from preview.errors import ApiError, bad_request
from preview.formatting import FormattedText, parse_html, plain, utf16_length
from preview.keyboard import checked_keyboard
from preview.objects import Chat, Message
from preview.parameters import Parameters
from preview.telegram import Telegram

Json = dict[str, Any]

LONGEST_TEXT = 4096
LONGEST_TOAST = 200
LONGEST_ID = 64
MOST_RESULTS = 50
MOST_COMMANDS = 100
MOST_UPDATES = 100
LONGEST_POLL = 50
_LONGEST_DESCRIPTION = {"description": 512, "short_description": 120}
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LONGEST_COMMAND_DESCRIPTION = 256
_START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True)
class Request:
    """A call: which bot makes it, in which world, with which parameters."""

    telegram: Telegram
    account: BotAccount
    parameters: Parameters


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
    serve: Callable[[Request], Awaitable[Any]]


METHODS: dict[str, Method] = {}


def _method(
    name: str, accepts: str = ""
) -> Callable[[Callable[[Request], Awaitable[Any]]], Callable[[Request], Awaitable[Any]]]:
    def register(serve: Callable[[Request], Awaitable[Any]]) -> Callable[[Request], Awaitable[Any]]:
        METHODS[name.lower()] = Method(name, frozenset(accepts.split()), serve)
        return serve

    return register


# The bot itself


@_method("getMe")
async def get_me(request: Request) -> Json:
    """Say who the bot is and what it may do."""
    account = request.account
    return account.user.as_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not account.privacy,
        "supports_guest_queries": account.guest,
        "supports_inline_queries": account.inline,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_join_request_queries": False,
    }


@_method("setMyCommands", "commands scope language_code")
async def set_my_commands(request: Request) -> bool:
    """Set the list of commands for a scope and language."""
    commands = request.parameters.json("commands") or []
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(command.get("command", "")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= _LONGEST_COMMAND_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    request.account.commands[_scope(request)] = commands
    request.telegram.changed()
    return True


@_method("getMyCommands", "scope language_code")
async def get_my_commands(request: Request) -> list[Json]:
    """Return the list of commands of exactly this scope and language."""
    return request.account.commands.get(_scope(request), [])


def _scope(request: Request) -> tuple[str, str]:
    scope = request.parameters.json("scope") or {"type": "default"}
    if scope["type"] == "chat":
        request.telegram.chat_for(request.account, int(scope["chat_id"]))
    return json.dumps(scope, sort_keys=True), request.parameters.text("language_code")


@_method("setMyDescription", "description language_code")
async def set_my_description(request: Request) -> bool:
    """Set what an empty chat with the bot shows."""
    return _describe(request, "description")


@_method("setMyShortDescription", "short_description language_code")
async def set_my_short_description(request: Request) -> bool:
    """Set what the bot's profile shows."""
    return _describe(request, "short_description")


def _describe(request: Request, subject: str) -> bool:
    text = request.parameters.text(subject)
    if utf16_length(text) > _LONGEST_DESCRIPTION[subject]:
        raise bad_request(f"{subject.replace('_', ' ')} is too long")
    request.account.descriptions[subject, request.parameters.text("language_code")] = text
    return True


# Updates


@_method("getUpdates", "offset limit timeout allowed_updates")
async def get_updates(request: Request) -> list[Json]:
    """Long polling."""
    parameters = request.parameters
    limit = min(max(parameters.integer("limit", MOST_UPDATES), 1), MOST_UPDATES)
    return await request.account.get_updates(
        parameters.integer("offset"),
        limit,
        min(parameters.integer("timeout"), LONGEST_POLL),
        parameters.json("allowed_updates"),
    )


@_method("deleteWebhook", "drop_pending_updates")
async def delete_webhook(request: Request) -> bool:
    """Go back to long polling; there is no webhook to delete yet."""
    if request.parameters.flag("drop_pending_updates"):
        await request.account.get_updates(1 << 62, MOST_UPDATES, 0, None)
    return True


# Messages


@_method(
    "sendMessage",
    "chat_id message_thread_id text parse_mode entities link_preview_options disable_notification "
    "reply_parameters reply_markup",
)
async def send_message(request: Request) -> Json:
    """Send a text."""
    telegram, parameters = request.telegram, request.parameters
    chat = telegram.chat_for(request.account, parameters.integer("chat_id"))
    content = _content(request)
    reply_to = _replied_to(chat, parameters.json("reply_parameters"))
    thread = parameters.integer("message_thread_id") or None
    if thread is not None and thread not in chat.topics:
        raise bad_request("message thread not found")
    message = Message(
        chat.next_message_id(),
        telegram.now(),
        chat,
        sender=request.account.user,
        text=content.text,
        entities=content.entities,
        reply_to=reply_to,
        thread_id=thread or (reply_to.thread_id if reply_to else None),
        reply_markup=checked_keyboard(parameters.json("reply_markup")),
    )
    return telegram.post(message).as_json()


@_method(
    "editMessageText",
    "chat_id message_id inline_message_id text parse_mode entities link_preview_options "
    "reply_markup",
)
async def edit_message_text(request: Request) -> Json | bool:
    """Put another text, and the keyboard that comes with it, into a message of the bot's."""
    return _edit(request, _content(request))


@_method("editMessageReplyMarkup", "chat_id message_id inline_message_id reply_markup")
async def edit_message_reply_markup(request: Request) -> Json | bool:
    """Put another keyboard under a message of the bot's."""
    return _edit(request, None)


def _edit(request: Request, content: FormattedText | None) -> Json | bool:
    message = _own_message(request, "edit")
    markup = checked_keyboard(request.parameters.json("reply_markup"))
    new = (message.text, message.entities) if content is None else (content.text, content.entities)
    if (message.text, message.entities, message.reply_markup) == (*new, markup):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message"
        )
    message.text, message.entities = new
    message.reply_markup = markup
    message.edit_date = request.telegram.now()
    request.telegram.changed()
    return True if message.inline_message_id else message.as_json()


@_method("deleteMessage", "chat_id message_id")
async def delete_message(request: Request) -> bool:
    """Delete a message of the bot's."""
    message = _own_message(request, "delete")
    del message.chat.messages[message.message_id]
    request.telegram.changed()
    return True


@_method("sendChatAction", "chat_id message_thread_id action")
async def send_chat_action(request: Request) -> bool:
    """Show what the bot is doing, such as typing."""
    request.telegram.chat_for(request.account, request.parameters.integer("chat_id"))
    if request.parameters.text("action") not in ("typing", "upload_photo", "upload_document"):
        raise bad_request("wrong parameter action in request")
    return True


def _content(request: Request) -> FormattedText:
    parameters = request.parameters
    mode = parameters.text("parse_mode")
    text = parameters.text("text")
    entities = parameters.json("entities")
    if mode.lower() == "html":
        content = parse_html(text)
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        content = plain(text)
        if entities:
            content = FormattedText(content.text, tuple(entities))
    if not content.text:
        raise bad_request("message text is empty")
    if utf16_length(content.text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return content


def _replied_to(chat: Chat, reply: Json | None) -> Message | None:
    if reply is None:
        return None
    message = chat.messages.get(int(reply.get("message_id", 0)))
    if message is None and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return message


def _own_message(request: Request, verb: str) -> Message:
    parameters = request.parameters
    inline = parameters.text("inline_message_id")
    if inline:
        if inline not in request.telegram.inline_messages:
            raise bad_request("MESSAGE_ID_INVALID")
        return request.telegram.inline_messages[inline]
    chat = request.telegram.chat_for(request.account, parameters.integer("chat_id"))
    message = chat.messages.get(parameters.integer("message_id"))
    if message is None:
        raise bad_request(f"message to {verb} not found")
    if message.sender != request.account.user:
        raise bad_request(f"message can't be {verb.rstrip('e')}ed")
    return message


# Queries


@_method("answerCallbackQuery", "callback_query_id text show_alert url cache_time")
async def answer_callback_query(request: Request) -> bool:
    """Take the waiting sign off a pressed button, with a toast or an alert."""
    parameters = request.parameters
    text = parameters.text("text") or None
    if text and utf16_length(text) > LONGEST_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    waiting = request.account.callback_queries.pop(parameters.text("callback_query_id"), None)
    if waiting is None or waiting.done():
        raise _too_old()
    waiting.set_result(CallbackAnswer(text, parameters.flag("show_alert")))
    return True


@_method("answerInlineQuery", "inline_query_id results cache_time is_personal next_offset button")
async def answer_inline_query(request: Request) -> bool:
    """Show what an inline query found."""
    parameters = request.parameters
    results = parameters.json("results") or []
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    for result in results:
        _check_result(result)
    if len({result["id"] for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    offset = parameters.text("next_offset")
    if len(offset.encode()) > LONGEST_ID:
        raise bad_request("NEXT_OFFSET_INVALID")
    button = parameters.json("button")
    if button and not _START_PARAMETER.fullmatch(button.get("start_parameter", "")):
        raise bad_request("START_PARAM_INVALID")
    waiting = request.account.inline_queries.pop(parameters.text("inline_query_id"), None)
    if waiting is None or waiting.done():
        raise _too_old()
    cache_time = parameters.integer("cache_time", InlineAnswer.cache_time)
    waiting.set_result(
        InlineAnswer(results, offset, cache_time, parameters.flag("is_personal"), button)
    )
    return True


@_method("answerGuestQuery", "guest_query_id result")
async def answer_guest_query(request: Request) -> Json:
    """Post a message into a chat that the bot is not in, where it was called."""
    telegram, parameters = request.telegram, request.parameters
    result = parameters.json("result") or {}
    _check_result(result)
    asked = request.account.guest_queries.pop(parameters.text("guest_query_id"), None)
    if asked is None:
        raise _too_old()
    message = posted_result(telegram, request.account, result, asked.chat)
    message.sender = request.account.user
    message.reply_to = asked
    telegram.post(message)
    return {"inline_message_id": message.inline_message_id}


def posted_result(telegram: Telegram, account: BotAccount, result: Json, chat: Chat) -> Message:
    """Return the message that an inline result becomes; it is not in its chat yet."""
    content = _result_content(result)
    message = Message(
        chat.next_message_id(),
        telegram.now(),
        chat,
        text=content.text,
        entities=content.entities,
        via_bot=account.user,
        reply_markup=checked_keyboard(result.get("reply_markup")),
        inline_message_id=f"inline-{telegram.new_query_id()}",
    )
    telegram.inline_messages[message.inline_message_id or ""] = message
    return message


def _check_result(result: Json) -> None:
    for name in ("type", "id", "title"):
        if not result.get(name):
            raise bad_request(f"can't parse inline query result: Can't find field \"{name}\"")
    if result["type"] != "article":
        raise bad_request("can't parse inline query result: only articles are served here")
    if len(result["id"].encode()) > LONGEST_ID:
        raise bad_request("RESULT_ID_INVALID")
    if utf16_length(_result_content(result).text) > LONGEST_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    checked_keyboard(result.get("reply_markup"))


def _result_content(result: Json) -> FormattedText:
    content = result.get("input_message_content") or {}
    source = content.get("message_text", "")
    found = parse_html(source) if content.get("parse_mode") == "HTML" else plain(source)
    if not found.text:
        raise bad_request("message text is empty")
    return found


def _too_old() -> ApiError:
    return bad_request("query is too old and response timeout expired or query ID is invalid")


# Chats


@_method("getChat", "chat_id")
async def get_chat(request: Request) -> Json:
    """Describe a chat."""
    chat = request.telegram.chat_for(request.account, request.parameters.integer("chat_id"))
    gifts = dict.fromkeys(
        (
            "unlimited_gifts",
            "limited_gifts",
            "unique_gifts",
            "premium_subscription",
            "gifts_from_channels",
        ),
        False,
    )
    return chat.as_json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": gifts,
    }


@_method("getChatMember", "chat_id user_id")
async def get_chat_member(request: Request) -> Json:
    """Say what somebody is in a chat."""
    chat = request.telegram.chat_for(request.account, request.parameters.integer("chat_id"))
    user = request.telegram.users.get(request.parameters.integer("user_id"))
    if user is None:
        raise bad_request("user not found")
    if user.id not in chat.members:
        return {"status": "left", "user": user.as_json()}
    if user.id not in chat.administrators:
        return {"status": "member", "user": user.as_json()}
    rights = (
        "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats "
        "can_restrict_members can_promote_members can_change_info can_invite_users "
        "can_post_stories can_edit_stories can_delete_stories"
    )
    return {"status": "administrator", "user": user.as_json()} | dict.fromkeys(
        rights.split(), False
    )
