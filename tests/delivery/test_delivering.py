"""What is due reaches its place, whatever goes wrong with another one."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.delivery.limits import Limits
from bot.sandbox.scene import ADMIN, CHANNEL, COLLEAGUE, NEWSROOM, READER
from knowledge import Place, subscriptions_in
from tests.builders import a_citation, a_fact, a_round, an_event
from tests.delivery.conftest import Bot, until

# The library warns of its own next version whenever Telegram asks to wait.
pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")

ALERTS = 2
PEOPLE = (READER, ADMIN, COLLEAGUE)


def a_swap(id: str = "swap-1", title: str = "Swap", **more: Any) -> Any:
    """Return a prisoner exchange, which is important; bodies are not."""
    defaults: dict[str, Any] = {"sources": ("trt-seed",), "title": title}
    return an_event(id, **{**defaults, **more})


def bodies(id: str = "bodies-1", title: str = "Bodies", **more: Any) -> Any:
    return a_swap(id, title, kind="bodies-repatriation", **more)


async def start_all(bot: Bot) -> None:
    for person in PEOPLE:
        bot.sandbox.world.people[person].started = True


async def texts(bot: Bot, chat_id: int) -> list[str]:
    """Return what the bot wrote in a chat."""
    found = await bot.people.get("/messages", {"chat_id": chat_id})
    return [message["text"] for message in found if message["by_bot"] and "text" in message]


async def sends(bot: Bot, chat_id: int) -> list[dict[str, Any]]:
    return [c for c in await bot.people.calls(chat_id=chat_id) if c["method"] == "sendMessage"]


async def test_an_alert_reaches_the_topic_that_wants_it_with_source_and_buttons(bot: Bot) -> None:
    await bot.wants(NEWSROOM, "exchanges", thread=ALERTS)
    serhii = bot.people.person("Serhii").inside("Newsroom", topic="Alerts")

    await bot.publishes(a_swap(title="Swap of <3 & co"))

    alert = await serhii.hears()
    assert alert.thread_id == ALERTS
    assert "Prisoner exchanges" in alert.text
    assert "Swap of <3 & co" in alert.text
    assert "TRT World" in alert.text
    assert "The Istanbul rounds" in alert.labels
    await bot.settled()
    assert await bot.states() == ["sent"]


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        ({"kind": "blocked"}, "failed"),
        ({"kind": "bad_request"}, "failed"),
        ({"kind": "server_error", "times": 1}, "sent"),
        ({"kind": "lose_answer", "times": 1}, "unknown"),
        ({"kind": "bad_gateway", "times": 1}, "sent"),
    ],
)
async def test_one_bad_recipient_holds_up_no_other(
    bot: Bot, fault: dict[str, Any], state: str
) -> None:
    """Row 8."""
    await start_all(bot)
    chats = (READER, ADMIN, COLLEAGUE, NEWSROOM, CHANNEL)
    for chat in chats:
        await bot.wants(chat, "bodies")
    await bot.people.fault(method="sendMessage", chat_id=ADMIN, **{"times": None, **fault})

    await bot.publishes(bodies())
    await bot.settled()

    served = [chat for chat in chats if len(await texts(bot, chat)) == 1]
    assert set(chats) - {ADMIN} <= set(served)
    assert await bot.states(ADMIN) == [state]
    for chat in set(chats) - {ADMIN}:
        assert await bot.states(chat) == ["sent"]


async def test_a_blocked_chat_is_paused_with_its_reason(bot: Bot) -> None:
    await bot.wants(READER, "bodies")
    bot.sandbox.world.people[READER].started = True
    await bot.people.fault("deactivated", method="sendMessage", chat_id=READER)

    await bot.publishes(bodies())
    await until(lambda: _paused(bot, READER))

    (found,) = await subscriptions_in(bot.store, READER)
    assert found.paused_because == "deactivated"
    assert found.interests == {"bodies"}


async def _paused(bot: Bot, chat_id: int) -> bool:
    return any(each.paused_because for each in await subscriptions_in(bot.store, chat_id))


async def test_a_delivery_that_arrived_without_an_answer_is_not_blindly_repeated(bot: Bot) -> None:
    """Row 7: the server delivers, then drops the connection."""
    await start_all(bot)
    await bot.wants(READER, "bodies")
    await bot.people.fault("lose_answer", method="sendMessage", chat_id=READER)

    await bot.publishes(bodies())
    await bot.settled()
    await asyncio.sleep(1)

    assert await bot.states() == ["unknown"]
    assert len(await texts(bot, READER)) == 1


async def test_an_important_one_is_repeated_once_and_says_so(bot: Bot) -> None:
    """Row 7: a repeat that does less harm than silence is recognisable, and unknown first."""
    await start_all(bot)
    await bot.wants(READER, "exchanges")
    await bot.people.fault("lose_answer", method="sendMessage", chat_id=READER)

    await bot.publishes(a_swap())
    await bot.settled()

    first, second = await texts(bot, READER)
    assert "Sent again" not in first
    assert second.startswith("Sent again")
    (row,) = await bot.rows("SELECT state, unknown_at FROM delivery")
    assert (row["state"], bool(row["unknown_at"])) == ("sent", True)


async def test_a_long_wait_of_one_chat_holds_up_no_other_and_is_kept(bot: Bot) -> None:
    """Row 9: none is sent early, none of the others late."""
    await start_all(bot)
    for chat in PEOPLE:
        await bot.wants(chat, "bodies")
    await bot.people.fault("retry_after", method="sendMessage", chat_id=READER, seconds=3)

    await bot.publishes(bodies())
    await until(lambda: _sent(bot, ADMIN))
    await until(lambda: _sent(bot, COLLEAGUE))
    assert await bot.states(READER) == ["pending"]
    await until(lambda: _sent(bot, READER))

    refused, served = await sends(bot, READER)
    assert refused["status"] == 429
    assert served["status"] == 200
    assert served["monotonic"] - refused["monotonic"] >= 3
    others = [(await sends(bot, chat))[0] for chat in (ADMIN, COLLEAGUE)]
    assert all(call["monotonic"] - refused["monotonic"] < 1 for call in others)


async def _sent(bot: Bot, chat_id: int) -> bool:
    return await bot.states(chat_id) == ["sent"]


async def test_a_wait_of_half_a_day_is_in_the_ledger_and_not_in_memory(bot: Bot) -> None:
    await start_all(bot)
    await bot.wants(READER, "bodies")
    await bot.people.fault("retry_after", method="sendMessage", chat_id=READER, seconds=43_837)

    await bot.publishes(bodies("bodies-1"), bodies("bodies-2", "More"))
    await until(lambda: _all_wait(bot))

    assert len(await sends(bot, READER)) == 1


async def _all_wait(bot: Bot) -> bool:
    rows = await bot.rows("SELECT due_at - changed_at AS wait, state FROM delivery")
    return all(row["wait"] > 43_000_000 and row["state"] == "pending" for row in rows)


async def test_a_group_that_moved_gets_what_was_on_its_way_in_its_new_chat(bot: Bot) -> None:
    """Row 11: by error alone, in the middle of a broadcast; the new id is subscribed as well."""
    old = await bot.people.new_chat(type="group", title="Desk", creator_id=ADMIN, bot="member")
    new = await bot.people.new_chat(type="supergroup", title="Desk", creator_id=ADMIN, bot="member")
    await bot.wants(old, "bodies", "exchanges")
    await bot.wants(new, "corrections")
    await bot.people.fault(
        "migrated", method="sendMessage", chat_id=old, times=None, migrate_to_chat_id=new
    )

    await bot.publishes(bodies())
    await bot.settled()

    assert len(await texts(bot, new)) == 1
    assert await bot.states() == ["sent"]
    assert await subscriptions_in(bot.store, old) == ()
    assert await _interests(bot, new, {"bodies", "exchanges", "corrections"})


async def test_a_group_that_moves_in_a_broadcast_is_told_once_however_the_bot_hears_of_it(
    bot: Bot,
) -> None:
    """Row 11: by error and by both service messages, in whatever order they come."""
    old = await bot.people.new_chat(
        type="group", title="Desk", creator_id=ADMIN, members=[READER], bot="member"
    )
    await bot.wants(old, "bodies")

    await bot.people.act("upgrade", person_id=ADMIN, chat_id=old)
    await bot.publishes(bodies())
    new = (await bot.people.refresh())["chats"][-1]["id"]
    await until(lambda: _sent(bot, new))
    await bot.settled()

    assert len(await texts(bot, new)) == 1
    assert await bot.states() == ["sent"]
    assert await subscriptions_in(bot.store, old) == ()


async def _interests(bot: Bot, chat_id: int, wanted: set[str]) -> bool:
    found = await subscriptions_in(bot.store, chat_id)
    return {what for each in found for what in each.interests} == wanted


async def test_what_a_deleted_topic_wanted_comes_into_the_chat_itself(bot: Bot) -> None:
    """Row 12."""
    await bot.wants(NEWSROOM, "bodies", thread=ALERTS)
    await bot.people.act(
        "delete_topic", person_id=ADMIN, chat_id=NEWSROOM, message_thread_id=ALERTS
    )

    await bot.publishes(bodies())
    await bot.settled()

    assert len(await texts(bot, NEWSROOM)) == 1
    assert [s.place for s in await subscriptions_in(bot.store, NEWSROOM)] == [Place(NEWSROOM)]


async def test_a_closed_topic_pauses_with_a_reason_and_goes_on_when_it_reopens(bot: Bot) -> None:
    """Row 12."""
    await bot.wants(NEWSROOM, "bodies", thread=ALERTS)
    topic = {"person_id": ADMIN, "chat_id": NEWSROOM, "message_thread_id": ALERTS}
    await bot.people.act("close_topic", **topic)
    await until(lambda: _paused(bot, NEWSROOM))
    await bot.publishes(bodies())
    serhii = bot.people.person("Serhii").inside("Newsroom", topic="Desk")
    await serhii.says("/subscriptions")
    assert "the topic is closed" in (await serhii.hears()).text

    await bot.people.act("reopen_topic", **topic)

    await until(lambda: _sent(bot, NEWSROOM))


async def test_general_is_written_to_without_its_number(bot: Bot) -> None:
    """Row 12."""
    await bot.wants(NEWSROOM, "bodies")

    await bot.publishes(bodies())
    await bot.settled()

    (call,) = await sends(bot, NEWSROOM)
    assert "message_thread_id" not in call["params"]


async def test_a_chat_that_comes_back_gets_one_digest(bot: Bot) -> None:
    """Row 14: what was missed does not flood it."""
    await start_all(bot)
    await bot.wants(READER, "exchanges", "bodies")
    await bot.people.act("block", person_id=READER)
    await until(lambda: _paused(bot, READER))
    for number in range(6):
        await bot.publishes(a_swap(f"swap-{number}", f"Swap {number}"))

    await bot.people.act("unblock", person_id=READER)
    await until(lambda: texts(bot, READER))
    await bot.settled()

    (digest,) = await texts(bot, READER)
    assert "6 pieces of news" in digest
    assert all(f"Swap {number}" in digest for number in range(6))
    assert set(await bot.states(READER)) == {"sent"}


async def test_what_waited_in_a_pause_comes_as_one_digest(bot: Bot) -> None:
    await start_all(bot)
    olena = bot.people.person("Olena")
    await bot.wants(READER, "exchanges")
    await olena.says("/pause 3d")
    await olena.hears()
    await bot.publishes(a_swap("swap-1"))
    await bot.publishes(a_swap("swap-2"))
    await asyncio.sleep(0.7)
    assert await bot.states() == ["pending", "pending"]

    await olena.says("/resume")
    await olena.hears()

    assert "2 pieces of news" in (await olena.hears()).text


async def test_a_group_never_gets_more_than_twenty_messages_in_a_minute(bot: Bot) -> None:
    """Row 10, seen from the ledger: what is more waits; the windows have tests of their own."""
    await bot.people.flood(enabled=True, group_per_minute=20, chat_per_second=30)
    bot.application.gate.windows.limits = Limits(chat_per_second=30)
    for number in range(3):
        await bot.wants(NEWSROOM, "bodies", thread=ALERTS + number % 2)
    for number in range(12):
        await bot.publishes(bodies(f"bodies-{number}"))
        await asyncio.sleep(0.05)
    await asyncio.sleep(2)

    calls = await sends(bot, NEWSROOM)
    assert len(calls) <= 20
    assert all(call["status"] == 200 for call in calls)


async def test_a_live_round_is_one_message_that_is_edited_and_only_the_important_makes_a_sound(
    bot: Bot,
) -> None:
    await start_all(bot)
    await bot.wants(READER, "round-started", "round-ended")
    olena = bot.people.person("Olena")
    started = a_round("round-4", number=4, status="started", sources=("trt-seed",))
    await bot.publishes(started)
    live = await olena.hears()
    assert "Round begins" in live.text
    await bot.settled()

    fact = a_fact("f-4", ref="round-4", statement="They talk.", citations=(a_citation("trt-seed"),))
    await bot.publishes(fact)
    edited = await olena.hears_edit()
    assert edited.id == live.id
    assert "Round under way" in edited.text
    assert "They talk." in edited.text
    assert len(await sends(bot, READER)) == 1

    await bot.publishes(replace(started, status="ended"))
    ended = await olena.hears()
    assert "Round ends" in ended.text
    last = await olena.hears_edit()
    assert last.id == live.id
    assert "It has ended." in last.text


async def test_what_is_wanted_without_a_sound_comes_without_one(bot: Bot) -> None:
    await bot.wants(NEWSROOM, "bodies", is_silent=True)
    await bot.wants(CHANNEL, "bodies")

    await bot.publishes(bodies())
    await bot.settled()

    (silent,), (loud,) = await sends(bot, NEWSROOM), await sends(bot, CHANNEL)
    assert silent["params"].get("disable_notification") == "true"
    assert loud["params"].get("disable_notification") != "true"


async def test_an_urgent_alert_goes_before_others(bot: Bot) -> None:
    await bot.wants(NEWSROOM, "bodies", "exchanges")
    await bot.people.fault("retry_after", method="sendMessage", chat_id=NEWSROOM, seconds=2)

    await bot.publishes(bodies())
    await until(lambda: sends(bot, NEWSROOM))
    await bot.publishes(a_swap(), urgent=True)
    await bot.settled()

    first, second = await texts(bot, NEWSROOM)
    assert "Prisoner exchanges" in first
    assert "Transfers of bodies" in second
