"""Throw generated updates of every kind at the bot: `python -m tests.trials.updates`.

The updates are drawn from the published Bot API, by the models of it that aiogram carries, so a
kind of update that is added to the API is thrown without anybody writing it down here.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import random
import sys
import types
from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal, Union, get_args, get_origin

from aiogram.types import Update as PublishedUpdate
from pydantic import BaseModel
from telegram import Update

from bot.app import build_application
from bot.asking import knowledge_of
from bot.context import Services
from knowledge import Knowledge
from tests.fakes import TOKEN, RecordingRequest

KINDS = tuple(name for name in PublishedUpdate.model_fields if name != "update_id")
DEEPEST = 4
"""Objects inside objects; below that only what the API requires is drawn."""
SHARE_OF_OPTIONALS = 0.12
MOST_ITEMS = 3
TEXTS = (
    "How long did round 3 last?",
    "/start",
    "/ask@IstanbulTalksBot who led Russia's delegation?",
    "/quotes <b>Medinsky</b>",
    "@IstanbulTalksBot 3000 bodies?",
    "",
    " ",
    "\x00\u202e\u200b",
    "<b>&amp;<i>",
    "f:r3-held",
    "c:3e9:r3-held",
    "p:3:99:",
    "🕊️" * 40,
    "x" * 4096,
    "Скільки тривав третій раунд?",
    "{0} %s \\",
)
DURATIONS = ("duration", "period", "time", "delay", "seconds", "interval", "timestamp")
NUMBERS = (0, 1, -1, 7, 1001, 7000000001, -1001000000001, 1087968824, 2**52 - 1)


class Generator:
    """Draws updates; the same seed draws the same ones."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def updates(self, count: int) -> Iterator[dict[str, Any]]:
        """Yield that many updates, each kind as often as any other."""
        for number in range(1, count + 1):
            kind = KINDS[number % len(KINDS)]
            annotation = PublishedUpdate.model_fields[kind].annotation
            yield {"update_id": number, kind: self._value(annotation, 0, kind)}

    def _value(self, annotation: Any, depth: int, name: str) -> Any:
        origin = get_origin(annotation)
        if origin in (Union, types.UnionType):
            options = [option for option in get_args(annotation) if option is not type(None)]
            return self._value(self._random.choice(options), depth, name)
        if origin is Literal:
            return self._random.choice(get_args(annotation))
        if origin in (list, tuple):
            size = self._random.randint(0, MOST_ITEMS if depth < DEEPEST else 0)
            return [self._value(get_args(annotation)[0], depth + 1, name) for _ in range(size)]
        if origin is not None and get_args(annotation):
            return self._value(get_args(annotation)[0], depth, name)
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return self._object(annotation, depth)
        return self._scalar(annotation, name)

    def _object(self, model: type[BaseModel], depth: int) -> dict[str, Any]:
        found = {}
        for field, details in model.model_fields.items():
            name = details.alias or field
            if get_origin(details.annotation) is Literal:
                found[name] = self._value(details.annotation, depth, name)
                continue
            wanted = depth < DEEPEST and self._random.random() < SHARE_OF_OPTIONALS
            if details.is_required() or wanted or _matters(model, name, self._random):
                found[name] = self._value(details.annotation, depth + 1, name)
            elif isinstance(details.default, str | int):
                found[name] = details.default
        return found

    def _scalar(self, annotation: Any, name: str) -> Any:
        if name == "type" and annotation is str:
            return self._random.choice(["private", "group", "supergroup", "channel"])
        if name.endswith("date"):
            return self._random.randint(1, 2_000_000_000)
        if any(part in name for part in DURATIONS):
            return self._random.randint(0, 86_400)
        if annotation is bool:
            return self._random.random() < 0.5
        if annotation is int:
            return self._random.choice(NUMBERS)
        if annotation is float:
            return self._random.uniform(-180, 180)
        return self._random.choice(TEXTS)


def _matters(model: type[BaseModel], name: str, chance: random.Random) -> bool:
    """Say whether an optional key is what the bot reads, so that it is often there."""
    return name in ("text", "from", "data", "message") and chance.random() < 0.7


class Failures(logging.Handler):
    """Collects what is logged as failed."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record."""
        self.records.append(record)


async def throw(knowledge: Knowledge, count: int, seed: int) -> dict[str, Any]:
    """Throw that many updates and return what came of them."""
    request = RecordingRequest()
    application = build_application(
        TOKEN, "https://telegram.invalid", Services(knowledge=knowledge), request
    )
    failures = Failures()
    logging.getLogger("bot").addHandler(failures)
    outcomes: Counter[str] = Counter()
    try:
        async with application:
            for update in Generator(seed).updates(count):
                outcomes[await _one(application, update)] += 1
                request.calls.clear()
                if update["update_id"] % 5000 == 0:
                    print(f"{update['update_id']:>7} of {count}", file=sys.stderr)
    finally:
        logging.getLogger("bot").removeHandler(failures)
    for record in failures.records[:3]:
        logging.getLogger(__name__).error("%s", record.getMessage(), exc_info=record.exc_info)
    return {
        "updates": count,
        "seed": seed,
        "kinds": len(KINDS),
        "unhandled": len(failures.records),
        **outcomes,
    }


async def _one(application: Any, raw: dict[str, Any]) -> str:
    """Handle one update; what the library itself cannot read never reaches a handler."""
    try:
        update = Update.de_json(json.loads(json.dumps(raw)), application.bot)
    except Exception:
        return "refused_by_the_library"
    before = len(application.bot.request.calls)
    await application.process_update(update)
    return "answered" if len(application.bot.request.calls) > before else "silent"


def main() -> None:
    """Run the trial; the last line is its result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    logging.basicConfig(level=logging.CRITICAL)
    knowledge = asyncio.run(knowledge_of(None, None))
    result = asyncio.run(throw(knowledge, options.count, options.seed))
    print(json.dumps(result))
    sys.exit(1 if result["unhandled"] else 0)


if __name__ == "__main__":
    main()
