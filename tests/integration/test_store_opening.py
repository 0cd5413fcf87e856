"""Opening a file as a store: what is made, what is refused, what is left behind."""

import asyncio
import os
import sqlite3
import stat
import threading
from contextlib import closing

import pytest

from knowledge.errors import ForeignDatabaseError, NewerDatabaseError, StoreError
from knowledge.store.connection import open_reader, open_store
from knowledge.store.migrate import APPLICATION_ID, load_migrations
from knowledge.store.records import current_revisions
from knowledge.use_cases.publish import load_corpus, publish
from tests.builders import A_MOMENT, a_corpus


@pytest.fixture
def path(tmp_path):
    return tmp_path / "talks of Istanbul #1?.sqlite3"


@pytest.fixture(autouse=True)
def no_thread_is_left():
    """A thread of aiosqlite that is left would keep the process from ending."""
    before = set(threading.enumerate())
    yield
    left = [
        thread
        for thread in set(threading.enumerate()) - before
        if not thread.name.startswith("asyncio_")  # the pool of asyncio.to_thread
    ]
    for thread in left:
        thread.join(timeout=2)
    assert not any(thread.is_alive() for thread in left)


async def opened(path, **how):
    async with open_store(path, busy_timeout=0.2, **how):
        pass


def files_in(directory):
    return {each.name: each.read_bytes() for each in directory.iterdir() if each.is_file()}


def raw(path):
    return closing(sqlite3.connect(path, isolation_level=None))


async def test_a_new_store_is_for_its_owner_only(path):
    async with open_store(path) as store:
        await publish(store, a_corpus(), now=A_MOMENT)

        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}

    assert modes == {path.name + ending: 0o600 for ending in ("", "-wal", "-shm")}


async def test_a_closed_store_is_one_file(path):
    await opened(path)

    assert [each.name for each in path.parent.iterdir()] == [path.name]


async def test_a_file_that_is_there_keeps_its_rights(path):
    path.touch(mode=0o640)

    await opened(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o640


async def test_a_store_that_is_up_to_date_is_opened_without_a_change(path):
    await opened(path)
    before = files_in(path.parent)

    await opened(path)

    assert files_in(path.parent) == before


async def test_connections_check_references_and_write_ahead(path):
    async with open_store(path, busy_timeout=1.5) as store, store.transaction() as transaction:
        for connection in (transaction._connection, store._connection):
            found = {
                pragma: (await connection.execute_fetchall(f"PRAGMA {pragma}"))[0][0]
                for pragma in ("foreign_keys", "journal_mode", "synchronous", "busy_timeout")
            }
            assert found == {
                "foreign_keys": 1,
                "journal_mode": "wal",
                "synchronous": 1,
                "busy_timeout": 1500,
            }


async def test_nothing_can_be_written_while_reading(path):
    async with open_store(path) as store:
        with pytest.raises(StoreError, match="cannot be written"):
            await store.fetch_all(
                "insert_revision",
                kind="source",
                id="a",
                number=1,
                body='{"id":"a"}',
                author="nobody",
                made_at="2025-08-01T00:00:00.000000+00:00",
                reason="none",
            )


def garbage(path):
    path.write_bytes(b"Istanbul, 23 July 2025. " * 100)


def a_database_of_another_program(path):
    with raw(path) as connection:
        connection.execute("CREATE TABLE bookmark (url)")


def a_database_that_another_program_marked_as_its_own(path):
    with raw(path) as connection:
        connection.execute("PRAGMA application_id = 77")


def a_database_of_another_program_with_a_write_ahead_log(path):
    with raw(path) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE bookmark (url)")
        copies = files_in(path.parent)
    # Closing it has emptied the log: this is how it looks while the other program runs.
    for name, content in copies.items():
        if not name.endswith("-shm"):
            (path.parent / name).write_bytes(content)


def a_database_from_the_future(path):
    with raw(path) as connection:
        connection.execute("CREATE TABLE subscription (chat)")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(load_migrations()) + 1}")


