"""Somebody without an office cannot learn, by anything they try, that editors' commands exist."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.handlers.admin.commands import COMMANDS
from bot.rendering.admin.desk_buttons import VERBS
from bot.rendering.admin.help import command_help
from bot.rendering.locale import Locale
from knowledge.curation.load import default_data, load
from knowledge.matching.lexicon import Lexicon
from tests.fakes import GROUP, Call
from tests.integration.newsroom import ADMIN, PUSH, STRANGER, Newsroom, chat_of, open_newsroom

READERS_OWN = {"help", "start", "history"}
"""Commands that readers have too."""
HIDDEN = sorted(COMMANDS - READERS_OWN)
TELLTALE = re.compile(
    r"draft|publish (now|quietly)|office|editor|curator|\badmin|owner|/push|/revise|/inbox|audit|"
    r"backup|withdraw|nothing was stored",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load(default_data())[0].lexicons["en"]


@pytest.fixture
async def newsroom(tmp_path: Path, lexicon: Lexicon) -> AsyncIterator[Newsroom]:
    async with open_newsroom(tmp_path / "talks.sqlite3", lexicon) as opened:
        yield opened


def tried() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield how it is sent, what is sent, and more: at least 200 of them."""
    examples = {name: about.example for name, about in command_help(Locale()).items()}
    document = {"file_id": "f", "file_unique_id": "u", "file_name": "r.toml", "file_size": 9}
    for command in HIDDEN:
        yield "message", f"/{command}", {}
        yield "message", examples.get(command, f"/{command} 1"), {}
        yield "message", f"/{command.upper()} 1", {}
        yield "message", f"/{command}@IstanbulTalksBot 1", {}
        yield "group", examples.get(command, f"/{command} 1"), {}
        yield "edited", f"/{command} 1", {}
        yield "inline", f"/{command} 1", {}
    for verb in VERBS:
        for data in (f"a:{verb}:1", f"a:{verb}:0", f"a:{verb}:1:1"):
            yield "press", data, {}
    yield "message", "/help push", {}
    yield "message", "/start push", {}
    yield "message", "", {"document": document, "caption": "/push"}
    for data in (
        "a:",
        "a:publish",
        "a:publish:x",
        "a:publish:-1",
        "a:publish:1:1:1",
        "A:publish:1",
    ):
        yield "press", data, {}


async def send(newsroom: Newsroom, how: str, text: str, more: dict[str, Any]) -> list[Call]:
    match how:
        case "message":
            return await newsroom.writes(STRANGER, text, **more)
        case "group":
            return await newsroom.writes(STRANGER, text, chat=GROUP)
        case "edited":
            return await newsroom.edits(text, sender=STRANGER, chat=chat_of(STRANGER))
        case "inline":
            query = {"id": "i", "from": STRANGER, "query": text, "offset": ""}
            return await newsroom.receive(inline_query=query)
        case _:
            return await newsroom.hits(STRANGER, text)


def shape(calls: list[Call]) -> list[tuple[str, str]]:
    """Return what a person sees of calls."""
    return [(call.method, json.dumps(call.parameters.get("text", ""))) for call in calls]


def state(newsroom: Newsroom) -> list[str]:
    """Return all that is stored but for questions that had no answer, which anybody may ask."""
    with closing(sqlite3.connect(newsroom.store.path)) as connection:
        return [line for line in connection.iterdump() if "unanswered" not in line]


async def test_two_hundred_things_that_are_tried_tell_nothing_and_do_nothing(
    newsroom: Newsroom,
) -> None:
    await newsroom.writes(ADMIN, PUSH)
    before = state(newsroom)
    told = []
    count = 0
    for how, text, more in tried():
        calls = await send(newsroom, how, text, more)
        shown = " ".join(text for _, text in shape(calls))
        # What somebody typed themselves may come back, as in an answer that names it.
        if TELLTALE.search(shown.replace(text, "")):
            told.append((how, text, shown))
        count += 1

    assert count >= 200
    assert told == []
    assert state(newsroom) == before


@pytest.mark.parametrize("command", HIDDEN)
async def test_a_hidden_command_gets_what_a_command_that_never_was_gets(
    command: str, newsroom: Newsroom
) -> None:
    for form in ("/{} 1", "/{}@IstanbulTalksBot 1", "/{}"):
        hidden = await newsroom.writes(STRANGER, form.format(command))
        never_was = await newsroom.writes(STRANGER, form.format("nonsense"))

        assert shape(hidden) == shape(never_was)


@pytest.mark.parametrize("verb", VERBS)
async def test_a_forged_button_gets_what_a_button_that_never_was_gets(
    verb: str, newsroom: Newsroom
) -> None:
    forged = await newsroom.hits(STRANGER, f"a:{verb}:1")
    never_was = await newsroom.hits(STRANGER, "x:1")

    assert shape(forged) == shape(never_was)
