import datetime as dt

import pytest

from knowledge.curation.dates import (
    MOST_DAYS_AWAY,
    faraway_days,
    impossible_dates,
    inconsistent_rounds,
)
from tests.builders import (
    A_DAY,
    a_citation,
    a_corpus,
    a_fact,
    a_person,
    a_quote,
    a_role,
    a_round,
    a_source,
    an_event,
)

A_YEAR = dt.timedelta(days=365)


def findings_at(record_id, findings):
    return [(key, message) for _, found_at, key, message in findings if found_at == record_id]


def test_a_number_that_two_rounds_share_is_found_at_both():
    found = list(inconsistent_rounds(a_corpus(a_round("round-3-again"))))

    assert {(name, key) for _, name, key, _ in found} == {
        ("round-3", "number"),
        ("round-3-again", "number"),
    }


@pytest.mark.parametrize("days", [0, 1])
def test_a_round_that_is_not_after_the_one_before_it_is_found(days):
    later = a_round("round-4", number=4, date=A_DAY - dt.timedelta(days=days), previous="round-3")

    found = list(inconsistent_rounds(a_corpus(later)))

    assert found == [("round", "round-4", "previous", "round-3 is not earlier")]


def test_a_round_with_a_smaller_number_than_the_one_before_it_is_found():
    later = a_round("round-2", number=2, date=A_DAY + dt.timedelta(days=1), previous="round-3")

    found = list(inconsistent_rounds(a_corpus(later)))

    assert found == [("round", "round-2", "previous", "round-3 has no smaller number")]


@pytest.mark.parametrize(
    ("start", "end", "minutes", "key"),
    [
        ("20:37", "20:30", None, "end_time"),
        ("14:45", "15:57", 73, "duration_minutes"),
        ("13:30-13:35", "about 15:20", 111, "duration_minutes"),
    ],
)
def test_a_round_that_lasts_longer_than_its_times_allow_is_found(start, end, minutes, key):
    held = a_round(start_time=start, end_time=end, duration_minutes=minutes)

    assert [at for at, _ in findings_at("round-3", inconsistent_rounds(a_corpus(held)))] == [key]


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("14:45", "15:57", 72),
        ("13:30-13:35", "about 15:20", 105),
        ("20:37", "before 21:30", 40),
        ("20:37", None, 40),
        ("in the evening", "at night", 40),
    ],
)
def test_a_round_that_fits_its_times_is_no_finding(start, end, minutes):
    held = a_round(start_time=start, end_time=end, duration_minutes=minutes)

    assert list(inconsistent_rounds(a_corpus(held))) == []


def test_an_event_that_ends_before_it_begins_is_found():
    event = an_event("backwards", end_date=A_DAY - dt.timedelta(days=1))

    found = list(inconsistent_rounds(a_corpus(event)))

    assert found == [("event", "backwards", "end_date", "ends before it begins")]


def test_an_event_that_follows_from_a_later_one_is_found():
    event = an_event("early", date=A_DAY - dt.timedelta(days=1), follows_from="round-3")

    found = list(inconsistent_rounds(a_corpus(event)))

    assert found == [("event", "early", "follows_from", "round-3 is later")]


@pytest.mark.parametrize("published", ["2025-07-22", "2025-06", "2024"])
def test_a_round_that_was_held_after_all_its_sources_is_found(published):
    source = a_source(published=published)

    assert [at for at, _ in findings_at("round-3", impossible_dates(a_corpus(source)))] == ["date"]


@pytest.mark.parametrize("published", ["2025-07-23", "2025-07-24", "2025-07", "2025", None])
def test_a_round_that_a_source_of_the_day_reports_is_no_finding(published):
    assert list(impossible_dates(a_corpus(a_source(published=published)))) == []


def test_a_round_that_is_only_announced_may_be_after_its_sources():
    source = a_source("preview", published="2025-07-01")
    announced = a_round(
        "round-4",
        number=4,
        date=A_DAY + dt.timedelta(days=7),
        status="announced",
        sources=("preview",),
    )

    assert list(impossible_dates(a_corpus(source, announced))) == []


