"""What was read of the record, as bytes to keep for the next start: exactly what reading it gives.

Reading 20,000 phrasings takes over a second; taking the readings from these bytes a tenth of it.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files

from pydantic import TypeAdapter, ValidationError

from knowledge.matching.index import Example, Index, ReadFact
from knowledge.matching.lexicon import Lexicon
from knowledge.matching.profile import Profile
from knowledge.types import Corpus, FactId, Language, Side

_READS: tuple[str, ...] = (
    "pydantic",
    "pymorphy3-dicts-ru",
    "pymorphy3-dicts-uk",
    "pyspellchecker",
    "PyStemmer",
    "simplemma",
)
"""Distributions whose next version may read, or write down, a word otherwise."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """An example without the fact that it asks for."""

    terms: frozenset[str]
    actor: Side | None
    acts: frozenset[str]
    is_negated: bool


@dataclass(frozen=True, slots=True)
class _Read:
    examples: tuple[_Asked, ...]
    words: frozenset[str]
    dates: frozenset[str]
    profile: Profile


@dataclass(frozen=True, slots=True)
class _Kept:
    key: str
    facts: dict[str, _Read]


def remember(index: Index, corpus: Corpus) -> bytes:
    """Return the readings of an index that was built from this very corpus."""
    kept: dict[str, _Read] = {
        fact: _Read(
            examples=tuple(
                _Asked(each.terms, each.actor, each.acts, each.is_negated) for each in read.examples
            ),
            words=read.words,
            dates=read.dates,
            profile=read.profile,
        )
        for fact, read in index.read_facts.items()
    }
    return _kept().dump_json(_Kept(_key(corpus, index.lexicons), kept))


def recall(
    kept: bytes, corpus: Corpus, lexicons: Mapping[Language, Lexicon]
) -> dict[FactId, ReadFact] | None:
    """Return the readings, or None where another record, program or dictionary made them."""
    try:
        found = _kept().validate_json(kept)
    except ValidationError:
        return None
    if found.key != _key(corpus, lexicons) or found.facts.keys() != corpus.facts.keys():
        return None
    return {
        FactId(fact.id): _read_fact(found.facts[fact.id], FactId(fact.id), corpus)
        for fact in corpus.facts.values()
    }


def _read_fact(read: _Read, fact_id: FactId, corpus: Corpus) -> ReadFact:
    fact = corpus.facts[fact_id]
    return ReadFact(
        fact=fact,
        occasion=corpus.occasion(fact.ref),
        examples=tuple(
            Example(fact_id, each.terms, each.actor, each.acts, each.is_negated)
            for each in read.examples
        ),
        words=read.words,
        dates=read.dates,
        profile=read.profile,
    )


@cache
def _kept() -> TypeAdapter[_Kept]:
    return TypeAdapter(_Kept)


def _key(corpus: Corpus, lexicons: Mapping[Language, Lexicon]) -> str:
    """Return the digest of all that decides how the record is read."""
    digest = hashlib.sha256(sys.version.encode())
    for name in _READS:
        digest.update(version(name).encode())
    for package in ("knowledge", "knowledge.matching"):
        for file in sorted(files(package).iterdir(), key=lambda each: each.name):
            if file.name.endswith(".py"):
                digest.update(file.read_bytes())
    digest.update(TypeAdapter(Corpus).dump_json(corpus))
    digest.update(TypeAdapter(dict[Language, Lexicon]).dump_json(dict(lexicons)))
    return digest.hexdigest()
