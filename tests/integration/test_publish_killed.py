"""A start that dies at any point leaves a database that the next start opens and completes."""

import asyncio
import os
import signal
import sqlite3
import sys
import time
import traceback
from contextlib import closing

import pytest

from knowledge.store.connection import open_store
from knowledge.store.records import current_revisions
from knowledge.use_cases.publish import load_corpus, publish
from tests.builders import A_MOMENT, a_corpus, a_fact

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs to fork")

CORPUS = a_corpus(*(a_fact(f"fact-{number}", value=number) for number in range(12)))
CHANGED = a_corpus(*(a_fact(f"fact-{number}", value=100 + number) for number in range(12)))
COMPLETE = 8 + 12


async def start(path, corpus):
    async with open_store(path) as store:
        await publish(store, corpus, now=A_MOMENT)
        return await load_corpus(store), len(await current_revisions(store))


def in_a_child(work):
    """Run `work` in a process of its own and return its id."""
    child = os.fork()
    if child:
        return child
    try:
        work()
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def status_of(child):
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def dying_at(statement, monkeypatch):
    """Kill this process when SQLite is about to run its n-th statement."""
    seen = iter(range(statement))
    connect = sqlite3.connect

    def count(_sql):
        if next(seen, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    def traced(*arguments, **options):
        connection = connect(*arguments, **options)
        connection.set_trace_callback(count)
        return connection

    monkeypatch.setattr(sqlite3, "connect", traced)


def assert_the_next_start_completes(path, corpus):
    found, records = asyncio.run(start(path, corpus))

    assert found == corpus
    assert records == COMPLETE
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT count(*) FROM record").fetchone() == (COMPLETE,)


def revisions(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT count(*) FROM revision").fetchone()[0]


def test_a_first_start_may_die_at_any_statement(tmp_path, monkeypatch):
    killed = 0
    for statement in (*range(1, 60, 2), *range(60, 2000, 23)):
        path = tmp_path / f"{statement}.sqlite3"

        def work(path=path, statement=statement):
            dying_at(statement, monkeypatch)
            asyncio.run(start(path, CORPUS))

        status = status_of(in_a_child(work))

        assert status in (-signal.SIGKILL, 0)
        assert_the_next_start_completes(path, CORPUS)
        assert revisions(path) == COMPLETE
        killed += status != 0
        if status == 0:
            break
    assert killed > 30
    assert status == 0


def test_a_start_that_publishes_changes_may_die_at_any_statement(tmp_path, monkeypatch):
    path = tmp_path / "talks.sqlite3"
    asyncio.run(start(path, CORPUS))
    statement = 1
    status = -signal.SIGKILL
    while status == -signal.SIGKILL:

        def work(statement=statement):
            dying_at(statement, monkeypatch)
            asyncio.run(start(path, CHANGED))

        status = status_of(in_a_child(work))

        assert revisions(path) in (COMPLETE, COMPLETE + 12)
        statement += 7
    assert status == 0
    assert_the_next_start_completes(path, CHANGED)
    assert revisions(path) == COMPLETE + 12


def test_a_start_may_be_killed_at_any_moment(tmp_path):
    began = time.monotonic()
    assert status_of(in_a_child(lambda: asyncio.run(start(tmp_path / "whole", CORPUS)))) == 0
    whole = time.monotonic() - began
    for tenth in range(1, 11):
        path = tmp_path / f"{tenth}.sqlite3"
        child = in_a_child(lambda path=path: asyncio.run(start(path, CORPUS)))

        time.sleep(whole * tenth / 10)
        os.kill(child, signal.SIGKILL)
        status_of(child)

        assert_the_next_start_completes(path, CORPUS)
        assert revisions(path) == COMPLETE


def test_programs_that_start_at_once_on_a_new_file_all_open_it(tmp_path):
    for attempt in range(5):
        path = tmp_path / f"{attempt}.sqlite3"
        together = time.monotonic() + 0.03

        def work(path=path, together=together):
            time.sleep(max(0, together - time.monotonic()))
            asyncio.run(start(path, CORPUS))

        children = [in_a_child(work) for _ in range(4)]

        assert [status_of(child) for child in children] == [0, 0, 0, 0]
        assert revisions(path) == COMPLETE
