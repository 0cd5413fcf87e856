"""Bring a database to the schema of this program, or refuse it."""

from __future__ import annotations

import sqlite3
from importlib.resources import files
from typing import TYPE_CHECKING

from knowledge.errors import ForeignDatabaseError, NewerDatabaseError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

APPLICATION_ID = 0x49544C4B
"""`ITLK` in the header of the file says that the database is ours."""


def load_migrations() -> tuple[str, ...]:
    """Read the migrations that are installed with the package, in order.

    Raises:
        ValueError: their numbers do not count up from 1.
    """
    directory = files("knowledge.store").joinpath("migrations")
    scripts = sorted(
        (entry for entry in directory.iterdir() if entry.name.endswith(".sql")),
        key=lambda entry: entry.name,
    )
    numbers = [int(script.name.split("_")[0]) for script in scripts]
    if numbers != list(range(1, len(scripts) + 1)):
        raise ValueError(f"the migrations are numbered {numbers}")
    return tuple(script.read_text(encoding="utf-8") for script in scripts)


def migrate(connection: sqlite3.Connection, path: Path, migrations: Sequence[str]) -> None:
    """Apply the pending migrations, each in a transaction together with its version.

    The connection is in autocommit mode and is not used for anything else: foreign keys are off
    on it, so that a migration may rebuild a table.

    Raises:
        NewerDatabaseError: a later version of the program wrote the database.
        ForeignDatabaseError: it belongs to another program.
        StoreError: a migration left a dangling reference.
    """
    # Inside a transaction this pragma does nothing.
    connection.execute("PRAGMA foreign_keys = OFF")
    while _applies_next(connection, path, migrations):
        pass


def checked_version(connection: sqlite3.Connection, path: Path, known: int) -> int:
    """Return the schema version of a database of ours: 0 when it is still empty.

    Raises:
        NewerDatabaseError: a later version of the program wrote the database.
        ForeignDatabaseError: it belongs to another program.
    """
    application = _number(connection, "PRAGMA application_id")
    version = _number(connection, "PRAGMA user_version")
    if application == APPLICATION_ID:
        if version > known:
            raise NewerDatabaseError(str(path), version, known)
        return version
    if application or version or _number(connection, "SELECT count(*) FROM sqlite_master"):
        raise ForeignDatabaseError(str(path))
    return 0


def statements_of(script: str) -> Iterator[str]:
    """Split a script into its statements, each of which ends at the end of a line.

    `executescript` would do, but it commits the open transaction first.
    """
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _applies_next(connection: sqlite3.Connection, path: Path, migrations: Sequence[str]) -> bool:
    # The version is read under the write lock: another process may be migrating as well.
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = checked_version(connection, path, known=len(migrations))
        if pending := version < len(migrations):
            _apply(connection, path, version + 1, migrations[version])
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise
    return pending


def _apply(connection: sqlite3.Connection, path: Path, version: int, script: str) -> None:
    for statement in statements_of(script):
        connection.execute(statement)
    if dangling := connection.execute("PRAGMA foreign_key_check").fetchone():
        raise StoreError(
            f"{path} cannot be brought to schema version {version}: "
            f"a row of {dangling[0]} refers to nothing in {dangling[2]}"
        )
    # Pragmas take no parameters. Both are part of the transaction.
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {version}")


def _number(connection: sqlite3.Connection, query: str) -> int:
    row: tuple[int] = connection.execute(query).fetchone()
    return row[0]
