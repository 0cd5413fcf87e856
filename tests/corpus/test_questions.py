"""The questions of this folder, asked of the shipped record: what is measured may not get worse."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from knowledge import About, Answer, Knowledge, Outcome, Overview, Portrait, Several, ask

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Floor:
    """What a file of questions must reach, as measured when it was last raised."""

    answered: float
    """Share of the questions with an answer on record that get it."""
    refused: float
    """Share of the questions without one that are refused or asked back."""
    wrong: int
    """Most confident replies that mislead."""


FLOORS = {
    "questions.jsonl": Floor(answered=0.94, refused=0.95, wrong=5),
    "questions_more.jsonl": Floor(answered=0.75, refused=0.925, wrong=13),
    # Written when the matcher was done, to show what tuning is worth.
    "questions_held_out.jsonl": Floor(answered=0.96, refused=0.96, wrong=3),
}
"""An overview counts as an answer: where nothing was to be answered it is wrong, be it true."""


def verdict(question: dict[str, Any], outcome: Outcome) -> str:
    """Return right, wrong (it misleads) or missed."""
    if isinstance(outcome, Answer | Overview | Portrait | Several):
        shown = {cited.fact.id for cited in getattr(outcome, "shown", ())}
        fits = not shown.isdisjoint(question["facts_any"])
        return "right" if fits and shown.isdisjoint(question["facts_none"]) else "wrong"
    if isinstance(outcome, About):
        return "right" if question["expect"] == "meta" else "missed"
    return "right" if question["expect"] == "refuse" else "missed"


@pytest.mark.parametrize("file", FLOORS)
def test_questions_are_answered_or_refused_as_well_as_was_measured(
    file: str, knowledge: Knowledge
) -> None:
    lines = (HERE / file).read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line) for line in lines]

    verdicts = [
        (question["expect"], verdict(question, ask(knowledge, question["question"])))
        for question in questions
    ]

    counted = Counter(verdicts)
    asked = Counter(expect for expect, _ in verdicts)
    floor = FLOORS[file]
    assert counted["answer", "right"] / asked["answer"] >= floor.answered
    assert counted["refuse", "right"] / asked["refuse"] >= floor.refused
    assert sum(count for (_, found), count in counted.items() if found == "wrong") <= floor.wrong


def test_every_fact_that_questions_were_written_for_is_found_from_at_least_three(
    knowledge: Knowledge,
) -> None:
    found: Counter[str] = Counter()
    for file in ("questions.jsonl", "questions_more.jsonl"):
        for line in (HERE / file).read_text(encoding="utf-8").splitlines():
            question = json.loads(line)
            if question["expect"] == "answer":
                # The first id is the fact that the question was written for.
                is_right = verdict(question, ask(knowledge, question["question"])) == "right"
                found[question["facts_any"][0]] += is_right

    assert len(found) == 33
    assert {fact: times for fact, times in found.items() if times < 3} == {}
