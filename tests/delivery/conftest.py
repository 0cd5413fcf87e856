"""The real bot in this process, against the local Telegram over HTTP."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app import delivering, lifespan, taking_updates
from bot.config import Config
from bot.context import TalksApplication
from bot.sandbox import Sandbox, SandboxClient, World, demo_scene
from bot.sandbox.scene import ADMIN, READER
from bot.tasks import Nursery
from knowledge import Curated, Knowledge, Place, Store, Subscription, read_curated, subscribe
from knowledge.revising import kind_of, revise
from knowledge.store.records import append, current_revisions
from knowledge.types import Change, Record
from knowledge.use_cases.announce import announce
from knowledge.use_cases.publish import load_corpus


@dataclass
class Bot:
    """The running bot, and the local Telegram that it talks to."""

    application: TalksApplication
    sandbox: Sandbox
    people: SandboxClient
    database: Path

    @property
    def store(self) -> Store:
        store = self.application.services.store
        assert store is not None
        return store

    async def wants(self, chat_id: int, *interests: str, thread: int = 0, **more: Any) -> None:
        """Subscribe a place without a conversation."""
        place = Place(chat_id, thread)
        await subscribe(
            self.store, Subscription(place=place, interests=frozenset(interests), **more)
        )

    async def publishes(self, *records: Record, **how: Any) -> None:
        """Change the record, as an admin's command does, and tell."""
        now = utc_now()
        async with self.store.transaction() as transaction:
            stored = {(r.kind, r.id): r for r in await current_revisions(transaction)}
            changes = []
            for record in records:
                before = stored.get((kind_of(record), record.id))
                after = revise(before, record, author="an admin", made_at=now, reason="A mistake.")
                assert after is not None
                changes.append(Change(kind=after.kind, id=after.id, before=before, after=after))
            await append(transaction, [change.after for change in changes])
            await announce(transaction, changes, now=now, **how)
        corpus = await load_corpus(self.store)
        knowledge = self.application.services.knowledge
        self.application.services.knowledge = replace(knowledge, corpus=corpus)

    async def states(self, chat_id: int | None = None) -> list[str]:
        """Return the states of the ledger, of one chat or of all, in order."""
        where = "" if chat_id is None else f"WHERE chat_id = {chat_id}"
        return [
            row["state"]
            for row in await self.rows(f"SELECT state FROM delivery {where} ORDER BY id")
        ]

    async def settled(self, seconds: float = 10) -> None:
        """Wait until nothing is due or being sent any more."""

        async def is_settled() -> bool:
            now = round(utc_now().timestamp() * 1000)
            open_ones = await self.rows(
                "SELECT 1 FROM delivery WHERE state = 'sending' "
                f"OR state = 'pending' AND due_at <= {now + 5000}"
            )
            return not open_ones

        await until(is_settled, seconds)

    async def rows(self, query: str) -> list[dict[str, Any]]:
        """Look into the ledger."""
        connection = self.store._connection
        found = await connection.execute_fetchall(query)
        return [dict(row) for row in found]


async def until(holds: Callable[[], Any], seconds: float = 10) -> Any:
    """Wait until something holds, and return it."""
    async with asyncio.timeout(seconds):
        while True:
            found = holds()
            if asyncio.iscoroutine(found):
                found = await found
            if found:
                return found
            await asyncio.sleep(0.03)


@asynccontextmanager
async def running(sandbox: Sandbox, database: Path, **settings: Any) -> AsyncIterator[Bot]:
    """Run the bot until the block ends."""
    config = Config(
        token=SecretStr(sandbox.world.bot.token),
        database=database,
        admins=(ADMIN,),
        api_url=sandbox.url,
        **settings,
    )
    async with AsyncExitStack() as stack:
        application = await stack.enter_async_context(lifespan(config))
        nursery = await stack.enter_async_context(Nursery())
        await stack.enter_async_context(taking_updates(application, config))
        await stack.enter_async_context(delivering(application, nursery))
        people = await stack.enter_async_context(SandboxClient(sandbox.url))
        yield Bot(application, sandbox, people, database)


@pytest.fixture(scope="session")
def curated() -> Curated:
    """The files of the record, read once."""
    return read_curated(None)


@pytest.fixture(autouse=True)
def the_record_is_read_once(
    curated: Curated, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each test starts the bot; building the same index for each takes two seconds."""

    async def load(*_: Any, **__: Any) -> Knowledge:
        return knowledge

    monkeypatch.setattr("bot.app.read_curated", lambda directory: curated)
    monkeypatch.setattr("bot.app.load_knowledge", load)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """The local Telegram with its demo scene."""
    async with Sandbox(World(scene=demo_scene), control=True) as sandbox:
        # These tests read English; what the languages do has tests of its own.
        sandbox.world.people[READER].language_code = "en"
        yield sandbox


@pytest.fixture
async def bot(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Bot]:
    """The bot, answering and delivering."""
    async with running(sandbox, tmp_path / "bot.sqlite3") as bot:
        yield bot


def utc_now() -> dt.datetime:
    """Return the time."""
    return dt.datetime.now(dt.UTC)
