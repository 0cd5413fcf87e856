"""Subscribing by buttons and in one line, by whom, where; and what happens to the chat."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.scene import ADMIN, CHANNEL, NEWSROOM, READER
from knowledge import Place, subscription_at, subscriptions_in
from tests.delivery.conftest import Bot, running, until

ALERTS = 2


async def interests(bot: Bot, chat_id: int, thread: int = 0) -> set[str]:
    found = await subscription_at(bot.store, Place(chat_id, thread))
    return set(found.interests) if found else set()


async def pause_of(bot: Bot, chat_id: int) -> str | None:
    found = await subscriptions_in(bot.store, chat_id)
    return found[0].paused_because if found else None


async def test_a_person_subscribes_by_buttons(bot: Bot) -> None:
    olena = bot.people.person("Olena")
    await olena.says("/subscribe")
    panel = await olena.hears()

    await panel.presses("☐ Prisoner exchanges")
    panel = await olena.hears_edit()
    await panel.presses("🔔 With sound")
    panel = await olena.hears_edit()
    await panel.presses("One by one")
    panel = await olena.hears_edit()
    await panel.presses("🕑 Europe/Istanbul")
    zones = await olena.hears_edit()
    await zones.presses("Europe/Kyiv")
    panel = await olena.hears_edit()
    await panel.presses("🌙 No quiet hours")
    hours = await olena.hears_edit()
    await hours.presses("22 – 8")
    panel = await olena.hears_edit()
    await panel.presses("🌐 English")
    panel = await olena.hears_edit()

    found = await subscription_at(bot.store, Place(READER))
    assert found is not None
    assert found.interests == {"exchanges"}
    assert found.is_silent
    assert found.schedule.rhythm == "daily"
    assert found.schedule.time_zone == "Europe/Kyiv"
    assert found.schedule.quiet is not None
    assert found.language == "uk"
    assert "☑ Prisoner exchanges" in panel.labels


async def test_statements_of_a_person_are_chosen_among_those_on_record(bot: Bot) -> None:
    olena = bot.people.person("Olena")
    await olena.says("/subscribe")
    await (await olena.hears()).presses("Statements of … (0)")
    people = await olena.hears_edit()
    label = next(label for label in people.labels if "Medinsky" in label)

    await people.presses(label)
    await olena.hears_edit()

    assert await interests(bot, READER) == {"statements:vladimir-medinsky"}


async def test_one_line_subscribes_too_and_says_what_it_did_not_know(bot: Bot) -> None:
    olena = bot.people.person("Olena")

    await olena.says(
        "/subscribe rounds exchanges statements medinsky Europe/Kyiv 22:30-7 silent <b>"
    )
    reply = await olena.hears()

    assert "I do not know: <b>." in reply.text
    found = await subscription_at(bot.store, Place(READER))
    assert found is not None
    assert found.interests == {
        "round-announced",
        "round-moved",
        "round-started",
        "round-ended",
        "round-outcome",
        "exchanges",
        "statements:vladimir-medinsky",
    }
    assert (found.is_silent, found.schedule.time_zone) == (True, "Europe/Kyiv")


async def test_the_topic_where_it_is_asked_for_gets_the_alerts(bot: Bot) -> None:
    serhii = bot.people.person("Serhii").inside("Newsroom", topic="Alerts")

    await serhii.says("/subscribe rounds")
    reply = await serhii.hears()

    assert reply.thread_id == ALERTS
    assert await interests(bot, NEWSROOM, ALERTS)
    assert not await interests(bot, NEWSROOM)


async def test_general_is_the_chat_itself(bot: Bot) -> None:
    serhii = bot.people.person("Serhii").inside("Newsroom", topic="General")

    await serhii.says("/subscribe rounds")
    await serhii.hears()

    assert await interests(bot, NEWSROOM)


@pytest.mark.parametrize("command", ["/subscribe rounds", "/unsubscribe", "/pause 3d", "/forget"])
async def test_in_a_group_only_administrators_change_it(bot: Bot, command: str) -> None:
    await bot.wants(NEWSROOM, "bodies")
    olena = bot.people.person("Olena").inside("Newsroom", topic="General")

    await olena.says(command)

    assert "Only administrators" in (await olena.hears()).text
    assert await interests(bot, NEWSROOM) == {"bodies"}


async def test_a_button_asks_who_presses_it_at_the_moment_it_is_pressed(bot: Bot) -> None:
    serhii = bot.people.person("Serhii").inside("Newsroom", topic="Alerts")
    await serhii.says("/subscribe")
    panel = await serhii.hears()
    olena = bot.people.person("Olena")
    inside = olena.inside("Newsroom", topic="Alerts")

    await panel.presses("☐ Corrections", by=olena)

    assert "Only administrators" in (await inside.hears_answer())["text"]
    assert await interests(bot, NEWSROOM, ALERTS) == set()


async def test_who_is_no_administrator_any_more_changes_nothing(bot: Bot) -> None:
    await bot.people.act("promote", person_id=ADMIN, chat_id=NEWSROOM, target_id=READER)
    inside = bot.people.person("Olena").inside("Newsroom", topic="Alerts")
    await inside.says("/subscribe")
    panel = await inside.hears()
    await panel.presses("☐ Corrections")
    await inside.hears_edit()
    await bot.people.act("demote", person_id=ADMIN, chat_id=NEWSROOM, target_id=READER)

    await panel.presses("☐ Everything")

    assert "Only administrators" in (await inside.hears_answer())["text"]
    assert await interests(bot, NEWSROOM, ALERTS) == {"corrections"}


async def test_an_anonymous_administrator_may_and_a_button_shows_who_it_is(bot: Bot) -> None:
    serhii = bot.people.person("Serhii").inside("Newsroom", topic="Alerts")
    await serhii.says("/subscribe", anonymous=True)
    panel = await serhii.hears()

    await panel.presses("☐ Corrections")
    await serhii.hears_edit()
    await serhii.says("/subscribe bodies", anonymous=True)
    await serhii.hears()

    assert await interests(bot, NEWSROOM, ALERTS) == {"corrections", "bodies"}


async def test_a_forged_button_for_another_chat_is_refused(bot: Bot) -> None:
    olena = bot.people.person("Olena")
    await olena.says("/subscribe")
    panel = await olena.hears()
    forged = f"u:t:{NEWSROOM:x}:0:everything"

    await bot.people.act(
        "forge_callback", person_id=READER, data=forged, chat_id=READER, message_id=panel.id
    )

    assert "Only administrators" in (await olena.hears_answer())["text"]
    assert await interests(bot, NEWSROOM) == set()


async def test_a_channel_is_managed_from_the_administrators_private_chat(bot: Bot) -> None:
    await bot.people.act("remove_bot", person_id=ADMIN, chat_id=CHANNEL)
    serhii = bot.people.person("Serhii")
    await serhii.says("/start")
    await serhii.hears()
    await bot.people.act("add_bot", person_id=ADMIN, chat_id=CHANNEL, administrator=True)
    assert "/subscribe" in (await serhii.hears()).text

    await serhii.says("/subscriptions")
    listed = await serhii.hears()
    await listed.presses("Change: Istanbul Talks: alerts")
    panel = await serhii.hears()
    await panel.presses("☐ Outcome of a round")
    await serhii.hears_edit()

    assert await interests(bot, CHANNEL) == {"round-outcome"}
    await serhii.says(f"/unsubscribe {CHANNEL}")
    await serhii.hears()
    assert await interests(bot, CHANNEL) == set()


async def test_an_end_stays_an_end_after_a_restart(sandbox: Sandbox, tmp_path: Path) -> None:
    """Row 13."""
    database = tmp_path / "bot.sqlite3"
    async with running(sandbox, database) as bot:
        olena = bot.people.person("Olena")
        await olena.says("/subscribe everything")
        await olena.hears()
        await olena.says("/unsubscribe")
        assert "No more alerts" in (await olena.hears()).text

    async with running(sandbox, database) as bot:
        assert await interests(bot, READER) == set()
        olena = bot.people.person("Olena")
        await olena.says("/subscriptions")
        assert "No alerts here yet" in (await olena.hears()).text


async def test_being_added_to_a_group_is_answered_in_two_lines(bot: Bot) -> None:
    group = await bot.people.new_chat(
        type="group", title="Desk", creator_id=ADMIN, members=[READER], bot="absent"
    )
    inside = bot.people.person("Serhii").inside("Desk")

    await bot.people.act("add_bot", person_id=ADMIN, chat_id=group)

    greeting = await inside.hears()
    assert len(greeting.text.splitlines()) == 2
    assert "/subscribe" in greeting.text


async def test_being_removed_or_blocked_pauses_and_never_deletes(bot: Bot) -> None:
    """Row 14."""
    olena = bot.people.person("Olena")
    await olena.says("/subscribe everything")
    await olena.hears()
    await bot.wants(NEWSROOM, "everything", thread=ALERTS)

    await bot.people.act("block", person_id=READER)
    await bot.people.act("remove_bot", person_id=ADMIN, chat_id=NEWSROOM)
    await until(lambda: pause_of(bot, NEWSROOM))

    assert await pause_of(bot, READER) == "blocked"
    assert await pause_of(bot, NEWSROOM) == "removed"
    assert await interests(bot, NEWSROOM, ALERTS) == {"everything"}

    await bot.people.act("unblock", person_id=READER)
    await bot.people.act("add_bot", person_id=ADMIN, chat_id=NEWSROOM)
    await until(lambda: _is_over(bot, NEWSROOM))
    assert await pause_of(bot, READER) is None


async def _is_over(bot: Bot, chat_id: int) -> bool:
    return await pause_of(bot, chat_id) is None


async def test_a_muted_group_is_paused_and_goes_on_when_it_is_not_muted(bot: Bot) -> None:
    await bot.wants(NEWSROOM, "everything")
    mute, free = {"can_send_messages": False}, {"can_send_messages": True}

    await bot.people.act("restrict_bot", person_id=ADMIN, chat_id=NEWSROOM, permissions=mute)
    await until(lambda: pause_of(bot, NEWSROOM))
    assert await pause_of(bot, NEWSROOM) == "muted"

    await bot.people.act("restrict_bot", person_id=ADMIN, chat_id=NEWSROOM, permissions=free)
    await until(lambda: _is_over(bot, NEWSROOM))


async def test_a_group_that_becomes_a_supergroup_keeps_everything(bot: Bot) -> None:
    """Row 11, by service messages, which come twice."""
    group = await bot.people.new_chat(
        type="group", title="Desk", creator_id=ADMIN, members=[READER], bot="member"
    )
    await bot.wants(group, "bodies", is_silent=True)

    await bot.people.act("upgrade", person_id=ADMIN, chat_id=group)
    new = (await bot.people.refresh())["chats"][-1]["id"]
    await until(lambda: interests(bot, new))

    assert await interests(bot, new) == {"bodies"}
    assert await interests(bot, group) == set()
    (moved,) = await subscriptions_in(bot.store, new)
    assert moved.is_silent


async def test_a_pause_is_for_a_time_that_is_understood(bot: Bot) -> None:
    olena = bot.people.person("Olena")
    await olena.says("/subscribe everything")
    await olena.hears()

    await olena.says("/pause forever")
    assert "For how long?" in (await olena.hears()).text
    await olena.says("/pause 3d")
    assert "Quiet until" in (await olena.hears()).text
    assert await pause_of(bot, READER) == "asked"
    await olena.says("/resume")
    await olena.hears()
    assert await pause_of(bot, READER) is None


async def test_a_chosen_language_is_forgotten_at_once(bot: Bot) -> None:
    olena = bot.people.person("Olena")
    await olena.says("/language tr")
    await olena.hears()

    await olena.says("/forget")
    await olena.hears()
    await olena.says("/rounds")

    assert "Istanbul rounds" in (await olena.hears()).text


async def test_what_is_forgotten_is_gone(bot: Bot) -> None:
    olena = bot.people.person("Olena")
    await olena.says("How long did round 3 last?")
    await olena.hears()
    await olena.says("/subscribe everything")
    await olena.hears()

    await olena.says("/forget")
    assert "Forgotten" in (await olena.hears()).text

    for table in ("subscription", "interest", "receipt", "delivery", "steward", "chat"):
        assert await bot.rows(f"SELECT * FROM {table}") == []
