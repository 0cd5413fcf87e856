"""Updates that Telegram brings: each is taken over when it is queued, an editor's when it is done.

The library's own server answers as soon as an update is queued, so that a crash loses what an
editor commanded; and it logs, whole, an update that it cannot read.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any, Final

from telegram import Bot, Update
from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler

from bot.receiving import Unconfirmed, readable

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name, not a secret
"""https://core.telegram.org/bots/api#setwebhook"""


class Webhook:
    """What the server of updates needs, and whether it runs."""

    def __init__(
        self, bot: Bot, updates: asyncio.Queue[object], unconfirmed: Unconfirmed, secret: str
    ) -> None:
        self.bot = bot
        self.running = False
        self._updates = updates
        self._unconfirmed = unconfirmed
        self._secret = secret

    def is_telegram(self, secret: str) -> bool:
        """Say whether a request has the secret that only Telegram knows."""
        return hmac.compare_digest(secret.encode(), self._secret.encode())

    async def take(self, update: dict[str, Any]) -> None:
        """Queue an update; one of an editor is waited for until it is done."""
        self._unconfirmed.note([update])
        await self._updates.put(Update.de_json(readable(update), self.bot))
        await self._unconfirmed.settled(update["update_id"])


class _Handler(RequestHandler):
    """A request that brings one update; whatever else comes is refused in a word."""

    def initialize(self, webhook: Webhook) -> None:
        self._webhook = webhook

    async def post(self) -> None:
        if not self._webhook.is_telegram(self.request.headers.get(SECRET_HEADER, "")):
            raise HTTPError(HTTPStatus.FORBIDDEN)
        try:
            update = json.loads(self.request.body)
        except ValueError as error:
            raise HTTPError(HTTPStatus.BAD_REQUEST) from error
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            raise HTTPError(HTTPStatus.BAD_REQUEST)
        await self._webhook.take(update)

    def write_error(self, status_code: int, **_: Any) -> None:
        self.finish(HTTPStatus(status_code).phrase)


class _Server(Application):
    def log_request(self, handler: RequestHandler) -> None:
        """Log no request: its path may be a secret."""


@asynccontextmanager
async def receiving(webhook: Webhook, path: str, host: str, port: int) -> AsyncIterator[Webhook]:
    """Take updates at a path until the block ends.

    Raises:
        OSError: the port cannot be used.
    """
    server = HTTPServer(_Server([(path or "/", _Handler, {"webhook": webhook})]))
    server.listen(port, address=host)
    webhook.running = True
    try:
        yield webhook
    finally:
        webhook.running = False
        server.stop()
        await server.close_all_connections()
