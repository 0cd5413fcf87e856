"""Kill the bot at random moments of a broadcast: `python -m tests.trials.crash`.

Each trial is a broadcast to private chats, groups and topics that is killed (SIGKILL) at a random
moment and started again until all is told. Calls take a random while, so that several are in
flight. What the local Telegram has in its chats is compared with what the ledger says, after each
kill and at the end. The last line is a JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.sandbox import Sandbox, World
from bot.sandbox.faults import Fault, Faults
from knowledge.alerting import Place
from tests.trials.broadcasting import (
    Audience,
    BotInTrial,
    a_small_record,
    ledger_of,
    populate,
    progress,
    subscribe_all,
    tell_everybody,
    told_in,
    until_done,
    wait_for,
)

PER_SECOND = 30
SLOWEST_SECONDS = 0.25
"""With calls that take so long up to eight are in flight at a time."""
PATIENCE_SECONDS = 60.0


class SlowCalls(Faults):
    """Every message takes a random while to be accepted."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self._chance = chance

    def __bool__(self) -> bool:
        return True

    def strike(
        self, method: str, params: Mapping[str, Any], *, delivery: bool = False
    ) -> Fault | None:
        """Return the delay of a call."""
        if delivery or method.lower() != "sendmessage":
            return None
        return Fault("delay", seconds=self._chance.uniform(0, SLOWEST_SECONDS))


async def run_trials(trials: int, chats: int, seed: int, first: int = 0) -> dict[str, Any]:
    """Run the trials and return what they came to, all together."""
    found: Counter[str] = Counter(
        kills=0, lost=0, doubled=0, unknown=0, false_sent=0,
        doubled_not_in_doubt=0, more_than_in_flight=0, most_a_kill=0,
    )  # fmt: skip
    with TemporaryDirectory(prefix="talksbot-") as directory:
        data = a_small_record(Path(directory))
        for trial in range(first, first + trials):
            chance = random.Random(f"{seed} {trial}")
            database = Path(directory, f"trial-{trial}.sqlite3")
            await _trial(chance, database, data, chats, found)
            progress(f"trial {trial + 1} of {first + trials}: {dict(found)}")
    return {"trials": trials, "chats": chats, "seed": seed, **found}


async def _trial(
    chance: random.Random, database: Path, data: Path, chats: int, found: Counter[str]
) -> None:
    world = World()
    audience = populate(world, chats)
    world.faults = SlowCalls(chance)
    await subscribe_all(database, data, audience.places)
    await tell_everybody(database, is_important=True)
    async with Sandbox(world) as sandbox:
        limits = {"enabled": True, "overall_per_second": PER_SECOND}
        world.flood.set(world.flood.limits.changed(limits))
        bot = BotInTrial(sandbox, database, data, TALKSBOT_MESSAGES_PER_SECOND=str(PER_SECOND))
        await bot.start()
        await _kill_at_random(world, bot, chance, chats)
        found["kills"] += 1
        # What the server has begun to do when the caller dies, it does.
        await asyncio.sleep(SLOWEST_SECONDS * 2)
        in_flight = _check_truth(world, database, found)
        await bot.start()
        try:
            await until_done(database, seconds=PATIENCE_SECONDS)
        finally:
            await bot.stop()
    _check_end(world, audience, database, found, in_flight)


async def _kill_at_random(world: World, bot: BotInTrial, chance: random.Random, chats: int) -> None:
    """Kill it while a random call is under way, or a random while after."""
    calls = chance.randrange(1, chats)

    def has_begun() -> bool:
        return sum(call.method == "sendMessage" for call in world.ledger.calls) >= calls

    await wait_for(has_begun, every=0.001)
    await asyncio.sleep(chance.uniform(0, 0.02))
    await bot.kill()


def _check_truth(world: World, database: Path, found: Counter[str]) -> int:
    """Right after the kill: what is marked sent was sent. Return how many are in doubt."""
    rows = ledger_of(database)
    found["false_sent"] += _false_sent(world, rows)
    return sum(row["state"] == "sending" for row in rows)


def _false_sent(world: World, rows: list[dict[str, Any]]) -> int:
    return sum(
        row["state"] == "sent" and row["message_id"] not in told_in(world, row["chat_id"])
        for row in rows
    )


def _check_end(
    world: World, audience: Audience, database: Path, found: Counter[str], in_flight: int
) -> None:
    rows = {Place(row["chat_id"], row["thread_id"]): row for row in ledger_of(database)}
    found["false_sent"] += _false_sent(world, list(rows.values()))
    doubled = 0
    for place in audience.places:
        told, row = len(told_in(world, place.chat_id)), rows.get(place)
        in_doubt = row is not None and row["unknown_at"] is not None
        found["unknown"] += in_doubt
        is_lost = not told and not (row and row["state"] == "unknown")
        found["lost"] += is_lost
        if is_lost:
            progress(f"lost: {row}, calls: {_calls_to(world, place.chat_id)}")
        doubled += told > 1
        found["doubled_not_in_doubt"] += told > 1 and not in_doubt
        found["doubled_not_in_doubt"] += told > 2  # a second repeat is never right
    found["doubled"] += doubled
    found["most_a_kill"] = max(found["most_a_kill"], doubled)
    found["more_than_in_flight"] += doubled > in_flight


def _calls_to(world: World, chat_id: int) -> list[tuple[float, int, str | None]]:
    return [
        (round(call.monotonic, 3), call.status, call.error)
        for call in world.ledger.calls
        if call.chat_id == chat_id
    ]


def main() -> None:
    """Run the trials; the last line is the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=50)
    parser.add_argument("--chats", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="begin with a later trial")
    options = parser.parse_args()
    result = asyncio.run(run_trials(options.trials, options.chats, options.seed, options.first))
    print(json.dumps(result))
    wrong = ("lost", "false_sent", "doubled_not_in_doubt", "more_than_in_flight")
    sys.exit(1 if any(result.get(name) for name in wrong) else 0)


if __name__ == "__main__":
    main()
