import dataclasses
import datetime as dt
import json
import math
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.revising import body_of, cited_sources, corpus_of, kind_of, record_of, revise
from knowledge.types import (
    LANGUAGES,
    RECORD_TYPES,
    Citation,
    Conflict,
    ConflictKind,
    Event,
    EventKind,
    Fact,
    FactStatus,
    Heads,
    Localised,
    Person,
    PublisherSide,
    Quote,
    Role,
    Round,
    RoundStatus,
    Side,
    Source,
    Topic,
)
from tests.builders import (
    A_MOMENT,
    a_citation,
    a_conflict,
    a_corpus,
    a_fact,
    a_person,
    a_quote,
    a_role,
    a_round,
    a_source,
    an_event,
)


def one_of(literal):
    return st.sampled_from(get_args(literal))


def some(elements, least=0):
    return st.lists(elements, min_size=least, max_size=3).map(tuple)


def maybe(strategy):
    return st.none() | strategy


ids = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Zs", "Zl", "Zp")), min_size=1
)
lines = st.lists(words, min_size=1, max_size=3).map(" ".join)
localised = st.builds(Localised, en=lines, uk=maybe(lines), ru=maybe(lines), tr=maybe(lines))
dates = st.dates(min_value=dt.date(1000, 1, 1))
partial_dates = dates.flatmap(lambda day: st.sampled_from([str(day), str(day)[:7], str(day)[:4]]))
languages = st.from_regex(r"[a-z]{2}", fullmatch=True)
addresses = st.from_regex(r"https?://[a-z]{1,9}\.[a-z]{2,3}(/[a-z?=&%0-9]{0,9})?", fullmatch=True)
roles = st.builds(
    Role,
    title=localised,
    sources=some(ids, 1),
    since=maybe(partial_dates),
    until=maybe(partial_dates),
)
records = st.one_of(
    st.builds(
        Source,
        id=ids,
        publisher=lines,
        publisher_side=one_of(PublisherSide),
        label=lines,
        url=addresses,
        language=languages,
        title=maybe(lines),
        published=maybe(partial_dates),
        published_basis=st.sampled_from([None, "stated", "from_url"]),
        origin=maybe(lines),
        note=maybe(lines),
    ),
    st.builds(
        Person,
        id=ids,
        kind=st.sampled_from(["person", "collective"]),
        name=localised,
        side=one_of(Side),
        roles=some(roles, 1),
        aliases=some(lines),
        note=maybe(lines),
    ),
    st.builds(
        Round,
        id=ids,
        number=st.integers(1, 9),
        date=dates,
        title=localised,
        venue=localised,
        status=one_of(RoundStatus),
        sources=some(ids, 1),
        outcome=maybe(localised),
        planned_time=maybe(st.times().map(lambda time: time.isoformat("minutes"))),
        start_time=maybe(lines),
        duration_minutes=maybe(st.integers(1, 999)),
        heads=maybe(st.builds(Heads, ukraine=ids, russia=ids)),
        hosts=some(ids),
        previous=maybe(ids),
    ),
    st.builds(
        Event,
        id=ids,
        kind=one_of(EventKind),
        date=dates,
        title=localised,
        sources=some(ids, 1),
        end_date=maybe(dates),
        place=maybe(localised),
        follows_from=maybe(ids),
    ),
    st.builds(
        Quote,
        id=ids,
        speaker=ids,
        exact=lines,
        language=languages,
        said_on=dates,
        ref=ids,
        topic=one_of(Topic),
        source=ids,
        form=st.sampled_from(["direct", "fragment", "reported"]),
        verified=st.booleans(),
        is_translation=st.booleans(),
        same_statement_as=maybe(ids),
    ),
    st.builds(
        Fact,
        id=ids,
        ref=ids,
        topic=one_of(Topic),
        claimant=st.sampled_from(["ukraine", "russia", "reported"]),
        question=localised,
        statement=localised,
        as_of=dates,
        status=one_of(FactStatus),
        citations=some(st.builds(Citation, source=ids, locator=maybe(lines)), 1),
        phrasings=st.dictionaries(st.sampled_from(LANGUAGES), some(lines, 1)),
        value=st.one_of(
            st.none(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), lines
        ),
        quotes=some(ids),
        verified=maybe(st.booleans()),
        withdrawn_on=maybe(dates),
        withdrawn_because=maybe(localised),
    ),
    st.builds(
        Conflict,
        id=ids,
        kind=one_of(ConflictKind),
        facts=some(ids, 2),
        summary=localised,
        reason=localised,
        better_supported=maybe(ids),
    ),
)


@given(records)
def test_a_record_comes_back_from_its_body_as_it_was(record):
    body = body_of(record)

    again = record_of(kind_of(record), body)

    assert again == record
    assert body_of(again) == body


