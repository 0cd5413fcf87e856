"""The story of an alert and its correction, as a newcomer sees it on the page."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from bot.sandbox import Sandbox
from bot.sandbox.scene import NEWSROOM
from knowledge import end_reviews, open_store
from knowledge.revising import record_of, revise
from knowledge.store.records import append, current_revisions
from knowledge.types import Change, Event, Fact, Localised, Record
from knowledge.use_cases.announce import announce
from tests.browser.conftest import OpenPage
from tests.browser.seeing import field, messages
from tests.processes import BotProcess

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]

ALERTS = 2
PATIENCE = 20_000
"""Milliseconds; the bot runs in another process and keeps to one message a second and chat."""


@pytest_asyncio.fixture(loop_scope="session")
async def running_bot(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[BotProcess]:
    """The bot, answering and delivering."""
    bot = BotProcess(sandbox, tmp_path, "polling")
    await bot.start()
    yield bot
    await bot.stop()


async def change(database: Path, record_id: str, **fields: object) -> None:
    """Change the record while the bot runs, as an admin's command does."""
    now = dt.datetime.now(dt.UTC)
    async with open_store(database) as store, store.transaction() as transaction:
        found = {r.id: r for r in await current_revisions(transaction)}
        before = found.get(record_id)
        record: Record = (
            replace(record_of(before.kind, before.body), **fields)  # type: ignore[arg-type]
            if before
            else Event(id=record_id, **fields)  # type: ignore[arg-type]
        )
        after = revise(before, record, author="an admin", made_at=now, reason="A second look.")
        assert after is not None
        await append(transaction, [after])
        made = Change(kind=after.kind, id=after.id, before=before, after=after)
        await announce(transaction, [made], now=now)


async def fact_of(database: Path, statement: str) -> Fact:
    """Return the fact whose statement has these words."""
    async with open_store(database) as store:
        for revision in await current_revisions(store):
            record = record_of(revision.kind, revision.body)
            if isinstance(record, Fact) and statement in record.statement.en:
                return record
    raise AssertionError(f"no fact says {statement!r}")


async def write(page: Page, text: str) -> None:
    await field(page).fill(text)
    await page.keyboard.press("Enter")


async def test_a_topic_subscribes_is_told_and_hears_of_the_correction(
    open_page: OpenPage, running_bot: BotProcess
) -> None:
    """Serhii subscribes the topic by buttons; an exchange is told; a fact is put right."""
    page = await open_page(f"#/c/{NEWSROOM}/{ALERTS}")
    await page.get_by_role("button", name="You are Olena").click()
    await page.get_by_role("menuitemradio", name="Serhii").click()
    await write(page, "/subscribe")
    panel = messages(page).last
    await expect(panel).to_contain_text("Nothing is chosen yet", timeout=PATIENCE)
    for label in ("Prisoner exchanges", "Corrections"):
        await panel.get_by_role("button", name=re.compile(label)).click()
        await expect(panel).to_contain_text(f"{label}", timeout=PATIENCE)
        await expect(panel.get_by_role("button", name=f"☑ {label}")).to_be_visible(timeout=PATIENCE)

    await write(page, "/ask How many bodies did Russia offer to return in round 3?")
    await expect(messages(page).last).to_contain_text("3,000 bodies", timeout=PATIENCE)
    answer = messages(page).filter(has_text="3,000 bodies").first
    title = Localised(en="A new exchange")
    await change(
        running_bot.database, "new-exchange", kind="prisoner-exchange",
        date=dt.date(2026, 6, 1), title=title, sources=("trt-seed",),
    )  # fmt: skip
    alert = messages(page).filter(has_text="A new exchange")
    await expect(alert).to_be_visible(timeout=PATIENCE)
    await expect(alert.get_by_role("link", name="TRT World")).to_be_visible()

    fact = await fact_of(running_bot.database, "3,000 bodies")
    said = replace(fact.statement, en="Russia offered to return 2,999 bodies.")
    await change(running_bot.database, fact.id, statement=said)
    async with open_store(running_bot.database) as store:
        await end_reviews(store, dt.datetime.now(dt.UTC))

    notice = messages(page).filter(has_text="✏️ Correction").last
    await expect(notice).to_contain_text("2,999 bodies", timeout=PATIENCE)
    await expect(notice).to_contain_text("A second look.")
    await expect(answer).to_contain_text("Corrected on", timeout=PATIENCE)
