"""What was not answered well is queued without who asked; editors walk it and settle it."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.rendering.buttons import ChooseFact, encode
from knowledge import inbox
from knowledge.curation.load import default_data, load
from knowledge.matching.lexicon import Lexicon
from tests.fakes import Call
from tests.integration.newsroom import (
    ADMIN,
    PUSH,
    STRANGER,
    Newsroom,
    buttons,
    chat_of,
    open_newsroom,
    words,
)

QUESTION = "when may a fourth round follow"
UNCLEAR = "delegation"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load(default_data())[0].lexicons["en"]


@pytest.fixture
async def newsroom(tmp_path: Path, lexicon: Lexicon) -> AsyncIterator[Newsroom]:
    async with open_newsroom(tmp_path / "talks.sqlite3", lexicon) as opened:
        yield opened


def somebody(number: int) -> dict[str, Any]:
    return {"id": 5000 + number, "is_bot": False, "first_name": f"Reader {number}"}


async def asks(newsroom: Newsroom, who: dict[str, Any], question: str) -> list[Call]:
    return await newsroom.writes(who, question)


async def test_an_unanswered_question_is_counted_in_the_inbox(newsroom: Newsroom) -> None:
    await asks(newsroom, somebody(1), QUESTION)
    await asks(newsroom, somebody(2), f"{QUESTION}?")

    text = words(await newsroom.writes(ADMIN, "/inbox"))

    assert f"{QUESTION} — 2×, en, no answer" in text


async def test_questions_that_are_alike_stand_in_one_group(newsroom: Newsroom) -> None:
    await asks(newsroom, somebody(1), QUESTION)
    await asks(newsroom, somebody(2), "when may the fourth round follow")

    groups = await inbox.walk_inbox(newsroom.desk)

    assert [len(group.questions) for group in groups] == [2]


async def test_the_queue_holds_nothing_of_who_asked(newsroom: Newsroom) -> None:
    await asks(newsroom, somebody(7), QUESTION)
    await newsroom.hits(somebody(7), encode(ChooseFact("round-3-venue", 0)))

    with closing(sqlite3.connect(newsroom.store.path)) as connection:
        dump = "\n".join(connection.iterdump())

    assert QUESTION in dump
    assert "5007" not in dump
    assert "Reader 7" not in dump


async def turns_a_thumb_down(newsroom: Newsroom) -> None:
    await newsroom.receive(
        message_reaction={
            "chat": chat_of(STRANGER),
            "message_id": newsroom.request.last_message_id,
            "user": STRANGER,
            "date": 1_790_000_000,
            "old_reaction": [],
            "new_reaction": [{"type": "emoji", "emoji": "👎"}],
        }
    )


async def test_a_thumb_down_puts_an_answered_question_into_the_queue(newsroom: Newsroom) -> None:
    await asks(newsroom, STRANGER, "where was round 3 held")

    await turns_a_thumb_down(newsroom)

    assert "where was round 3 held — 1×, en, thumbs down" in words(
        await newsroom.writes(ADMIN, "/inbox")
    )


async def test_none_of_these_puts_a_question_into_the_queue(newsroom: Newsroom) -> None:
    offered = await asks(newsroom, STRANGER, UNCLEAR)
    none = next(data for label, data in buttons(offered).items() if label == "None of these")

    await newsroom.hits(STRANGER, none, message_id=newsroom.request.last_message_id)

    assert f"{UNCLEAR} — 1×, en, none of the choices" in words(
        await newsroom.writes(ADMIN, "/inbox")
    )


async def test_a_question_can_be_attached_to_a_fact_as_a_phrasing(newsroom: Newsroom) -> None:
    question = "where exactly was round 3 held"
    await asks(newsroom, STRANGER, question)
    await turns_a_thumb_down(newsroom)
    walked = buttons(await newsroom.writes(ADMIN, "/inbox"))

    draft = await newsroom.hits(ADMIN, walked["It asks for: Where was round 3 held?"])

    assert "phrasings.en" in words(draft)
    assert question in words(draft)


async def test_a_question_can_be_answered_with_a_new_fact(newsroom: Newsroom) -> None:
    await asks(newsroom, STRANGER, QUESTION)
    walked = buttons(await newsroom.writes(ADMIN, "/inbox"))

    begun = await newsroom.hits(ADMIN, walked["Answer with a new fact"])

    assert f"asks: {QUESTION}" in words(begun)
    assert "says: this key is required" in words(begun)


async def test_a_published_answer_closes_the_question_and_tells_whoever_waits(
    newsroom: Newsroom,
) -> None:
    reader = somebody(1)
    offered = buttons(await asks(newsroom, reader, QUESTION))
    await newsroom.hits(reader, offered["Tell me when there is an answer"])

    data = buttons(await newsroom.writes(ADMIN, PUSH))
    calls = await newsroom.hits(ADMIN, data["Publish now"])

    told = [call for call in calls if call.parameters.get("chat_id") == 5001]
    assert "may follow in autumn" in words(told)
    assert await inbox.walk_inbox(newsroom.desk) == []


@pytest.mark.parametrize("label", ["Out of scope", "Ignore"])
async def test_a_settled_question_leaves_the_inbox_for_good(label: str, newsroom: Newsroom) -> None:
    await asks(newsroom, STRANGER, QUESTION)
    walked = buttons(await newsroom.writes(ADMIN, "/inbox"))

    await newsroom.hits(ADMIN, walked[label])
    await asks(newsroom, somebody(3), QUESTION)

    assert "The inbox is at its end." in words(await newsroom.writes(ADMIN, "/inbox"))


async def chosen_by(newsroom: Newsroom, people: range) -> None:
    for number in people:
        who = somebody(number)
        await asks(newsroom, who, UNCLEAR)
        data = encode(ChooseFact("round-3-russia-head", who["id"]))
        await newsroom.hits(who, data, message_id=newsroom.request.last_message_id)


async def test_four_people_make_no_suggestion(newsroom: Newsroom) -> None:
    await chosen_by(newsroom, range(4))
    await chosen_by(newsroom, range(4))

    assert "different people" not in words(await newsroom.writes(ADMIN, "/inbox"))


async def test_five_people_make_a_suggestion_that_a_human_accepts(newsroom: Newsroom) -> None:
    await chosen_by(newsroom, range(5))
    walked = await newsroom.writes(ADMIN, "/inbox")

    draft = await newsroom.hits(ADMIN, buttons(walked)["Draft it as a phrasing"])

    assert f"5 different people who asked “{UNCLEAR}” chose round-3-russia-head" in words(walked)
    assert "fact round-3-russia-head" in words(draft)


async def test_a_declined_suggestion_is_not_made_again(newsroom: Newsroom) -> None:
    await chosen_by(newsroom, range(5))
    walked = await newsroom.writes(ADMIN, "/inbox")

    await newsroom.hits(ADMIN, buttons(walked)["Do not suggest it"])

    assert "different people" not in words(await newsroom.writes(ADMIN, "/inbox"))
