"""What a record is as a revision, and whether it needs a new one."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from knowledge.types import (
    RECORD_TYPES,
    Conflict,
    Corpus,
    Event,
    Fact,
    Kind,
    Person,
    Quote,
    Record,
    Revision,
    Round,
    Source,
    SourceId,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


def kind_of(record: Record) -> Kind:
    """Return the kind of a record."""
    return next(kind for kind, type_ in RECORD_TYPES.items() if type(record) is type_)


def body_of(record: Record) -> str:
    """Write a record as canonical JSON: equal records give equal text.

    Defaults are left out, so that a later version of the program that knows one more optional
    key still writes the same text.

    Raises:
        ValueError: a number in it is infinite or not a number, which JSON cannot say.
    """
    value = _adapter(kind_of(record)).dump_python(record, mode="json", exclude_defaults=True)
    return json.dumps(
        value, allow_nan=False, ensure_ascii=False, separators=(",", ":"), sort_keys=True
    )


def table_of(record: Record) -> dict[str, Any]:
    """Return a record as a table such as its file holds, with its id and without defaults."""
    table: dict[str, Any] = _adapter(kind_of(record)).dump_python(record, exclude_defaults=True)
    return table


def record_of(kind: Kind, body: str) -> Record:
    """Read a record from its body.

    Raises:
        ValueError: the body is not a record of that kind.
    """
    record: Record = _adapter(kind).validate_json(body)
    return record


def corpus_of(revisions: Iterable[Revision]) -> Corpus:
    """Put together the records of one revision each.

    Raises:
        ValueError: a body is not a record of its kind.
    """
    records: dict[Kind, Any] = {kind: {} for kind in RECORD_TYPES}
    for revision in revisions:
        records[revision.kind][revision.id] = record_of(revision.kind, revision.body)
    return Corpus.of(records)


def cited_sources(record: Record) -> tuple[SourceId, ...]:
    """Return the sources that a record cites, first the one to show first, each once."""
    cited: Iterable[SourceId]
    match record:
        case Fact(citations=citations):
            cited = (citation.source for citation in citations)
        case Quote(source=source):
            cited = (source,)
        case Round(sources=sources) | Event(sources=sources):
            cited = sources
        case Person(roles=roles):
            cited = (source for role in roles for source in role.sources)
        case Source() | Conflict():
            cited = ()
    return tuple(dict.fromkeys(cited))


def revise(
    stored: Revision | None,
    record: Record,
    *,
    author: str,
    made_at: dt.datetime,
    reason: str,
) -> Revision | None:
    """Return the revision that makes the stored record this one; None when it is so already.

    Raises:
        ValueError: `made_at` does not say its time zone, or the record cannot be written.
    """
    if made_at.tzinfo is None:
        raise ValueError("made_at has no time zone")
    body = body_of(record)
    if stored is not None and stored.body == body:
        return None
    return Revision(
        kind=kind_of(record),
        id=record.id,
        number=stored.number + 1 if stored else 1,
        body=body,
        sources=cited_sources(record),
        author=author,
        made_at=made_at.astimezone(dt.UTC),
        reason=reason,
    )


@cache
def _adapter(kind: Kind) -> TypeAdapter[Any]:
    # Building one takes milliseconds, so it is done when the kind is first met.
    return TypeAdapter(RECORD_TYPES[kind])
