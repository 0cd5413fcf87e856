"""Methods by which updates reach the bot: polling and webhook."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.errors import bad_request
from bot.sandbox.state import Json
from bot.sandbox.turn import Turn
from bot.sandbox.updates import KINDS, MOST_AT_ONCE, refuse_polling_under_webhook

LONGEST_POLL = 50
_PORTS = (443, 80, 88, 8443)
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


async def get_updates(turn: Turn) -> list[Json]:
    """https://core.telegram.org/bots/api#getupdates"""
    world, params = turn.world, turn.params
    refuse_polling_under_webhook(world.queue)
    _remember_allowed(turn)
    updates = await world.queue.poll(
        params.integer("offset"),
        min(max(params.integer("limit", MOST_AT_ONCE), 1), MOST_AT_ONCE),
        min(max(params.integer("timeout"), 0), LONGEST_POLL),
    )
    fault = world.faults.strike("getUpdates", {}, delivery=True) if updates else None
    if fault is None:
        return updates
    turn.call.fault = fault.kind
    world.announce("fault", fault=fault.as_json(), call=turn.call.n)
    return [*updates, *updates] if fault.kind == "duplicate_update" else updates[::-1]


def _remember_allowed(turn: Turn) -> None:
    """Keep allowed_updates, where given, for this and all later calls."""
    if not turn.params.has("allowed_updates"):
        return
    allowed = turn.params.json_list("allowed_updates")
    unknown = [kind for kind in allowed if kind not in KINDS]
    if unknown:
        turn.complain(f"unknown kinds in allowed_updates: {unknown}")
    turn.world.queue.allowed = [kind for kind in allowed if kind in KINDS]


def set_webhook(turn: Turn) -> bool:
    """https://core.telegram.org/bots/api#setwebhook

    On loopback plain HTTP and any port are taken too; elsewhere Telegram's rules hold.
    """
    world, params = turn.world, turn.params
    url = params.text("url")
    if url:
        _check_address(url)
    _remember_allowed(turn)
    if params.flag("drop_pending_updates"):
        world.queue.clear()
    world.webhook.url = url
    world.webhook.secret_token = params.text("secret_token")
    world.webhook.max_connections = params.integer("max_connections", 40)
    world.webhook.last_error_date = world.webhook.last_error_message = None
    world.queue.webhook_url = url
    world.queue.stop_poll()
    world.announce_bot()
    return True


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    if parts.hostname in _LOOPBACK:
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in _PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    raise bad_request("bad webhook: Failed to resolve host: Name or service not known")


def delete_webhook(turn: Turn) -> bool:
    """https://core.telegram.org/bots/api#deletewebhook"""
    world = turn.world
    if turn.params.flag("drop_pending_updates"):
        world.queue.clear()
    if world.webhook.url:
        world.webhook.url = world.webhook.secret_token = ""
        world.queue.webhook_url = ""
        world.announce_bot()
    return True


def get_webhook_info(turn: Turn) -> Json:
    """https://core.telegram.org/bots/api#getwebhookinfo"""
    webhook = turn.world.webhook
    info: Json = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(turn.world.queue),
    }
    if webhook.url:
        info |= {"max_connections": webhook.max_connections, "ip_address": "127.0.0.1"}
    if webhook.last_error_date is not None:
        info["last_error_date"] = webhook.last_error_date
        info["last_error_message"] = webhook.last_error_message
    if turn.world.queue.allowed:
        info["allowed_updates"] = turn.world.queue.allowed
    return info


METHODS: dict[str, Any] = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
