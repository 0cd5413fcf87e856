"""How much is on record."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.curation.load import Curated
from knowledge.types import LANGUAGES, RECORD_TYPES, Fact, Kind

PLURALS: dict[Kind, str] = {
    "source": "sources",
    "person": "people",
    "round": "rounds",
    "event": "events",
    "quote": "quotes",
    "fact": "facts",
    "conflict": "conflicts",
}


def count_records(curated: Curated) -> Iterator[str]:
    """Yield a line for each kind of record, then one for each language's share of the facts."""
    corpus = curated.corpus
    for kind in RECORD_TYPES:
        yield f"{PLURALS[kind]:<12}{len(corpus.of_kind(kind)):>6}"
    facts = corpus.facts.values()
    for language in LANGUAGES:
        stated = sum(_has_statement(fact, language) for fact in facts)
        asked = sum(bool(fact.phrasings.get(language)) for fact in facts)
        yield (
            f"{language:<12}{_percent(stated, len(facts)):>6} of facts with a statement, "
            f"{_percent(asked, len(facts))} with phrasings"
        )


def _has_statement(fact: Fact, language: str) -> bool:
    return getattr(fact.statement, language) is not None


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "-"
