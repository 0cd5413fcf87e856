"""Questions that lean on the one before, on the local Telegram: the real bot, real HTTP."""

from __future__ import annotations

import logging

import pytest

from bot.sandbox import SandboxClient

TOPIC = "Desk"


async def test_people_ask_on_in_private_by_words_buttons_edits_and_replies(
    sandbox: SandboxClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    reader = sandbox.person("Serhii")

    await reader.says("When was the second round?")
    assert "2 June 2025" in (await reader.hears()).text
    where = await reader.says("and where?")
    second = await reader.hears()
    assert "Çırağan" in second.text

    # Another round's answer comes between; the reply goes back to the second.
    await reader.says("When was the first round?")
    assert "16 May 2025" in (await reader.hears()).text
    await reader.says("who led the russians there", reply_to=second)
    assert "2 June" in (await reader.hears()).text

    # Edited, the question still leans on what it leant on at first.
    await reader.edits(where, "and how long did it last?")
    edited = await reader.hears_edit()
    assert edited.id == second.id
    assert "hour" in edited.text

    # A pressed button is a question as well.
    pressed = next(each for each in edited.buttons if (each.data or "").startswith("f:"))
    await edited.presses(pressed.text)
    shown = await reader.hears()
    await reader.says("source?")
    assert (await reader.hears()).text == shown.text

    assert "second round" not in caplog.text
    await sandbox.assert_no_complaints()


async def test_in_a_group_only_a_reply_continues_and_anybody_may(
    sandbox: SandboxClient,
) -> None:
    asker = sandbox.person("Serhii").inside("Newsroom", topic=TOPIC)
    other = sandbox.person("Olena").inside("Newsroom", topic=TOPIC)

    await asker.says("/ask When was the second round?")
    answer = await asker.hears()
    assert (await other.hears()).id == answer.id

    await other.says("and where?", reply_to=answer)
    assert "Çırağan" in (await other.hears()).text

    assert "Çırağan" in (await asker.hears()).text
    await asker.says("/ask and how long did it last?")
    assert "2 June 2025" not in (await asker.hears()).text
    await sandbox.assert_no_complaints()


async def test_why_explains_the_last_answer_or_the_one_replied_to(sandbox: SandboxClient) -> None:
    reader = sandbox.person("Serhii")
    await reader.says("/why")
    assert "Please ask again" in (await reader.hears()).text

    await reader.says("How long did round 3 last?")
    first = await reader.hears()
    await reader.says("When was the second round?")
    await reader.hears()

    await reader.says("/why")
    assert "round 2" in (await reader.hears()).text
    await reader.says("/why", reply_to=first)
    assert "round 3" in (await reader.hears()).text
    await first.presses("Why this?")
    assert "round 3" in (await reader.hears()).text
    await sandbox.assert_no_complaints()


async def test_a_button_speaks_the_language_of_the_answer_that_it_stands_under(
    sandbox: SandboxClient,
) -> None:
    reader = sandbox.person("Olena")  # whose Telegram is Ukrainian

    await reader.says("How long did round 3 last?")
    answer = await reader.hears()
    await answer.presses(answer.buttons[0].text)

    assert "Who says it" in (await reader.hears()).text
    await sandbox.assert_no_complaints()


async def test_in_a_group_the_button_explains_in_private_and_to_the_asker_alone(
    sandbox: SandboxClient,
) -> None:
    asker, other = sandbox.person("Serhii"), sandbox.person("Olena")
    group = asker.inside("Newsroom", topic=TOPIC)

    await group.says("/ask How long did round 3 last?")
    answer = await group.hears()
    (button,) = (each for each in answer.buttons if each.text == "Why this?")
    assert button.url is not None

    await asker.opens(button.url)
    assert "round 3" in (await asker.hears()).text
    await other.opens(button.url)
    assert "round 3" not in (await other.hears()).text
    await sandbox.assert_no_complaints()
