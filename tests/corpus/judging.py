"""What a correct reply to a question of this folder is, and how often the replies are.

A line has the `question`, its `lang`, its `kind`, a `session` or null (lines of one session are the
turns of one conversation, in order), an `as_of` day or null, and what it expects:

- `outcome`: the accepted ones of answer, clarification, no_answer, meta;
- of an answer: `facts_any` and `quotes_any`, of which it shows at least one of all; `facts_all`, of
  which it shows each (`a|b` is either); `facts_none`, of which it shows none; `text_any`, patterns
  of which one is found in its text; `text_none`, of which none is.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bot.asking import reply_object
from bot.conversation import Conversation
from knowledge import Knowledge

Verdict = Literal["correct", "wrong", "missed"]
"""Wrong misleads: an answer that shows the wrong thing, or where nothing was to be answered."""

REFUSALS = frozenset({"no_answer", "clarification"})
FOR_ONE_THING = frozenset({"lookup", "count", "conflict", "followup", "asof"})
MOST_FOR_ONE_THING = 8
"""Facts and quotes that an answer may show where one thing was asked for."""
MOST = 30
"""And anywhere: burying the reader is not answering."""


@dataclass(frozen=True)
class Judged:
    """One reply and what it was worth."""

    question: Mapping[str, Any]
    reply: Mapping[str, Any]
    verdict: Verdict
    flaws: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """What the replies to a file of questions come to."""

    accuracy: float
    """Share of all that is correct."""
    refused: float
    """Share of what may only be refused or asked back that is."""
    wrong: int
    """Replies that mislead."""


def read_questions(path: Path) -> list[dict[str, Any]]:
    """Return the lines of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def ask_all(knowledge: Knowledge, questions: Sequence[Mapping[str, Any]]) -> list[Judged]:
    """Put the questions to the bot as people do, each session a conversation of its own."""
    replies = (reply for _, reply in conversed(knowledge, questions))
    return [judge(question, reply) for question, reply in zip(questions, replies, strict=True)]


def conversed(
    knowledge: Knowledge, questions: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[Mapping[str, Any], dict[str, Any]]]:
    """Yield each question with the bot's reply as plain values."""
    conversations: dict[str, Conversation] = {}
    for question in questions:
        conversation = Conversation(knowledge)
        if (session := question["session"]) is not None:
            conversation = conversations.setdefault(session, conversation)
        day = dt.date.fromisoformat(question["as_of"]) if question["as_of"] else None
        yield question, reply_object(conversation.write(question["question"], as_of=day))


def judge(question: Mapping[str, Any], reply: Mapping[str, Any]) -> Judged:
    """Compare a reply with what its question expects."""
    accepted, outcome = question["expect"]["outcome"], reply["outcome"]
    if outcome not in accepted:
        flaw = f"{outcome} instead of {' or '.join(accepted)}"
        return Judged(question, reply, "wrong" if outcome == "answer" else "missed", (flaw,))
    flaws = tuple(flaws_of(question, reply)) if outcome == "answer" else ()
    return Judged(question, reply, "wrong" if flaws else "correct", flaws)


def flaws_of(question: Mapping[str, Any], reply: Mapping[str, Any]) -> Iterator[str]:
    """Yield what an answer lacks or has too much."""
    expect: Mapping[str, Sequence[str]] = question["expect"]
    shown = {*reply["facts"], *reply["quotes"]}
    one_of = [*expect.get("facts_any", ()), *expect.get("quotes_any", ())]
    if one_of and shown.isdisjoint(one_of):
        yield f"shows none of {one_of}"
    for entry in expect.get("facts_all", ()):
        if shown.isdisjoint(entry.split("|")):
            yield f"does not show {entry}"
    if too_much := shown & set(expect.get("facts_none", ())):
        yield f"shows {sorted(too_much)}"
    patterns = expect.get("text_any", ())
    if patterns and not any(is_in(pattern, reply["text"]) for pattern in patterns):
        yield f"its text has none of {list(patterns)}"
    for pattern in expect.get("text_none", ()):
        if is_in(pattern, reply["text"]):
            yield f"its text has {pattern}"
    if len(shown) > (MOST_FOR_ONE_THING if question["kind"] in FOR_ONE_THING else MOST):
        yield f"shows {len(shown)} facts and quotes"


def is_in(pattern: str, text: str) -> bool:
    """Say whether a text has a pattern, in capitals or not."""
    return re.search(pattern, unicodedata.normalize("NFC", text), re.IGNORECASE) is not None


def figures(judged: Sequence[Judged]) -> Figures:
    """Return what a file's replies come to."""
    to_refuse = [each for each in judged if set(each.question["expect"]["outcome"]) <= REFUSALS]
    refused = sum(each.reply["outcome"] in REFUSALS for each in to_refuse)
    return Figures(
        accuracy=sum(each.verdict == "correct" for each in judged) / len(judged),
        refused=refused / len(to_refuse) if to_refuse else 1.0,
        wrong=sum(each.verdict == "wrong" for each in judged),
    )
