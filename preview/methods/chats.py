"""Chats, and who is in them."""

from typing import Any

from preview.errors import bad_request
from preview.membership import member_as_json
from preview.methods.table import Request, method

Json = dict[str, Any]

_GIFTS = (
    "unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels".split()
)


@method("getChat", "chat_id")
async def get_chat(request: Request) -> Json:
    """Describe a chat."""
    chat = request.chat()
    description = chat.as_json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }
    if pinned := chat.pinned_messages:
        description["pinned_message"] = pinned[-1].as_json(with_reply=False)
    return description


@method("getChatMember", "chat_id user_id")
async def get_chat_member(request: Request) -> Json:
    """Say what somebody is in a chat."""
    chat, user_id = request.chat(), request.parameters.integer("user_id")
    if user_id <= 0:
        raise bad_request("invalid user_id specified")
    user = request.telegram.users.get(user_id)
    if user is None:
        raise bad_request("user not found")
    if chat.type == "private" and user_id not in chat.members:
        raise bad_request("member not found")
    return member_as_json(chat, user)


@method("getChatAdministrators", "chat_id return_bots")
async def get_chat_administrators(request: Request) -> list[Json]:
    """Say who administers a chat; bots other than this one only if asked to."""
    chat = request.chat()
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    return [
        member_as_json(chat, user)
        for user in map(request.telegram.users.__getitem__, sorted(chat.administrators))
        if not user.is_bot or user == request.account.user or request.parameters.flag("return_bots")
    ]


@method("getChatMemberCount", "chat_id")
async def get_chat_member_count(request: Request) -> int:
    """Say how many there are in a chat."""
    return len(request.chat().members)


@method("leaveChat", "chat_id")
async def leave_chat(request: Request) -> bool:
    """Go out of a group."""
    chat = request.chat()
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    request.telegram.remove_member(chat, request.account.user)
    return True
