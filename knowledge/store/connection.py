"""The open store: readers, and one writer at a time."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, TypeAlias

import aiosqlite

from knowledge.store.driver_errors import driver_errors
from knowledge.store.named_queries import load_queries
from knowledge.store.prepare import PRAGMAS, check_readable, connect_arguments, prepare

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping
    from pathlib import Path

BUSY_TIMEOUT_SECONDS = 5.0
"""How long to wait for another process that writes."""

Parameter: TypeAlias = str | int | float | None
Row: TypeAlias = "dict[str, Parameter]"
"""The values of a named query by name."""


class Reader:
    """Runs named queries that change nothing."""

    def __init__(
        self, connection: aiosqlite.Connection, queries: Mapping[str, str], path: Path
    ) -> None:
        self._connection = connection
        self._queries = queries
        self._path = path

    @property
    def path(self) -> Path:
        """The file of the database."""
        return self._path

    async def fetch_all(self, query: str, **values: Parameter) -> list[sqlite3.Row]:
        """Return all rows of a named query.

        Raises:
            StoreError: the database cannot be read.
        """
        with driver_errors(self._path):
            rows = await self._connection.execute_fetchall(self._queries[query], values)
        return list(rows)


class Transaction(Reader):
    """Runs named queries that are kept together or not at all."""

    _ended = False

    async def fetch_all(self, query: str, **values: Parameter) -> list[sqlite3.Row]:
        """Return all rows of a named query, with what this transaction has changed.

        Raises:
            StoreError: the database cannot be read.
        """
        self._refuse_when_ended()
        return await super().fetch_all(query, **values)

    async def execute_many(self, query: str, rows: Iterable[Mapping[str, Parameter]]) -> None:
        """Run a named query once for each row.

        Raises:
            StoreError: the database cannot be written.
        """
        self._refuse_when_ended()
        with driver_errors(self._path):
            async with self._connection.executemany(self._queries[query], rows):
                pass

    def end(self) -> None:
        """Refuse everything from now on, so that nothing slips into a later transaction."""
        self._ended = True

    def _refuse_when_ended(self) -> None:
        if self._ended:
            raise RuntimeError("the transaction has ended")


class Store(Reader):
    """Reads on one connection and writes on another.

    Coroutines that share a connection share its transaction, so the writing one is behind a lock.
    """

    def __init__(
        self,
        *,
        reading: aiosqlite.Connection,
        writing: aiosqlite.Connection,
        queries: Mapping[str, str],
        path: Path,
    ) -> None:
        super().__init__(reading, queries, path)
        self._writing = writing
        self._turn = asyncio.Lock()
        self._holder: asyncio.Task[object] | None = None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Keep what is done inside when the block ends well, and nothing of it otherwise.

        Blocks of other tasks wait for their turn. A cancellation that arrives while the block is
        being committed may come too late to undo it.

        Raises:
            StoreError: the database cannot be written.
            RuntimeError: the same task is in a transaction already.
        """
        if self._holder is asyncio.current_task():
            raise RuntimeError("the task is in a transaction already")
        async with self._turn:
            self._holder = asyncio.current_task()
            try:
                async with self._committed_or_rolled_back() as transaction:
                    yield transaction
            finally:
                self._holder = None

    @asynccontextmanager
    async def _committed_or_rolled_back(self) -> AsyncIterator[Transaction]:
        transaction = Transaction(self._writing, self._queries, self._path)
        try:
            # IMMEDIATE: a transaction that reads first and writes later is refused at once when
            # somebody else wrote in between, whatever the busy timeout.
            await self._run("BEGIN IMMEDIATE")
            try:
                yield transaction
            finally:
                transaction.end()
            await self._run("COMMIT")
        except BaseException:
            # Cancelling a task does not stop the thread of the connection, which may still be at
            # BEGIN. It works in order: the roll-back comes after that and before anything of the
            # next transaction, even if this wait for it is cancelled too.
            await self._writing.rollback()
            raise

    async def _run(self, statement: str) -> None:
        with driver_errors(self._path):
            async with self._writing.execute(statement):
                pass


@asynccontextmanager
async def open_store(
    path: Path, *, busy_timeout: float = BUSY_TIMEOUT_SECONDS
) -> AsyncIterator[Store]:
    """Open the database for reading and writing; make it or upgrade it when needed.

    Raises:
        NewerDatabaseError: a later version of the program wrote the database.
        ForeignDatabaseError: it belongs to another program.
        StoreError: it cannot be opened, read or written.
    """
    await asyncio.to_thread(prepare, path, busy_timeout)
    # The threads of aiosqlite keep the process alive until their connections are closed.
    async with AsyncExitStack() as stack:
        with driver_errors(path):
            writing = await stack.enter_async_context(_connected(path, busy_timeout))
            reading = await stack.enter_async_context(_connected(path, busy_timeout))
            await reading.executescript("PRAGMA query_only = ON;")
        yield Store(reading=reading, writing=writing, queries=load_queries(), path=path)


@asynccontextmanager
async def open_reader(
    path: Path, *, busy_timeout: float = BUSY_TIMEOUT_SECONDS
) -> AsyncIterator[Reader]:
    """Open the database of a bot, running or not, without changing it.

    SQLite may leave an empty write-ahead log beside it, which the next start of the bot removes.

    Raises:
        NewerDatabaseError: a later version of the program wrote the database.
        ForeignDatabaseError: it belongs to another program.
        StoreError: there is none, it cannot be read, or an earlier version wrote it.
    """
    await asyncio.to_thread(check_readable, path, busy_timeout)
    async with AsyncExitStack() as stack:
        with driver_errors(path):
            connection = await stack.enter_async_context(
                aiosqlite.connect(**connect_arguments(path, "ro", busy_timeout))
            )
            connection.row_factory = sqlite3.Row
        yield Reader(connection, load_queries(), path)


@asynccontextmanager
async def _connected(path: Path, busy_timeout: float) -> AsyncIterator[aiosqlite.Connection]:
    arguments = connect_arguments(path, "rw", busy_timeout)
    async with aiosqlite.connect(**arguments) as connection:
        connection.row_factory = sqlite3.Row
        await connection.executescript(PRAGMAS)
        yield connection
