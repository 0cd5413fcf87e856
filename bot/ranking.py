"""`talksbot ask --explain`: for curators, all that a question was weighed by, as text or JSON."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator
from typing import Any, Final

from knowledge import Explanation, Knowledge, Turn, explain_turn

MOST_IN_TEXT: Final = 20
"""Facts of a ranking that text shows; JSON has them all."""


def print_ranking(knowledge: Knowledge, turn: Turn, *, as_json: bool) -> None:
    """Print how a question was read and every fact that was weighed, best first."""
    explanation = explain_turn(knowledge, turn)
    if as_json:
        print(json.dumps(ranking_object(turn, explanation), ensure_ascii=False))
    else:
        print("\n".join(ranking_lines(turn, explanation)))


def ranking_object(turn: Turn, explanation: Explanation) -> dict[str, Any]:
    """Return as plain values how a question was read and weighed."""
    return {
        "language": explanation.language,
        "words": list(turn.reading.words),
        "terms": list(turn.reading.terms),
        "ignored": list(explanation.ignored),
        "unknown": list(explanation.unknown),
        "slots": _slots(explanation),
        "as_of": explanation.as_of.isoformat() if explanation.as_of else None,
        "outcome": type(turn.outcome).__name__.lower(),
        "score": round(turn.outcome.score, 1),
        "ranking": [
            {
                "fact": rival.fact.id,
                "score": round(rival.score, 1),
                "evidence": round(rival.evidence, 3),
                "objections": list(rival.objections),
            }
            for rival in explanation.ranking
        ],
    }


def ranking_lines(turn: Turn, explanation: Explanation) -> Iterator[str]:
    """Yield the same as lines of text, with the first facts of the ranking."""
    found = ranking_object(turn, explanation)
    yield f"language  {found['language']}"
    yield f"terms     {' '.join(found['terms']) or '-'}"
    yield f"ignored   {', '.join(found['ignored']) or '-'}"
    yield f"unknown   {', '.join(found['unknown']) or '-'}"
    slots = (f"{name}={json.dumps(value)}" for name, value in found["slots"].items())
    yield f"slots     {' '.join(slots) or '-'}"
    yield f"as of     {found['as_of'] or '-'}"
    yield f"outcome   {found['outcome']} ({found['score']})"
    yield ""
    yield f"{'score':>6} {'evidence':>8}  {'fact':<26} objections"
    for rival in explanation.ranking[:MOST_IN_TEXT]:
        against = ", ".join(rival.objections) or "-"
        yield f"{rival.score:>6.1f} {rival.evidence:>8.3f}  {rival.fact.id:<26} {against}"
    if (left_out := len(explanation.ranking) - MOST_IN_TEXT) > 0:
        yield f"and {left_out} more, which --json prints"


def _slots(explanation: Explanation) -> dict[str, Any]:
    """Return the slots that are filled."""
    slots = dataclasses.asdict(explanation.slots)
    return {name: _plain(value) for name, value in slots.items() if value}


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(_plain(each) for each in value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, dt.date) else value