@pytest.mark.parametrize("open_", [open_store, open_reader])
@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (garbage, StoreError, "is not an SQLite database"),
        (a_database_of_another_program, ForeignDatabaseError, "is not a database of this program"),
        (
            a_database_that_another_program_marked_as_its_own,
            ForeignDatabaseError,
            "is not a database of this program",
        ),
        (
            a_database_of_another_program_with_a_write_ahead_log,
            ForeignDatabaseError,
            "is not a database of this program",
        ),
        (a_database_from_the_future, NewerDatabaseError, "install the newer program again"),
    ],
)
async def test_a_file_that_is_refused_is_left_as_it_was(path, open_, make, error, message):
    make(path)
    before = files_in(path.parent)

    with pytest.raises(error, match=message):
        async with open_(path):
            pass

    after = files_in(path.parent)
    # The index of a write-ahead log is scratch: whoever reads makes it anew.
    after.pop(path.name + "-shm", None)
    assert after == before


async def test_a_database_that_is_damaged_is_said_to_be(path):
    async with open_store(path) as store:
        await publish(store, a_corpus(), now=A_MOMENT)
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)

    with pytest.raises(StoreError, match="is damaged: restore a backup"):
        async with open_store(path) as store:
            await load_corpus(store)


async def test_a_missing_directory_is_named(path):
    with pytest.raises(StoreError, match="nowhere does not exist"):
        await opened(path.parent / "nowhere" / "talks.sqlite3")


async def test_a_directory_is_no_database(path):
    path.mkdir()

    with pytest.raises(StoreError, match="is a directory"):
        await opened(path)


@pytest.mark.parametrize("rights", [0o400, 0o200, 0o000])
async def test_a_file_that_may_not_be_read_and_written_is_refused(path, rights):
    await opened(path)
    path.chmod(rights)
    if os.access(path, os.R_OK | os.W_OK):
        pytest.skip("this user may read and write anything")

    with pytest.raises(StoreError, match="cannot be read and written"):
        await opened(path)


async def test_a_directory_that_may_not_be_written_is_refused(path):
    await opened(path)
    path.parent.chmod(0o500)
    if os.access(path.parent, os.W_OK):
        pytest.skip("this user may write anything")

    try:
        with pytest.raises(StoreError, match=r"cannot be (opened|written)"):
            await opened(path)
        with pytest.raises(StoreError, match="cannot be made"):
            await opened(path.with_name("new.sqlite3"))
    finally:
        path.parent.chmod(0o700)


async def test_a_database_that_another_program_holds_is_refused_after_a_while(path):
    await opened(path)
    with raw(path) as connection:
        connection.execute("BEGIN IMMEDIATE")

        with pytest.raises(StoreError, match="is in use by another program"):
            await opened(path)


async def test_an_empty_file_becomes_a_store(path):
    path.touch()

    await opened(path)

    with raw(path) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)


def die_while_writing(path):
    """Let a process of its own die after it has begun to write, without a write-ahead log."""
    child = os.fork()
    if child == 0:
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE half AS SELECT zeroblob(99999) AS done")
        connection.execute("INSERT INTO half SELECT done FROM half")
        os._exit(0)
    os.waitpid(child, 0)


async def test_a_start_that_was_killed_without_a_write_ahead_log_is_recovered(path):
    await opened(path)
    with raw(path) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    die_while_writing(path)
    assert path.with_name(path.name + "-journal").exists()

    await opened(path)

    with raw(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'half'").fetchone()


async def test_a_cancelled_opening_leaves_a_file_that_opens(path):
    for turns in range(12):
        task = asyncio.ensure_future(opened(path))
        for _ in range(turns):
            await asyncio.sleep(0.001)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    await opened(path)


async def test_a_reader_sees_the_store_of_a_running_bot(path):
    async with open_store(path) as store:
        await publish(store, a_corpus(), now=A_MOMENT)

        async with open_reader(path) as reader:
            assert await load_corpus(reader) == a_corpus()


async def test_a_reader_does_not_change_the_store_of_a_stopped_bot(path):
    async with open_store(path) as store:
        await publish(store, a_corpus(), now=A_MOMENT)
    before = path.read_bytes()

    async with open_reader(path) as reader:
        assert len(await current_revisions(reader)) == 8

    assert path.read_bytes() == before


async def test_a_reader_makes_no_file(path):
    with pytest.raises(StoreError, match="does not exist: start the bot once"):
        async with open_reader(path):
            pass

    assert list(path.parent.iterdir()) == []


async def test_a_reader_refuses_a_store_that_was_never_filled(path):
    path.touch()

    with pytest.raises(StoreError, match="has an earlier schema: start the bot once"):
        async with open_reader(path):
            pass
