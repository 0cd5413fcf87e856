"""The record in the words of schema.org: claims, who makes them, and where they appear.

A fact becomes a `Claim`, a quotation that may be shown a `Quotation`, a round or event an `Event`,
a disagreement a `CreativeWork` that is about its claims. Nothing is rated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from knowledge.citing import may_be_shown
from knowledge.types import (
    LANGUAGES,
    Claimant,
    Conflict,
    Corpus,
    Fact,
    Localised,
    Occasion,
    Quote,
    Round,
    RoundStatus,
    Source,
)

Node = dict[str, Any]

SIDES: Final[Mapping[Claimant, str]] = {
    "ukraine": "Ukraine's side",
    "russia": "Russia's side",
    "turkiye": "Türkiye's side",
    "us": "The US side",
}
"""Who claims a side's fact; what is `reported` is claimed by whoever publishes it."""
STATUSES: Final[Mapping[RoundStatus, str]] = {
    "announced": "https://schema.org/EventScheduled",
    "postponed": "https://schema.org/EventPostponed",
    "cancelled": "https://schema.org/EventCancelled",
    "started": "https://schema.org/EventScheduled",
    "ended": "https://schema.org/EventScheduled",
}


def claim_graph(corpus: Corpus) -> Iterator[Node]:
    """Yield the nodes of the record, each with an id that the others point at.

    Withdrawn facts are left out, and quotations that may not be shown.
    """
    disagreements = _disagreements(corpus)
    yield from map(_event, corpus.rounds.values())
    yield from map(_event, corpus.events.values())
    for _, fact in sorted(corpus.facts.items()):
        if fact.status != "withdrawn":
            yield _claim(fact, corpus, disagreements.get(fact.id, []))
    for _, quote in sorted(corpus.quotes.items()):
        if may_be_shown(quote):
            yield _quotation(quote, corpus)
    for _, conflict in sorted(corpus.conflicts.items()):
        yield _disagreement(conflict, corpus)


def _claim(fact: Fact, corpus: Corpus, disagreements: list[Node]) -> Node:
    pages = [corpus.sources[citation.source] for citation in fact.citations]
    published = sorted(each.published for each in pages if each.published)
    return _without_nothing(
        {
            "@type": "Claim",
            "@id": f"#fact-{fact.id}",
            "identifier": fact.id,
            "text": _texts(fact.statement),
            "author": _claimants(fact, pages),
            "about": {"@id": f"#occasion-{fact.ref}"},
            "keywords": fact.topic,
            "temporal": fact.as_of.isoformat(),
            "datePublished": published[0] if published else None,
            "appearance": [_page(each) for each in pages],
            "creativeWorkStatus": _status(fact),
            "subjectOf": disagreements,
            "isPartOf": {"@id": "#record"},
        }
    )


def _claimants(fact: Fact, pages: list[Source]) -> Node | list[Node]:
    if fact.claimant in SIDES:
        return {"@type": "Organization", "name": SIDES[fact.claimant]}
    names = dict.fromkeys(each.origin or each.publisher for each in pages)
    return [{"@type": "Organization", "name": name} for name in names]


def _status(fact: Fact) -> str:
    return (
        f"{fact.status}; could not be checked a second time"
        if fact.verified is False
        else (fact.status)
    )


def _quotation(quote: Quote, corpus: Corpus) -> Node:
    speaker = corpus.people[quote.speaker]
    return _without_nothing(
        {
            "@type": "Quotation",
            "@id": f"#quote-{quote.id}",
            "identifier": quote.id,
            "text": quote.exact,
            "inLanguage": quote.language,
            "description": "Probably a translation, by the page" if quote.is_translation else None,
            "creator": {
                "@type": "Person" if speaker.kind == "person" else "Organization",
                "name": _texts(speaker.name),
            },
            "dateCreated": quote.said_on.isoformat(),
            "about": {"@id": f"#occasion-{quote.ref}"},
            "citation": _page(corpus.sources[quote.source]),
            "isPartOf": {"@id": "#record"},
        }
    )


def _page(source: Source) -> Node:
    """Return the page that carries something, with who wrote it where another only carries it."""
    return _without_nothing(
        {
            "@type": "WebPage",
            "url": source.url,
            "name": source.title,
            "abstract": source.label,
            "inLanguage": source.language,
            "datePublished": source.published,
            "publisher": {"@type": "Organization", "name": source.publisher},
            "author": {"@type": "Organization", "name": source.origin} if source.origin else None,
        }
    )


def _event(occasion: Occasion) -> Node:
    place = occasion.venue if isinstance(occasion, Round) else occasion.place
    last = None if isinstance(occasion, Round) else occasion.end_date
    return _without_nothing(
        {
            "@type": "Event",
            "@id": f"#occasion-{occasion.id}",
            "identifier": occasion.id,
            "name": _texts(occasion.title),
            "startDate": occasion.date.isoformat(),
            "endDate": last.isoformat() if last else None,
            "location": {"@type": "Place", "name": _texts(place)} if place else None,
            "eventStatus": STATUSES[occasion.status] if isinstance(occasion, Round) else None,
            "keywords": "round" if isinstance(occasion, Round) else occasion.kind,
        }
    )


def _disagreement(conflict: Conflict, corpus: Corpus) -> Node:
    standing = [each for each in conflict.facts if corpus.facts[each].status != "withdrawn"]
    return {
        "@type": "CreativeWork",
        "@id": f"#disagreement-{conflict.id}",
        "identifier": conflict.id,
        "abstract": _texts(conflict.summary),
        "text": _texts(conflict.reason),
        "about": [{"@id": f"#fact-{each}"} for each in standing],
        "isPartOf": {"@id": "#record"},
    }


def _disagreements(corpus: Corpus) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    for _, conflict in sorted(corpus.conflicts.items()):
        for fact in conflict.facts:
            found.setdefault(fact, []).append({"@id": f"#disagreement-{conflict.id}"})
    return found


def _texts(text: Localised) -> list[Node]:
    return [
        {"@language": language, "@value": said}
        for language in LANGUAGES
        if (said := getattr(text, language)) is not None
    ]


def _without_nothing(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in (None, [])}
