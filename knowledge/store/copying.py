"""Copies of the database: made while it is in use, and checked before one takes its place."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Final

from knowledge.errors import StoreError
from knowledge.store.driver_errors import driver_errors
from knowledge.store.migrate import APPLICATION_ID, checked_version, load_migrations
from knowledge.store.prepare import connect_arguments

if TYPE_CHECKING:
    from pathlib import Path

BUSY_SECONDS: Final = 5.0
LOGS: Final = ("-wal", "-shm", "-journal")
"""What lies beside a database and belongs to it alone."""


def copy_database(database: Path, copy: Path) -> int:
    """Make a consistent copy of a database that may be in use; return its size in bytes.

    The copy appears whole or not at all, readable by its owner alone.

    Raises:
        StoreError: the database cannot be read, the copy cannot be written, or is there already.
    """
    if not database.exists():
        raise StoreError(f"{database} does not exist: there is nothing to back up")
    if copy.exists():
        raise StoreError(f"{copy} is there already: name a new file")
    part = copy.with_name(copy.name + ".part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_RDWR | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise StoreError(f"{copy} cannot be written: {error.strerror}") from error
    try:
        with (
            driver_errors(database),
            closing(sqlite3.connect(**connect_arguments(database, "ro", BUSY_SECONDS))) as source,
            closing(sqlite3.connect(part)) as target,
        ):
            # All pages in one reading transaction, which with a write-ahead log holds up nobody.
            source.backup(target)
            # A copy is one file: nobody looks for a log beside it.
            target.execute("PRAGMA journal_mode = DELETE")
        check_copy(part)
        _sync(part)
        part.rename(copy)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
    return copy.stat().st_size


def check_copy(copy: Path) -> int:
    """Check that a file is a whole database of ours; return its schema version.

    Raises:
        NewerDatabaseError: a later version of the program wrote it.
        ForeignDatabaseError: it belongs to another program.
        StoreError: it does not exist, or it is damaged.
    """
    if not copy.is_file():
        raise StoreError(f"{copy} does not exist")
    with (
        driver_errors(copy),
        closing(sqlite3.connect(**connect_arguments(copy, "ro", BUSY_SECONDS))) as connection,
    ):
        version = checked_version(connection, copy, len(load_migrations()))
        if not version:
            raise StoreError(f"{copy} is empty: it is no backup")
        problems = connection.execute("PRAGMA integrity_check").fetchall()
        if problems != [("ok",)]:
            raise StoreError(f"{copy} is damaged ({problems[0][0]}): use another backup")
        if dangling := connection.execute("PRAGMA foreign_key_check").fetchone():
            raise StoreError(f"{copy} is damaged (a row of {dangling[0]} refers to nothing)")
        if not connection.execute("SELECT count(*) FROM record").fetchone()[0]:
            raise StoreError(f"{copy} holds no record: it is no backup")
    return version


def restore_database(copy: Path, database: Path, aside: Path) -> Path | None:
    """Put a checked copy in place of a database that nobody uses; return where that went.

    Raises:
        StoreError: the copy is not fit to be used, or a file cannot be written; the database
            is as it was.
    """
    check_copy(copy)
    if copy.absolute() == database.absolute():
        raise StoreError(f"{copy} is the database itself: name a backup")
    part = database.with_name(database.name + ".part")
    try:
        with suppress(FileNotFoundError):
            part.unlink()
        copy_database(copy, part)
        had_one = database.exists()
        if had_one:
            _settle_log(database)
            database.rename(aside)
        for log in LOGS:
            leftover = database.with_name(database.name + log)
            if leftover.exists():
                leftover.rename(aside.with_name(aside.name + log))
        part.rename(database)
        _sync(database)
    except OSError as error:
        raise StoreError(f"{database} cannot be replaced: {error.strerror}") from error
    return aside if had_one else None


def _settle_log(database: Path) -> None:
    """Bring what stands in the write-ahead log into the file, where it is one of ours."""
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(**connect_arguments(database, "rw", BUSY_SECONDS))) as connection,
    ):
        if connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _sync(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
