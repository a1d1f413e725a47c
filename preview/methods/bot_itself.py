"""What a bot is."""

from typing import Any

from preview.methods.table import Request, method

Json = dict[str, Any]


@method("getMe")
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
