"""`talksbot backup` and `talksbot restore`."""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.commands.record import database_of


def add_copy_commands(commands: Any) -> None:
    """Add `backup` and `restore` to the commands."""
    copy = commands.add_parser("backup", help="copy the database; the bot may run on")
    copy.add_argument("file", type=Path, metavar="FILE", help="the copy, which must be new")
    copy.add_argument("--config", type=Path, help="a TOML file; variables outrank it")
    copy.add_argument("--database", type=Path, help="another database")
    copy.set_defaults(command=_backup)

    restore = commands.add_parser("restore", help="put a copy in place of the database")
    restore.add_argument("file", type=Path, metavar="FILE", help="a copy made by backup")
    restore.add_argument("--config", type=Path, help="a TOML file; variables outrank it")
    restore.add_argument("--database", type=Path, help="another database")
    restore.set_defaults(command=_restore)


def _backup(options: argparse.Namespace, environment: Mapping[str, str]) -> int:
    from knowledge import backup

    size = asyncio.run(backup.back_up(database_of(options, environment), options.file))
    print(f"{options.file}: {size:,} bytes, checked")
    return 0


def _restore(options: argparse.Namespace, environment: Mapping[str, str]) -> int:
    from bot.app import STALE_SECONDS, heartbeat_of
    from knowledge import backup

    database = database_of(options, environment)
    heartbeat = heartbeat_of(database)
    if heartbeat.exists() and time.time() - heartbeat.stat().st_mtime < STALE_SECONDS:
        print(
            f"talksbot: the bot of {database} is running: stop it first "
            f"(one that was killed counts as running for {STALE_SECONDS:.0f} s)",
            file=sys.stderr,
        )
        return 1
    aside = backup.restore(options.file, database, dt.datetime.now(dt.UTC))
    print(f"{database} is the copy now" + (f"; the one before is {aside}" if aside else ""))
    return 0
