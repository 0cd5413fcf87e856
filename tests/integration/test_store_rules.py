"""The rules that the database holds against whoever writes to it."""

import sqlite3
from contextlib import closing

import pytest

from knowledge.errors import UncitedRecordError
from knowledge.revising import body_of, revise
from knowledge.store.connection import open_store
from knowledge.store.records import append, current_revisions, history
from knowledge.use_cases.publish import publish
from tests.builders import (
    A_MOMENT,
    a_citation,
    a_corpus,
    a_fact,
    a_person,
    a_quote,
    a_round,
    a_source,
    an_event,
)

REVISION = "INSERT {} INTO revision VALUES (?, ?, ?, ?, 'me', ?, 'because')"
CITATION = "INSERT {} INTO citation (kind, id, number, position, source_id) VALUES (?, ?, ?, ?, ?)"
MOMENT = "2025-08-01T12:30:00.000000+00:00"
FACT, SOURCE = "round-3-exchange-count", "agency-2025-07-23"


@pytest.fixture
async def path(tmp_path):
    path = tmp_path / "talks.sqlite3"
    async with open_store(path) as store:
        await publish(store, a_corpus(), now=A_MOMENT)
    return path


@pytest.fixture(params=["foreign keys checked", "foreign keys not checked"])
def database(request, path):
    """Open the file as anybody may, and check at the end that nothing has changed."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        checked = request.param == "foreign keys checked"
        connection.execute(f"PRAGMA foreign_keys = {checked:d}")
        before = content(connection)
        yield connection
        connection.rollback()
        assert content(connection) == before


def content(connection):
    return {
        table: connection.execute(f"SELECT * FROM {table}").fetchall()
        for table in ("revision", "record", "citation")
    }


def insert_revision(database, kind, id, number, body=None, how="", made_at=MOMENT):
    database.execute(REVISION.format(how), (kind, id, number, body or f'{{"id":"{id}"}}', made_at))


def insert_citation(database, kind, id, number, source=SOURCE, position=0, how=""):
    database.execute(CITATION.format(how), (kind, id, number, position, source))


@pytest.mark.parametrize("how", ["", "OR IGNORE", "OR REPLACE", "OR FAIL"])
@pytest.mark.parametrize("kind", ["fact", "quote", "person", "round", "event"])
def test_raw_sql_cannot_store_a_record_without_a_source(database, kind, how):
    with pytest.raises(sqlite3.IntegrityError, match="cites at least one source"):
        insert_revision(database, kind, "uncited", 1, how=how)


@pytest.mark.parametrize("how", ["", "OR IGNORE", "OR REPLACE", "OR FAIL"])
def test_raw_sql_cannot_cite_a_source_that_is_not_stored(database, how):
    database.execute("BEGIN")

    with pytest.raises(sqlite3.IntegrityError, match="names a stored source"):
        insert_citation(database, "fact", "new", 1, source="nowhere", how=how)


def test_raw_sql_cannot_cite_a_record_that_is_no_source(database):
    database.execute("BEGIN")

    with pytest.raises(sqlite3.IntegrityError, match="names a stored source"):
        insert_citation(database, "fact", "new", 1, source="round-3")


def test_raw_sql_cannot_cite_a_source_that_the_body_does_not_name(database):
    database.execute("BEGIN")
    insert_citation(database, "fact", "new", 1)

    with pytest.raises(sqlite3.IntegrityError, match="names the sources that it cites"):
        insert_revision(database, "fact", "new", 1, body='{"citations":[],"id":"new"}')


def test_raw_sql_cannot_use_the_citation_of_an_earlier_revision(database):
    with pytest.raises(sqlite3.IntegrityError, match="cites at least one source"):
        insert_revision(database, "fact", FACT, 2, body=body_of(a_fact()))


def test_raw_sql_cannot_add_a_citation_to_a_stored_revision(database):
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        insert_citation(database, "fact", FACT, 1, position=1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE revision SET body = '{\"id\":\"round-3\"}' WHERE id = 'round-3'",
        "UPDATE OR REPLACE revision SET number = 2",
        "DELETE FROM revision",
        "DELETE FROM revision WHERE kind = 'fact'",
        "UPDATE citation SET position = 7",
        "DELETE FROM citation WHERE kind = 'fact'",
        "DELETE FROM record WHERE kind = 'fact'",
        "UPDATE record SET number = 7 WHERE kind = 'fact'",
        "UPDATE record SET id = 'other' WHERE kind = 'round'",
        "INSERT INTO record VALUES ('source', 'invented', 1)",
        "INSERT OR REPLACE INTO record VALUES ('fact', 'round-3-exchange-count', 2)",
    ],
)
def test_raw_sql_cannot_change_what_is_stored(database, statement):
    with pytest.raises(sqlite3.IntegrityError):
        database.execute(statement)


@pytest.mark.parametrize("how", ["", "OR IGNORE", "OR REPLACE", "OR FAIL"])
@pytest.mark.parametrize("number", [0, 1, 3, 1.5, "two", None])
def test_the_next_number_of_a_revision_is_one_more_than_the_last(database, number, how):
    with pytest.raises(sqlite3.IntegrityError):
        insert_revision(database, "source", SOURCE, number, how=how)


@pytest.mark.parametrize(
    ("kind", "body", "made_at"),
    [
        ("source", "{", MOMENT),
        ("source", '"text"', MOMENT),
        ("source", '{"id":"other"}', MOMENT),
        ("source", '{"id":"new"}', "2025-08-01T12:30:00.000000+03:00"),
        ("source", '{"id":"new"}', "2025-08-01"),
        ("source", '{"id":"new"}', "2025-99-01T12:30:00.000000+00:00"),
        ("rumour", '{"id":"new"}', MOMENT),
    ],
    ids=[
        "not JSON",
        "no object",
        "id of another",
        "local time",
        "no time",
        "no such month",
        "no such kind",
    ],
)
def test_a_revision_that_makes_no_sense_is_refused(database, kind, body, made_at):
    with pytest.raises(sqlite3.DatabaseError):
        insert_revision(database, kind, "new", 1, body=body, made_at=made_at)


def test_a_citation_does_not_stay_without_its_revision(path):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")

        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            insert_citation(connection, "fact", "new", 1)


def test_raw_sql_that_keeps_the_rules_is_accepted(path):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN")
        insert_citation(connection, "fact", FACT, 2)
        insert_revision(connection, "fact", FACT, 2, body=body_of(a_fact(value=1200)))
        connection.execute("COMMIT")

        current = connection.execute("SELECT number FROM record WHERE id = ?", (FACT,)).fetchone()
        assert current == (2,)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def first(record):
    return revise(None, record, author="a curator", made_at=A_MOMENT, reason="new")


@pytest.mark.parametrize(
    "record",
    [
        a_fact("new", citations=()),
        a_fact("new", citations=(a_citation(), a_citation("nowhere"))),
        a_quote("new", source="nowhere"),
        a_round("new", sources=()),
        an_event("new", sources=("round-3",)),
        a_person("new", roles=()),
    ],
    ids=lambda record: type(record).__name__,
)
async def test_a_record_that_cites_no_stored_source_is_refused_by_name(path, record):
    async with open_store(path) as store:
        with pytest.raises(UncitedRecordError, match="new cites no source that exists"):
            async with store.transaction() as transaction:
                await append(transaction, [first(a_fact("good")), first(record)])

        assert len(await current_revisions(store)) == 8
        assert await history(store, "fact", "good") == []


async def test_a_broken_rule_that_is_not_about_sources_is_a_programming_mistake(path):
    async with open_store(path) as store:
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            async with store.transaction() as transaction:
                await append(transaction, [first(a_fact())])


async def test_a_source_may_be_cited_by_what_is_stored_with_it(path):
    fact = a_fact("new", citations=(a_citation("zeta"), a_citation("alpha")))

    async with open_store(path) as store:
        async with store.transaction() as transaction:
            await append(
                transaction, [first(a_source("alpha")), first(fact), first(a_source("zeta"))]
            )

        assert await history(store, "fact", "new") == [first(fact)]
        (stored,) = await history(store, "fact", "new")
        assert stored.sources == ("zeta", "alpha")
        assert stored in await current_revisions(store)


async def test_the_history_has_every_revision_and_the_record_the_last(path):
    async with open_store(path) as store:
        (original,) = await history(store, "fact", FACT)
        second = revise(
            original, a_fact(value=1200), author="ada", made_at=A_MOMENT, reason="a number"
        )
        async with store.transaction() as transaction:
            await append(transaction, [second])

        assert await history(store, "fact", FACT) == [original, second]
        current = {(each.kind, each.id): each for each in await current_revisions(store)}
        assert current["fact", FACT] == second
        assert await history(store, "fact", "no-such-fact") == []
