"""Fixtures for tests that look at the sandbox's page in a real Chromium.

Everything here lives on the session's event loop, so a test module begins with
`pytestmark = pytest.mark.asyncio(loop_scope="session")`. A test module with another server than
`sandbox` overrides `address`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from typing import Any, Protocol
from urllib.parse import urlsplit

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from bot.sandbox.client import SandboxClient
from bot.sandbox.scene import demo_scene
from bot.sandbox.server import Sandbox
from bot.sandbox.world import World

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 5_000
"""Milliseconds that the page has for what a test waits for."""

Json = dict[str, Any]


class OpenPage(Protocol):
    """Opens the page: at a place in it (`#/c/1001`), or at the address of another server.

    The rest are Playwright's options of a context.
    """

    async def __call__(
        self, place: str = "", *, width: int = 1280, height: int = 800, **options: Any
    ) -> Page: ...


class ScriptedBot:
    """A bot that a test plays by hand: it fetches an update and makes the calls it likes."""

    def __init__(self, url: str, token: str) -> None:
        self._http = httpx.AsyncClient(base_url=f"{url}/bot{token}", timeout=20, trust_env=False)
        self._offset = 0

    async def calls(self, method: str, **params: Any) -> Any:
        """Make a Bot API call; fail where it is refused."""
        answer = await self.tries(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def tries(self, method: str, **params: Any) -> Json:
        """Make a Bot API call that may be refused."""
        answer: Json = (await self._http.post(f"/{method}", json=params)).json()
        return answer

    async def hears(self) -> Json:
        """Return the next update, without its id: one kind and what it holds."""
        updates = await self.calls("getUpdates", offset=self._offset, timeout=5, limit=1)
        assert updates, "the bot heard nothing"
        update: Json = updates[0]
        self._offset = update.pop("update_id") + 1
        return update

    async def says(self, chat_id: int, html: str, **params: Any) -> Json:
        """Send a message in Telegram's HTML."""
        sent: Json = await self.calls(
            "sendMessage", chat_id=chat_id, text=html, parse_mode="HTML", **params
        )
        return sent

    async def close(self) -> None:
        await self._http.aclose()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium, as the machine has it."""
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("there is no Chromium here: install it, or name it in CHROMIUM")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox() -> AsyncIterator[Sandbox]:
    """A sandbox with the demo scene and its page."""
    async with Sandbox(World(scene=demo_scene), control=True, page=True) as sandbox:
        yield sandbox


@pytest_asyncio.fixture(loop_scope="session")
async def address(sandbox: Sandbox) -> str:
    """Where the page is served."""
    return sandbox.url


@pytest_asyncio.fixture(loop_scope="session")
async def people(address: str) -> AsyncIterator[SandboxClient]:
    """The people of the sandbox, acting beside the page."""
    async with SandboxClient(address, strict=False) as people:
        yield people


@pytest_asyncio.fixture(loop_scope="session")
async def bot(sandbox: Sandbox) -> AsyncIterator[ScriptedBot]:
    """A bot that the test plays by hand."""
    bot = ScriptedBot(sandbox.url, sandbox.world.bot.token)
    yield bot
    await bot.close()


def _same_server(url: str, other: str) -> bool:
    one, two = urlsplit(url), urlsplit(other)
    return (one.scheme, one.netloc) == (two.scheme, two.netloc) or other == f"{one.scheme}:"


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser, address: str) -> AsyncIterator[OpenPage]:
    """A function that opens the page; its errors and any request outside fail the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []
    origins = ["data:", "blob:"]

    async def opened(
        place: str = "", *, width: int = 1280, height: int = 800, **options: Any
    ) -> Page:
        viewport: Any = {"width": width, "height": height}
        context = await browser.new_context(viewport=viewport, **options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = await context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("request", lambda request: _note_outside(request.url))
        page.on("console", lambda message: _note_policy(message.text))
        url = place if place.startswith("http:") else f"{address}/{place}"
        origins.append(url)
        await page.goto(url)
        await page.locator(".chat").first.wait_for(state="attached")
        return page

    def _note_outside(url: str) -> None:
        if not any(_same_server(url, origin) for origin in origins):
            complaints.append(f"a request outside: {url}")

    def _note_policy(text: str) -> None:
        if "Content Security Policy" in text:
            complaints.append(text)

    yield opened
    for context in contexts:
        await context.close()
    assert not complaints
