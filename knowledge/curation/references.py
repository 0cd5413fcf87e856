"""Rules on what records point at: ids that name something, pages that are used and usable."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias
from urllib.parse import SplitResult, urlsplit

from knowledge.curation.finding import Finding
from knowledge.types import Corpus, Fact, Kind

CARRIERS: Final = frozenset(
    {
        "198 Japan News",
        "Pravda EN network",
        "The Independent (Uganda)",
        "Today Headline",
        "am1.news",
        "analyse.optim.biz",
        "cccv.info",
        "daily8",
        "ebiztoday.news",
        "europesays.com",
        "longform.social",
        "ogreszinas.news",
        "sotnews.agency",
        "todayheadline.co",
    }
)
"""Publishers that print what others wrote; each of them is met in the record with an origin.

MENAFN is not among them: it carries agencies, and it writes itself.
"""
_VIA = re.compile(r"\bvia\b|\bcopy of\b", re.IGNORECASE)
_HOST = re.compile(r"(?!-)(?:[a-z0-9-]{1,63}\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})")
_SEARCHES = re.compile(r"^(?:www\.)?(?:google|bing|duckduckgo|yandex)\.")
_Reference: TypeAlias = tuple[Kind, str, str, str, Iterable[str]]


def dangling_references(corpus: Corpus) -> Iterator[Finding]:
    """An id that names no record."""
    for kind, record_id, key, wanted, known in _references(corpus):
        if wanted not in known:
            yield kind, record_id, key, f"no record has the id {wanted}"


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


def repeated_references(corpus: Corpus) -> Iterator[Finding]:
    """A source that one fact cites twice, or a quote that it lists twice."""
    for fact in corpus.facts.values():
        cited = Counter(citation.source for citation in fact.citations)
        quoted = Counter(fact.quotes)
        for key, counted in (("citations", cited.items()), ("quotes", quoted.items())):
            for twice in sorted(each for each, count in counted if count > 1):
                yield "fact", fact.id, key, f"{twice} is listed twice"


def unused_sources(corpus: Corpus) -> Iterator[Finding]:
    """A source that nothing cites."""
    used = {wanted for *_, wanted, known in _references(corpus) if known is corpus.sources}
    for source in corpus.sources.values():
        if source.id not in used:
            yield "source", source.id, "", "nothing cites this source: cite it or remove the file"


def unusable_addresses(corpus: Corpus) -> Iterator[Finding]:
    """An address that no browser opens, that opens a search, or that is another source's."""
    owner: dict[str, str] = {}
    for source in corpus.sources.values():
        first = owner.setdefault(source.url, source.id)
        if first != source.id:
            yield "source", source.id, "url", f"{first} has this address: cite that one"
        if fault := _fault_of(source.url):
            yield "source", source.id, "url", fault


def _fault_of(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        return f"cannot be read as an address: {error}"
    if "@" in parts.netloc or port not in (None, 80, 443):
        return "expected an address without a name, a password or a port of its own"
    if not _HOST.fullmatch(_in_letters_of_dns(host)):
        return f"expected the name of a site, found {host!r}"
    return _fault_of_page(parts, host)


def _in_letters_of_dns(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _fault_of_page(parts: SplitResult, host: str) -> str:
    if _SEARCHES.match(host) and parts.path.startswith("/search"):
        return "this is a search: give the address of the page that it found"
    if parts.path in ("", "/") and not parts.query:
        return "this is a site: give the address of the page"
    return ""


def hidden_origins(corpus: Corpus) -> Iterator[Finding]:
    """A page that prints another's text and does not say whose."""
    for source in corpus.sources.values():
        if source.origin == source.publisher:
            yield "source", source.id, "origin", "is the publisher: leave it out"
        if _VIA.search(source.publisher):
            message = 'expected the carrier alone; whose text it is stands in "origin"'
            yield "source", source.id, "publisher", message
        if source.publisher in CARRIERS and not source.origin:
            message = f"{source.publisher} carries the texts of others: say whose this is"
            yield "source", source.id, "origin", message
