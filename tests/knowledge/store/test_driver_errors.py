import sqlite3
from pathlib import Path

import pytest

from knowledge.errors import StoreError
from knowledge.store.driver_errors import driver_errors

DATABASE = Path("talks.sqlite3")


def an_error(code):
    error = sqlite3.OperationalError("what the driver says")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        (sqlite3.SQLITE_BUSY, "is in use by another program"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "is in use by another program"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, "cannot be written"),
        (sqlite3.SQLITE_FULL, "disk is full"),
        (sqlite3.SQLITE_IOERR_WRITE, "check the disk"),
        (sqlite3.SQLITE_CORRUPT, "is damaged: restore a backup"),
        (sqlite3.SQLITE_NOTADB, "is not an SQLite database"),
        (sqlite3.SQLITE_CANTOPEN, "cannot be opened"),
    ],
)
def test_what_an_operator_must_fix_is_said_with_the_file_and_the_cause(code, advice):
    error = an_error(code)

    expected = rf"^talks\.sqlite3 .*{advice}"

    with pytest.raises(StoreError, match=expected) as caught, driver_errors(DATABASE):
        raise error

    assert caught.value.__cause__ is error


@pytest.mark.parametrize(
    "mistake",
    [
        an_error(sqlite3.SQLITE_ERROR),
        sqlite3.ProgrammingError("You did not supply a value for binding"),
        KeyError("no_such_query"),
    ],
    ids=["wrong SQL", "missing parameter", "not from the driver"],
)
def test_a_programming_mistake_passes_through(mistake):
    with pytest.raises(type(mistake)) as caught, driver_errors(DATABASE):
        raise mistake

    assert caught.value is mistake
