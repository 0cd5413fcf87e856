"""Transactions of one store: apart from each other, whole or not at all."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from knowledge.errors import StoreError
from knowledge.revising import revise
from knowledge.store.connection import open_store
from knowledge.store.records import append, current_revisions
from tests.builders import A_MOMENT, a_source


@pytest.fixture
def path(tmp_path):
    return tmp_path / "talks.sqlite3"


@pytest.fixture
async def store(path):
    async with open_store(path, busy_timeout=0.2) as store:
        yield store


async def add(transaction, *names):
    revisions = [
        revise(None, a_source(name), author="me", made_at=A_MOMENT, reason="new") for name in names
    ]
    await append(transaction, revisions)


async def stored(reader):
    return [revision.id for revision in await current_revisions(reader)]


async def test_what_a_block_did_is_kept_when_it_ends(store):
    async with store.transaction() as transaction:
        await add(transaction, "a")
        await add(transaction, "b")

    assert await stored(store) == ["a", "b"]


async def test_nothing_is_kept_of_a_block_that_fails(store):
    async def fails():
        async with store.transaction() as transaction:
            await add(transaction, "a")
            raise LookupError

    with pytest.raises(LookupError):
        await fails()

    assert await stored(store) == []


async def test_readers_see_a_block_only_when_it_has_ended(store):
    async with store.transaction() as transaction:
        await add(transaction, "a")

        assert await stored(transaction) == ["a"]
        assert await stored(store) == []

    assert await stored(store) == ["a"]


async def test_blocks_of_two_tasks_do_not_mix(store):
    order = []

    async def fails(name):
        async with store.transaction() as transaction:
            order.append(f"{name} begins")
            await add(transaction, name)
            await asyncio.sleep(0.01)
            order.append(f"{name} ends")
            raise LookupError

    async def ends_well(name):
        async with store.transaction() as transaction:
            order.append(f"{name} begins")
            await add(transaction, name)
            await asyncio.sleep(0.005)
            order.append(f"{name} ends")

    await asyncio.gather(
        fails("a"), ends_well("b"), fails("c"), ends_well("d"), return_exceptions=True
    )

    assert order == [f"{name} {what}" for name in "abcd" for what in ("begins", "ends")]
    assert await stored(store) == ["b", "d"]


async def test_nothing_is_kept_of_a_cancelled_block(store):
    started = asyncio.Event()

    async def waits_for_ever():
        async with store.transaction() as transaction:
            await add(transaction, "a")
            started.set()
            await asyncio.Event().wait()

    task = asyncio.ensure_future(waits_for_ever())
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert await stored(store) == []
    async with store.transaction() as transaction:
        await add(transaction, "b")
    assert await stored(store) == ["b"]


async def test_a_block_is_whole_or_not_there_wherever_it_is_cancelled(store):
    """Also twice, the second time in the middle of the roll-back."""

    async def block(number):
        async with store.transaction() as transaction:
            await add(transaction, f"{number}-a")
            await add(transaction, f"{number}-b")

    for turns in range(40):
        task = asyncio.ensure_future(block(turns))
        for _ in range(turns):
            await asyncio.sleep(0)
        await asyncio.sleep(turns % 8 * 0.0002)
        task.cancel()
        await asyncio.sleep(0)
        task.cancel()
        after = asyncio.ensure_future(block(f"after-{turns}"))
        await asyncio.gather(task, return_exceptions=True)
        await after

    names = await stored(store)
    for turns in range(40):
        assert {f"after-{turns}-a", f"after-{turns}-b"} <= set(names)
        assert (f"{turns}-a" in names) == (f"{turns}-b" in names)


async def test_a_transaction_cannot_be_used_when_it_has_ended(store):
    async with store.transaction() as transaction:
        pass

    with pytest.raises(RuntimeError, match="has ended"):
        await add(transaction, "a")
    with pytest.raises(RuntimeError, match="has ended"):
        await stored(transaction)


async def test_a_block_in_a_block_is_refused_instead_of_waiting_for_itself(store):
    async with store.transaction() as transaction:
        with pytest.raises(RuntimeError, match="in a transaction already"):
            async with store.transaction():
                pass
        await add(transaction, "a")

    assert await stored(store) == ["a"]


async def test_another_program_that_writes_is_said_to_be_in_the_way(store, path):
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(StoreError, match="is in use by another program"):
            async with store.transaction():
                pass
        assert await stored(store) == []

    async with store.transaction() as transaction:
        await add(transaction, "a")


async def test_a_reference_that_dangles_at_the_end_undoes_the_block(store):
    async with store.transaction() as transaction:
        await add(transaction, "a")

    orphan = {"kind": "fact", "id": "x", "number": 1, "position": 0, "source_id": "a"}

    async def leaves_an_orphan():
        async with store.transaction() as transaction:
            await add(transaction, "b")
            await transaction.execute_many("insert_citation", [orphan])

    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        await leaves_an_orphan()

    assert await stored(store) == ["a"]


async def test_closing_the_store_in_the_middle_of_a_block_undoes_it(path):
    async def fails():
        async with open_store(path) as store, store.transaction() as transaction:
            await add(transaction, "a")
            raise LookupError

    with pytest.raises(LookupError):
        await fails()

    async with open_store(path) as store:
        assert await stored(store) == []
