"""Updates as they come from Telegram: one that cannot be read must not hold up the others."""

from __future__ import annotations

import logging
from typing import Any, Final

from telegram import Update
from telegram.request import BaseRequest, HTTPXRequest

log = logging.getLogger(__name__)

CONNECTIONS: Final = 1
"""There is only ever one poll at a time."""


class TolerantRequest(HTTPXRequest):
    """The poll's HTTP client; an update that the library cannot read arrives empty.

    The library drops the whole batch and asks for it again, for ever: with one such update the
    bot would never hear anything else.
    """

    def __init__(self) -> None:
        super().__init__(connection_pool_size=CONNECTIONS)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return the decoded answer, each update in it readable.

        Raises:
            TelegramError: the answer is no JSON.
        """
        answer: dict[str, Any] = BaseRequest.parse_json_payload(payload)
        result = answer.get("result")
        if isinstance(result, list):
            answer["result"] = [_readable(update) for update in result]
        return answer


def _readable(update: dict[str, Any]) -> dict[str, Any]:
    """Return the update, or only its number where the library cannot read it."""
    try:
        Update.de_json(update, None)
    except Exception as error:
        number = update["update_id"]
        log.warning("update %s cannot be read and is left out: %s", number, type(error).__name__)
        return {"update_id": number}
    return update
