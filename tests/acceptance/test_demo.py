"""`talksbot demo` and `talksbot sandbox` as a newcomer starts them."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from telegram import Bot

from bot.sandbox import SandboxClient
from tests.acceptance.conftest import Talksbot

SECONDS = 30.0


@asynccontextmanager
async def started(
    directory: Path, *arguments: str, until: str
) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """Run a command until it has printed `until`; yield it and what it has printed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, stdout=asyncio.subprocess.PIPE, cwd=directory
    )
    try:
        printed = ""
        assert process.stdout is not None
        async with asyncio.timeout(SECONDS):
            while until not in printed:
                line = await process.stdout.readline()
                assert line, printed
                printed += line.decode()
        yield process, printed
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def address_in(printed: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:\d+", printed)
    assert found, printed
    return found[0]


async def test_the_demo_prints_one_address_answers_there_and_ends_on_ctrl_c(
    tmp_path: Path,
) -> None:
    async with started(tmp_path, "demo", until="Ctrl-C") as (process, printed):
        address = address_in(printed)
        async with httpx.AsyncClient(trust_env=False) as http:
            page = await http.get(address)
        async with SandboxClient(address) as sandbox:
            await sandbox.person("Olena").says("How long did round 3 last?")
            answer = await sandbox.person("Olena").hears(SECONDS)

        process.send_signal(signal.SIGINT)

        assert page.headers["content-type"].startswith("text/html")
        assert "about 40 minutes" in answer.text
        assert await process.wait() == 0


def test_the_demo_keeps_nothing_where_it_is_started(talksbot: Talksbot, tmp_path: Path) -> None:
    talksbot("demo", "--fault", "no-such-fault")

    assert list(tmp_path.iterdir()) == []


async def test_the_demo_lets_go_wrong_what_it_is_asked_to(tmp_path: Path) -> None:
    arguments = ("demo", "--limits", "--fault", "server_error:sendMessage:2")
    async with (
        started(tmp_path, *arguments, until="Ctrl-C") as (_, printed),
        SandboxClient(address_in(printed)) as sandbox,
    ):
        faults = (await sandbox.refresh())["faults"]
        flood = (await sandbox.refresh())["flood"]

    assert [(fault["kind"], fault["method"], fault["times"]) for fault in faults] == [
        ("server_error", "sendMessage", 2)
    ]
    assert flood["enabled"]


async def test_the_sandbox_alone_serves_any_bot(tmp_path: Path) -> None:
    async with started(tmp_path, "sandbox", "--port", "0", until="checked by") as (_, printed):
        base = re.search(r"of bots\s+(\S+)", printed)
        token = re.search(r"Token\s+(\S+)", printed)
        assert base
        assert token

        async with Bot(token[1], base_url=base[1]) as any_bot:
            assert any_bot.username == "IstanbulTalksBot"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("demo", "--fault", "no-such-fault"), "--fault"),
        (("sandbox", "--fault", "drop:sendMessage:x"), "expected a number"),
        (("sandbox", "--fault", "drop:a:1:2:3"), "expected kind:method:times:seconds"),
    ],
)
def test_a_fault_that_does_not_exist_is_one_line(
    talksbot: Talksbot, arguments: tuple[str, ...], said: str
) -> None:
    reply = talksbot(*arguments)

    assert reply.returncode == 2
    assert said in reply.stderr
    assert len(reply.stderr.splitlines()) == 1


def test_a_port_that_is_taken_is_one_line(talksbot: Talksbot) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        reply = talksbot("sandbox", "--port", str(taken.getsockname()[1]))

    assert reply.returncode == 2
    assert "the port cannot be used" in reply.stderr
