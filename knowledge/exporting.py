"""The record as documents that others can use: JSON, a table, and claims for the web of data.

All of it is pure: the same record and edition give the same text, byte for byte.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias, get_args

from knowledge.claims import claim_graph
from knowledge.revising import body_of
from knowledge.types import LANGUAGES, RECORD_TYPES, Corpus, Fact, FactId, Kind

ExportFormat: TypeAlias = Literal["json", "csv", "claimreview"]
EXPORT_FORMATS: Final[tuple[ExportFormat, ...]] = get_args(ExportFormat)

FORM: Final = 1
"""Counted up when a key of the JSON document or a column of the table changes its meaning."""
TITLE: Final = "The record of the Istanbul Talks Bot"
LICENCE: Final = (
    "Statements, questions, titles and translations are this project's own words, under the MIT "
    "licence. Quotations and headlines are the words of their speakers and publishers; they are "
    "short, attributed, and not ours to license. Facts belong to nobody."
)
LICENCE_SHORT: Final = "MIT; quotations and headlines belong to their speakers and publishers"
PROVENANCE: Final = (
    "Each fact is what somebody says or reports, with that somebody named and the public pages "
    "that carry it. The record began with TRT World's report of 23 July 2025 and was checked "
    "against other published pages, all listed among the sources. Nothing in it rules on what is "
    "true: a disputed fact stands beside the facts that differ from it."
)
PLURALS: Final[Mapping[Kind, str]] = {
    "source": "sources",
    "person": "people",
    "round": "rounds",
    "event": "events",
    "quote": "quotes",
    "fact": "facts",
    "conflict": "conflicts",
}


@dataclass(frozen=True, slots=True)
class Edition:
    """What every export says about itself."""

    version: str
    """Of the program that wrote it."""
    as_of: str
    """The latest day of a fact on record; empty where there is none."""

    @classmethod
    def of(cls, corpus: Corpus, version: str) -> Edition:
        """Return the edition of a record as it is now."""
        days = [fact.as_of.isoformat() for fact in corpus.facts.values()]
        return cls(version, max(days, default=""))


def export(corpus: Corpus, form: ExportFormat, edition: Edition) -> str:
    """Write the record in one of the forms; each ends with a line's end."""
    match form:
        case "json":
            return export_json(corpus, edition)
        case "csv":
            return export_csv(corpus, edition)
        case "claimreview":
            return export_claims(corpus, edition)


def export_json(corpus: Corpus, edition: Edition) -> str:
    """Write every record, by kind and id, with the keys that its file has.

    `knowledge/data/README.md` explains the keys. Keys that a record does not need are left out.
    """
    document = {
        "title": TITLE,
        "form": FORM,
        "version": edition.version,
        "as_of": edition.as_of,
        "licence": LICENCE,
        "provenance": PROVENANCE,
        "languages": list(LANGUAGES),
        "counts": {PLURALS[kind]: len(corpus.of_kind(kind)) for kind in RECORD_TYPES},
        "records": {
            PLURALS[kind]: [
                json.loads(body_of(record)) for _, record in sorted(corpus.of_kind(kind).items())
            ]
            for kind in RECORD_TYPES
        },
    }
    return _as_json(document)


def export_csv(corpus: Corpus, edition: Edition) -> str:
    """Write a row for each fact; lists in a cell are separated by one space.

    The first row names the columns. Cells that say nothing are empty.
    """
    disagreeing = _disagreeing(corpus)
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for _, fact in sorted(corpus.facts.items()):
        writer.writerow(_row(fact, corpus, disagreeing.get(FactId(fact.id), ()), edition))
    return written.getvalue()


COLUMNS: Final = (
    "id",
    "occasion",
    "occasion_title",
    "topic",
    "claimant",
    *(f"statement_{language}" for language in LANGUAGES),
    "value",
    "unit",
    "as_of",
    "status",
    "verified",
    "superseded_by",
    "disputed_with",
    "sources",
    "record_as_of",
    "record_version",
    "licence",
)


def _row(
    fact: Fact, corpus: Corpus, others: tuple[FactId, ...], edition: Edition
) -> dict[str, object]:
    return {
        "id": fact.id,
        "occasion": fact.ref,
        "occasion_title": corpus.occasion(fact.ref).title.en,
        "topic": fact.topic,
        "claimant": fact.claimant,
        **{f"statement_{language}": getattr(fact.statement, language) for language in LANGUAGES},
        "value": fact.value,
        "unit": fact.unit,
        "as_of": fact.as_of.isoformat(),
        "status": fact.status,
        "verified": {True: "yes", False: "no", None: ""}[fact.verified],
        "superseded_by": fact.superseded_by,
        "disputed_with": " ".join(others),
        "sources": " ".join(corpus.sources[each.source].url for each in fact.citations),
        "record_as_of": edition.as_of,
        "record_version": edition.version,
        "licence": LICENCE_SHORT,
    }


def _disagreeing(corpus: Corpus) -> dict[FactId, tuple[FactId, ...]]:
    """Return for each fact of a conflict the other facts of its conflicts."""
    found: dict[FactId, tuple[FactId, ...]] = {}
    for conflict in corpus.conflicts.values():
        for fact in conflict.facts:
            others = (*found.get(fact, ()), *(each for each in conflict.facts if each != fact))
            found[fact] = tuple(dict.fromkeys(others))
    return found


def export_claims(corpus: Corpus, edition: Edition) -> str:
    """Write facts and quotations as schema.org claims and quotations, in JSON-LD.

    No `ClaimReview` is among them: that is a rating of a claim's truth, and this record rates none.
    """
    return _as_json(
        {
            "@context": "https://schema.org",
            "@graph": [_data_set(corpus, edition), *claim_graph(corpus)],
        }
    )


def _data_set(corpus: Corpus, edition: Edition) -> dict[str, Any]:
    return {
        "@type": "Dataset",
        "@id": "#record",
        "name": TITLE,
        "description": f"{PROVENANCE} No claim is rated, so there is no ClaimReview.",
        "version": edition.version,
        "dateModified": edition.as_of,
        "temporalCoverage": "/".join(_first_and_last_day(corpus)),
        "inLanguage": list(LANGUAGES),
        "license": "https://spdx.org/licenses/MIT.html",
        "usageInfo": LICENCE,
        "isAccessibleForFree": True,
    }


def _first_and_last_day(corpus: Corpus) -> Iterator[str]:
    days = [held.date.isoformat() for held in corpus.rounds.values()]
    days += [event.date.isoformat() for event in corpus.events.values()]
    days += [fact.as_of.isoformat() for fact in corpus.facts.values()]
    if days:
        yield min(days)
        yield max(days)


def _as_json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
