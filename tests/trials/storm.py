"""A broadcast while everything goes wrong: `python -m tests.trials.storm`.

Of the calls 10 % are told to wait (429), 5 % meet a failure of Telegram (5xx), 3 % lose their
connection after the message was delivered; of the chats 5 % have blocked the bot and 2 % become
supergroups on the way. The last line is a JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.sandbox import Sandbox, SandboxClient, World
from bot.sandbox.faults import Fault, Faults
from tests.trials.broadcasting import (
    FIRST_PERSON,
    OWNER,
    BotInTrial,
    a_small_record,
    ledger_of,
    populate,
    progress,
    subscribe_all,
    tell_everybody,
    told_in,
    wait_for,
)

PATIENCE_SECONDS = 1800.0
BLOCKED, MIGRATED = 0.05, 0.02


class Storm(Faults):
    """Strikes messages at random; the same seed strikes in the same order."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self._chance = chance
        self.struck = {"retry_after": 0, "server_error": 0, "lose_answer": 0}

    def __bool__(self) -> bool:
        return True

    def strike(
        self, method: str, params: Mapping[str, Any], *, delivery: bool = False
    ) -> Fault | None:
        """Return what goes wrong with a call, if anything."""
        if delivery or method.lower() not in ("sendmessage", "editmessagetext"):
            return None
        drawn = self._chance.random()
        if drawn < 0.10:
            fault = Fault("retry_after", seconds=self._chance.randint(1, 5))
        elif drawn < 0.15:
            fault = Fault("server_error", status=self._chance.choice((500, 502, 503)))
        elif drawn < 0.18:
            fault = Fault("lose_answer")
        else:
            return None
        self.struck[fault.kind] += 1
        return fault


async def weather(chats: int, seed: int) -> dict[str, Any]:
    """Broadcast through the storm and return what became of every chat."""
    chance = random.Random(seed)
    world = World()
    audience = populate(world, chats)
    with TemporaryDirectory(prefix="talksbot-") as directory:
        data = a_small_record(Path(directory))
        database = Path(directory, "storm.sqlite3")
        await subscribe_all(database, data, audience.places)
        async with Sandbox(world, control=True) as sandbox:
            world.flood.set(world.flood.limits.changed({"enabled": True}))
            storm = world.faults = Storm(chance)
            bot = BotInTrial(sandbox, database, data)
            await bot.start()
            async with SandboxClient(sandbox.url, strict=False) as people:
                try:
                    chosen = [place.chat_id for place in audience.places]
                    blocked = _some(
                        chance, [c for c in chosen if c >= FIRST_PERSON], chats, BLOCKED
                    )
                    groups = [c for c in chosen if -600_000_000 < c < 0]
                    moving = _some(chance, groups, chats, MIGRATED)
                    for person in blocked:
                        world.people[person].blocked_bot = True  # and nobody tells the bot
                    await tell_everybody(database, is_important=False)
                    moved = await _move_meanwhile(people, world, database, moving, chats)
                    await _settled(database, chats)
                finally:
                    await bot.stop()
                complaints = len(world.ledger.complaints)
        rows = ledger_of(database)
        paused = _paused(database)
    return _figures(world, chosen, blocked, moved, rows, paused, storm, complaints)


def _some(chance: random.Random, among: list[int], chats: int, share: float) -> list[int]:
    return chance.sample(among, min(len(among), max(1, round(chats * share))))


async def _move_meanwhile(
    people: SandboxClient, world: World, database: Path, moving: list[int], chats: int
) -> dict[int, int]:
    """Turn groups into supergroups while the broadcast runs; return their new ids."""
    moved = {}
    for number, group in enumerate(moving):
        wanted = chats * number // (len(moving) * 2)
        await wait_for(partial(_has_sent, database, wanted), every=0.1)
        await people.act("upgrade", person_id=OWNER, chat_id=group)
        moved[group] = world.chats[group].migrated_to or 0
    return moved


def _has_sent(database: Path, wanted: int) -> bool:
    return sum(row["state"] == "sent" for row in ledger_of(database)) >= wanted


async def _settled(database: Path, chats: int) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            await asyncio.sleep(2)
            states = [row["state"] for row in ledger_of(database)]
            progress(
                f"{states.count('sent')} of {chats} sent, {states.count('unknown')} unknown, "
                f"{states.count('failed')} failed, {states.count('pending')} pending"
            )
            if not states.count("pending") and not states.count("sending"):
                return


def _paused(database: Path) -> dict[int, str]:
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT chat_id, ifnull(paused_because, '') FROM subscription")
        return dict(rows.fetchall())


def _figures(
    world: World,
    chosen: list[int],
    blocked: list[int],
    moved: dict[int, int],
    rows: list[dict[str, Any]],
    paused: dict[int, str],
    storm: Storm,
    complaints: int,
) -> dict[str, Any]:
    states = {row["chat_id"]: row["state"] for row in rows}
    reachable = [moved.get(chat, chat) for chat in chosen if chat not in blocked]
    told = {chat: len(told_in(world, chat)) for chat in reachable}
    old_told = sum(len(told_in(world, old)) for old in moved)
    doubtful = {chat for chat in reachable if states.get(chat) == "unknown"}
    sent_before_it_moved = {
        moved[old] for old in moved if len(told_in(world, old)) == 1 and not told[moved[old]]
    }
    served = {
        chat
        for chat in reachable
        if chat not in doubtful and (told[chat] == 1 or chat in sent_before_it_moved)
    }
    return {
        "chats": len(chosen),
        "reachable": len(reachable),
        "served_once": len(served),
        "unknown": len(doubtful),
        "lost": len(set(reachable) - served - doubtful),
        "doubled": sum(number > 1 for number in told.values())
        + sum(told[new] + len(told_in(world, old)) > 1 for old, new in moved.items()),
        "blocked": len(blocked),
        "paused": sum(paused.get(chat) == "blocked" for chat in blocked),
        "migrated": len(moved),
        "moved": sum(new in paused and old not in paused for old, new in moved.items()),
        "told_before_moving": old_told,
        "struck": storm.struck,
        "complaints": complaints,
    }


def main() -> None:
    """Run the trial; the last line is its result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chats", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    result = asyncio.run(weather(options.chats, options.seed))
    print(json.dumps(result))
    is_good = (
        result["lost"] == result["doubled"] == result["complaints"] == 0
        and result["reachable"] == result["served_once"] + result["unknown"]
        and result["paused"] == result["blocked"]
        and result["moved"] == result["migrated"]
    )
    sys.exit(0 if is_good else 1)


if __name__ == "__main__":
    main()
