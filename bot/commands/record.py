"""`talksbot knowledge export, diff and import`: the files and the database of a bot."""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from bot.commands.export import add_export
from bot.config import load_config
from knowledge import open_reader, open_store, read_curated

if TYPE_CHECKING:
    from knowledge import files

BAR = 30
"""Characters of the progress bar."""


def add_record_commands(subjects: Any) -> None:
    """Add `export`, `diff` and `import` to the subcommands of `knowledge`."""
    add_export(subjects, _export)

    diff = subjects.add_parser("diff", help="show where files and database differ; exit 1 if so")
    diff.add_argument("--data", type=Path, help="another directory of curated files")
    diff.add_argument("--database", type=Path, help="a bot's database, which is only read")
    diff.set_defaults(command=_diff)

    bring = subjects.add_parser("import", help="publish records of TOML files into a database")
    bring.add_argument("files", nargs="+", type=Path, metavar="FILE")
    bring.add_argument("--data", type=Path, help="another directory of curated files")
    bring.add_argument("--database", type=Path, help="the bot's database; stop the bot first")
    bring.add_argument("--reason", default="brought in from files", help="why, for the history")
    bring.set_defaults(command=_import)


def database_of(options: argparse.Namespace, environment: Mapping[str, str]) -> Path:
    """Return the database that is meant: the one named, else the one of the configuration."""
    named: Path | None = options.database
    return named or load_config(environment, getattr(options, "config", None)).database


def _export(options: argparse.Namespace, environment: Mapping[str, str]) -> int:
    from knowledge import files

    async def export() -> tuple[int, int]:
        async with open_reader(database_of(options, environment)) as reader:
            texts = await files.export_files(reader)
        return _write(options.into, texts)

    written, unchanged = asyncio.run(export())
    print(f"{written} files written, {unchanged} were so already")
    return 0


def _write(directory: Path, texts: Sequence[tuple[str, str]]) -> tuple[int, int]:
    written = 0
    for path, text in texts:
        file = directory / path
        if file.exists() and file.read_bytes() == text.encode():
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
        written += 1
    return written, len(texts) - written


def _diff(options: argparse.Namespace, environment: Mapping[str, str]) -> int:
    from knowledge import files

    curated = read_curated(options.data)

    async def compare() -> list[files.Drift]:
        async with open_reader(database_of(options, environment)) as reader:
            return await files.compare(reader, curated)

    drifts = asyncio.run(compare())
    for drift in drifts:
        print(f"{drift.path}: {drift.standing}")
        for difference in drift.differences:
            shown = "".join(_marked(segment.how, segment.text) for segment in difference.segments)
            print(f"    {difference.key}: {shown.strip()}")
    if not drifts:
        print("files and database agree")
    return 1 if drifts else 0


def _marked(how: str, text: str) -> str:
    """Mark what only the file has with [-…-], what only the database has with {+…+}."""
    return {"gone": f"[-{text}-]", "new": f"{{+{text}+}}"}.get(how, text)


def _import(options: argparse.Namespace, environment: Mapping[str, str]) -> int:
    from knowledge import files

    curated = read_curated(options.data)
    records = files.read_files(options.files)

    async def bring() -> int:
        async with open_store(database_of(options, environment)) as store:
            return await files.import_records(
                store,
                records,
                curated.lexicons,
                reason=options.reason,
                now=dt.datetime.now(dt.UTC),
                progress=ProgressBar(sys.stderr),
            )

    changed = asyncio.run(bring())
    print(f"{len(records)} records read, {changed} changed")
    return 0


class ProgressBar:
    """Draws a bar on a terminal, and nothing where the output goes into a file."""

    def __init__(self, output: TextIO) -> None:
        self._output = output

    def __call__(self, done: int, total: int) -> None:
        """Draw how much is done."""
        if not self._output.isatty():
            return
        filled = BAR * done // total
        end = "\n" if done == total else ""
        bar = "█" * filled + "·" * (BAR - filled)
        self._output.write(f"\r{bar} {done} of {total}{end}")
        self._output.flush()
