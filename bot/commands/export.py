"""`talksbot knowledge export`: the record as one document, for the uses of others."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge import (
    EXPORT_FORMATS,
    Corpus,
    KnowledgeError,
    export_record,
    load_corpus,
    open_reader,
    read_curated,
)

if TYPE_CHECKING:
    from argparse import _SubParsersAction


class UnwritableFileError(KnowledgeError):
    """The file that was named for the output cannot be written."""


def add_export(subjects: _SubParsersAction[Any]) -> None:
    """Add the sub-command to those of `talksbot knowledge`."""
    parser = subjects.add_parser("export", help="write the whole record for other uses")
    parser.add_argument(
        "--format",
        choices=EXPORT_FORMATS,
        default="json",
        help="all records, one row a fact, or schema.org claims (default: %(default)s)",
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help="instead of standard output")
    parser.add_argument("--data", type=Path, help="another directory of curated files")
    parser.add_argument(
        "--database", type=Path, help="the record of a bot's database, which is only read"
    )
    parser.set_defaults(command=run_export)


def run_export(options: argparse.Namespace, _: Mapping[str, str]) -> int:
    """Write the record to a file, as a whole or not at all, or to standard output."""
    corpus = asyncio.run(_corpus_of(options.data, options.database))
    text = export_record(corpus, options.format)
    if options.output is None:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        sys.stdout.write(text)
        return 0
    try:
        _write_whole(options.output, text)
    except OSError as error:
        raise UnwritableFileError(
            f"{options.output} cannot be written: {error.strerror}: name another file"
        ) from error
    print(f"{len(corpus.facts)} facts written to {options.output}", file=sys.stderr)
    return 0


async def _corpus_of(data: Path | None, database: Path | None) -> Corpus:
    if database is None:
        return read_curated(data).corpus
    async with open_reader(database) as reader:
        return await load_corpus(reader)


def _write_whole(path: Path, text: str) -> None:
    """Write beside the file and put it in its place, so that nobody reads half of it."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_text(text, encoding="utf-8", newline="")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
