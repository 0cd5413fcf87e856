"""Those who were told something that turns out wrong hear of it, once, where they were told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from bot.sandbox.scene import ADMIN, NEWSROOM, READER
from knowledge import end_reviews
from knowledge.types import FactId, Localised
from tests.builders import an_event
from tests.delivery.conftest import Bot, until, utc_now

pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")

QUESTION = "How many bodies did Russia offer to return in round 3?"
ALERTS = 2


async def ask(bot: Bot, conversation: Any, question: str = QUESTION) -> tuple[Any, str]:
    """Ask, and return the answer and the id of the fact that it shows first."""
    await conversation.says(question)
    answer = await conversation.hears()
    (receipt,) = await until(
        lambda: bot.rows(
            f"SELECT fact_id FROM receipt WHERE message_id = {answer.id} AND position = 0 "
            f"AND chat_id = {answer.raw['chat']['id']}"
        )
    )
    return answer, receipt["fact_id"]


def changed(bot: Bot, fact_id: str, **fields: Any) -> Any:
    fact = bot.application.services.knowledge.corpus.facts[FactId(fact_id)]
    return replace(fact, **fields)


def saying(text: str) -> Localised:
    return Localised(en=text)


async def test_the_old_answer_is_edited_and_one_notice_says_what_changed(bot: Bot) -> None:
    olena = bot.people.person("Olena")
    answer, fact = await ask(bot, olena)

    await bot.publishes(changed(bot, fact, statement=saying("Russia offered 2,500 <bodies>.")))
    await end_reviews(bot.store, utc_now())

    notice = await olena.hears()
    assert "Correction" in notice.text
    assert "3,000" in notice.text
    assert "2,500 <bodies>" in notice.text
    assert "A mistake." in notice.text
    assert "Source" in notice.text
    edited = await olena.hears_edit()
    assert edited.id == answer.id
    assert "Corrected on" in edited.text
    assert "2,500 <bodies>" in edited.text
    await bot.settled()
    assert len(await bot.rows("SELECT * FROM delivery WHERE edits = 0")) == 1


async def test_a_topic_that_was_told_is_told_in_the_topic(bot: Bot) -> None:
    inside = bot.people.person("Olena").inside("Newsroom", topic="Alerts")
    _, fact = await ask(bot, inside, f"/ask {QUESTION}")

    await bot.publishes(changed(bot, fact, statement=saying("Russia offered 2,500 bodies.")))
    await end_reviews(bot.store, utc_now())

    notice = await inside.hears()
    assert notice.thread_id == ALERTS
    assert "2,500" in notice.text


async def test_a_withdrawn_fact_is_taken_back_with_its_reason(bot: Bot) -> None:
    olena = bot.people.person("Olena")
    _, fact = await ask(bot, olena)

    gone = changed(
        bot,
        fact,
        status="withdrawn",
        withdrawn_on=dt.date(2026, 1, 1),
        withdrawn_because=saying("The page was taken down."),
    )
    await bot.publishes(gone)
    await end_reviews(bot.store, utc_now())

    notice, edited = await olena.hears(), await olena.hears_edit()
    for message in (edited, notice):
        assert "I no longer stand by it." in message.text
        assert "The page was taken down." in message.text


async def test_a_clean_up_of_wording_and_a_change_that_is_undone_tell_nobody(bot: Bot) -> None:
    olena = bot.people.person("Olena")
    _, fact = await ask(bot, olena)
    original = changed(bot, fact)

    await bot.publishes(changed(bot, fact, note="Looked at again."))
    await bot.publishes(changed(bot, fact, statement=saying("Something else."), note=None))
    await bot.publishes(original)
    await end_reviews(bot.store, utc_now())

    assert await bot.rows("SELECT * FROM delivery") == []


async def test_a_corrected_alert_is_corrected_too(bot: Bot) -> None:
    """Whoever was told by an alert is told when it was wrong."""
    bot.sandbox.world.people[READER].started = True
    await bot.wants(READER, "everything")
    olena = bot.people.person("Olena")
    corpus = bot.application.services.knowledge.corpus
    fact = next(iter(corpus.facts.values()))
    new = replace(fact, id="new-fact", statement=saying("Five were exchanged."), value=5)
    await bot.publishes(new)
    alert = await olena.hears()
    assert "Five were exchanged." in alert.text

    await bot.publishes(replace(new, statement=saying("Six were exchanged."), value=6))
    await end_reviews(bot.store, utc_now())

    assert "Six were exchanged." in (await olena.hears()).text
    assert (await olena.hears_edit()).id == alert.id


async def test_an_edited_question_leaves_a_receipt_for_what_its_answer_says_now(bot: Bot) -> None:
    olena = bot.people.person("Olena")
    question = await olena.says(QUESTION)
    answer = await olena.hears()
    before = await until(lambda: bot.rows("SELECT fact_id FROM receipt"))

    await olena.edits(question, "How long did round 3 last?")
    await olena.hears_edit()

    async def is_another() -> bool:
        now = await bot.rows("SELECT fact_id, message_id FROM receipt")
        return {row["fact_id"] for row in now} != {row["fact_id"] for row in before} and all(
            row["message_id"] == answer.id for row in now
        )

    await until(is_another)


async def test_an_answer_of_an_earlier_days_knowledge_is_not_corrected(bot: Bot) -> None:
    olena = bot.people.person("Olena")
    await olena.says("/privacy")
    assert "90 days" in (await olena.hears()).text
    assert await bot.rows("SELECT * FROM receipt") == []


# --- what admins see ------------------------------------------------------------------------------


async def test_an_admin_sees_how_alerts_stand_and_tries_failed_ones_again(bot: Bot) -> None:
    for person in (READER, ADMIN):
        bot.sandbox.world.people[person].started = True
    await bot.wants(READER, "bodies")
    await bot.wants(NEWSROOM, "bodies")
    await bot.people.fault("bad_request", method="sendMessage", chat_id=READER)
    await bot.publishes(
        an_event("b", kind="bodies-repatriation", title="A transfer", sources=("trt-seed",))
    )
    await bot.settled()
    serhii = bot.people.person("Serhii")

    await serhii.says("/alerts")
    listed = await serhii.hears()
    assert "A transfer" in listed.text
    assert "sent 1, failed 1" in listed.text
    await listed.presses(listed.labels[0])
    shown = await serhii.hears_edit()
    assert "refused by Telegram, our mistake 1" in shown.text
    await shown.presses("Retry what failed (1)")
    assert "tried again" in (await serhii.hears_answer())["text"]
    await bot.settled()

    assert await bot.states() == ["sent", "sent"]


async def test_an_admin_cancels_what_is_pending(bot: Bot) -> None:
    bot.sandbox.world.people[ADMIN].started = True
    await bot.wants(NEWSROOM, "bodies")
    await bot.people.fault("retry_after", method="sendMessage", chat_id=NEWSROOM, seconds=500)
    await bot.publishes(
        an_event("b", kind="bodies-repatriation", title="A transfer", sources=("trt-seed",))
    )
    await until(lambda: bot.people.calls("sendMessage"))
    serhii = bot.people.person("Serhii")
    await serhii.says("/alerts")
    listed = await serhii.hears()
    await listed.presses(listed.labels[0])
    shown = await serhii.hears_edit()

    await shown.presses("Cancel what is pending (1)")
    await serhii.hears_answer()

    assert await bot.states() == ["skipped"]


async def test_the_message_about_a_broadcast_is_edited_while_it_runs(bot: Bot) -> None:
    bot.sandbox.world.people[ADMIN].started = True
    for number in range(6):
        await bot.wants(NEWSROOM, "bodies", thread=number % 3 + 1 if number % 3 else 0)
    await bot.people.fault("server_error", method="sendMessage", chat_id=NEWSROOM, times=3)
    await bot.publishes(
        an_event("b", kind="bodies-repatriation", title="A transfer", sources=("trt-seed",))
    )
    serhii = bot.people.person("Serhii")
    await serhii.says("/alerts")
    listed = await serhii.hears()
    await listed.presses(listed.labels[0])
    shown = await serhii.hears_edit()
    assert "0 %" in shown.text or "0%" in shown.text or "pending" in shown.text

    later = await serhii.hears_edit(timeout=20)

    assert "sent" in later.text


@pytest.mark.parametrize("press", [False, True])
async def test_others_neither_see_nor_steer_alerts(bot: Bot, press: bool) -> None:
    await bot.wants(NEWSROOM, "bodies")
    olena = bot.people.person("Olena")
    if not press:
        await olena.says("/alerts")
        assert "The last alerts" not in (await olena.hears()).text
        return
    await olena.says("/start")
    message = await olena.hears()
    await bot.people.act(
        "forge_callback", person_id=READER, data="l:cancel:1", chat_id=READER,
        message_id=message.id,
    )  # fmt: skip
    assert "Only admins" in (await olena.hears_answer())["text"]
