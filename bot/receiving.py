"""Updates as they come from Telegram: one that cannot be read must not hold up the others."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any, Final

from telegram import Update
from telegram.request import BaseRequest, HTTPXRequest

log = logging.getLogger(__name__)

CONNECTIONS: Final = 1
"""There is only ever one poll at a time."""
LONGEST_HOLD_SECONDS: Final = 20.0
"""How long a poll may be held back; Telegram would deliver again what is not confirmed by then."""


class Unconfirmed:
    """Updates of editors that are not done yet: the next poll, which confirms them, waits.

    The library confirms what it has only queued, and a crash loses it. For readers that is a
    question to be asked again; a change of the record must not vanish. An update is done with
    the commit of what it asks for; telling what came of it may wait for the chat's turn.
    """

    def __init__(self, editors: Callable[[], frozenset[int]]) -> None:
        self._editors = editors
        self._waiting: dict[int, asyncio.Event] = {}

    def note(self, updates: Iterable[Mapping[str, Any]]) -> None:
        """Note those of these updates that are an editor's."""
        editors = self._editors()
        for update in updates:
            if _sender_of(update) in editors:
                self._waiting.setdefault(update["update_id"], asyncio.Event())

    def done(self, update_id: int) -> None:
        """Note that an update is done."""
        if (waiting := self._waiting.pop(update_id, None)) is not None:
            waiting.set()

    async def settled(self, update_id: int | None = None) -> None:
        """Wait until one noted update, or every one, is done, but not for ever."""
        waited = [
            (number, event)
            for number, event in self._waiting.items()
            if update_id is None or number == update_id
        ]
        try:
            async with asyncio.timeout(LONGEST_HOLD_SECONDS):
                for _, event in waited:
                    await event.wait()
        except TimeoutError:
            late = sorted(number for number, event in waited if not event.is_set())
            log.warning("updates %s take long; they are confirmed", late)
            for number in late:
                self.done(number)


def _sender_of(update: Mapping[str, Any]) -> int | None:
    for kind in ("message", "callback_query"):
        sender = update.get(kind)
        if isinstance(sender, dict) and isinstance(sender.get("from"), dict):
            number = sender["from"].get("id")
            return number if isinstance(number, int) else None
    return None


class TolerantRequest(HTTPXRequest):
    """The poll's HTTP client; an update that the library cannot read arrives empty.

    The library drops the whole batch and asks for it again, for ever: with one such update the
    bot would never hear anything else.
    """

    def __init__(self, unconfirmed: Unconfirmed | None = None) -> None:
        super().__init__(connection_pool_size=CONNECTIONS)
        self._unconfirmed = unconfirmed

    async def do_request(self, *arguments: Any, **options: Any) -> tuple[int, bytes]:
        """Poll, once every editor's update of the last poll is done."""
        if self._unconfirmed is None:
            return await super().do_request(*arguments, **options)
        await self._unconfirmed.settled()
        status, payload = await super().do_request(*arguments, **options)
        with suppress(ValueError):
            result = json.loads(payload).get("result")
            if isinstance(result, list):
                self._unconfirmed.note(each for each in result if "update_id" in each)
        return status, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return the decoded answer, each update in it readable.

        Raises:
            TelegramError: the answer is no JSON.
        """
        answer: dict[str, Any] = BaseRequest.parse_json_payload(payload)
        result = answer.get("result")
        if isinstance(result, list):
            answer["result"] = [readable(update) for update in result]
        return answer


def readable(update: dict[str, Any]) -> dict[str, Any]:
    """Return an update, or only its number where the library cannot read it."""
    try:
        Update.de_json(update, None)
    except Exception as error:
        number = update["update_id"]
        log.warning("update %s cannot be read and is left out: %s", number, type(error).__name__)
        return {"update_id": number}
    return update
