"""The real Application, with a request class that records and has no network."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from bot.app import build_application, taking_updates
from bot.config import Config
from bot.context import Services, TalksApplication
from bot.sandbox import Sandbox, SandboxClient, World, demo_scene
from knowledge import Knowledge
from tests.fakes import (
    TOKEN,
    Call,
    RecordingRequest,
    a_message,
    a_press,
    an_update,
    as_update,
)


@dataclass
class Telegram:
    """What happens on Telegram's side, in the order in which a test tells it."""

    application: TalksApplication
    request: RecordingRequest

    async def receive(self, **content: Any) -> list[Call]:
        """Give the bot an update; return the calls that it makes of it."""
        before = len(self.request.calls)
        await self.application.process_update(as_update(an_update(**content), self.application.bot))
        return self.request.calls[before:]

    async def says(self, text: str, **more: Any) -> list[Call]:
        """Somebody writes a message."""
        return await self.receive(message=a_message(text, **more))

    async def edits(self, text: str, **more: Any) -> list[Call]:
        """Somebody edits a message."""
        return await self.receive(edited_message=a_message(text, edit_date=1, **more))

    async def presses(self, data: str | None, **more: Any) -> list[Call]:
        """Somebody presses a button of the bot's message."""
        return await self.receive(callback_query=a_press(data, **more))


@pytest.fixture
async def telegram(knowledge: Knowledge) -> AsyncIterator[Telegram]:
    request = RecordingRequest()
    services = Services(knowledge=knowledge)
    application = build_application(TOKEN, "https://telegram.invalid", services, request)
    async with application:
        request.calls.clear()
        yield Telegram(application, request)


@pytest.fixture
async def sandbox(knowledge: Knowledge) -> AsyncIterator[SandboxClient]:
    """The local Telegram, with the bot answering on it by polling."""
    async with Sandbox(World(scene=demo_scene), control=True) as served:
        services = Services(knowledge=knowledge)
        application = build_application(served.world.bot.token, served.url, services)
        config = Config(api_url=served.url)
        async with (
            application,
            taking_updates(application, config),
            SandboxClient(served.url) as client,
        ):
            yield client
