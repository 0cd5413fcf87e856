"""Logging to standard error, secrets kept out."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from typing import Final

FORMAT: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"
HIDDEN: Final = "<secret>"
RECEIVED_DATA: Final = "Received data was"
"""What python-telegram-bot writes before an update (telegram/_bot.py, webhookhandler.py)."""


class SecretKeeper(logging.Formatter):
    """Formats a record, traceback included, with every secret blotted out."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__(FORMAT)
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line that is written."""
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN)
        return line


class WithoutReceivedData(logging.Filter):
    """Keeps what people wrote out: the library logs an update that it cannot read whole."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Drop the data from the record; the record itself is kept."""
        said, marker, _ = str(record.msg).partition(RECEIVED_DATA)
        if marker and record.name.startswith("telegram"):
            record.msg, record.args = said.strip(), ()
        return True


def set_up_logging(secrets: Iterable[str], *, level: int = logging.INFO) -> None:
    """Log to standard error; the HTTP client's request lines, which hold the token, stay out."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(SecretKeeper(secrets))
    handler.addFilter(WithoutReceivedData())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("httpx", "httpcore", "aiosqlite"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
