"""How fast and how politely a broadcast goes: `python -m tests.trials.delivery_bench`.

A broadcast to private chats, groups and topics, against the local Telegram with its flood limits
on, while people go on asking. The last line is a JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.sandbox import Sandbox, World
from bot.sandbox.acts.writing import write
from bot.sandbox.ledger import Call
from tests.trials.broadcasting import (
    BotInTrial,
    ledger_of,
    populate,
    progress,
    states_in,
    subscribe_all,
    tell_everybody,
    wait_for,
    windows_over,
)

ASKING = 12
"""People who ask meanwhile, each every few seconds."""
PAUSE_SECONDS = 3.0
QUESTIONS = (
    "How long did round 3 last?",
    "Who led Russia's delegation in round 3?",
    "How many bodies did Russia offer to return?",
    "Where was round 2 held?",
)


async def measure(chats: int, per_second: int) -> dict[str, Any]:
    """Broadcast, ask meanwhile, and return the figures."""
    world = World()
    audience = populate(world, chats)
    askers = [world.add_person(f"Asks{n}", id=10 + n, started=True).id for n in range(ASKING)]
    with TemporaryDirectory(prefix="talksbot-") as directory:
        database = Path(directory, "bench.sqlite3")
        await subscribe_all(database, None, audience.places)
        async with Sandbox(world) as sandbox:
            world.flood.set(
                world.flood.limits.changed({"enabled": True, "overall_per_second": per_second})
            )
            bot = BotInTrial(sandbox, database, None, TALKSBOT_MESSAGES_PER_SECOND=str(per_second))
            await bot.start()
            try:
                return await _broadcast(world, database, askers, chats, per_second)
            finally:
                await bot.stop()


async def _broadcast(
    world: World, database: Path, askers: list[int], chats: int, per_second: int
) -> dict[str, Any]:
    over = asyncio.Event()
    waits: list[float] = []
    asking = [
        asyncio.create_task(_ask(world, person, number, over, waits))
        for number, person in enumerate(askers)
    ]
    before = len(world.ledger.calls)
    await tell_everybody(database, is_important=False)
    while True:
        await asyncio.sleep(1)
        states = states_in(database)
        progress(f"{states['sent']:>6} of {chats} sent, {len(waits)} questions answered")
        if states["sent"] + states["failed"] + states["unknown"] >= chats:
            break
    over.set()
    await asyncio.gather(*asking)
    calls = [c for c in list(world.ledger.calls)[before:] if _counts(c)]
    return _figures(calls, waits, chats, per_second, ledger_of(database))


async def _ask(
    world: World, person: int, number: int, over: asyncio.Event, waits: list[float]
) -> None:
    """Ask again and again; note how long each answer took."""
    messages = world.chats[person].messages
    await asyncio.sleep(number * PAUSE_SECONDS / ASKING)
    while not over.is_set():
        began = time.perf_counter()
        question = QUESTIONS[len(waits) % len(QUESTIONS)]
        asked = write(world, person_id=person, chat_id=person, text=question).id
        await wait_for(lambda: max(messages) > asked, every=0.002)  # noqa: B023
        waits.append(time.perf_counter() - began)
        await asyncio.sleep(PAUSE_SECONDS)


def _counts(call: Call) -> bool:
    return call.method in ("sendMessage", "editMessageText")


def _figures(
    calls: list[Call],
    waits: list[float],
    chats: int,
    per_second: int,
    rows: list[dict[str, Any]],
) -> dict[str, Any]:
    told = {row["chat_id"] for row in rows}
    alerts = [call.monotonic for call in calls if call.chat_id in told]
    begin, end = min(alerts), max(alerts)
    during = [call for call in calls if begin <= call.monotonic < end]
    by_chat = defaultdict(list)
    for call in calls:
        by_chat[call.chat_id].append(call.monotonic)
    over = windows_over([call.monotonic for call in calls], per_second, 1.0)
    over += sum(windows_over(times, 1, 1.0) for times in by_chat.values())
    over += sum(windows_over(t, 20, 60.0) for c, t in by_chat.items() if int(str(c)) < 0)
    return {
        "rate_share": round(len(during) / (end - begin) / per_second, 4),
        "refused_429": sum(call.status == 429 for call in calls),
        "windows_over_limit": over,
        "reply_p95_ms": round(statistics.quantiles(waits, n=20)[-1] * 1000, 1),
        "reply_median_ms": round(statistics.median(waits) * 1000, 1),
        "replies": len(waits),
        "chats": chats,
        "sent": sum(row["state"] == "sent" for row in rows),
        "seconds": round(end - begin, 2),
        "per_second": per_second,
    }


def main() -> None:
    """Run the benchmark; the last line is its result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chats", type=int, default=2000)
    parser.add_argument("--per-second", type=int, default=30)
    options = parser.parse_args()
    figures = asyncio.run(measure(options.chats, options.per_second))
    print(json.dumps(figures))
    is_good = (
        figures["rate_share"] >= 0.97
        and not figures["refused_429"]
        and not figures["windows_over_limit"]
        and figures["reply_p95_ms"] < 300
    )
    sys.exit(0 if is_good else 1)


if __name__ == "__main__":
    main()
