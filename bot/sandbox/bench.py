"""How many sendMessage calls a second the sandbox answers.

`python -m bot.sandbox.bench` serves in this process, sends from another, and prints one JSON
object as its last line. The checks are those of every run: schema, HTML, keyboard.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import sys
import time
from multiprocessing.connection import Connection
from urllib.parse import urlencode

from bot.sandbox.scene import NEWSROOM, READER, demo_scene
from bot.sandbox.server import HOST, Sandbox
from bot.sandbox.world import World

CONNECTIONS = 32
_KEYBOARD = {"inline_keyboard": [[{"text": "Sources", "callback_data": "sources:17"}]]}
_TEXT = "<b>Round 3</b> was held on <i>23 July 2025</i> &amp; lasted under an hour. See /sources"


def _request(token: str, chat_id: int) -> bytes:
    """Return one request in the form python-telegram-bot sends."""
    body = urlencode(
        {
            "chat_id": chat_id,
            "text": _TEXT,
            "parse_mode": "HTML",
            "reply_markup": json.dumps(_KEYBOARD),
        }
    ).encode()
    head = (
        f"POST /bot{token}/sendMessage HTTP/1.1\r\nHost: {HOST}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class _Client(asyncio.Protocol):
    """One connection that sends the next request as soon as an answer is whole."""

    def __init__(self, request: bytes) -> None:
        self._request = request
        self._buffer = b""
        self._transport: asyncio.WriteTransport | None = None
        self.answered = 0
        self.failed = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, mark, body = self._buffer.partition(b"\r\n\r\n")
        if not mark:
            return
        size = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        if len(body) < size:
            return
        if head.startswith(b"HTTP/1.1 200") and body.startswith(b'{"ok":true'):
            self.answered += 1
        else:
            self.failed += 1
        self._buffer = b""
        if self._transport is not None:
            self._transport.write(self._request)


async def _send_for(port: int, token: str, seconds: float) -> tuple[int, int, float]:
    """Return answers, failures, and the seconds that passed."""
    loop = asyncio.get_running_loop()
    clients = []
    for number in range(CONNECTIONS):
        request = _request(token, READER if number % 2 else NEWSROOM)
        _, client = await loop.create_connection(
            lambda request=request: _Client(request),  # type: ignore[misc]
            HOST,
            port,
        )
        clients.append(client)
    # The first half second fills caches and is not counted.
    await asyncio.sleep(0.5)
    before = sum(client.answered for client in clients)
    began = time.perf_counter()
    while (left := began + seconds - time.perf_counter()) > 0:
        await asyncio.sleep(min(1.0, left))
        done = sum(client.answered for client in clients) - before
        print(f"{done} answered in {time.perf_counter() - began:.1f} s", file=sys.stderr)
    passed = time.perf_counter() - began
    answered = sum(client.answered for client in clients) - before
    return answered, sum(client.failed for client in clients), passed


def _generate(port: int, token: str, seconds: float, out: Connection) -> None:
    out.send(asyncio.run(_send_for(port, token, seconds)))


async def measure(seconds: float) -> dict[str, object]:
    """Serve and be called for some seconds; return the figures."""
    world = World(scene=demo_scene)
    world.people[READER].started = True
    async with Sandbox(world) as sandbox:
        port = int(sandbox.url.rpartition(":")[2])
        ours, theirs = multiprocessing.get_context("spawn").Pipe()
        sender = multiprocessing.get_context("spawn").Process(
            target=_generate, args=(port, world.bot.token, seconds, theirs), daemon=True
        )
        sender.start()
        answered, failed, passed = await asyncio.to_thread(ours.recv)
        await asyncio.to_thread(sender.join)
    return {
        "send_message_per_second": round(answered / passed, 1),
        "answered": answered,
        "failed": failed,
        "complaints": len(world.ledger.complaints),
        "seconds": round(passed, 2),
        "connections": CONNECTIONS,
        "schema_check": sandbox.schema_check,
    }


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and return 1 where a call failed."""
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox.bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=8.0, help="how long to send (default 8)")
    chosen = parser.parse_args(arguments)
    figures = asyncio.run(measure(chosen.seconds))
    print(json.dumps(figures))
    return 1 if figures["failed"] or figures["complaints"] else 0


if __name__ == "__main__":
    sys.exit(main())
