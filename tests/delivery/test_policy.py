"""What an error of Telegram means for a delivery."""

from __future__ import annotations

from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.delivery.policy import (
    MOST_ATTEMPTS,
    Again,
    Away,
    ChatWaits,
    Failed,
    Floods,
    Moved,
    Ruling,
    Told,
    TopicClosed,
    TopicGone,
    Unknown,
    judge,
)

SOON = Again(timedelta(seconds=2))


def caused(error: TelegramError, name: str) -> TelegramError:
    """Return the error as if the HTTP client's error of that name had caused it."""
    error.__cause__ = type(name, (Exception,), {})()
    return error


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), Away("blocked")),
        (Forbidden("Forbidden: user is deactivated"), Away("deactivated")),
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), Away("removed")),
        (Forbidden("Forbidden: bot is not a member of the channel chat"), Away("removed")),
        (Forbidden("Forbidden: bot can't initiate conversation with a user"), Away("blocked")),
        (ChatMigrated(-1005), Moved(-1005)),
        (BadRequest("Message is not modified: specified new message content ..."), Told()),
        (BadRequest("Message thread not found"), TopicGone()),
        (BadRequest("TOPIC_DELETED"), TopicGone()),
        (BadRequest("TOPIC_CLOSED"), TopicClosed()),
        (BadRequest("Chat not found"), Away("not_found")),
        (BadRequest("Not enough rights to send text messages to the chat"), Away("muted")),
        (BadRequest("Message to edit not found"), Failed("message_gone")),
        (BadRequest("can't parse entities"), Failed("refused", is_ours=True)),
        (NetworkError("Internal Server Error"), SOON),
        (NetworkError("Bad Gateway"), SOON),
        (NetworkError("Bad Gateway (502). Parsing the server response b'<' failed"), SOON),
        (NetworkError("Gateway Timeout"), Unknown()),
        (NetworkError("httpx.RemoteProtocolError: Server disconnected"), Unknown()),
        (caused(NetworkError("httpx.ConnectError: refused"), "ConnectError"), SOON),
        (TimedOut(), Unknown()),
        (caused(TimedOut(), "PoolTimeout"), SOON),
        (caused(TimedOut(), "ReadTimeout"), Unknown()),
        (InvalidToken("Unauthorized"), SOON),
        (Conflict("terminated by other getUpdates request"), SOON),
    ],
)
def test_an_error_has_one_meaning(error: TelegramError, verdict: Ruling) -> None:
    assert judge(error, attempts=1, is_edit=False) == verdict


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
def test_a_chat_that_is_told_to_wait_waits_that_long() -> None:
    assert judge(RetryAfter(43_837), attempts=1, is_edit=False) == ChatWaits(43_837)


@pytest.mark.parametrize("error", [TimedOut(), NetworkError("httpx.ReadError: ")])
def test_an_edit_is_made_again_where_its_outcome_is_not_known(error: TelegramError) -> None:
    assert judge(error, attempts=1, is_edit=True) == SOON


def test_telegrams_own_failures_are_waited_out_longer_and_longer_and_not_for_ever() -> None:
    error = NetworkError("Internal Server Error")
    verdicts = [judge(error, attempts=n, is_edit=False) for n in range(1, MOST_ATTEMPTS)]
    pauses = [verdict.pause for verdict in verdicts if isinstance(verdict, Again)]

    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(minutes=15)
    assert judge(error, attempts=MOST_ATTEMPTS, is_edit=False) == Failed("telegram_failed")


def test_several_chats_in_a_row_that_must_wait_are_a_limit_of_the_whole_bot() -> None:
    floods = Floods()

    assert not floods.is_for_all(1)
    floods.served()
    assert [floods.is_for_all(chat) for chat in (1, 2, 2, 3, 4)] == [False] * 4 + [True]