def test_a_body_is_compact_sorted_readable_and_without_defaults():
    body = body_of(a_conflict(summary=Localised(en="Numbers differ.", uk="Числа різні.")))

    assert body == (
        '{"facts":["round-3-exchange-count","round-3-exchange-count-russia"],'
        '"id":"round-3-exchange-number","kind":"number",'
        '"reason":{"en":"Each speaks of what it offered."},'
        '"summary":{"en":"Numbers differ.","uk":"Числа різні."}}'
    )


def test_the_order_of_languages_does_not_change_a_body():
    one = a_fact(phrasings={"en": ("how many",), "uk": ("скільки",)})
    other = a_fact(phrasings={"uk": ("скільки",), "en": ("how many",)})

    assert body_of(one) == body_of(other)


def test_a_number_that_json_cannot_say_is_refused():
    with pytest.raises(ValueError, match="JSON compliant"):
        body_of(a_fact(value=math.inf))


@pytest.mark.parametrize(
    "body",
    ["{}", "not json", json.dumps(json.loads(body_of(a_source())) | {"stray": 1})],
    ids=["keys are missing", "not JSON", "unknown key"],
)
def test_a_body_that_is_no_record_of_its_kind_is_refused(body):
    with pytest.raises(ValueError, match="validation error"):
        record_of("source", body)


def fact_cites_in_the_order_of_its_citations():
    return a_fact(citations=(a_citation("b"), a_citation("a", locator="paragraph 3"))), ("b", "a")


def fact_cites_a_source_once_even_at_two_places():
    return a_fact(citations=(a_citation("a", locator="1"), a_citation("a", locator="2"))), ("a",)


def quote_cites_its_source():
    return a_quote(source="a"), ("a",)


def round_cites_its_sources():
    return a_round(sources=("b", "a")), ("b", "a")


def event_cites_its_sources():
    return an_event(sources=("b", "a")), ("b", "a")


def person_cites_the_sources_of_the_roles_without_repeats():
    roles = (a_role(sources=("b", "a")), a_role(sources=("a", "c")))
    return a_person(roles=roles), ("b", "a", "c")


def source_cites_nothing():
    return a_source(), ()


def conflict_cites_nothing():
    return a_conflict(), ()


@pytest.mark.parametrize(
    "situation",
    [
        fact_cites_in_the_order_of_its_citations,
        fact_cites_a_source_once_even_at_two_places,
        quote_cites_its_source,
        round_cites_its_sources,
        event_cites_its_sources,
        person_cites_the_sources_of_the_roles_without_repeats,
        source_cites_nothing,
        conflict_cites_nothing,
    ],
)
def test_what_a_record_cites(situation):
    record, expected = situation()

    assert cited_sources(record) == expected


def revised(stored, record, **changes):
    how = {"author": "a curator", "made_at": A_MOMENT, "reason": "first version"}
    return revise(stored, record, **how | changes)


def test_a_record_that_is_not_stored_gets_its_first_revision():
    revision = revised(None, a_fact())

    assert (revision.kind, revision.id, revision.number) == ("fact", "round-3-exchange-count", 1)
    assert revision.body == body_of(a_fact())
    assert revision.sources == ("agency-2025-07-23",)
    assert (revision.author, revision.made_at, revision.reason) == (
        "a curator",
        A_MOMENT,
        "first version",
    )


def statement_changes():
    return a_fact(statement="Each side was to return 1,200 prisoners.")


def only_a_locator_changes():
    return a_fact(citations=(a_citation(locator="paragraph 2"),))


def only_a_phrasing_is_added():
    return a_fact(phrasings={"en": ("how many prisoners", "size of the exchange")})


@pytest.mark.parametrize(
    "situation", [statement_changes, only_a_locator_changes, only_a_phrasing_is_added]
)
def test_a_record_is_revised_when(situation):
    stored = revised(None, a_fact())

    revision = revised(stored, situation())

    assert revision.number == 2
    assert revision.body == body_of(situation())


def test_an_unchanged_record_makes_no_revision():
    stored = revised(None, a_fact())

    assert revised(stored, dataclasses.replace(a_fact())) is None


def test_the_moment_of_a_revision_is_kept_in_utc():
    kyiv = dt.timezone(dt.timedelta(hours=3))

    revision = revised(None, a_fact(), made_at=A_MOMENT.astimezone(kyiv))

    assert revision.made_at == A_MOMENT
    assert revision.made_at.tzinfo is dt.UTC


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        revised(None, a_fact(), made_at=A_MOMENT.replace(tzinfo=None))


def test_a_corpus_is_put_together_from_its_revisions():
    corpus = a_corpus()

    revisions = [
        revised(None, record) for kind in RECORD_TYPES for record in corpus.of_kind(kind).values()
    ]

    assert corpus_of(revisions) == corpus
