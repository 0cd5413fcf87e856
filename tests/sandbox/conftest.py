"""A sandbox over real HTTP, a real telegram.Bot, and a client, anew for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from telegram import Bot, Update
from telegram.request import HTTPXRequest

from bot.sandbox import Sandbox, SandboxClient, SandboxPerson, World, demo_scene
from bot.sandbox.loopback import no_tls
from bot.sandbox.schema import Schema, load_schema


@dataclass(slots=True)
class Town:
    """Everything a test of the sandbox needs."""

    world: World
    sandbox: Sandbox
    client: SandboxClient
    bot: Bot

    @property
    def reader(self) -> SandboxPerson:
        return self.client.person("Olena")

    @property
    def admin(self) -> SandboxPerson:
        return self.client.person("Serhii")

    async def updates(self, **options: Any) -> tuple[Update, ...]:
        """Return what is pending, and confirm it."""
        found = await self.bot.get_updates(timeout=0, **options)
        if found:
            await self.bot.get_updates(offset=found[-1].update_id + 1, timeout=0)
        return found

    async def update(self, **options: Any) -> Update:
        (only,) = await self.updates(**options)
        return only


@pytest.fixture(autouse=True)
def _retry_after_is_a_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take python-telegram-bot's coming form of `retry_after` now; the old one only warns."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture(scope="session")
def schema() -> Schema | str:
    """Loaded once: reading aiogram's models takes seconds."""
    return load_schema()


@pytest.fixture
async def world() -> World:
    world = World(scene=demo_scene)
    for person in world.people.values():
        person.started = True
    return world


@pytest.fixture
async def town(world: World, schema: Schema | str) -> AsyncIterator[Town]:
    """A town whose test fails if the bot is complained of."""
    async with _built(world, schema, strict=True) as built:
        yield built


@pytest.fixture
async def loose_town(world: World, schema: Schema | str) -> AsyncIterator[Town]:
    """A town in which the test makes mistakes on purpose."""
    async with _built(world, schema, strict=False) as built:
        yield built


@asynccontextmanager
async def _built(world: World, schema: Schema | str, *, strict: bool) -> AsyncIterator[Town]:
    async with (
        Sandbox(world, control=True, schema=schema) as sandbox,
        SandboxClient(sandbox.url, strict=strict) as client,
        Bot(
            world.bot.token,
            base_url=sandbox.base_url,
            base_file_url=sandbox.base_file_url,
            request=HTTPXRequest(httpx_kwargs={"verify": no_tls()}),
            get_updates_request=HTTPXRequest(httpx_kwargs={"verify": no_tls()}),
        ) as bot,
    ):
        yield Town(world, sandbox, client, bot)
