"""The server: Bot API, control API and page on one loopback address."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from bot.sandbox.bot_api import BotApi
from bot.sandbox.control import control_routes
from bot.sandbox.schema import Schema
from bot.sandbox.webhook import WebhookDelivery
from bot.sandbox.wire import GatheringProtocol
from bot.sandbox.world import World

HOST = "127.0.0.1"
PAGE = Path(__file__).parent / "page"
_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' data: blob:; "
    "style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
_SECONDS_TO_STOP = 3


class SandboxServer(Starlette):
    """Starlette with the Bot API in front of its routing."""

    def __init__(self, world: World, bot_api: BotApi, routes: list[BaseRoute], **rest: Any) -> None:
        super().__init__(routes=routes, **rest)
        self.world = world
        self.schema_check = bot_api.schema_check
        self._bot_api = bot_api

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"].startswith(("/bot", "/file/bot")):
            await self._bot_api(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


class _Page(StaticFiles):
    """The page's files, with a policy that lets it reach nothing but this server."""

    async def get_response(self, path: str, scope: Any) -> Response:
        response = await super().get_response(path, scope)
        response.headers["content-security-policy"] = _POLICY
        response.headers["cache-control"] = "no-store"
        response.headers["x-content-type-options"] = "nosniff"
        return response


def create_server(
    world: World,
    *,
    control: bool = False,
    page: bool = False,
    schema: Schema | str | None = None,
) -> SandboxServer:
    """Return the ASGI application; control API and page are there only when asked for.

    `schema` is what calls are checked against, where it is loaded already (it takes seconds).
    """
    bot_api = BotApi(world, schema)
    routes: list[BaseRoute] = []
    if control:
        routes += control_routes(world, bot_api.schema_check)
    if page and PAGE.is_dir():
        routes.append(Mount("/", app=_Page(directory=PAGE, html=True)))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        delivery = asyncio.ensure_future(WebhookDelivery(world).run())
        try:
            yield
        finally:
            delivery.cancel()
            await asyncio.wait({delivery})

    return SandboxServer(world, bot_api, routes, lifespan=lifespan)


class _Quiet(uvicorn.Server):
    """uvicorn that leaves signals to whoever runs the sandbox, and stops when told."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._told = asyncio.Event()

    def stop(self) -> None:
        self.should_exit = True
        self._told.set()

    async def main_loop(self) -> None:
        # uvicorn looks ten times a second whether it should stop; a test has no time for that.
        await self.on_tick(0)
        await self._told.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close what is idle, let what runs finish for a while, cancel the rest."""
        # As uvicorn does it, but for its pause of a tenth of a second.
        for server in self.servers:
            server.close()
        for listener in sockets or []:
            listener.close()
        state = self.server_state
        for connection in list(state.connections):
            connection.shutdown()
        try:
            async with asyncio.timeout(_SECONDS_TO_STOP):
                while state.connections or state.tasks:  # noqa: ASYNC110 (they are sets)
                    await asyncio.sleep(0.005)
        except TimeoutError:
            for task in state.tasks:
                task.cancel()
        await self.lifespan.shutdown()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Sandbox:
    """A running sandbox: `async with Sandbox(world) as sandbox: … sandbox.url`.

    Binds 127.0.0.1; port 0 takes a free one. Leaving the block ends it within a few seconds,
    whatever polls are open.
    """

    def __init__(
        self,
        world: World,
        *,
        port: int = 0,
        control: bool = False,
        page: bool = False,
        schema: Schema | str | None = None,
    ) -> None:
        self.world = world
        self._port = port
        self._app = create_server(world, control=control, page=page, schema=schema)

    @property
    def url(self) -> str:
        """The address, without a slash at the end."""
        return f"http://{HOST}:{self._port}"

    @property
    def schema_check(self) -> str:
        """What calls are checked against, or `unavailable: …`."""
        return self._app.schema_check

    @property
    def base_url(self) -> str:
        """What python-telegram-bot takes as `base_url`."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """What python-telegram-bot takes as `base_file_url`."""
        return f"{self.url}/file/bot"

    async def __aenter__(self) -> Self:
        self.world.journal.closed = False
        listener = bind(self._port)
        self._port = listener.getsockname()[1]
        self._server = _Quiet(_config(self._app))
        self._serving = asyncio.ensure_future(self._server.serve(sockets=[listener]))
        while not self._server.started:
            if self._serving.done():
                await self._serving
                raise RuntimeError("the sandbox did not start")
            await asyncio.sleep(0.005)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.world.queue.release_poll()
        self.world.journal.close()
        self._server.stop()
        await self._serving

    async def wait(self) -> None:
        """Return when the server has ended."""
        await asyncio.shield(self._serving)


def bind(port: int) -> socket.socket:
    """Return a listening socket on 127.0.0.1 (port 0: a free one).

    Raises:
        OSError: the port is taken.
    """
    # asyncio sets TCP_NODELAY only where the protocol is named; without it each answer waits 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(1024)
    except OSError:
        listener.close()
        raise
    listener.setblocking(False)
    return listener


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        http=GatheringProtocol,
        lifespan="on",
        proxy_headers=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=_SECONDS_TO_STOP,
        timeout_keep_alive=75,
    )


async def serve(world: World, *, port: int = 0, control: bool = False, page: bool = False) -> None:
    """Serve until cancelled."""
    async with Sandbox(world, port=port, control=control, page=page) as sandbox:
        await sandbox.wait()
