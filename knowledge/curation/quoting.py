"""Rules on quotes: with the facts that show them, and with each other."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.curation.finding import Finding
from knowledge.types import Corpus


def misquotations(corpus: Corpus) -> Iterator[Finding]:
    """A quote that a fact shows and that is about the occasion of another fact."""
    for fact in corpus.facts.values():
        for quote_id in fact.quotes:
            quote = corpus.quotes.get(quote_id)
            if quote and quote.ref != fact.ref:
                yield "fact", fact.id, "quotes", f"{quote_id} is about {quote.ref}"


def mistaken_twins(corpus: Corpus) -> Iterator[Finding]:
    """Two quotes that cannot be one statement in two languages."""
    for quote in corpus.quotes.values():
        twin = corpus.quotes.get(quote.same_statement_as) if quote.same_statement_as else None
        if not twin:
            continue
        if twin.id == quote.id:
            yield "quote", quote.id, "same_statement_as", "a quote is no other version of itself"
        elif twin.speaker != quote.speaker:
            message = f"{twin.id} is of {twin.speaker}"
            yield "quote", quote.id, "same_statement_as", message
        elif twin.language == quote.language:
            message = f"{twin.id} is in the same language: a twin is in another"
            yield "quote", quote.id, "same_statement_as", message
