"""Kill the bot while an editor publishes: `python -m tests.trials.admin --kills 50`.

Half of the kills come when the change is committed and its answer is not sent, half at a random
moment around the press. Afterwards every change must be applied once and told of.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import random
import signal
import sqlite3
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.sandbox import Sandbox, SandboxClient, World, demo_scene
from bot.sandbox.conversation import NotHeardError, SandboxPerson
from bot.sandbox.scene import ADMIN
from tests.processes import BotProcess
from tests.small_data import write_small_data

FACT = "r3-held"
SECONDS_OF_DELAY = 3.0
"""How long Telegram holds the answer back, so that there is a moment between commit and answer."""
SECONDS_TO_HEAR = 15.0
LATEST_RANDOM_KILL = 0.25


async def trial(kills: int, seed: int, mode: str = "polling") -> dict[str, Any]:
    """Publish and kill that many times; return what came of it.

    `mode` is how updates come: by polling or by webhook.
    """
    chance = random.Random(seed)
    counted: Counter[str] = Counter(applied_twice=0, acknowledged_unapplied=0, lost=0)
    with TemporaryDirectory(prefix="talksbot-") as name:
        directory = Path(name)
        data = write_small_data(directory / "data")
        async with Sandbox(World(scene=demo_scene), control=True) as sandbox:
            bot = BotProcess(
                sandbox, directory, mode, TALKSBOT_DATA=str(data), TALKSBOT_ADMINS=str(ADMIN)
            )
            await bot.start()
            try:
                async with SandboxClient(sandbox.url) as client:
                    for number in range(1, kills + 1):
                        is_between = number % 2 == 1
                        await _once(client, bot, number, chance, counted, is_between=is_between)
                        print(f"{number:>4} of {kills}", file=sys.stderr)
            finally:
                if bot.process.returncode is None:
                    bot.process.kill()
                    await bot.process.wait()
        counted.update(_twice(bot.database))
    return {"kills": kills, "seed": seed, "updates": mode, **counted}


async def _once(
    client: SandboxClient,
    bot: BotProcess,
    number: int,
    chance: random.Random,
    counted: Counter[str],
    *,
    is_between: bool,
) -> None:
    note = f"Kill number {number}."
    admin = client.person(ADMIN)
    await admin.says(f"/revise {FACT} | note: {note}")
    preview = await _hears_buttons(admin)
    await client.fault("delay", method="sendMessage", seconds=SECONDS_OF_DELAY, times=1)
    await preview.presses("Publish now")
    if is_between:
        await _committed(bot.database, note)
    else:
        await asyncio.sleep(chance.uniform(0, LATEST_RANDOM_KILL))
    assert await bot.stop(signal.SIGKILL) == -signal.SIGKILL
    was_applied = _times_applied(bot.database, note) > 0
    counted["killed_after_the_commit" if was_applied else "killed_before_the_commit"] += 1
    await client.no_faults()
    await bot.start()
    is_told = await _hears(admin, "Published as change")
    is_applied = _times_applied(bot.database, note) > 0
    if is_told and not is_applied:
        counted["acknowledged_unapplied"] += 1
    if not is_applied or not is_told:
        counted["lost"] += 1


async def _hears_buttons(admin: SandboxPerson) -> Any:
    """Return the message with the buttons of a draft; what else is said on the way is passed."""
    while True:
        heard = await admin.hears(SECONDS_TO_HEAR)
        if "Publish now" in heard.labels:
            return heard


async def _hears(admin: SandboxPerson, words: str) -> bool:
    ends = time.monotonic() + SECONDS_TO_HEAR
    while time.monotonic() < ends:
        try:
            if words in (await admin.hears(ends - time.monotonic())).text:
                return True
        except NotHeardError:
            break
    return False


async def _committed(database: Path, note: str) -> None:
    async with asyncio.timeout(SECONDS_TO_HEAR):
        # Another process commits: there is nothing here to wait for but the file.
        while not _times_applied(database, note):  # noqa: ASYNC110
            await asyncio.sleep(0.002)


def _times_applied(database: Path, note: str) -> int:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5)) as connection:
        query = "SELECT count(*) FROM revision WHERE kind = 'fact' AND id = ? AND body LIKE ?"
        row: tuple[int] = connection.execute(query, (FACT, f"%{note}%")).fetchone()
        return row[0]


def _twice(database: Path) -> dict[str, int]:
    """Count the changes that made more than one revision, or more than one entry of the audit."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        bodies = Counter(
            body
            for (body,) in connection.execute(
                "SELECT body FROM revision WHERE kind = 'fact' AND id = ?", (FACT,)
            )
        )
        published = Counter(
            draft
            for (draft,) in connection.execute("SELECT draft FROM audit WHERE act = 'published'")
        )
    repeated = [each for each in (*bodies.values(), *published.values()) if each > 1]
    return {"applied_twice": len(repeated)}


def main() -> None:
    """Run the trial; the last line is its result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--updates", choices=("polling", "webhook"), default="polling")
    options = parser.parse_args()
    logging.basicConfig(level=logging.CRITICAL)
    result = asyncio.run(trial(options.kills, options.seed, options.updates))
    print(json.dumps(result))
    wrong = result["applied_twice"] or result["acknowledged_unapplied"] or result["lost"]
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
