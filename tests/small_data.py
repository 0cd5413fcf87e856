"""A data directory with a few of the curated records, so that a bot starts in no time."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

from knowledge.curation.load import FOLDERS, default_data, load
from knowledge.curation.writing import path_of, text_of
from knowledge.types import RECORD_TYPES, Corpus

FACTS = ("r3-held", "r3-1200-fidan", "r3-3000-bodies")


def write_small_data(directory: Path) -> Path:
    """Write all people, the rounds, and a few facts without a dispute, with what they cite."""
    corpus = _reduced(load(default_data())[0].corpus)
    for kind in RECORD_TYPES:
        for record in corpus.of_kind(kind).values():
            file = directory / path_of(record)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text_of(record), encoding="utf-8")
    for entry in default_data().iterdir():
        if entry.is_dir() and entry.name not in (*FOLDERS, "templates"):
            shutil.copytree(entry, directory / entry.name)
    return directory


def _reduced(corpus: Corpus) -> Corpus:
    disputed = {fact for conflict in corpus.conflicts.values() for fact in conflict.facts}
    facts = {name: corpus.facts[name] for name in FACTS if name not in disputed}  # type: ignore[index]
    quotes = {quote: corpus.quotes[quote] for fact in facts.values() for quote in fact.quotes}
    quotes = {name: dataclasses.replace(q, same_statement_as=None) for name, q in quotes.items()}
    cited = {citation.source for fact in facts.values() for citation in fact.citations}
    cited |= {quote.source for quote in quotes.values()}
    cited |= {source for held in corpus.rounds.values() for source in held.sources}
    cited |= {s for person in corpus.people.values() for role in person.roles for s in role.sources}
    return Corpus(
        sources={name: source for name, source in corpus.sources.items() if name in cited},
        people=corpus.people,
        rounds=corpus.rounds,
        quotes=quotes,
        facts=facts,
    )
