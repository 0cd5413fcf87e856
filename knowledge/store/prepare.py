"""What happens to the file before a store is opened on it."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING, Literal, TypedDict

from knowledge.errors import StoreError
from knowledge.store.driver_errors import driver_errors
from knowledge.store.migrate import checked_version, load_migrations, migrate

if TYPE_CHECKING:
    from pathlib import Path

PRAGMAS = """
    PRAGMA foreign_keys = ON;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
"""
"""Set on every connection that may write, beside the busy timeout of `connect_arguments`."""

_RETRY_AFTER_SECONDS = 0.01


class ConnectArguments(TypedDict):
    """What `sqlite3.connect` takes."""

    database: str
    uri: bool
    timeout: float
    isolation_level: None


def connect_arguments(
    path: Path, mode: Literal["ro", "rw"], busy_timeout: float
) -> ConnectArguments:
    """Return how to connect: in autocommit mode, never making a file."""
    return {
        "database": f"{path.absolute().as_uri()}?mode={mode}",
        "uri": True,
        "timeout": busy_timeout,
        "isolation_level": None,
    }


def prepare(path: Path, busy_timeout: float) -> None:
    """Make the file when there is none, and bring its schema up to date.

    A database that is refused is left exactly as it was.

    Raises:
        NewerDatabaseError: a later version of the program wrote the database.
        ForeignDatabaseError: it belongs to another program.
        StoreError: it cannot be opened, read or written.
    """
    _make_private_file(path)
    with driver_errors(path):
        migrations = load_migrations()
        _refuse_foreign(path, len(migrations), busy_timeout)
        with closing(sqlite3.connect(**connect_arguments(path, "rw", busy_timeout))) as connection:
            _version_seen_by(connection, path, len(migrations))
            _switch_to_wal(connection, busy_timeout)
            migrate(connection, path, migrations)


def check_readable(path: Path, busy_timeout: float) -> None:
    """Check that the file is a database of ours with the schema that this program reads.

    Raises:
        NewerDatabaseError: a later version of the program wrote the database.
        ForeignDatabaseError: it belongs to another program.
        StoreError: there is none, it cannot be read, or an earlier version wrote it.
    """
    try:
        path.stat()
    except FileNotFoundError as error:
        raise StoreError(f"{path} does not exist: start the bot once to make it") from error
    except OSError as error:
        raise StoreError(f"{path} cannot be opened: {error.strerror}") from error
    known = len(load_migrations())
    if _version(path, known, busy_timeout) < known:
        raise StoreError(f"{path} has an earlier schema: start the bot once to upgrade it")


def _make_private_file(path: Path) -> None:
    # Only ever opened when it is new: closing a descriptor of a database drops the locks that
    # this process holds on it through SQLite.
    # https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600))
    except FileExistsError:
        if path.is_dir():
            raise StoreError(f"{path} is a directory: name a file in it") from None
        # SQLite would open it for reading and say so only when something is written.
        if not os.access(path, os.R_OK | os.W_OK):
            raise StoreError(f"{path} cannot be read and written: check its rights") from None
    except FileNotFoundError as error:
        raise StoreError(f"{path} cannot be made: {path.parent} does not exist") from error
    except OSError as error:
        raise StoreError(f"{path} cannot be made: {error.strerror}") from error


def _refuse_foreign(path: Path, known: int, busy_timeout: float) -> None:
    # A connection that may write would check the write-ahead log of a foreign database into its
    # file, so the first look is taken by one that may not.
    try:
        _version(path, known, busy_timeout)
    except StoreError as error:
        # A process was killed while it wrote without a write-ahead log. Only a connection that
        # may write can roll that back.
        if _sqlite_code(error) != sqlite3.SQLITE_READONLY_ROLLBACK:
            raise


def _version(path: Path, known: int, busy_timeout: float) -> int:
    with (
        driver_errors(path),
        closing(sqlite3.connect(**connect_arguments(path, "ro", busy_timeout))) as connection,
    ):
        return _version_seen_by(connection, path, known)


def _version_seen_by(connection: sqlite3.Connection, path: Path, known: int) -> int:
    # What is looked at one after the other must be of one moment: another process may be making
    # the tables just now.
    connection.execute("BEGIN")
    try:
        return checked_version(connection, path, known)
    finally:
        connection.rollback()


def _sqlite_code(error: StoreError) -> int | None:
    code: int | None = getattr(error.__cause__, "sqlite_errorcode", None)
    return code


def _switch_to_wal(connection: sqlite3.Connection, busy_timeout: float) -> None:
    # SQLite does not wait for a lock here as it does elsewhere: when two processes start at once
    # on a new file, one is told at once that it is locked.
    give_up_at = time.monotonic() + busy_timeout
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up_at:
                raise
            time.sleep(_RETRY_AFTER_SECONDS)
        else:
            return
