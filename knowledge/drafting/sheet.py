"""Keys and values that an editor typed, into the table of a record of any kind."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from knowledge.curation.problem import Problem
from knowledge.drafting.typed import Field, Typed
from knowledge.drafting.values import (
    address_of,
    day_of,
    host_of,
    language_of,
    occasion_of,
    person_of,
    sibling_of,
    slug_of,
    source_at,
)
from knowledge.types import LANGUAGES, Corpus, Kind, Language, Source

Shape = Literal[
    "line",
    "text",
    "day",
    "date",
    "count",
    "value",
    "flag",
    "occasion",
    "person",
    "people",
    "ids",
    "lines",
    "source",
    "sources",
    "citations",
    "phrasings",
]
LISTS: Final = frozenset({"people", "ids", "lines", "sources", "citations", "phrasings"})

KEYS: Final[Mapping[Kind, Mapping[str, Shape]]] = {
    "fact": {
        "ref": "occasion",
        "topic": "line",
        "claimant": "line",
        "as_of": "day",
        "status": "line",
        "value": "value",
        "unit": "line",
        "quotes": "ids",
        "superseded_by": "line",
        "verified": "flag",
        "withdrawn_on": "day",
        "note": "line",
        "statement": "text",
        "question": "text",
        "phrasings": "phrasings",
        "withdrawn_because": "text",
        "citations": "citations",
    },
    "round": {
        "number": "count",
        "date": "day",
        "status": "line",
        "sources": "sources",
        "planned_time": "line",
        "start_time": "line",
        "end_time": "line",
        "duration_minutes": "count",
        "hosts": "people",
        "previous": "occasion",
        "title": "text",
        "venue": "text",
        "outcome": "text",
        "duration_note": "text",
        "heads.ukraine": "person",
        "heads.russia": "person",
        "format": "text",
    },
    "event": {
        "kind": "line",
        "date": "day",
        "sources": "sources",
        "end_date": "day",
        "follows_from": "occasion",
        "title": "text",
        "place": "text",
    },
    "person": {
        "kind": "line",
        "side": "line",
        "aliases": "lines",
        "note": "line",
        "name": "text",
    },
    "quote": {
        "speaker": "person",
        "exact": "line",
        "language": "line",
        "said_on": "day",
        "ref": "occasion",
        "topic": "line",
        "source": "source",
        "form": "line",
        "verified": "flag",
        "is_translation": "flag",
        "same_statement_as": "line",
        "note": "line",
    },
    "source": {
        "publisher": "line",
        "publisher_side": "line",
        "label": "line",
        "url": "line",
        "language": "line",
        "title": "line",
        "published": "date",
        "published_basis": "line",
        "origin": "line",
        "note": "line",
    },
    "conflict": {
        "kind": "line",
        "facts": "ids",
        "better_supported": "line",
        "summary": "text",
        "reason": "text",
    },
}
"""What may be typed for each kind of record."""
SHORT: Final[Mapping[Kind, Mapping[str, str]]] = {
    "fact": {
        "about": "ref",
        "round": "ref",
        "event": "ref",
        "who": "claimant",
        "date": "as_of",
        "says": "statement",
        "asks": "question",
        "phrasing": "phrasings",
        "source": "citations",
    },
    "round": {
        "source": "sources",
        "planned": "planned_time",
        "start": "start_time",
        "end": "end_time",
        "minutes": "duration_minutes",
        "host": "hosts",
        "place": "venue",
    },
    "event": {"source": "sources", "until": "end_date", "venue": "place"},
    "person": {"alias": "aliases"},
    "quote": {
        "about": "ref",
        "round": "ref",
        "event": "ref",
        "date": "said_on",
        "words": "exact",
        "quote": "exact",
        "translation": "is_translation",
    },
    "source": {"side": "publisher_side", "date": "published", "headline": "title"},
    "conflict": {"fact": "facts", "better": "better_supported", "why": "reason"},
}
"""Shorter words for keys."""
OF_A_NEW_SOURCE: Final = frozenset(
    {"publisher", "publisher_side", "label", "headline", "published", "origin", "source_language"}
)
"""Keys that describe the page, where the record cites an address that is not on record."""
FOR_THE_DRAFT: Final = frozenset({"id", "because", "lang"})
LONG_AFTER: Final = dt.timedelta(days=90)
NOTHING: Final = frozenset({"", "-", "none"})


@dataclass(slots=True)
class Sheet:
    """What is being written: tables by kind and id, and what is wrong with what was typed."""

    corpus: Corpus
    today: dt.date
    tables: dict[tuple[Kind, str], dict[str, Any]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, key: str, message: str) -> None:
        """Note what is wrong, at which key, and how to write it right."""
        self.problems.append(Problem("", key, message))

    def usual_day(self, ref: str) -> dt.date:
        """Return the day that is meant where none is typed: today, or long after it the event's.

        A fact on a round of last year was hardly true only since today.
        """
        held = self.corpus.rounds.get(ref) or self.corpus.events.get(ref)  # type: ignore[call-overload]
        if held is None:
            return self.today
        last: dt.date = getattr(held, "end_date", None) or held.date
        return last if self.today - last > LONG_AFTER else self.today

    def ids(self, kind: Kind) -> set[str]:
        """Return the ids of that kind that are taken."""
        return {*self.corpus.of_kind(kind), *(each for of, each in self.tables if of == kind)}

    def fill(self, kind: Kind, record_id: str, table: dict[str, Any], typed: Typed) -> None:
        """Write what was typed into the table of a record, and keep it."""
        table = {**table, "id": record_id}
        begun: set[str] = set()
        for each in typed.fields:
            if each.key in FOR_THE_DRAFT | OF_A_NEW_SOURCE and not (
                kind == "source" and each.key != "because"
            ):
                continue
            self._write(kind, each, table, typed, begun)
        self.tables[kind, record_id] = table

    def _write(
        self, kind: Kind, typed: Field, table: dict[str, Any], whole: Typed, begun: set[str]
    ) -> None:
        key, language = _split_language(typed.key)
        key = SHORT[kind].get(key, key)
        shape = KEYS[kind].get(key)
        if shape is None:
            self.wrong(typed.key, f"unknown key; expected one of {', '.join(keys_of(kind))}")
            return
        try:
            value = self._read(shape, typed.value, whole)
        except ValueError as error:
            self.wrong(typed.key, str(error))
            return
        if shape in ("text", "phrasings"):
            spoken = language or whole.first("lang") or language_of(typed.value)
            if spoken not in LANGUAGES:
                self.wrong(typed.key, f"expected one of {', '.join(LANGUAGES)}, found {spoken!r}")
                return
            place = dict(table.get(key, {}))
            table[key] = place
            key = spoken
        elif "." in key:
            outer, key = key.split(".")
            place = dict(table.get(outer, {}))
            table[outer] = place
        else:
            place = table
        if shape in LISTS:
            _into_list(place, key, value, typed, begun, is_empty=typed.value in NOTHING)
        elif typed.value in NOTHING:
            place.pop(key, None)
        else:
            place[key] = value

    def _read(self, shape: Shape, text: str, whole: Typed) -> Any:
        """Return the value that a text means.

        Raises:
            ValueError: it means none; the message says how to write it.
        """
        if text in NOTHING:
            return None
        readers: Mapping[str, Callable[[], Any]] = {
            "day": lambda: day_of(text, self.today),
            "date": lambda: _partial_date(text, self.today),
            "count": lambda: _whole_number(text),
            "value": lambda: int(text) if re.fullmatch(r"\d{1,12}", text) else text,
            "flag": lambda: _flag(text),
            "occasion": lambda: self._occasion(text),
            "person": lambda: person_of(text, self.corpus.people.values()),
            "people": lambda: person_of(text, self.corpus.people.values()),
            "source": lambda: self.source(text, whole),
            "sources": lambda: self.source(text, whole),
            "citations": lambda: {"source": self.source(text, whole)},
        }
        read = readers.get(shape)
        return read() if read else " ".join(text.split())

    def _occasion(self, text: str) -> str:
        if ("round", text) in self.tables or ("event", text) in self.tables:
            return text
        return occasion_of(text, self.corpus)

    def source(self, text: str, whole: Typed) -> str:
        """Return the id of a source by id or address; a new address becomes a new source.

        Raises:
            ValueError: it is neither an address nor the id of a source.
        """
        if text in self.ids("source"):
            return text
        if "://" not in text:
            raise ValueError(
                f"no source has the id {text}: write its address, such as https://example.org/page"
            )
        address = address_of(text)
        found = source_at(address, self.corpus.sources.values())
        if found:
            return found.id
        new = (each for (kind, _), each in self.tables.items() if kind == "source")
        for table in new:
            if table["url"] == address:
                return str(table["id"])
        return self._new_source(address, whole)

    def _new_source(self, address: str, whole: Typed) -> str:
        host = host_of(address)
        known = sibling_of(address, self.corpus.sources.values())
        name = f"{host.split('.')[-2]} {self.today:%-d%b}"
        record_id = slug_of(name, self.ids("source"))
        table = new_source(address, known, language=whole.first("source_language"))
        for key in ("publisher", "publisher_side", "label", "origin"):
            if whole.first(key):
                table[key] = whole.first(key)
        if whole.first("headline"):
            table["title"] = whole.first("headline")
        if whole.first("published"):
            try:
                table["published"] = _partial_date(whole.first("published"), self.today)
                table["published_basis"] = "stated"
            except ValueError as error:
                self.wrong("published", str(error))
        if missing := [key for key in ("publisher", "publisher_side") if key not in table]:
            self.wrong(
                "source",
                f"{host} is not on record yet: add {' and '.join(f'{key}: …' for key in missing)}; "
                "publisher_side is one of ukrainian, russian, russian_independent, "
                "russian_aligned, turkish, western_other",
            )
        self.tables["source", record_id] = {**table, "id": record_id}
        return record_id


def new_source(address: str, known: Source | None, *, language: str = "") -> dict[str, Any]:
    """Return the table of a page that is not on record, as its site's other pages have it."""
    table: dict[str, Any] = {"url": address, "label": f"Page of {host_of(address)}"}
    if known:
        table |= {"publisher": known.publisher, "publisher_side": known.publisher_side}
    table["language"] = language or (known.language if known else "en")
    return table


