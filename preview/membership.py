"""What somebody is in a chat (https://core.telegram.org/bots/api#chatmember)."""

from typing import Any

from preview.objects import Chat, User

Json = dict[str, Any]

# Whoever administers a chat here may see to its messages, and no more.
_RIGHTS = dict.fromkeys("can_manage_chat can_delete_messages can_pin_messages".split(), True) | (
    dict.fromkeys(
        "can_be_edited is_anonymous can_manage_video_chats can_restrict_members "
        "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories "
        "can_delete_stories".split(),
        False,
    )
)
_FOR_EVER = 0


def member_as_json(chat: Chat, user: User) -> Json:
    """Describe somebody as a member of a chat, which they need not be."""
    member: Json = {"user": user.as_json()}
    if user.id in chat.banned:
        return banned_as_json(user)
    if user.id not in chat.members:
        return member | {"status": "left"}
    if user.id == chat.owner:
        return member | {"status": "creator", "is_anonymous": False}
    if user.id in chat.administrators:
        return member | {"status": "administrator"} | _RIGHTS
    return member | {"status": "member"}


def banned_as_json(user: User) -> Json:
    """Describe somebody who may not come back, nor be written to."""
    return {"user": user.as_json(), "status": "kicked", "until_date": _FOR_EVER}
