"""Delivery of updates to the bot's webhook: one at a time, in order, repeated until taken.

https://core.telegram.org/bots/api#setwebhook
"""

from __future__ import annotations

import asyncio
import logging

import httpx

from bot.sandbox.loopback import no_tls
from bot.sandbox.state import Json
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.world import World

logger = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (a header's name)
FIRST_PAUSE = 0.1
LONGEST_PAUSE = 10.0
_TIMEOUT = 60.0


class WebhookDelivery:
    """Posts pending updates to the webhook while one is set."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def run(self) -> None:
        """Deliver until cancelled; a reset of the world brings another queue."""
        async with httpx.AsyncClient(timeout=_TIMEOUT, trust_env=False, verify=no_tls()) as client:
            while True:
                queue = self._world.queue
                if await queue.deliverable():
                    await self._deliver_next(client, queue)
                elif queue is self._world.queue:
                    return

    async def _deliver_next(self, client: httpx.AsyncClient, queue: UpdateQueue) -> None:
        fault = self._world.faults.strike("webhook", {}, delivery=True)
        kind = fault.kind if fault else ""
        batch = queue.pending() if kind == "reorder_updates" else [queue.first()]
        order = batch[::-1] if kind == "reorder_updates" else batch
        if fault is not None:
            self._world.announce("fault", fault=fault.as_json(), call=0)
        if kind == "duplicate_update":
            order = [*order, *order]
        for update in order:
            if not await self._until_taken(client, queue, update):
                return
        for update in batch:
            queue.confirm(update)

    async def _until_taken(
        self, client: httpx.AsyncClient, queue: UpdateQueue, update: Json
    ) -> bool:
        """Post an update until it is taken; False once webhook or update is gone."""
        pause = FIRST_PAUSE
        while queue.webhook_url and queue is self._world.queue:
            error = await self._post(client, queue.webhook_url, update)
            if error is None:
                return True
            self._world.webhook.last_error_date = self._world.now()
            self._world.webhook.last_error_message = error
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            if not queue.holds(update):
                return False
        return False

    async def _post(self, client: httpx.AsyncClient, url: str, update: Json) -> str | None:
        """Post one update and return what went wrong, in Telegram's words."""
        secret = self._world.webhook.secret_token
        headers = {SECRET_HEADER: secret} if secret else {}
        try:
            response = await client.post(url, json=update, headers=headers)
        except httpx.ConnectError:
            return "Connection refused"
        except httpx.TimeoutException:
            return "Read timeout expired"
        except httpx.HTTPError as error:
            return f"Connection closed: {error}"
        if response.is_success:
            return None
        return f"Wrong response from the webhook: {response.status_code} {response.reason_phrase}"
