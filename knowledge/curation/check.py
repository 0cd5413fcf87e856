"""Rules across the curated files: what each record alone cannot show to be wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from babel import localedata

from knowledge.curation.load import Curated
from knowledge.curation.problem import Problem
from knowledge.matching.template import SLOT, TemplateError, expand
from knowledge.types import Corpus, Fact, Kind

Finding: TypeAlias = tuple[Kind, str, str, str]
"""Kind and id of the record, key, message."""

SLOTS: Final = frozenset({"round"})
"""What may stand in braces in a phrasing."""


def check(curated: Curated) -> list[Problem]:
    """Return every problem across the files; the files must have loaded without any."""
    rules: tuple[Callable[[Corpus], Iterable[Finding]], ...] = (
        dangling_references,
        unused_sources,
        inconsistent_rounds,
        inconsistent_statuses,
        unknown_languages,
        misquotations,
        numbers_not_in_statements,
        unreadable_phrasings,
    )
    problems = [
        Problem(curated.paths[kind, record_id], key, message)
        for rule in rules
        for kind, record_id, key, message in rule(curated.corpus)
    ]
    problems += unreadable_lexicons(curated)
    return sorted(problems)


def unreadable_lexicons(curated: Curated) -> Iterator[Problem]:
    """A lexicon that is not there, a title of nobody, or a template that cannot be read."""
    if "en" not in curated.lexicons:
        yield Problem("language/en.toml", "", "the English lexicon is required")
    for language, lexicon in curated.lexicons.items():
        path = f"language/{language}.toml"
        for person in lexicon.titles:
            if person not in curated.corpus.people:
                yield Problem(path, f"titles.{person}", f"no record has the id {person}")
        for topic, templates in lexicon.meta.items():
            for number, template in enumerate(templates):
                try:
                    expand(template)
                except TemplateError as error:
                    yield Problem(path, f"meta.{topic}.{number}", str(error))


def dangling_references(corpus: Corpus) -> Iterator[Finding]:
    """An id that names no record."""
    for kind, record_id, key, wanted, known in _references(corpus):
        if wanted not in known:
            yield kind, record_id, key, f"no record has the id {wanted}"


_Reference: TypeAlias = tuple[Kind, str, str, str, Iterable[str]]


def _references(corpus: Corpus) -> Iterator[_Reference]:
    occasions: set[str] = {*corpus.rounds, *corpus.events}
    for person in corpus.people.values():
        for number, role in enumerate(person.roles):
            for source in role.sources:
                yield "person", person.id, f"roles.{number}.sources", source, corpus.sources
    for held in corpus.rounds.values():
        yield from (("round", held.id, "sources", s, corpus.sources) for s in held.sources)
        yield from (("round", held.id, "hosts", p, corpus.people) for p in held.hosts)
        if held.heads:
            yield "round", held.id, "heads.ukraine", held.heads.ukraine, corpus.people
            yield "round", held.id, "heads.russia", held.heads.russia, corpus.people
        if held.previous:
            yield "round", held.id, "previous", held.previous, corpus.rounds
    for event in corpus.events.values():
        yield from (("event", event.id, "sources", s, corpus.sources) for s in event.sources)
        if event.follows_from:
            yield "event", event.id, "follows_from", event.follows_from, occasions
    for quote in corpus.quotes.values():
        yield "quote", quote.id, "speaker", quote.speaker, corpus.people
        yield "quote", quote.id, "source", quote.source, corpus.sources
        yield "quote", quote.id, "ref", quote.ref, occasions
        if quote.same_statement_as:
            yield "quote", quote.id, "same_statement_as", quote.same_statement_as, corpus.quotes
    for fact in corpus.facts.values():
        yield from _references_of_fact(fact, corpus, occasions)
    for conflict in corpus.conflicts.values():
        yield from (("conflict", conflict.id, "facts", f, corpus.facts) for f in conflict.facts)


def _references_of_fact(fact: Fact, corpus: Corpus, occasions: set[str]) -> Iterator[_Reference]:
    yield "fact", fact.id, "ref", fact.ref, occasions
    for number, citation in enumerate(fact.citations):
        yield "fact", fact.id, f"citations.{number}.source", citation.source, corpus.sources
    yield from (("fact", fact.id, "quotes", q, corpus.quotes) for q in fact.quotes)
    if fact.superseded_by:
        yield "fact", fact.id, "superseded_by", fact.superseded_by, corpus.facts


def unused_sources(corpus: Corpus) -> Iterator[Finding]:
    """A source that nothing cites."""
    used = {wanted for *_, wanted, known in _references(corpus) if known is corpus.sources}
    for source in corpus.sources.values():
        if source.id not in used:
            yield "source", source.id, "", "nothing cites this source: cite it or remove the file"


def inconsistent_rounds(corpus: Corpus) -> Iterator[Finding]:
    """A number that two rounds share, or a round before the one that it follows."""
    counted = Counter(held.number for held in corpus.rounds.values())
    for held in corpus.rounds.values():
        if counted[held.number] > 1:
            yield "round", held.id, "number", f"another round has the number {held.number}"
        before = corpus.rounds.get(held.previous) if held.previous else None
        if before and before.date >= held.date:
            yield "round", held.id, "previous", f"{before.id} is not earlier"
    for event in corpus.events.values():
        if event.end_date and event.end_date < event.date:
            yield "event", event.id, "end_date", "ends before it begins"


def inconsistent_statuses(corpus: Corpus) -> Iterator[Finding]:
    """A status that says what the other keys and the conflicts do not."""
    in_conflict = {fact_id for c in corpus.conflicts.values() for fact_id in c.facts}
    for fact in corpus.facts.values():
        if fact.status == "withdrawn" and not (fact.withdrawn_on and fact.withdrawn_because):
            yield "fact", fact.id, "status", "withdrawn needs withdrawn_on and withdrawn_because"
        if fact.status == "superseded" and not fact.superseded_by:
            yield "fact", fact.id, "status", "superseded needs superseded_by"
        if fact.status == "disputed" and fact.id not in in_conflict:
            yield "fact", fact.id, "status", "disputed needs a conflict that lists this fact"
        if fact.status == "current" and fact.id in in_conflict:
            yield "fact", fact.id, "status", 'expected "disputed": a conflict lists this fact'
    for conflict in corpus.conflicts.values():
        if conflict.better_supported and conflict.better_supported not in conflict.facts:
            yield "conflict", conflict.id, "better_supported", "expected one of its facts"
        if len(set(conflict.facts)) < len(conflict.facts):
            yield "conflict", conflict.id, "facts", "a fact is listed twice"


def unknown_languages(corpus: Corpus) -> Iterator[Finding]:
    """Two letters that no language has."""
    spoken: list[tuple[Kind, str, str]] = [
        ("source", s.id, s.language) for s in corpus.sources.values()
    ]
    spoken += [("quote", q.id, q.language) for q in corpus.quotes.values()]
    known = set(localedata.locale_identifiers())
    for kind, record_id, language in spoken:
        if language not in known:
            yield kind, record_id, "language", f"no language has the code {language}"


def misquotations(corpus: Corpus) -> Iterator[Finding]:
    """A quote that a fact shows and that comes from a source or an occasion of another fact."""
    for fact in corpus.facts.values():
        for quote_id in fact.quotes:
            quote = corpus.quotes.get(quote_id)
            if quote and quote.ref != fact.ref:
                yield "fact", fact.id, "quotes", f"{quote_id} is about {quote.ref}"


NUMBER_WORDS: Final = {
    **dict(
        enumerate(
            ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
        )
    ),
    **dict(enumerate(["eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"], start=11)),
    90: "hour and a half",
    100: "a hundred",
    1000: "a thousand",
}
"""How a statement may say a number without digits."""
_INTEGER = re.compile(r"\d[\d,]*")


def numbers_not_in_statements(corpus: Corpus) -> Iterator[Finding]:
    """A value that the statement does not say."""
    for fact in corpus.facts.values():
        if not isinstance(fact.value, int):
            continue
        text = fact.statement.within("en")
        said = {int(found.replace(",", "")) for found in _INTEGER.findall(text)}
        if fact.value not in said and NUMBER_WORDS.get(fact.value, "\0") not in text.casefold():
            yield "fact", fact.id, "value", f"the statement does not say {fact.value}"


def unreadable_phrasings(corpus: Corpus) -> Iterator[Finding]:
    """A template with a bracket too many, or with a slot that the matcher does not fill."""
    for fact in corpus.facts.values():
        for language, templates in fact.phrasings.items():
            for number, template in enumerate(templates):
                key = f"phrasings.{language}.{number}"
                try:
                    expand(template)
                except TemplateError as error:
                    yield "fact", fact.id, key, str(error)
                for slot in set(SLOT.findall(template)) - SLOTS:
                    yield "fact", fact.id, key, f"unknown slot {{{slot}}}; expected {{round}}"
                if "{round}" in template and fact.ref not in corpus.rounds:
                    yield "fact", fact.id, key, "{round} stands only in facts on a round"
