"""`talksbot ask`: one reply for a person, or one JSON object a line for a program."""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TextIO

from bot.conversation import Conversation
from bot.rendering.html import for_terminal, plain
from bot.rendering.locale import Locale
from bot.responses import Response
from knowledge import (
    About,
    Answer,
    Clarification,
    Knowledge,
    NoAnswer,
    Outcome,
    Overview,
    Portrait,
    Several,
    load_knowledge,
    open_reader,
    open_store,
    publish_curated,
    read_curated,
)

log = logging.getLogger(__name__)

OUTCOMES: Mapping[type[Outcome], str] = {
    Answer: "answer",
    Clarification: "clarification",
    NoAnswer: "no_answer",
    About: "meta",
    Overview: "answer",
    Portrait: "answer",
    Several: "answer",
}


class MalformedLineError(ValueError):
    """The line holds no question; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One line of input."""

    id: str | int
    question: str
    session: str | None
    as_of: dt.date | None


async def knowledge_of(
    data: Path | None, database: Path | None, cache: Path | None = None
) -> Knowledge:
    """Return the knowledge of a bot's database, or of the curated files in a throw-away one.

    `cache` is the directory that keeps what was read for the next time.

    Raises:
        CorpusError: the curated files have problems.
        StoreError: the database cannot be read.
    """
    curated = read_curated(data)
    if database is not None:
        async with open_reader(database) as reader:
            return await load_knowledge(reader, curated.lexicons, cache)
    with TemporaryDirectory(prefix="talksbot-") as directory:
        async with open_store(Path(directory, "throw-away.sqlite3")) as store:
            await publish_curated(store, curated)
            return await load_knowledge(store, curated.lexicons, cache)


def print_reply(response: Response, *, as_json: bool) -> None:
    """Print one reply to standard output."""
    if as_json:
        print(json.dumps(reply_object(response), ensure_ascii=False))
        return
    print(for_terminal(response.message.html, styled=sys.stdout.isatty()))
    for number, button in enumerate((b for row in response.message.buttons for b in row), start=1):
        print(f"  [{number}] {button.label}")


def answer_lines(
    knowledge: Knowledge,
    lines: Iterable[str],
    output: TextIO,
    locale: Locale | None = None,
    as_of: dt.date | None = None,
) -> None:
    """Answer one JSON object a line, in order; a malformed line gets an error object.

    `locale` is of the reader, English by default; `as_of` is for lines that name no day.
    """
    locale = locale or Locale()
    conversations: dict[str, Conversation] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            asked = parse_line(line)
        except MalformedLineError as error:
            reply: dict[str, Any] = {"error": f"line {number}: {error}"}
        else:
            conversation = Conversation(knowledge, locale)
            if asked.session is not None:
                conversation = conversations.setdefault(asked.session, conversation)
            reply = {"id": asked.id, **_replied(conversation, asked, as_of)}
        print(json.dumps(reply, ensure_ascii=False), file=output, flush=True)


def _replied(conversation: Conversation, asked: AskedLine, as_of: dt.date | None) -> dict[str, Any]:
    """Return the reply, or an error object: no question may end the run for those behind it."""
    try:
        return reply_object(conversation.write(asked.question, as_of=asked.as_of or as_of))
    except Exception as error:
        log.exception("question %s failed", asked.id)
        return {"error": f"this question failed: {type(error).__name__}"}


def parse_line(line: str) -> AskedLine:
    """Read one line of input; keys that it does not need are ignored.

    Raises:
        MalformedLineError: it is no JSON object, or a key has the wrong type.
    """
    try:
        table = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise MalformedLineError(f"expected a JSON object: {error}") from error
    if not isinstance(table, dict):
        raise MalformedLineError("expected a JSON object")
    line_id, question = table.get("id", ""), table.get("question")
    session, day = table.get("session"), table.get("as_of")
    if not isinstance(line_id, str | int):
        raise MalformedLineError("id: expected a string or a whole number")
    if not isinstance(question, str):
        raise MalformedLineError("question: expected a string")
    if session is not None and not isinstance(session, str):
        raise MalformedLineError("session: expected a string or null")
    try:
        as_of = None if day is None else dt.date.fromisoformat(day)
    except (TypeError, ValueError) as error:
        raise MalformedLineError("as_of: expected a day such as 2025-07-23, or null") from error
    # A lone surrogate, which JSON can write, is no text that could be printed again.
    readable = question.encode("utf-8", "replace").decode("utf-8")
    return AskedLine(line_id, readable, session, as_of)


def reply_object(response: Response) -> dict[str, Any]:
    """Return a reply as plain values: what a reader sees, and what it shows."""
    outcome = response.outcome
    shown = outcome.shown if isinstance(outcome, Answer | Overview | Portrait | Several) else ()
    spoken = outcome.spoken if isinstance(outcome, Answer | Overview | Portrait | Several) else ()
    roles = outcome.roles if isinstance(outcome, Portrait) else ()
    cited = [*(each.sources for each in shown), *(each.sources for each in roles)]
    sources = {source.id: source for found in cited for source in found}
    sources |= {each.source.id: each.source for each in spoken}
    options = outcome.choices if isinstance(outcome, Clarification) else ()
    return {
        "outcome": OUTCOMES[type(outcome)] if outcome else "meta",
        "text": plain(response.message.html),
        "facts": [cited.fact.id for cited in shown],
        "quotes": [each.quote.id for each in spoken],
        "sources": [
            {"publisher": each.publisher, "url": each.url, "published": each.published}
            for each in sources.values()
        ],
        "options": [choice.question.within("en") for choice in options],
        "score": round(outcome.score, 1) if outcome else None,
    }
