"""How much is on record."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.curation.languages import missing_languages
from knowledge.curation.load import Curated
from knowledge.exporting import PLURALS
from knowledge.types import LANGUAGES, RECORD_TYPES, Fact


def count_records(curated: Curated) -> Iterator[str]:
    """Yield a line for each kind of record, then what the facts and quotes are like.

    Each language has its share of the facts; the last lines count what was seen again in a second
    look, and texts of any record that one of the four languages lacks.
    """
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
    quotes = corpus.quotes.values()
    seen_facts = sum(fact.verified is True for fact in facts)
    seen_quotes = sum(quote.verified for quote in quotes)
    yield (
        f"{'verified':<12}{_percent(seen_facts, len(facts)):>6} of facts, "
        f"{_percent(seen_quotes, len(quotes))} of quotes"
    )
    yield f"{'untranslated':<12}{len(list(missing_languages(corpus))):>6} texts"


def _has_statement(fact: Fact, language: str) -> bool:
    return getattr(fact.statement, language) is not None


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "-"
