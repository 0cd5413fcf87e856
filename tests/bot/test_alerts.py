"""Alerts, digests, corrections and live messages as readers see them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from bot.rendering.alerts import render_alert, render_corrected, render_digest, render_live
from bot.rendering.html import fits, plain
from bot.rendering.locale import Locale
from bot.rendering.subscriptions import KINDS, kind_of_alert, render_panel
from knowledge.alerting import Alert, Place, QuietHours, Schedule, Subscription
from knowledge.curation.alert_rules import alert_rules
from knowledge.types import Record
from knowledge.use_cases.ask import Knowledge
from knowledge.use_cases.subscribe import interest_words
from tests.builders import A_MOMENT, a_corpus, a_fact, a_quote, a_round, a_source, an_event

NASTY = "<3 & </b> \u202eevil\u202c \u200b👩‍👩‍👧 İı"
CORPUS = a_corpus()
LOCALE = Locale()


def an_alert(after: Record, what: str = "facts", **fields: Any) -> Alert:
    """Return an alert of a record."""
    defaults: dict[str, Any] = {
        "id": 1,
        "purpose": "news",
        "what": what,
        "kind": "fact",
        "record_id": after.id,
        "before": None,
        "after": after,
        "is_important": True,
        "made_at": A_MOMENT,
        "reason": "it was said",
    }
    return Alert(**defaults | fields)


RECORDS: dict[str, Record] = {
    "round-announced": a_round(title=NASTY, venue=NASTY, status="announced", outcome=NASTY),
    "exchanges": an_event(title=NASTY, place=NASTY, end_date=dt.date(2025, 7, 25)),
    "statements:rustem-umerov": a_quote(exact=NASTY),
    "facts": a_fact(statement=NASTY),
}


@pytest.mark.parametrize("what", RECORDS)
@pytest.mark.parametrize("is_repeat", [False, True])
def test_an_alert_shows_what_is_new_as_it_stands(what: str, is_repeat: bool) -> None:
    message = render_alert(an_alert(RECORDS[what], what), CORPUS, LOCALE, is_repeat=is_repeat)

    assert fits(message.html)
    assert "<3 & </b> evil 👩‍👩‍👧 İı" in plain(message.html)
    assert "Agency" in plain(message.html)
    assert plain(message.html).startswith("Sent again") is is_repeat
    assert message.buttons


def test_a_round_that_moved_shows_what_was_said_before() -> None:
    before = a_round(status="announced", venue="Ankara")
    after = replace(before, status="postponed", date=dt.date(2025, 8, 1))
    moved = replace(after, venue=a_round().venue)

    text = plain(render_alert(an_alert(moved, "round-moved", before=before), CORPUS, LOCALE).html)

    assert "It is postponed." in text
    assert "1 August 2025" in text
    assert "Before: 23 July 2025" in text
    assert "Before: Ankara" in text


def test_a_correction_shows_old_new_why_and_source() -> None:
    before, after = a_fact(), a_fact(statement="At least 1,300.", claimant="russia")
    alert = an_alert(after, "corrections", purpose="correction", before=before, reason="Misread.")

    message = render_alert(alert, CORPUS, LOCALE)

    assert "<s>Each side was to return at least 1,200 prisoners.</s>" in message.html
    text = plain(message.html)
    assert "At least 1,300." in text
    assert "Who says it, before: Ukraine's side." in text
    assert "Why: Misread." in text
    assert "Source: Agency" in text


def test_a_reason_that_says_nothing_is_not_shown() -> None:
    alert = an_alert(
        a_fact(statement="Other."),
        "corrections",
        purpose="correction",
        before=a_fact(),
        reason="published from the curated files",
    )

    assert "Why:" not in plain(render_alert(alert, CORPUS, LOCALE).html)


def test_an_old_answer_says_that_it_was_corrected_even_before_the_bot_has_the_new_record() -> None:
    after = a_fact(statement="At least 1,300.")
    alert = an_alert(after, "corrections", purpose="correction", before=a_fact())

    text = plain(render_corrected(alert, Knowledge(CORPUS, {}), LOCALE).html)

    assert text.startswith("✏️ Corrected on 1 August 2025")
    assert "I told you:\nEach side was to return at least 1,200 prisoners." in text
    assert "At least 1,300." in text


def test_a_digest_shows_the_last_of_each_record_and_counts_the_rest() -> None:
    alerts = [an_alert(an_event(f"swap-{n}", title=f"Swap {n}"), "exchanges") for n in range(40)]
    alerts.append(an_alert(an_event("swap-39", title="Swap 39, again"), "exchanges"))

    text = plain(render_digest(alerts, CORPUS, LOCALE).html)

    assert text.startswith("🗞 40 pieces of news")
    assert "Swap 39, again" in text
    assert "Swap 28" in text
    assert "Swap 27," not in text
    assert "and 28 earlier ones" in text


def test_a_digest_of_long_records_still_fits() -> None:
    long = "word " * 200
    alerts = [an_alert(a_fact(f"f-{n}", statement=long.strip())) for n in range(30)]

    assert fits(render_digest(alerts, CORPUS, LOCALE).html)


def test_a_live_message_shows_where_the_round_stands_and_what_was_added() -> None:
    held = a_round(status="started", start_time="14:35")
    facts = [a_fact(f"f-{n}", statement=f"Fact {n}.") for n in range(12)]

    text = plain(render_live(an_alert(held, "round-live"), facts, CORPUS, LOCALE).html)

    assert "It has begun." in text
    assert "Began: 14:35" in text
    assert "Fact 11." in text
    assert "Fact 3." not in text


def test_every_kind_of_alert_has_its_words_and_every_choice_its_rule() -> None:
    kinds = {kind for words in interest_words().values() for kind in words}

    assert all(kind_of_alert(rule.what, CORPUS, LOCALE) for rule in alert_rules() if not rule.by)
    assert set(KINDS) == kinds
    assert set(interest_words()) == {
        "rounds", "exchanges", "bodies", "summits", "statements", "corrections", "everything",
    }  # fmt: skip


def test_a_panel_keeps_to_what_a_button_can_carry() -> None:
    """Ids of supergroups are long; every button of every page must stay within 64 bytes."""
    from bot.panel import key_of
    from bot.rendering.buttons import MAX_DATA_BYTES, encode
    from bot.rendering.subscriptions import render_people, render_quiet_hours, render_zones

    subscription = Subscription(
        place=Place(-1009999999999, 2**31 - 1),
        interests=frozenset({"everything"}),
        schedule=Schedule(time_zone="America/Argentina/ComodRivadavia", quiet=QuietHours(1, 2)),
        paused_because="blocked",
    )
    people = [(person, key_of(person.id)) for person in CORPUS.people.values()]
    messages = (
        render_panel(subscription, CORPUS, LOCALE, title=NASTY * 9),
        render_zones(subscription, LOCALE),
        render_quiet_hours(subscription, LOCALE),
        render_people(subscription, people, LOCALE),
    )

    buttons = [each for message in messages for row in message.buttons for each in row]
    assert all(len(encode(b.action).encode()) <= MAX_DATA_BYTES for b in buttons if b.action)
    assert all(fits(message.html) for message in messages)


def test_a_source_that_the_bot_does_not_have_yet_is_left_out() -> None:
    event = an_event(sources=("agency-2025-07-23", "not-yet"))

    assert "Agency" in plain(render_alert(an_alert(event, "exchanges"), CORPUS, LOCALE).html)
    assert a_source().id in CORPUS.sources
