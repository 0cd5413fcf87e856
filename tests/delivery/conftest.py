"""The real bot in this process, against the local Telegram over HTTP."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app import lifespan, taking_updates
from bot.config import Config
from bot.context import TalksApplication
from bot.sandbox import Sandbox, SandboxClient, World, demo_scene
from bot.sandbox.scene import ADMIN
from knowledge import Curated, Knowledge, Place, Store, Subscription, read_curated, subscribe


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
        await stack.enter_async_context(taking_updates(application, config))
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

    async def load(reader: Any, lexicons: Any) -> Knowledge:
        return knowledge

    monkeypatch.setattr("bot.app.read_curated", lambda directory: curated)
    monkeypatch.setattr("bot.app.load_knowledge", load)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """The local Telegram with its demo scene."""
    async with Sandbox(World(scene=demo_scene), control=True) as sandbox:
        yield sandbox


@pytest.fixture
async def bot(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Bot]:
    """The bot, answering and delivering."""
    async with running(sandbox, tmp_path / "bot.sqlite3") as bot:
        yield bot


def utc_now() -> dt.datetime:
    """Return the time."""
    return dt.datetime.now(dt.UTC)
