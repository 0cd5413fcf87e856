"""A typed command and the record, to the records as they are to be, or to what is wrong."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, get_args

from knowledge.curation.problem import Problem
from knowledge.curation.schema import parse
from knowledge.drafting.rounds import STATUS, RoundWording, write_round
from knowledge.drafting.sheet import Sheet
from knowledge.drafting.typed import Typed
from knowledge.drafting.values import language_of, slug_of
from knowledge.revising import table_of
from knowledge.types import RECORD_TYPES, Corpus, Kind, Record, Round, Topic

_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")
LONGEST_TEXT: Final = 1000
"""Characters of one value: longer ones are no statement in one sentence."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """The records as a command wants them, and why."""

    records: tuple[Record, ...]
    reason: str


def draft_records(
    command: str, typed: Typed, corpus: Corpus, *, today: dt.date, wording: RoundWording
) -> Drafted | list[Problem]:
    """Return the records that a command makes or changes, or everything that is wrong with it."""
    sheet = Sheet(corpus, today)
    for key, text in (("", typed.head), *((each.key, each.value) for each in typed.fields)):
        if len(text) > LONGEST_TEXT:
            message = f"expected at most {LONGEST_TEXT:,} characters, found {len(text):,}"
            sheet.wrong(key, message)
        if tag := _TAG.search(text):
            sheet.wrong(key, f"expected plain text without HTML, found {tag[0]}")
    if sheet.problems:
        return sheet.problems
    if command == "round":
        write_round(sheet, typed, wording)
    else:
        _WRITERS[command](sheet, typed)
    records = [] if sheet.problems else _parsed(sheet)
    if sheet.problems:
        return sheet.problems
    changed = tuple(each for each in records if _is_changed(each, corpus))
    if not changed:
        return [Problem("", "", "this changes nothing: it is on record like that already")]
    return Drafted(changed, typed.first("because") or _usual_reason(command, typed))


def _usual_reason(command: str, typed: Typed) -> str:
    if command == "withdraw":
        return _withdrawal(typed)[1]
    if command == "round":
        step = typed.head.split()[0].lower()
        return f"the round was {STATUS[step]}" if step in STATUS else "the outcome of the round"
    return {"push": "new", "phrasing": "a new way to ask"}.get(command, "revised")


def _is_changed(record: Record, corpus: Corpus) -> bool:
    kind = next(kind for kind, type_ in RECORD_TYPES.items() if isinstance(record, type_))
    return corpus.of_kind(kind).get(record.id) != record


def _parsed(sheet: Sheet) -> list[Record]:
    """Validate the tables as the files of the record are validated."""
    records: list[Record] = []
    for (kind, record_id), table in sheet.tables.items():
        record, problems = parse(RECORD_TYPES[kind], table, f"{kind} {record_id}")
        sheet.problems += problems
        if record is not None:
            records.append(record)
    return records


def _push(sheet: Sheet, typed: Typed) -> None:
    if typed.head and typed.first("says", "statement"):
        sheet.wrong("says", "the statement stands twice: before the first key and behind this one")
    if typed.head:
        typed = typed.with_field("says", typed.head)
    sides = {f"statement.{each}" for each in ("en", "uk", "ru", "tr")}
    statement = typed.first("says", "statement", *(f"says.{s[-2:]}" for s in sides), *sides)
    if not statement:
        sheet.wrong("says", "this key is required: the statement, in one sentence")
    for key, wanted in (
        (("source", "citations"), "the address of the page that carries it"),
        (("about", "round", "event", "ref"), "the round or event, such as about: round 3"),
        (("topic",), f"one of {', '.join(_TOPICS)}"),
        (("asks", "question", "asks.en", "asks.uk", "asks.ru", "asks.tr"), "the question"),
    ):
        if not typed.first(*key):
            sheet.wrong(key[0], f"this key is required: {wanted}")
    own = typed.without("quote", "speaker", "words", "quote_language")
    probe = Sheet(sheet.corpus, sheet.today)
    probe.fill("fact", "probe", {}, own)
    if sheet.problems or probe.problems:
        # What is there and wrong comes before what is not there yet.
        sheet.problems[:0] = probe.problems
        return
    ref = str(probe.tables["fact", "probe"].get("ref", "new"))
    record_id = typed.first("id") or slug_of(
        statement, sheet.corpus.facts, prefix=ref.split("-")[0]
    )
    if record_id in sheet.corpus.facts:
        sheet.wrong("id", f"the id {record_id} is taken: change that fact with /revise {record_id}")
        return
    day = sheet.usual_day(ref)
    usual = {"claimant": "reported", "as_of": day, "status": "current", "phrasings": {}}
    sheet.fill("fact", record_id, usual, own)
    _quotes_of_push(sheet, record_id, typed)


def _quotes_of_push(sheet: Sheet, fact_id: str, typed: Typed) -> None:
    """Attach quotes: ids of those on record, or the words of a new one with its speaker."""
    fact = sheet.tables["fact", fact_id]
    for number, words in enumerate(typed.all("quote", "words")):
        if words in sheet.corpus.quotes:
            fact["quotes"] = (*fact.get("quotes", ()), words)
            continue
        speakers = typed.all("speaker")
        if len(speakers) <= number:
            sheet.wrong("quote", "say whose words these are: speaker: …")
            return
        quote_id = slug_of(words, sheet.ids("quote"), prefix="q")
        table: dict[str, Any] = {
            "topic": fact.get("topic"),
            "ref": fact.get("ref"),
            "said_on": fact.get("as_of"),
            "language": typed.first("quote_language") or language_of(words),
            "source": fact["citations"][0]["source"] if fact.get("citations") else None,
            "form": "direct",
            "verified": True,
            "exact": _unquoted(words),
        }
        sheet.fill("quote", quote_id, table, Typed("", ()).with_field("speaker", speakers[number]))
        fact["quotes"] = (*fact.get("quotes", ()), quote_id)


def _unquoted(words: str) -> str:
    return words.strip().strip('“”"«»„').strip()


def _revise(sheet: Sheet, typed: Typed) -> None:
    found = find_record(typed.head, sheet.corpus)
    if found is None:
        sheet.wrong("", _unknown(typed.head))
        return
    kind, record = found
    if not typed.fields:
        sheet.wrong("", f"say what changes, such as /revise {record.id} | says: …")
        return
    sheet.fill(kind, record.id, table_of(record), typed)


def _withdraw(sheet: Sheet, typed: Typed) -> None:
    fact_id, reason = _withdrawal(typed)
    fact = sheet.corpus.facts.get(fact_id)  # type: ignore[call-overload]
    if fact is None:
        sheet.wrong("", _unknown(fact_id))
        return
    if not reason:
        sheet.wrong("", f"say why, such as /withdraw {fact_id} The page was corrected.")
        return
    table = table_of(fact) | {"status": "withdrawn", "withdrawn_on": sheet.today}
    because = dict(table.get("withdrawn_because", {}))
    table["withdrawn_because"] = because | {typed.first("lang") or language_of(reason): reason}
    sheet.tables["fact", fact_id] = table


def _withdrawal(typed: Typed) -> tuple[str, str]:
    fact_id, _, reason = " ".join(typed.head.split()).partition(" ")
    return fact_id, reason or typed.first("because", "reason", "withdrawn_because")


def _quote(sheet: Sheet, typed: Typed) -> None:
    if typed.head in sheet.corpus.quotes:
        _revise(sheet, typed)
        return
    if typed.head:
        typed = typed.with_field("words", _unquoted(typed.head))
    words = typed.first("words", "quote", "exact")
    for keys, wanted in (
        (("words", "quote", "exact"), "the words exactly as the page prints them"),
        (("speaker",), "who spoke them"),
        (("source",), "the address of the page that prints them"),
        (("topic",), f"one of {', '.join(_TOPICS)}"),
        (("about", "round", "event", "ref"), "the round or event, such as about: round 3"),
    ):
        if not typed.first(*keys):
            sheet.wrong(keys[0], f"this key is required: {wanted}")
    if sheet.problems:
        return
    quote_id = typed.first("id") or slug_of(words, sheet.ids("quote"), prefix="q")
    usual = {
        "said_on": sheet.today,
        "language": typed.first("language") or language_of(words),
        "form": "direct",
        "verified": True,
    }
    sheet.fill("quote", quote_id, usual, typed.without("fact"))
    for fact_id in typed.all("fact"):
        fact = sheet.corpus.facts.get(fact_id)  # type: ignore[call-overload]
        if fact is None:
            sheet.wrong("fact", _unknown(fact_id))
            continue
        table = table_of(fact)
        sheet.tables["fact", fact_id] = table | {"quotes": (*table.get("quotes", ()), quote_id)}


def _source(sheet: Sheet, typed: Typed) -> None:
    if typed.head in sheet.corpus.sources:
        _revise(sheet, typed)
        return
    try:
        record_id = sheet.source(typed.head, Typed("", _as_new_source(typed)))
    except ValueError as error:
        sheet.wrong("", str(error))
        return
    if record_id in sheet.corpus.sources:
        sheet.wrong("", f"this page is on record as {record_id}: /revise {record_id} changes it")
        return
    table = sheet.tables.pop(("source", record_id))
    sheet.fill("source", typed.first("id") or record_id, table, typed.without("id", "lang"))


def _as_new_source(typed: Typed) -> tuple[Any, ...]:
    """Return the fields with the names that they have beside other records."""
    names = {"side": "publisher_side", "title": "headline", "date": "published"}
    from_own = [type(f)(names.get(f.key, f.key), f.value, f.sign) for f in typed.fields]
    return tuple(from_own)


def _event(sheet: Sheet, typed: Typed) -> None:
    if typed.head in sheet.corpus.events:
        _revise(sheet, typed)
        return
    if typed.head:
        typed = typed.with_field("title", typed.head)
    title = typed.first("title")
    event_id = typed.first("id") or slug_of(title, sheet.ids("event"), prefix="ev")
    sheet.fill("event", event_id, {"date": sheet.today}, typed)


def _person(sheet: Sheet, typed: Typed) -> None:
    found = sheet.corpus.people.get(typed.head)  # type: ignore[call-overload]
    table: dict[str, Any] = table_of(found) if found else {"kind": "person"}
    if not found and typed.head:
        typed = typed.with_field("name", typed.head)
    name = typed.first("name", "name.en") or typed.head
    record_id = found.id if found else typed.first("id") or slug_of(name, sheet.ids("person"))
    for role in typed.all("role"):
        try:
            sources = tuple(sheet.source(each, typed) for each in typed.all("source"))
        except ValueError as error:
            sheet.wrong("source", str(error))
            return
        title = {typed.first("lang") or language_of(role): role}
        table["roles"] = (*table.get("roles", ()), {"title": title, "sources": sources})
    if not table.get("roles"):
        sheet.wrong("role", "this key is required: what the person is, with source: …")
        return
    sheet.fill("person", record_id, table, typed.without("role", "source"))


def _phrasing(sheet: Sheet, typed: Typed) -> None:
    fact_id, _, first = typed.head.partition("\n")
    fact_id, _, more = fact_id.strip().partition(" ")
    fact = sheet.corpus.facts.get(fact_id)  # type: ignore[call-overload]
    if fact is None:
        sheet.wrong("", _unknown(fact_id))
        return
    lines = [line for line in (more.strip(), *first.split("\n")) if line.strip()]
    lines += typed.all("phrasing", "asks")
    if not lines:
        sheet.wrong("", f"say how people ask, such as /phrasing {fact_id} how long was {{round}}")
        return
    language = typed.first("lang")
    table = table_of(fact)
    phrasings = dict(table.get("phrasings", {}))
    for line in lines:
        plain = re.sub(r"[?.!,]+$", "", " ".join(line.split())).lower()
        spoken = language or language_of(plain)
        there = phrasings.get(spoken, ())
        phrasings[spoken] = (*there, plain) if plain not in there else tuple(there)
    sheet.tables["fact", fact_id] = table | {"phrasings": phrasings}


def _conflict(sheet: Sheet, typed: Typed) -> None:
    words = typed.head.split()
    if len(words) == 1 and words[0] in sheet.corpus.conflicts:
        _revise(sheet, typed)
        return
    if len(words) < 2:
        sheet.wrong("", "name the facts that cannot all be right: /conflict <fact> <fact> | …")
        return
    for word in words:
        fact = sheet.corpus.facts.get(word)  # type: ignore[call-overload]
        if fact is None:
            sheet.wrong("", _unknown(word))
        elif fact.status == "current":
            sheet.tables["fact", word] = table_of(fact) | {"status": "disputed"}
    name = typed.first("id") or slug_of(words[0], sheet.ids("conflict"), prefix="c", most_words=8)
    sheet.fill("conflict", name, {"facts": tuple(words)}, typed)


def _unknown(record_id: str) -> str:
    return f"no record has the id {record_id or '(none given)'}: /find <words> looks for it"


_TOPICS: Final[tuple[str, ...]] = get_args(Topic)
_WRITERS: Final[Mapping[str, Callable[[Sheet, Typed], None]]] = {
    "push": _push,
    "revise": _revise,
    "withdraw": _withdraw,
    "quote": _quote,
    "source": _source,
    "event": _event,
    "person": _person,
    "phrasing": _phrasing,
    "conflict": _conflict,
}
DRAFTING: Final = (*_WRITERS, "round")
"""The commands that make a draft."""


def find_record(wanted: str, corpus: Corpus) -> tuple[Kind, Record] | None:
    """Return the record of an id, facts first; `round/r3-2025-07-23` says which kind is meant."""
    wanted = wanted.strip()
    order: tuple[Kind, ...] = (
        "fact",
        "quote",
        "round",
        "event",
        "person",
        "conflict",
        "source",
    )
    kind, slash, record_id = wanted.partition("/")
    if slash and kind in RECORD_TYPES:
        order, wanted = (kind,), record_id  # type: ignore[assignment]
    for each in order:
        if found := corpus.of_kind(each).get(wanted):
            return each, found
    return None


def latest_round(corpus: Corpus) -> Round | None:
    """Return the round with the highest number."""
    return max(corpus.rounds.values(), key=lambda held: held.number, default=None)
