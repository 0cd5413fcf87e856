"""What the trials of delivery share: an audience, a small record, a change to tell, the bot."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import re
import shutil
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.sandbox import Sandbox, World
from bot.sandbox.forum import add_topic
from bot.sandbox.posting import author_of_person
from bot.sandbox.state import Chat, Member
from knowledge.alerting import Place, Subscription
from knowledge.curation.load import default_data
from knowledge.revising import revise
from knowledge.store import subscriptions
from knowledge.store.connection import open_store
from knowledge.store.records import append
from knowledge.types import Change, Event, Localised
from knowledge.use_cases.announce import announce
from knowledge.use_cases.open import publish_curated, read_curated

OWNER = 1_000_000
FIRST_PERSON = 2_000_000
FIRST_GROUP = -500_000_000
FIRST_FORUM = -1_002_000_000_000
SECONDS_TO_START = 60.0
SOURCE = "trt-seed"


@dataclass(frozen=True)
class Audience:
    """Where the alerts go."""

    places: tuple[Place, ...]


def populate(world: World, count: int) -> Audience:
    """Put people, groups and topics of forums into the world: three, one and one of five."""
    world.add_person("Owner", id=OWNER, started=True)
    places = []
    for number in range(count):
        match number % 5:
            case 3:
                places.append(_group(world, number))
            case 4:
                places.append(_topic(world, number))
            case _:
                world.add_person(f"P{number}", id=FIRST_PERSON + number, started=True)
                places.append(Place(FIRST_PERSON + number))
    world.queue.clear()
    return Audience(tuple(places))


def _group(world: World, number: int) -> Place:
    group = Chat(id=FIRST_GROUP - number, type="group", title=f"G{number}")
    return Place(_inhabited(world, group).id)


def _topic(world: World, number: int) -> Place:
    forum = Chat(id=FIRST_FORUM - number, type="supergroup", title=f"F{number}", is_forum=True)
    _inhabited(world, forum)
    author = author_of_person(world, forum, OWNER, anonymous=False)
    return Place(forum.id, add_topic(world, forum, author, "Alerts").thread_id)


def _inhabited(world: World, chat: Chat) -> Chat:
    chat.members = {OWNER: Member(OWNER, "creator"), world.bot.id: Member(world.bot.id)}
    return world.add_chat(chat)


def a_small_record(directory: Path) -> Path:
    """Copy the words and one source, and add one event: a bot with it starts in a second."""
    data = directory / "data"
    for folder in ("language", "sources", "events"):
        (data / folder).mkdir(parents=True)
    words = (default_data() / "language" / "en.toml").read_text(encoding="utf-8")
    # The titles of people name records that are not there.
    kept = re.sub(r"(?m)^\[titles\]\n(?:(?!\[).*\n?)*", "[titles]\n", words)
    (data / "language" / "en.toml").write_text(kept, encoding="utf-8")
    shutil.copy(default_data() / "sources" / f"{SOURCE}.toml", data / "sources")
    (data / "events" / "first.toml").write_text(
        f'kind = "talks"\ndate = 2025-07-23\nsources = ["{SOURCE}"]\n[title]\nen = "Talks"\n',
        encoding="utf-8",
    )
    return data


async def subscribe_all(database: Path, data: Path | None, places: tuple[Place, ...]) -> None:
    """Make a database in which every place wants everything."""
    async with open_store(database) as store:
        await publish_curated(store, read_curated(data))
        async with store.transaction() as transaction:
            for place in places:
                wanted = Subscription(place=place, interests=frozenset({"everything"}))
                await subscriptions.put(transaction, wanted)


async def tell_everybody(database: Path, *, is_important: bool) -> None:
    """Put one change on record, with its deliveries, as a command of an admin would."""
    now = dt.datetime.now(dt.UTC)
    event = Event(
        id="told",
        kind="prisoner-exchange" if is_important else "bodies-repatriation",
        date=dt.date(2026, 1, 1),
        title=Localised(en="The event that is told"),
        sources=(SOURCE,),  # type: ignore[arg-type]
    )
    after = revise(None, event, author="an admin", made_at=now, reason="it happened")
    assert after is not None
    async with open_store(database) as store, store.transaction() as transaction:
        await append(transaction, [after])
        change = Change(kind="event", id="told", before=None, after=after)
        await announce(transaction, [change], now=now)


def ledger_of(database: Path) -> list[dict[str, Any]]:
    """Read the ledger of a bot, running or not."""
    with closing(sqlite3.connect(database, timeout=10)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute("SELECT * FROM delivery ORDER BY id")]


def states_in(database: Path) -> Counter[str]:
    """Return how many deliveries are in which state."""
    with closing(sqlite3.connect(database, timeout=10)) as connection:
        rows = connection.execute("SELECT state, count(*) FROM delivery GROUP BY state")
        return Counter(dict(rows.fetchall()))


def told_in(world: World, chat_id: int) -> list[int]:
    """Return the messages in a chat that tell of the event."""
    chat = world.chats[chat_id]
    return [
        number
        for number, message in chat.messages.items()
        if message.by_bot and "The event that is told" in str(message.data.get("text"))
    ]


class BotInTrial:
    """`talksbot run` in a process of its own, to be killed."""

    def __init__(self, sandbox: Sandbox, database: Path, data: Path | None, **more: str) -> None:
        self.log = database.with_suffix(".log")
        self._variables = {
            "TALKSBOT_TOKEN": sandbox.world.bot.token,
            "TALKSBOT_DATABASE": str(database),
            "TALKSBOT_API_URL": sandbox.url,
            **({"TALKSBOT_DATA": str(data)} if data else {}),
            **more,
        }

    async def start(self) -> None:
        """Start it; it is sending when this returns, or soon after."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("TALKSBOT_")}
        starts = self._starts()
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run",
                stdout=log, stderr=log, env={**environment, **self._variables},
            )  # fmt: skip
        async with asyncio.timeout(SECONDS_TO_START):
            while self._starts() == starts:
                if self.process.returncode is not None:
                    raise RuntimeError(self.log.read_text())
                await asyncio.sleep(0.02)

    def _starts(self) -> int:
        return self.log.read_text().count("answering as @") if self.log.exists() else 0

    async def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> None:
        """End it politely."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        await self.process.wait()


async def until_done(database: Path, *, seconds: float) -> None:
    """Wait until nothing is due or being sent any more."""
    async with asyncio.timeout(seconds):
        while True:
            now = dt.datetime.now(dt.UTC).timestamp() * 1000
            rows = ledger_of(database)
            if not any(
                row["state"] == "sending"
                or (row["state"] == "pending" and row["due_at"] is not None
                    and row["due_at"] <= now + 3_600_000)
                for row in rows
            ):  # fmt: skip
                return
            await asyncio.sleep(0.1)


async def wait_for(holds: Callable[[], bool], *, every: float) -> None:
    """Wait until something holds, looking every so many seconds."""
    while True:
        if holds():
            return
        await asyncio.sleep(every)


def windows_over(times: list[float], most: int, span: float) -> int:
    """Return how many spans that begin with a call hold more calls than they may."""
    times = sorted(times)
    over, end = 0, 0
    for begin, start in enumerate(times):
        while end < len(times) and times[end] < start + span:
            end += 1
        over += end - begin > most
    return over


def progress(line: str) -> None:
    """Say how far it is, where the result is not."""
    print(line, file=sys.stderr, flush=True)
