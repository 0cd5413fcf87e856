"""What an error of Telegram means for a delivery: pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final, TypeAlias

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.delivery.limited_calls import seconds_of
from knowledge import PauseReason

MOST_ATTEMPTS: Final = 8
"""How often Telegram's own failures are waited out; with the pauses below, about an hour."""
FIRST_PAUSE: Final = dt.timedelta(seconds=2)
LONGEST_PAUSE: Final = dt.timedelta(minutes=15)
NEVER_SENT: Final = ("ConnectError", "ConnectTimeout", "PoolTimeout")
"""Errors of the HTTP client after which Telegram has certainly not seen the request."""
GATEWAY_TIMEOUT: Final = "(504)"


@dataclass(frozen=True, slots=True)
class Told:
    """It says so already."""


@dataclass(frozen=True, slots=True)
class Again:
    """Try again after a while."""

    pause: dt.timedelta


@dataclass(frozen=True, slots=True)
class ChatWaits:
    """This chat is not to be written to for a while; it was no attempt."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request ended without an answer: it may have arrived."""


@dataclass(frozen=True, slots=True)
class Failed:
    """It will not work."""

    reason: str
    is_ours: bool = False
    """Whether it is our mistake, to be reported."""


@dataclass(frozen=True, slots=True)
class Away:
    """The chat cannot be written to until something changes there."""

    reason: PauseReason


@dataclass(frozen=True, slots=True)
class Moved:
    """The group has become a supergroup."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class TopicGone:
    """The topic was deleted, or topics were switched off."""


@dataclass(frozen=True, slots=True)
class TopicClosed:
    """Nobody may write in the topic for now."""


Ruling: TypeAlias = (
    Told | Again | ChatWaits | Unknown | Failed | Away | Moved | TopicGone | TopicClosed
)

_FORBIDDEN: Final[tuple[tuple[str, PauseReason], ...]] = (
    ("blocked", "blocked"),
    ("can't initiate", "blocked"),
    ("deactivated", "deactivated"),
    ("kicked", "removed"),
    ("not a member", "removed"),
)
_MUTED: Final = (
    "not enough rights",
    "have no rights",
    "chat_write_forbidden",
    "administrator right",
)
_NOT_FOUND: Final = ("chat not found", "peer_id_invalid")
_THREAD_GONE: Final = ("thread not found", "topic_deleted")
_MESSAGE_GONE: Final = ("message to edit not found", "message can't be edited")


def judge(error: TelegramError, *, attempts: int, is_edit: bool) -> Ruling:
    """Return what an error means for a delivery that was tried so often, this time included.

    `BadRequest` and `TimedOut` are kinds of `NetworkError` in the library, so they come first.
    """
    match error:
        case RetryAfter():
            return ChatWaits(seconds_of(error))
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case Forbidden():
            return Away(_reason(error))
        case BadRequest():
            return _refused(error.message.lower())
        case NetworkError() if _was_answered(error) or _was_never_sent(error):
            return _later(attempts)
        case NetworkError() if is_edit:
            # An edit does the same twice.
            return _later(attempts)
        case NetworkError():
            return Unknown()
    # A wrong token, a second instance: nothing that this delivery could help.
    return _later(attempts)


def _reason(error: Forbidden) -> PauseReason:
    text = error.message.lower()
    return next((reason for words, reason in _FORBIDDEN if words in text), "removed")


def _refused(text: str) -> Ruling:
    if "not modified" in text:
        return Told()
    if any(words in text for words in _THREAD_GONE):
        return TopicGone()
    if "topic_closed" in text:
        return TopicClosed()
    if any(words in text for words in _NOT_FOUND):
        return Away("not_found")
    if any(words in text for words in _MUTED):
        return Away("muted")
    if any(words in text for words in _MESSAGE_GONE):
        return Failed("message_gone")
    return Failed("refused", is_ours=True)


def _was_answered(error: NetworkError) -> bool:
    """Say whether a server answered that it failed: then it has not done it."""
    is_from_client = error.message.startswith(("httpx.", "Unknown error in HTTP"))
    return (
        not isinstance(error, TimedOut)
        and not is_from_client
        and (
            GATEWAY_TIMEOUT not in error.message and "gateway timeout" not in error.message.lower()
        )
    )


def _was_never_sent(error: NetworkError) -> bool:
    return type(error.__cause__).__name__ in NEVER_SENT


def _later(attempts: int) -> Ruling:
    if attempts >= MOST_ATTEMPTS:
        return Failed("telegram_failed")
    return Again(min(LONGEST_PAUSE, FIRST_PAUSE * 3 ** (attempts - 1)))


class Floods:
    """Tells a limit of one chat from one of the whole bot, which Telegram does not say.

    It is the whole bot's when several chats in a row are told to wait and none is served between.
    """

    MOST_IN_A_ROW = 4

    def __init__(self) -> None:
        self._chats: set[int] = set()

    def served(self) -> None:
        """Note that a chat was served."""
        self._chats.clear()

    def is_for_all(self, chat_id: int) -> bool:
        """Note that a chat was told to wait; say whether that is meant for every chat."""
        self._chats.add(chat_id)
        return len(self._chats) >= self.MOST_IN_A_ROW
