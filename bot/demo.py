"""`talksbot demo` and `talksbot sandbox`: a Telegram of one's own, with or without this bot."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from pydantic import SecretStr

from bot.app import run
from bot.config import Config
from bot.sandbox import Sandbox, World, demo_scene
from bot.sandbox.errors import ActError
from bot.sandbox.scene import ADMIN

log = logging.getLogger(__name__)

FAULT_KEYS: Final = ("kind", "method", "times", "seconds")
"""What `--fault` takes, in order, with colons between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOptions:
    """What the command line says."""

    port: int = 0
    """0 takes a free one."""
    database: Path | None = None
    """Where to keep the database; without it a throw-away one."""
    data: Path | None = None
    limits: bool = False
    """Whether Telegram's flood limits are on."""
    faults: tuple[Mapping[str, Any], ...] = ()


class FaultError(ValueError):
    """The fault that was asked for does not exist."""


def parse_fault(text: str) -> dict[str, Any]:
    """Read `kind[:method[:times[:seconds]]]`.

    Raises:
        FaultError: there are too many parts, or a number is none.
    """
    parts = text.split(":")
    if len(parts) > len(FAULT_KEYS):
        raise FaultError(f"{text!r}: expected {':'.join(FAULT_KEYS)}")
    fault: dict[str, Any] = {
        key: part for key, part in zip(FAULT_KEYS, parts, strict=False) if part
    }
    try:
        for key, number in (("times", int), ("seconds", float)):
            if key in fault:
                fault[key] = number(fault[key])
    except ValueError as error:
        raise FaultError(f"{text!r}: expected a number for times and for seconds") from error
    return fault


async def demonstrate(options: DemoOptions, stop: asyncio.Event) -> None:
    """Run the local Telegram and the bot together until `stop` is set.

    Raises:
        FaultError: a fault that was asked for does not exist.
        OSError: the port is taken.
        everything that `bot.app.run` raises.
    """
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(_sandbox(options.port, options.faults))
        sandbox.world.flood.set(sandbox.world.flood.limits.changed({"enabled": options.limits}))
        directory = stack.enter_context(TemporaryDirectory(prefix="talksbot-"))
        config = Config(
            token=SecretStr(sandbox.world.bot.token),
            database=options.database or Path(directory, "demo.sqlite3"),
            admins=(ADMIN,),
            api_url=sandbox.url,
            data=options.data,
        )
        print(f"\n    Open {sandbox.url} and talk to the bot. Ctrl-C ends it.\n", flush=True)
        await run(config, stop)


async def serve_sandbox(
    port: int, faults: Sequence[Mapping[str, Any]], stop: asyncio.Event
) -> None:
    """Run the local Telegram alone, for any bot, until `stop` is set.

    Raises:
        FaultError: a fault that was asked for does not exist.
        OSError: the port is taken.
    """
    async with _sandbox(port, faults) as sandbox:
        print(f"Page and control API   {sandbox.url}")
        print(f"Base address of bots   {sandbox.base_url}")
        print(f"Base address of files  {sandbox.base_file_url}")
        print(f"Token                  {sandbox.world.bot.token}")
        print(f"Calls are checked by   {sandbox.schema_check}", flush=True)
        await stop.wait()


def _sandbox(port: int, faults: Sequence[Mapping[str, Any]]) -> Sandbox:
    world = World(scene=demo_scene)
    for fault in faults:
        try:
            world.faults.add(dict(fault))
        except ActError as error:
            raise FaultError(str(error)) from error
    return Sandbox(world, port=port, control=True, page=True)
