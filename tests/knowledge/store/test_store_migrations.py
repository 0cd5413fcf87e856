import re
import sqlite3
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import pytest

from knowledge.errors import StoreError
from knowledge.store.migrate import (
    APPLICATION_ID,
    checked_version,
    load_migrations,
    migrate,
    statements_of,
)

NOWHERE = Path("test.sqlite3")


@pytest.fixture
def database():
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        yield connection


def tables(connection):
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [name for (name,) in rows]


def shape(connection):
    """Return what SQLite says of the tables, whatever the formatting of their statements."""
    return {
        table: {
            "columns": connection.execute(f"PRAGMA table_xinfo({table})").fetchall(),
            "indexes": sorted(
                (
                    unique,
                    origin,
                    partial,
                    connection.execute(f"PRAGMA index_xinfo({name})").fetchall(),
                )
                for _, name, unique, origin, partial in connection.execute(
                    f"PRAGMA index_list({table})"
                ).fetchall()
            ),
            "foreign keys": sorted(
                connection.execute(f"PRAGMA foreign_key_list({table})").fetchall()
            ),
            "kind": connection.execute(
                "SELECT type, wr, strict FROM pragma_table_list WHERE name = ?", (table,)
            ).fetchall(),
            "checks": checks(connection, table),
        }
        for table in tables(connection)
    }


def checks(connection, table):
    """Return the CHECK clauses and the deferred keys, which no pragma tells."""
    (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    return re.findall(r"CHECK \(.*?\)(?=,| [A-Z]+ KEY| \))|DEFERRABLE INITIALLY \w+", normal(sql))


def triggers(connection):
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {name: normal(sql) for name, sql in rows}


def normal(sql):
    return re.sub(r"\s+", " ", re.sub(r"--.*", "", sql))


def test_the_schema_and_the_migrations_agree(database):
    migrate(database, NOWHERE, load_migrations())

    with closing(sqlite3.connect(":memory:")) as expected:
        schema = files("knowledge.store").joinpath("schema.sql").read_text(encoding="utf-8")
        expected.executescript(schema)
        assert shape(database) == shape(expected)
        assert triggers(database) == triggers(expected)
        assert triggers(expected)
        assert len(checks(expected, "revision")) == 7


def test_every_column_of_the_schema_has_its_comment():
    schema = files("knowledge.store").joinpath("schema.sql").read_text(encoding="utf-8")

    columns = re.findall(r"(.*)\n    ([a-z_]+ (?:TEXT|INTEGER) NOT NULL)", schema)

    assert columns
    assert [column for comment, column in columns if not comment.startswith("    -- ")] == []


def test_a_migrated_database_says_whose_it_is_and_how_new(database):
    migrate(database, NOWHERE, load_migrations())

    assert database.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert checked_version(database, NOWHERE, known=99) == len(load_migrations())


def test_only_pending_migrations_are_applied(database):
    migrate(database, NOWHERE, ["CREATE TABLE one (a);"])

    migrate(database, NOWHERE, ["broken, and never read again", "CREATE TABLE two (a);"])

    assert tables(database) == ["one", "two"]
    assert checked_version(database, NOWHERE, known=2) == 2


def test_a_migration_that_fails_leaves_the_ones_before_it(database):
    with pytest.raises(sqlite3.OperationalError):
        migrate(
            database,
            NOWHERE,
            ["CREATE TABLE one (a);", "CREATE TABLE two (a);\nCREATE TABLE one (a);"],
        )

    assert tables(database) == ["one"]
    assert checked_version(database, NOWHERE, known=2) == 1


def test_a_migration_that_leaves_a_dangling_reference_is_undone(database):
    script = (
        "CREATE TABLE parent (a PRIMARY KEY);\n"
        "CREATE TABLE child (a REFERENCES parent (a));\n"
        "INSERT INTO child VALUES (1);\n"
    )

    with pytest.raises(StoreError, match="a row of child refers to nothing in parent"):
        migrate(database, NOWHERE, [script])

    assert tables(database) == []
    assert checked_version(database, NOWHERE, known=1) == 0


def test_a_migration_may_rebuild_a_table_that_others_refer_to(database):
    first = (
        "CREATE TABLE parent (a PRIMARY KEY);\n"
        "CREATE TABLE child (a REFERENCES parent (a));\n"
        "INSERT INTO parent VALUES (1);\nINSERT INTO child VALUES (1);\n"
    )
    second = (
        "CREATE TABLE new_parent (a PRIMARY KEY, b);\n"
        "INSERT INTO new_parent SELECT a, a FROM parent;\n"
        "DROP TABLE parent;\n"
        "ALTER TABLE new_parent RENAME TO parent;\n"
    )

    migrate(database, NOWHERE, [first, second])

    assert database.execute("SELECT * FROM child JOIN parent USING (a)").fetchall() == [(1, 1)]


def test_a_trigger_is_one_statement():
    script = (
        "CREATE TABLE t (a);\n"
        "CREATE TRIGGER no BEFORE DELETE ON t\nBEGIN\n"
        "    SELECT RAISE(ABORT, 'never; ever');\n    SELECT 1;\nEND;\n"
        "-- The end.\n"
    )

    assert [statement.split()[1] for statement in statements_of(script)] == ["TABLE", "TRIGGER"]
