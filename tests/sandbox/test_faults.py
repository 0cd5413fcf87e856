"""Faults on demand: by method, chat, content and count."""

from __future__ import annotations

import time

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.sandbox import NotAllowedError
from bot.sandbox.scene import ADMIN, CHANNEL, NEWSROOM, READER
from tests.sandbox.conftest import Town


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        ({"kind": "retry_after", "seconds": 7}, RetryAfter, "Flood control exceeded"),
        ({"kind": "blocked"}, Forbidden, "Forbidden: bot was blocked by the user"),
        ({"kind": "deactivated"}, Forbidden, "Forbidden: user is deactivated"),
        ({"kind": "kicked"}, Forbidden, "Forbidden: bot was kicked from the supergroup chat"),
        ({"kind": "cant_initiate"}, Forbidden, "bot can't initiate conversation with a user"),
        ({"kind": "not_member"}, Forbidden, "bot is not a member of the supergroup chat"),
        ({"kind": "migrated", "migrate_to_chat_id": -1005}, ChatMigrated, "-1005"),
        ({"kind": "conflict"}, Conflict, "Conflict: terminated by other getUpdates request"),
        ({"kind": "bad_request", "description": "TOPIC_DELETED"}, BadRequest, "(?i)topic_deleted"),
        ({"kind": "server_error"}, NetworkError, "Internal Server Error"),
        ({"kind": "server_error", "status": 502}, NetworkError, "Bad Gateway"),
        ({"kind": "bad_gateway"}, NetworkError, "Bad Gateway|502|Unknown"),
    ],
    ids=lambda value: value.get("kind") if isinstance(value, dict) else None,
)
async def test_a_fault_is_what_python_telegram_bot_makes_of_it(
    fault: dict[str, object], kind: type[TelegramError], words: str, town: Town
) -> None:
    await town.client.fault(method="sendMessage", **fault)  # type: ignore[arg-type]

    with pytest.raises(kind, match=words):
        await town.bot.send_message(NEWSROOM, "x")
    await town.bot.send_message(NEWSROOM, "once is enough")


async def test_retry_after_carries_its_seconds(town: Town) -> None:
    await town.client.fault("retry_after", seconds=43)

    with pytest.raises(RetryAfter) as caught:
        await town.bot.send_message(READER, "x")
    assert caught.value.retry_after.total_seconds() == 43  # type: ignore[union-attr]


async def test_a_fault_hits_only_its_chat_and_its_words(town: Town) -> None:
    await town.client.fault("blocked", chat_id=READER, text_contains="alert", times=None)

    await town.bot.send_message(ADMIN, "alert")
    await town.bot.send_message(READER, "answer")
    for _ in range(2):
        with pytest.raises(Forbidden):
            await town.bot.send_message(READER, "an alert")


async def test_a_fault_can_let_some_calls_pass_first(town: Town) -> None:
    await town.client.fault("blocked", method="sendMessage", skip=2)

    for _ in range(2):
        await town.bot.send_message(READER, "x")
    with pytest.raises(Forbidden):
        await town.bot.send_message(READER, "x")


async def test_a_delay_is_waited_and_then_the_call_is_done(town: Town) -> None:
    await town.client.fault("delay", seconds=0.2)
    began = time.monotonic()

    await town.bot.send_message(READER, "x")

    assert time.monotonic() - began >= 0.2


async def test_a_removed_fault_does_nothing(town: Town) -> None:
    await town.client.fault("blocked")
    await town.client.no_faults()

    await town.bot.send_message(CHANNEL, "x")


async def test_the_ledger_names_the_fault(town: Town) -> None:
    await town.client.fault("blocked")
    with pytest.raises(Forbidden):
        await town.bot.send_message(READER, "x")

    call = (await town.client.calls("sendMessage"))[-1]
    assert (call["fault"], call["status"], call["chat_id"]) == ("blocked", 403, READER)


@pytest.mark.parametrize(
    "fault", [{"kind": "nonsense"}, {"kind": "drop", "foo": 1}, {"kind": "drop", "times": "x"}]
)
async def test_a_fault_that_does_not_exist_is_refused(fault: dict[str, object], town: Town) -> None:
    with pytest.raises(NotAllowedError):
        await town.client.fault(**fault)  # type: ignore[arg-type]
