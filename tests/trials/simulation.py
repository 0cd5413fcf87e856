"""A broadcast to a million chats, without a network: `python -m tests.trials.simulation`.

The ledger is a real one; time is not: a call takes `LATENCY_SECONDS` of a clock that only counts,
and passes the same windows as a real one. For each rate it prints how long the broadcast takes on
that clock, how long the machine is busy with it, memory and the size of the database. The last
line is a JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import json
import math
import resource
import sys
import time
from collections import deque
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.delivery.limits import Limits, Windows
from knowledge.alerting import Delivery, Place, Subscription
from knowledge.store import deliveries, subscriptions
from knowledge.store.connection import Store, open_store
from knowledge.store.deliveries import Note
from knowledge.use_cases.deliver import take_due
from knowledge.use_cases.open import publish_curated, read_curated
from tests.trials.broadcasting import a_small_record, progress, tell_everybody

LATENCY_SECONDS = 0.05
TAKEN = 500
SUBSCRIBED_AT_ONCE = 20_000
ZONES = ("Europe/Kyiv", "Europe/Istanbul", "Europe/London", "America/New_York")


class Telegram:
    """Counts the time that calls take within the limits."""

    def __init__(self, per_second: int) -> None:
        self.windows = Windows(Limits(overall_per_second=per_second))
        self.now = 0.0
        self._open: deque[tuple[float, int]] = deque()

    def call(self, chat_id: int) -> None:
        """Begin a call as soon as it may begin."""
        while True:
            self._answer()
            free = max(
                self.windows.overall_free_at(self.now), self.windows.chat_free_at(chat_id, self.now)
            )
            if free <= self.now:
                break
            first_answer = self._open[0][0] if self._open else math.inf
            self.now = min(free, first_answer)
        self.windows.begin(chat_id, self.now)
        self._open.append((self.now + LATENCY_SECONDS, chat_id))

    def _answer(self) -> None:
        while self._open and self._open[0][0] <= self.now:
            ends, chat_id = self._open.popleft()
            self.windows.end(chat_id, ends)


async def simulate(chats: int, per_second: int) -> dict[str, Any]:
    """Broadcast to that many chats and return the figures."""
    with TemporaryDirectory(prefix="talksbot-") as directory:
        data, database = a_small_record(Path(directory)), Path(directory, "many.sqlite3")
        began = time.perf_counter()
        async with open_store(database) as store:
            await publish_curated(store, read_curated(data))
            await _subscribe(store, chats)
        subscribed = time.perf_counter()
        progress(f"{chats} chats subscribed in {subscribed - began:.0f} s")
        await tell_everybody(database, is_important=False)
        told = time.perf_counter()
        progress(f"{chats} deliveries written in {told - subscribed:.1f} s")
        telegram = Telegram(per_second)
        async with open_store(database) as store:
            sent = await _send_all(store, telegram, chats)
        done = time.perf_counter()
        size = sum(file.stat().st_size for file in database.parent.glob("many.sqlite3*"))
    return {
        "chats": chats,
        "per_second": per_second,
        "sent": sent,
        "hours": round(telegram.now / 3600, 3),
        "rate_share": round(sent / telegram.now / per_second, 4),
        "write_seconds": round(told - subscribed, 1),
        "busy_seconds": round(done - told, 1),
        "busy_share": round((done - told) / telegram.now, 4),
        "database_mb": round(size / 1e6, 1),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


async def _subscribe(store: Store, chats: int) -> None:
    places = (Place(chat if chat % 5 else -chat) for chat in range(1, chats + 1))
    while batch := list(islice(places, SUBSCRIBED_AT_ONCE)):
        async with store.transaction() as transaction:
            await subscriptions.put_many(
                transaction,
                [Subscription(place=place, interests=frozenset({"everything"})) for place in batch],
            )


async def _send_all(store: Store, telegram: Telegram, chats: int) -> int:
    """Take, mark, call and note, as the relay does, some hundred at a time."""
    sent, start = 0, dt.datetime.now(dt.UTC) + dt.timedelta(seconds=1)
    while True:
        now = start + dt.timedelta(seconds=telegram.now)
        found: list[Delivery] = [d for d, _ in await take_due(store, now, taken=(), most=TAKEN)]
        if not found:
            return sent
        async with store.transaction() as transaction:
            await deliveries.begin(transaction, [each.id for each in found], now)
        for each in found:
            telegram.call(each.place.chat_id)
        notes = [Note(delivery_id=each.id, state="sent", message_id=1) for each in found]
        async with store.transaction() as transaction:
            await deliveries.note(transaction, notes, now)
        sent += len(found)
        if sent % (TAKEN * 100) == 0:
            progress(f"{sent:>8} of {chats} sent, {telegram.now / 3600:.2f} h on the clock")


def main() -> None:
    """Simulate each rate; the last line is the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chats", type=int, default=1_000_000)
    parser.add_argument("--per-second", type=int, nargs="+", default=[30, 1000])
    options = parser.parse_args()
    results = [asyncio.run(simulate(options.chats, rate)) for rate in options.per_second]
    for result in results:
        progress(json.dumps(result))
    print(json.dumps({"runs": results}))
    sys.exit(any(result["sent"] != options.chats for result in results))


if __name__ == "__main__":
    main()
