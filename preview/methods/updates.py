"""How a bot receives updates: long polling, for there are no webhooks here yet."""

from typing import Any

from preview.methods.table import Request, method

Json = dict[str, Any]

MOST_UPDATES = 100
LONGEST_POLL = 50


@method("getUpdates", "offset limit timeout allowed_updates")
async def get_updates(request: Request) -> list[Json]:
    """Long polling."""
    parameters = request.parameters
    limit = min(max(parameters.integer("limit", MOST_UPDATES), 1), MOST_UPDATES)
    return await request.account.get_updates(
        parameters.integer("offset"),
        limit,
        min(parameters.integer("timeout"), LONGEST_POLL),
        parameters.texts("allowed_updates"),
    )


@method("deleteWebhook", "drop_pending_updates")
async def delete_webhook(request: Request) -> bool:
    """Go back to long polling; there is no webhook to delete yet."""
    if request.parameters.flag("drop_pending_updates"):
        request.account.drop_updates()
    return True
