"""`/round`: announce, move, start, end or cancel a round, and what readers are told of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from knowledge.drafting.sheet import LONG_AFTER, Sheet
from knowledge.drafting.typed import Field, Typed
from knowledge.drafting.values import day_of
from knowledge.revising import table_of
from knowledge.types import Round

ROUND_STEPS: Final = ("announce", "move", "start", "end", "outcome", "cancel")
STATUS: Final = {
    "announce": "announced",
    "move": "postponed",
    "start": "started",
    "end": "ended",
    "cancel": "cancelled",
}
PHRASINGS: Final = {
    "en": (
        "(when|where) (is|was|will be) {round} [held]",
        "when and where (is|was|will) {round} [be] [held]",
        "when (does|did|will) {round} (start|begin|take place|happen)",
        "(has|did) {round} (started|begun|ended|take place|happen|been held)",
        "(is|was) {round} (announced|planned|postponed|cancelled|over|held)",
        "date of {round}",
    )
}
"""How people ask whether and when a round is; the words of a language are data, not sentences."""
PHRASINGS_OF_OUTCOME: Final = {
    "en": (
        "(what was|what is) the (outcome|result) of {round}",
        "how did {round} end",
        "what (came of|happened at|happened in) {round}",
        "what (was agreed|did they agree on) (in|at) {round}",
        "(outcome|result|results) of {round}",
    )
}


@dataclass(frozen=True, slots=True)
class RoundWording:
    """The sentences of the facts that a step makes; each returns a text by language."""

    title: Callable[[int], dict[str, str]]
    question: Callable[[int], dict[str, str]]
    outcome_question: Callable[[int], dict[str, str]]
    statement: Callable[[str, int, dt.date, str, dict[str, str]], dict[str, str]]
    """From the step, the number, the day, the time if any, and the venue by language."""


def write_round(sheet: Sheet, typed: Typed, wording: RoundWording) -> None:
    """Write the round, and the facts by which a reader's question is answered."""
    words = typed.head.split()
    number = re.sub(r"\D", "", words[1]) if len(words) > 1 else ""
    if not words or words[0].lower() not in ROUND_STEPS or not number:
        sheet.wrong(
            "", "expected /round, then announce, move, start, end, outcome or cancel, and a number"
        )
        return
    step = words[0].lower()
    found = next((r for r in sheet.corpus.rounds.values() if r.number == int(number)), None)
    if (found is None) != (step == "announce"):
        known = ", ".join(str(r.number) for r in sheet.corpus.rounds.values())
        sheet.wrong(
            "",
            f"round {number} is on record already: /round move {number}"
            if found
            else f"round {number} is not on record ({known} are): /round announce {number} first",
        )
        return
    if not typed.first("source", "sources"):
        sheet.wrong("source", "this key is required: the address of the page that says so")
    if step in ("announce", "move") and not typed.first("date"):
        sheet.wrong("date", "this key is required: the day, such as date: 2025-08-20")
    if step == "announce" and not typed.first("venue", "place", "venue.en"):
        sheet.wrong("venue", "this key is required: where it is to be")
    if step in ("end", "outcome") and not _is_given(typed, "outcome"):
        sheet.wrong("outcome", "this key is required: what came of it, in one sentence")
    if sheet.problems:
        return
    _round(sheet, typed, step, int(number), found, wording)


def _is_given(typed: Typed, key: str) -> bool:
    return bool(typed.first(key, *(f"{key}.{each}" for each in ("en", "uk", "ru", "tr"))))


def _round(
    sheet: Sheet,
    typed: Typed,
    step: str,
    number: int,
    found: Round | None,
    wording: RoundWording,
) -> None:
    try:
        day = day_of(typed.first("date"), sheet.today) if typed.first("date") else None
    except ValueError as error:
        sheet.wrong("date", str(error))
        return
    record_id = found.id if found else typed.first("id") or f"r{number}-{day}"
    table: dict[str, Any] = table_of(found) if found else {"number": number}
    if not found:
        table["title"] = wording.title(number)
        before = [r for r in sheet.corpus.rounds.values() if r.number == number - 1]
        table |= {"previous": before[0].id} if before else {}
    table["status"] = STATUS.get(step, table.get("status"))
    time = typed.first("time")
    if time:
        table[{"start": "start_time", "end": "end_time"}.get(step, "planned_time")] = time
    sheet.fill("round", record_id, table, _for_the_round(typed))
    if sheet.problems:
        return
    table = sheet.tables["round", record_id]
    source = sheet.source(typed.first("source", "sources"), typed)
    if step != "outcome":
        _fact_of_step(sheet, step, table, source, time, wording)
    if step in ("end", "outcome"):
        _fact_of_outcome(sheet, table, source, wording)


def _for_the_round(typed: Typed) -> Typed:
    """A step adds its source to those that the round has."""
    fields = [
        Field("sources", each.value, "+") if each.key in ("source", "sources") else each
        for each in typed.fields
        if each.key not in ("time", "reason")
    ]
    return Typed("", tuple(fields))


def _fact_of_step(
    sheet: Sheet,
    step: str,
    held: dict[str, Any],
    source: str,
    time: str,
    wording: RoundWording,
) -> None:
    """The fact that says when and where the round is; each step revises it."""
    fact_id = f"r{held['number']}-when"
    known = sheet.corpus.facts.get(fact_id)  # type: ignore[call-overload]
    if known is None and step != "announce":
        # A round of the curated files has facts of its own, which say more than a step would.
        return
    statement = wording.statement(step, held["number"], held["date"], time, dict(held["venue"]))
    table: dict[str, Any] = table_of(known) if known else {"phrasings": PHRASINGS}
    citations = tuple(each for each in table.get("citations", ()) if each["source"] != source)
    sheet.tables["fact", fact_id] = table | {
        "id": fact_id,
        "ref": held["id"],
        "topic": "outcome" if step in ("end", "cancel") else "next-round",
        "claimant": "reported",
        "as_of": _as_of(step, held["date"], sheet.today),
        "status": table.get("status", "current"),
        "question": wording.question(held["number"]),
        "statement": statement,
        "citations": ({"source": source}, *citations),
    }


def _as_of(step: str, day: dt.date, today: dt.date) -> dt.date:
    """The step is known from the day it is taken; a past round that is entered late, from then."""
    is_late = today - day > LONG_AFTER
    return min(day, today) if is_late or step in ("start", "end") else today


def _fact_of_outcome(
    sheet: Sheet, held: dict[str, Any], source: str, wording: RoundWording
) -> None:
    fact_id = f"r{held['number']}-outcome"
    known = sheet.corpus.facts.get(fact_id)  # type: ignore[call-overload]
    table: dict[str, Any] = table_of(known) if known else {"phrasings": PHRASINGS_OF_OUTCOME}
    sheet.tables["fact", fact_id] = table | {
        "id": fact_id,
        "ref": held["id"],
        "topic": "outcome",
        "claimant": "reported",
        "as_of": held["date"],
        "status": table.get("status", "current"),
        "question": wording.outcome_question(held["number"]),
        "statement": dict(held["outcome"]),
        "citations": ({"source": source},),
    }