def test_a_fact_of_a_day_after_all_its_sources_is_found():
    early = a_source("early", published="2025-07-22")
    fact = a_fact("hasty", citations=(a_citation("early"),))

    found = findings_at("hasty", impossible_dates(a_corpus(early, fact)))

    assert found == [("as_of", "every cited source was published before this day")]


def test_one_later_source_is_enough_for_a_fact():
    early = a_source("early", published="2025-07-22")
    fact = a_fact("backed", citations=(a_citation("early"), a_citation()))

    assert findings_at("backed", impossible_dates(a_corpus(early, fact))) == []


def test_words_printed_before_they_were_said_are_found():
    quote = a_quote("hasty", said_on=A_DAY + dt.timedelta(days=1))

    found = findings_at("hasty", impossible_dates(a_corpus(quote)))

    assert found == [("said_on", "agency-2025-07-23 was published before this day")]


def test_a_fact_that_an_earlier_one_replaces_is_found():
    old = a_fact("old", as_of=A_DAY - dt.timedelta(days=1))
    new = a_fact("new", status="superseded", superseded_by="old")

    found = findings_at("new", impossible_dates(a_corpus(old, new)))

    assert found == [("superseded_by", "old is of an earlier day")]


def test_a_fact_that_was_withdrawn_before_it_was_true_is_found():
    fact = a_fact("gone", withdrawn_on=A_DAY - dt.timedelta(days=1))

    assert findings_at("gone", impossible_dates(a_corpus(fact))) == [
        ("withdrawn_on", "is earlier than as_of")
    ]


@pytest.mark.parametrize(
    ("since", "until", "is_found"),
    [
        ("2025-07-18", "2025-07-17", True),
        ("2025-08", "2025-07-17", True),
        ("2025-07", "2025-07-17", False),
        ("2023-09", "2025-07-17", False),
        (None, "2025-07-17", False),
    ],
)
def test_a_role_that_ends_before_it_begins_is_found(since, until, is_found):
    person = a_person("somebody", roles=(a_role(since=since, until=until),))

    found = findings_at("somebody", impossible_dates(a_corpus(person)))

    assert [key for key, _ in found] == (["roles.0.until"] if is_found else [])


@pytest.mark.parametrize("away", [-A_YEAR, A_YEAR, dt.timedelta(days=MOST_DAYS_AWAY + 1)])
def test_a_fact_far_from_its_round_is_found(away):
    fact = a_fact("mistyped", as_of=A_DAY + away)

    ((key, message),) = findings_at("mistyped", faraway_days(a_corpus(fact)))

    assert key == "as_of"
    assert f"{abs(away.days)} days from round-3" in message


@pytest.mark.parametrize("away", [-MOST_DAYS_AWAY, 0, MOST_DAYS_AWAY])
def test_a_fact_near_its_round_is_no_finding(away):
    fact = a_fact("near", as_of=A_DAY + dt.timedelta(days=away))

    assert findings_at("near", faraway_days(a_corpus(fact))) == []


def test_a_fact_whose_statement_names_its_day_may_be_far_from_its_round():
    fact = a_fact("earlier", as_of=dt.date(2024, 5, 6), statement="One was held on 6 May 2024.")

    assert findings_at("earlier", faraway_days(a_corpus(fact))) == []


def test_what_is_said_during_a_long_event_is_not_far_from_it():
    event = an_event("long", end_date=A_DAY + A_YEAR)
    fact = a_fact("late", ref="long", as_of=A_DAY + A_YEAR)

    assert findings_at("late", faraway_days(a_corpus(event, fact))) == []


def test_background_may_be_told_from_any_day():
    event = an_event("before", kind="background")
    fact = a_fact("later", ref="before", as_of=A_DAY + A_YEAR)
    quote = a_quote("said", ref="before", said_on=A_DAY + A_YEAR)

    found = list(faraway_days(a_corpus(event, fact, quote)))

    assert found == []


def test_words_said_far_from_their_round_are_found():
    quote = a_quote("mistyped", said_on=A_DAY - A_YEAR)

    assert findings_at("mistyped", faraway_days(a_corpus(quote))) == [
        ("said_on", "365 days from round-3")
    ]
