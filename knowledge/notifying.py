"""Which changes of the record make which alerts, and which are corrections; pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, ClassVar, Final

from pydantic import ConfigDict

from knowledge.text import normalise, tokens
from knowledge.types import STRICT, Change, Kind

MATERIAL: Final = ("value", "unit", "claimant", "as_of", "ref", "superseded_by", "withdrawn_on")
"""Keys of a fact that say something else when they differ, whatever the words around them."""
SHORTEST_MISSPELT: Final = 6
"""Letters from which a word that differs in one letter is taken for the same word, put right."""
DENIALS: Final = frozenset({"no", "not", "never", "neither", "nor", "none", "without", "denied"})

_NAME = re.compile(r"(?<=[^.!?] )[^\W\d_a-z][\w'’-]*")
"""A word with a capital that does not begin a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRule:
    """One rule; its keys are explained in the file."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    what: str
    word: str
    kind: Kind
    added: bool = False
    became: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    changed: tuple[str, ...] = ()
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by: str | None = None
    important: bool = False
    live: bool = False
    never: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """A rule that a change fulfils; `what` has the value of `by` added."""

    what: str
    rule: AlertRule


def occurrences(change: Change, rules: Sequence[AlertRule]) -> Iterator[Occurrence]:
    """Yield what a change is to those who subscribe, each kind of alert once."""
    before = json.loads(change.before.body) if change.before else None
    after = json.loads(change.after.body)
    seen: set[str] = set()
    for rule in rules:
        if rule.kind != change.kind or not _fits(rule, before, after):
            continue
        what = f"{rule.what}:{after[rule.by]}" if rule.by else rule.what
        if what not in seen:
            seen.add(what)
            yield Occurrence(what=what, rule=rule)


def _fits(rule: AlertRule, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> bool:
    if rule.added and before is not None:
        return False
    if any(after.get(key) not in values for key, values in rule.where.items()):
        return False
    if rule.became and not any(
        after.get(key) in values and (before is None or before.get(key) != after.get(key))
        for key, values in rule.became.items()
    ):
        return False
    if rule.changed:
        return before is not None and any(before.get(k) != after.get(k) for k in rule.changed)
    return True


def is_correction(before: str, after: str) -> bool:
    """Say whether the second body of a fact says something else than the first.

    Another wording of the same value, a spelling put right, a translation, a further source or
    phrasing is none.
    """
    old, new = json.loads(before), json.loads(after)
    if any(old.get(key) != new.get(key) for key in MATERIAL):
        return True
    said, says = old["statement"]["en"], new["statement"]["en"]
    if old.get("value") is not None and _pillars(said) == _pillars(says):
        return False
    return not _same_words(said, says)


def _pillars(text: str) -> tuple[list[str], set[str], int]:
    """Return what a sentence rests on: its numbers, names and denials."""
    words = tokens(text)
    numbers = sorted(word for word in words if any(map(str.isdigit, word)))
    names = {normalise(name) for name in _NAME.findall(text)}
    return numbers, names, sum(word in DENIALS for word in words)


def _same_words(one: str, other: str) -> bool:
    ours, theirs = tokens(one), tokens(other)
    return len(ours) == len(theirs) and all(
        mine == yours or _is_misspelt(mine, yours) for mine, yours in zip(ours, theirs, strict=True)
    )


def _is_misspelt(one: str, other: str) -> bool:
    """Say whether two words differ in a single letter; a number is never the same as another."""
    if min(len(one), len(other)) < SHORTEST_MISSPELT or one[0] != other[0]:
        return False
    if not (one.isalpha() and other.isalpha()):
        return False
    edits = [o for o in SequenceMatcher(None, one, other).get_opcodes() if o[0] != "equal"]
    return len(edits) == 1 and all(max(e[2] - e[1], e[4] - e[3]) == 1 for e in edits)