def keys_of(kind: Kind) -> list[str]:
    """Return what may be typed for a kind, the short words first."""
    short = SHORT[kind]
    return [*short, *(key for key in KEYS[kind] if key not in short.values()), "because"]


def _split_language(key: str) -> tuple[str, Language | None]:
    stem, _, last = key.rpartition(".")
    return (stem, last) if last in LANGUAGES else (key, None)


def _into_list(
    place: dict[str, Any],
    key: str,
    value: Any,
    typed: Field,
    begun: set[str],
    *,
    is_empty: bool,
) -> None:
    """Replace a list by what is typed, or with a sign add to it or take from it."""
    there = list(place.get(key, ()))
    if is_empty:
        place.pop(key, None)
    elif typed.sign == "-":
        place[key] = tuple(each for each in there if each != value)
    elif typed.sign == "+" or key in begun:
        place[key] = (*there, value) if value not in there else tuple(there)
    else:
        place[key] = (value,)
    begun.add(key)


def _whole_number(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text):
        raise ValueError(f"expected a whole number, found {text!r}")
    return int(text)


def _flag(text: str) -> bool:
    if text.lower() not in ("yes", "no", "true", "false"):
        raise ValueError(f"expected yes or no, found {text!r}")
    return text.lower() in ("yes", "true")


def _partial_date(text: str, today: dt.date) -> str:
    if re.fullmatch(r"\d{4}(-\d{2})?", text):
        return text
    return day_of(text, today).isoformat()
