"""A copy is whole and consistent while somebody writes; nothing unfit ever takes its place."""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from knowledge import StoreError, backup
from knowledge.store.connection import open_store
from knowledge.use_cases.publish import load_corpus, publish
from tests.builders import A_MOMENT, a_corpus, a_fact

NOW = dt.datetime(2025, 8, 1, tzinfo=dt.UTC)


@pytest.fixture
async def database(tmp_path: Path) -> Path:
    file = tmp_path / "talks.sqlite3"
    async with open_store(file) as store:
        await publish(store, a_corpus(), now=A_MOMENT)
    return file


async def corpus_in(file: Path) -> object:
    async with open_store(file) as store:
        return await load_corpus(store)


async def test_a_copy_made_while_somebody_writes_is_consistent(database: Path) -> None:
    copies = [database.with_name(f"copy-{number}.sqlite3") for number in range(8)]

    async def write() -> None:
        async with open_store(database) as store:
            for value in range(1, 60):
                # Both facts change together or not at all.
                changed = a_corpus(
                    a_fact(value=value),
                    a_fact("round-3-exchange-count-russia", value=value, claimant="russia"),
                )
                await publish(store, changed, now=A_MOMENT)

    async def copy() -> None:
        for each in copies:
            await backup.back_up(database, each)

    await asyncio.gather(write(), copy())

    for each in copies:
        facts = (await corpus_in(each)).facts  # type: ignore[attr-defined]
        values = {fact.value for name, fact in facts.items() if "exchange-count" in name}
        assert len(values) == 1


async def test_a_copy_is_for_its_owner_alone(database: Path) -> None:
    copy = database.with_name("copy.sqlite3")

    await backup.back_up(database, copy)

    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


async def test_a_copy_never_overwrites_a_file(database: Path) -> None:
    copy = database.with_name("copy.sqlite3")
    copy.write_text("mine")

    with pytest.raises(StoreError, match="is there already"):
        await backup.back_up(database, copy)

    assert copy.read_text() == "mine"


async def test_a_restored_copy_is_what_it_was_when_it_was_made(database: Path) -> None:
    copy = database.with_name("copy.sqlite3")
    await backup.back_up(database, copy)
    async with open_store(database) as store:
        await publish(store, a_corpus(a_fact(value=7)), now=A_MOMENT)

    aside = backup.restore(copy, database, NOW)

    assert await corpus_in(database) == a_corpus()
    assert aside is not None
    assert await corpus_in(aside) == a_corpus(a_fact(value=7))


def damaged(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096:8192] = b"\xff" * 4096
    file.write_bytes(content)


def of_another_program(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE theirs (a)")


def no_database(file: Path) -> None:
    file.write_text("a letter to the editor")


def of_a_later_version(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version = 99")


def gone(file: Path) -> None:
    file.unlink()


@pytest.mark.parametrize(
    "spoil", [damaged, of_another_program, no_database, of_a_later_version, gone]
)
async def test_a_copy_that_is_not_fit_replaces_nothing(spoil: object, database: Path) -> None:
    copy = database.with_name("copy.sqlite3")
    await backup.back_up(database, copy)
    spoil(copy)  # type: ignore[operator]

    with pytest.raises(StoreError):
        backup.restore(copy, database, NOW)

    assert await corpus_in(database) == a_corpus()
    assert [each.name for each in database.parent.glob("*.before-*")] == []
