"""The border at which errors of the driver become errors of ours."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from knowledge.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_FOR_THE_OPERATOR: Mapping[int, str] = {
    sqlite3.SQLITE_BUSY: "is in use by another program: stop that one or try again",
    sqlite3.SQLITE_LOCKED: "is in use by another program: stop that one or try again",
    sqlite3.SQLITE_PROTOCOL: "is in use by another program: stop that one or try again",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: check that it and its directory may be written",
    sqlite3.SQLITE_PERM: "cannot be opened: check that it and its directory may be written",
    sqlite3.SQLITE_READONLY: "cannot be written: check the rights of it and of its directory",
    sqlite3.SQLITE_FULL: "cannot grow: the disk is full",
    sqlite3.SQLITE_IOERR: "cannot be read or written: check the disk",
    sqlite3.SQLITE_CORRUPT: "is damaged: restore a backup",
    sqlite3.SQLITE_NOTADB: "is not an SQLite database: name another file",
}
_PRIMARY_CODE = 0xFF
"""The lowest byte of an extended result code is the primary one."""


@contextmanager
def driver_errors(path: Path) -> Iterator[None]:
    """Turn what an operator must fix into StoreError; programming mistakes pass through.

    Raises:
        StoreError: the file is locked, damaged, unreadable, or the disk is full.
    """
    try:
        yield
    except sqlite3.Error as error:
        # Errors that the module itself raises, such as a wrong parameter, carry no code.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        advice = _FOR_THE_OPERATOR.get(code & _PRIMARY_CODE)
        if advice is None:
            raise
        raise StoreError(f"{path} {advice} ({error})") from error
