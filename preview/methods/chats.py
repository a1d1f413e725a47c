"""Chats, and who is in them."""

from typing import Any

from preview.errors import bad_request
from preview.methods.table import Request, method

Json = dict[str, Any]

_GIFTS = (
    "unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels".split()
)
# Whoever administers a chat here may see to its messages, and no more.
_RIGHTS = {"can_manage_chat": True, "can_delete_messages": True} | dict.fromkeys(
    "can_be_edited is_anonymous can_manage_video_chats can_restrict_members can_promote_members "
    "can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories".split(),
    False,
)


@method("getChat", "chat_id")
async def get_chat(request: Request) -> Json:
    """Describe a chat."""
    return request.chat().as_json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }


@method("getChatMember", "chat_id user_id")
async def get_chat_member(request: Request) -> Json:
    """Say what somebody is in a chat."""
    chat = request.chat()
    user = request.telegram.users.get(request.parameters.integer("user_id"))
    if user is None:
        raise bad_request("user not found")
    if user.id not in chat.members:
        return {"status": "left", "user": user.as_json()}
    if user.id not in chat.administrators:
        return {"status": "member", "user": user.as_json()}
    return {"status": "administrator", "user": user.as_json()} | _RIGHTS
