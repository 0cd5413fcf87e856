"""A fact as it is shown: with its sources, its quotes and what it is in conflict with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice

from knowledge.matching.slots import LATEST
from knowledge.outcomes import CitedFact, Disagreement, SpokenQuote
from knowledge.types import Corpus, Fact, FactId, Quote, Round, Source

MOST_QUOTES = 3
"""Quotations under a fact; a version of a disagreement has one."""


def cite(
    fact: Fact,
    corpus: Corpus,
    *,
    most_quotes: int = MOST_QUOTES,
    as_of: dt.date | None = None,
) -> CitedFact:
    """Return the fact with its sources and the first of the quotes that may be shown.

    Of a day, with the sources that were published by then, if there are any: a fact of that very
    day is mostly reported on the next.
    """
    sources = [corpus.sources[citation.source] for citation in fact.citations]
    by_then = [source for source in sources if _is_published(source, as_of)]
    quotes = (corpus.quotes[quote_id] for quote_id in fact.quotes)
    shown = islice(filter(may_be_shown, quotes), most_quotes)
    return CitedFact(
        fact=fact,
        occasion=corpus.occasion(fact.ref),
        sources=tuple(by_then or sources),
        quotes=tuple(speak(quote, corpus) for quote in shown),
    )


def _is_published(source: Source, as_of: dt.date | None) -> bool:
    # A date may lack its day, or its month: "2025-07" comes before every day of July.
    return as_of is None or source.published is None or str(source.published) <= as_of.isoformat()


def speak(quote: Quote, corpus: Corpus) -> SpokenQuote:
    """Return the quote with its speaker and its source."""
    return SpokenQuote(quote, corpus.people[quote.speaker], corpus.sources[quote.source])


def may_be_shown(quote: Quote) -> bool:
    """Say whether the words may stand as a quotation: seen again, and spoken in public."""
    return quote.verified and quote.form != "reported"


def may_be_told(quote: Quote) -> bool:
    """Say whether words that are no quotation may be told of: as relayed, or in our words."""
    return quote.verified or quote.gist is not None


def is_known(fact: Fact, as_of: dt.date | None) -> bool:
    """Say whether a fact is on record and was so on a day."""
    return fact.status != "withdrawn" and (as_of is None or fact.as_of <= as_of)


def rounds_until(corpus: Corpus, as_of: dt.date | None) -> tuple[Round, ...]:
    """Return the rounds by number, only those up to a day where one is given."""
    rounds = (r for r in corpus.rounds.values() if as_of is None or r.date <= as_of)
    return tuple(sorted(rounds, key=lambda r: r.number))


def latest_round_of(corpus: Corpus, as_of: dt.date | None = None) -> int:
    """Return the number of the last round that had ended, or `LATEST` where there was none."""
    ended = (r.number for r in rounds_until(corpus, as_of) if r.status == "ended")
    return max(ended, default=LATEST)


def in_conflict_with(fact_id: str, corpus: Corpus) -> frozenset[FactId]:
    """Return every fact that some conflict lists together with this one, and itself."""
    return frozenset(
        other
        for conflict in corpus.conflicts.values()
        if fact_id in conflict.facts
        for other in conflict.facts
    )


def disagreements_of(fact: Fact, corpus: Corpus, as_of: dt.date | None) -> Iterator[Disagreement]:
    """Yield the disagreements of a fact with every version that may be shown."""
    for conflict in corpus.conflicts.values():
        if fact.id not in conflict.facts:
            continue
        versions = [corpus.facts[fact_id] for fact_id in conflict.facts]
        known = [version for version in versions if is_known(version, as_of)]
        if len(known) < 2:
            continue
        cited = tuple(cite(version, corpus, most_quotes=1, as_of=as_of) for version in known)
        better = next((c for c in cited if c.fact.id == conflict.better_supported), None)
        yield Disagreement(conflict, cited, better)
