"""The bot as a process of its own, for tests that talk to it over HTTP."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

from bot.sandbox import Sandbox

SECONDS_TO_START = 20.0
SECONDS_TO_STOP = 5.0


class BotProcess:
    """`talksbot run` in a process of its own; started and ended as often as a test wants."""

    def __init__(
        self, sandbox: Sandbox, directory: Path, mode: str = "polling", **variables: str
    ) -> None:
        """Take where it runs and how it gets updates; `variables` are further settings."""
        self.database = directory / "bot.sqlite3"
        self.log = directory / "bot.log"
        self.token = sandbox.world.bot.token
        self._sandbox = sandbox
        self._variables = {
            "TALKSBOT_TOKEN": self.token,
            "TALKSBOT_DATABASE": str(self.database),
            "TALKSBOT_API_URL": sandbox.url,
            **variables,
        }
        if mode == "webhook":
            port = _free_port()
            self._variables |= {
                "TALKSBOT_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
                "TALKSBOT_WEBHOOK_LISTEN": f"127.0.0.1:{port}",
                "TALKSBOT_WEBHOOK_SECRET": "only-telegram-knows",
            }

    async def start(self) -> None:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("TALKSBOT_")}
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                "run",
                stdout=log,
                stderr=log,
                env={**environment, **self._variables},
            )
        starts = self.log.read_text().count("answering as @")
        async with asyncio.timeout(SECONDS_TO_START):
            while self.log.read_text().count("answering as @") == starts:
                assert self.process.returncode is None, self.log.read_text()
                await asyncio.sleep(0.05)

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        if self.process.returncode is None:
            self.process.send_signal(how)
        async with asyncio.timeout(SECONDS_TO_STOP):
            return await self.process.wait()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
