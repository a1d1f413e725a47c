"""What a bot is, and how it leaves one server for another."""

from typing import Any

from preview.errors import too_many_requests
from preview.methods.table import Request, method

Json = dict[str, Any]

# Seconds after its start in which a bot can't be closed (https://core.telegram.org/bots/api#close).
_NOT_CLOSED_WITHIN = 600


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


@method("logOut")
async def log_out(_request: Request) -> bool:
    """Let the bot go; to a local server, which this is, it can come back at once."""
    return True


@method("close")
async def close(request: Request) -> bool:
    """Let the bot go to another local server."""
    wait = request.account.started + _NOT_CLOSED_WITHIN - request.telegram.now()
    if wait > 0:
        raise too_many_requests(wait)
    return True
