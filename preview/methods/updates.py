"""How a bot receives updates: long polling, or a webhook."""

from typing import Any

from preview.account import BotAccount
from preview.errors import ApiError
from preview.methods.table import Request, method
from preview.webhook import Webhook, checked_ip_address, checked_secret, host_of, resolved

Json = dict[str, Any]

MOST_UPDATES = 100
LONGEST_POLL = 50
MOST_CONNECTIONS = 100
USUAL_CONNECTIONS = 40


@method("getUpdates", "offset limit timeout allowed_updates")
async def get_updates(request: Request) -> list[Json]:
    """Long polling."""
    account, parameters = request.account, request.parameters
    if account.webhook:
        raise ApiError(
            409,
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
        )
    account.updates.allow(parameters.texts("allowed_updates"))
    account.polled.set()
    return await account.updates.poll(
        parameters.integer("offset"),
        min(max(parameters.integer("limit", MOST_UPDATES), 1), MOST_UPDATES),
        min(parameters.integer("timeout"), LONGEST_POLL),
    )


@method(
    "setWebhook",
    "url ip_address max_connections allowed_updates drop_pending_updates secret_token",
)
async def set_webhook(request: Request) -> bool:
    """Have updates brought to an address; an empty one is none.

    As Telegram does it: the old webhook is gone even where the new one is refused, and what is
    refused is only what can't be an address or a secret token. Whether anybody listens there shows
    with the first update.
    """
    account, parameters = request.account, request.parameters
    await _delete(request)
    address = parameters.text("url")
    if not address:
        return True
    host = host_of(address)
    secret_token = checked_secret(parameters.text("secret_token"))
    fixed = parameters.text("ip_address")
    webhook = Webhook(
        address,
        checked_ip_address(fixed) if fixed else await resolved(host),
        secret_token,
        _connections(parameters.integer("max_connections", USUAL_CONNECTIONS)),
    )
    account.updates.allow(parameters.texts("allowed_updates"))
    account.updates.interrupt("Conflict: terminated by setWebhook request")
    account.webhook = webhook
    request.deliveries.start(account)
    return True


@method("deleteWebhook", "drop_pending_updates")
async def delete_webhook(request: Request) -> bool:
    """Go back to long polling."""
    await _delete(request)
    return True


@method("getWebhookInfo")
async def get_webhook_info(request: Request) -> Json:
    """Say where updates are brought, and how that goes."""
    return _webhook_info(request.account)


async def _delete(request: Request) -> None:
    request.account.webhook = None
    await request.deliveries.stop(request.account)
    if request.parameters.flag("drop_pending_updates"):
        request.account.updates.drop()


def _connections(wanted: int) -> int:
    return min(max(wanted, 1), MOST_CONNECTIONS)


def _webhook_info(account: BotAccount) -> Json:
    webhook, allowed = account.webhook, account.updates.allowed
    told: Json = {
        "url": webhook.address if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(account.updates),
    }
    if webhook:
        told |= {"ip_address": webhook.ip_address, "max_connections": webhook.max_connections}
        if webhook.last_error:
            told["last_error_date"] = webhook.last_error.date
            told["last_error_message"] = webhook.last_error.message
    if allowed is not None:
        told["allowed_updates"] = list(allowed)
    return told
