"""From what an editor typed or sent to the records that it means, or to what is wrong with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from knowledge.curation.parsing import MOST_BYTES, parse_sent
from knowledge.curation.problem import Problem
from knowledge.drafting.commands import DRAFTING, Drafted, draft_records
from knowledge.drafting.difference import Difference, Segment
from knowledge.drafting.rounds import RoundWording
from knowledge.drafting.sheet import SHORT
from knowledge.drafting.typed import Typed, read_typed
from knowledge.drafting.values import ISTANBUL
from knowledge.revising import kind_of
from knowledge.types import (
    LANGUAGES,
    Claimant,
    ConflictKind,
    Corpus,
    EventKind,
    Kind,
    PublisherSide,
    Side,
    Topic,
)

CHOICES: Final[Mapping[str, Any]] = {
    "topic": Topic,
    "who": Claimant,
    "claimant": Claimant,
    "publisher_side": PublisherSide,
    "side": Side,
    "event.kind": EventKind,
    "conflict.kind": ConflictKind,
}
"""What may be typed for a key that takes one of a few words."""

__all__ = [
    "CHOICES",
    "DRAFTING",
    "MOST_BYTES",
    "Difference",
    "Drafted",
    "Problem",
    "RoundWording",
    "Segment",
    "Typed",
    "draft_from_command",
    "draft_from_file",
    "read_typed",
    "same_keys",
]


_KINDS: Final[Mapping[str, Kind]] = {
    "push": "fact",
    "phrasing": "fact",
    "withdraw": "fact",
    "quote": "quote",
    "source": "source",
    "round": "round",
    "event": "event",
    "person": "person",
    "conflict": "conflict",
}


def same_keys(command: str, key: str) -> frozenset[str]:
    """Return every way to write a key of a command, in whichever language."""
    kinds = [_KINDS[command]] if command in _KINDS else list(SHORT)
    found = {key}
    for kind in kinds:
        long = SHORT[kind].get(key, key)
        found |= {long, *(short for short, of in SHORT[kind].items() if of == long)}
    return frozenset(found | {f"{each}.{language}" for each in found for language in LANGUAGES})


def draft_from_command(
    command: str, typed: Typed, corpus: Corpus, *, now: dt.datetime, wording: RoundWording
) -> Drafted | list[Problem]:
    """Return the records that a command wants; its days are those of Istanbul."""
    today = now.astimezone(ISTANBUL).date()
    return draft_records(command, typed, corpus, today=today, wording=wording)


def draft_from_file(name: str, content: bytes, corpus: Corpus) -> Drafted | list[Problem]:
    """Return the records of a TOML file that differ from those on record."""
    records, problems = parse_sent(name, content)
    if problems:
        return problems
    changed = tuple(each for each in records if corpus.of_kind(kind_of(each)).get(each.id) != each)
    if not changed:
        return [Problem(name, "", "this changes nothing: it is on record like that already")]
    return Drafted(changed, f"from the file {name}")
