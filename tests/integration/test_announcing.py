"""A change of the record becomes alerts and corrections, in a real database."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from knowledge.alerting import Place, QuietHours, Schedule, Subscription
from knowledge.notifying import is_correction
from knowledge.revising import body_of, kind_of, revise
from knowledge.store.connection import Store, Transaction, open_store
from knowledge.store.receipts import put_receipts
from knowledge.store.records import append, current_revisions
from knowledge.types import Change, Record
from knowledge.use_cases.announce import REVIEW, announce, count_audience
from knowledge.use_cases.correct import end_reviews, settle_corrections
from knowledge.use_cases.deliver import alert_of, note_sent, take_due
from knowledge.use_cases.publish import publish
from knowledge.use_cases.subscribe import subscribe
from tests.builders import (
    A_MOMENT,
    a_corpus,
    a_fact,
    a_quote,
    a_round,
    an_event,
)

NOW = A_MOMENT
GROUP = Place(-100, 0)
TOPIC = Place(-100, 7)
READER = Place(1001, 0)
FACT = "round-3-exchange-count"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "test.sqlite3") as store:
        await publish(store, a_corpus(), now=NOW)
        yield store


async def wants(store: Store, place: Place, *interests: str, **more: Any) -> None:
    await subscribe(store, Subscription(place=place, interests=frozenset(interests), **more))


async def changes(store: Store, *records: Record, after: float = 1) -> dt.datetime:
    """Publish these records some seconds later; return when."""
    now = NOW + dt.timedelta(seconds=after)
    await publish(store, a_corpus(*records), now=now)
    return now


async def pending(store: Store, now: dt.datetime) -> list[tuple[Place, str, int]]:
    """Return what is due by a moment: where, what, and which message it edits."""
    found = []
    for delivery, _ in await take_due(store, now, taken=(), most=1000):
        alert = await alert_of(store, delivery.alert_id)
        assert alert is not None
        found.append((delivery.place, alert.what, delivery.edits))
    return sorted(found)


async def shows(store: Store, place: Place, message_id: int, fact: str = FACT) -> None:
    """The bot has answered with a fact."""
    async with store.transaction() as transaction:
        await put_receipts(transaction, place, message_id, [fact], "en", NOW)


def a_count(number: int, **more: Any) -> Record:
    return a_fact(FACT, value=number, statement=f"Each side returns {number} prisoners.", **more)


async def test_the_first_publication_of_a_database_is_no_news(tmp_path: Path) -> None:
    async with open_store(tmp_path / "new.sqlite3") as store:
        await wants(store, GROUP, "everything")
        await publish(store, a_corpus(), now=NOW)

        assert await pending(store, NOW) == []


@pytest.mark.parametrize(
    ("status", "what"),
    [
        ("announced", "round-announced"),
        ("postponed", "round-moved"),
        ("cancelled", "round-moved"),
        ("started", "round-started"),
        ("ended", "round-ended"),
    ],
)
async def test_a_round_that_becomes_something_new_is_told(
    store: Store, status: Any, what: str
) -> None:
    await wants(store, TOPIC, what)
    await wants(store, READER, "exchanges")

    now = await changes(store, a_round("round-4", number=4, status=status))

    assert await pending(store, now) == [(TOPIC, what, 0)]


@pytest.mark.parametrize(
    ("record", "what"),
    [
        (an_event("swap", kind="prisoner-exchange"), "exchanges"),
        (an_event("bodies", kind="bodies-repatriation"), "bodies"),
        (an_event("summit", kind="summit"), "summits"),
        (a_quote("new-words"), "statements:rustem-umerov"),
        (a_round(outcome="Nothing was signed."), "round-outcome"),
    ],
)
async def test_what_happens_is_told_to_those_who_want_it(
    store: Store, record: Record, what: str
) -> None:
    await wants(store, READER, what)
    await wants(store, GROUP, "everything")
    await wants(store, Place(5), "statements:somebody-else")

    now = await changes(store, record)

    assert await pending(store, now) == [(GROUP, what, 0), (READER, what, 0)]


async def test_one_change_makes_one_alert_in_a_place_whatever_it_wants(store: Store) -> None:
    await wants(store, GROUP, "round-ended", "round-outcome", "everything")

    now = await changes(store, a_round("round-4", number=4, status="announced"))
    later = await changes(
        store, a_round("round-4", number=4, status="ended", outcome="Signed."), after=9
    )

    assert len(await pending(store, now)) == 1
    assert [what for _, what, _ in await pending(store, later)] == [
        "round-announced",
        "round-ended",
    ]


async def test_those_who_want_only_the_important_do_not_get_the_rest(store: Store) -> None:
    await wants(store, READER, "everything", urgency="important")

    now = await changes(store, an_event("b", kind="bodies-repatriation"), an_event("swap"))

    assert [what for _, what, _ in await pending(store, now)] == ["exchanges"]


async def test_an_alert_at_night_waits_in_the_places_where_it_is_night(store: Store) -> None:
    night = Schedule(time_zone="Europe/Kyiv", quiet=QuietHours(12 * 60, 20 * 60))
    await wants(store, READER, "exchanges", schedule=night)  # it is 15:30 there
    await wants(store, GROUP, "exchanges")

    now = await changes(store, an_event("swap"))

    assert [place for place, *_ in await pending(store, now)] == [GROUP]
    assert len(await pending(store, now + dt.timedelta(hours=5))) == 2


async def test_what_is_urgent_waits_for_no_morning_and_no_review(store: Store) -> None:
    night = Schedule(time_zone="Europe/Kyiv", quiet=QuietHours(12 * 60, 20 * 60), rhythm="daily")
    await wants(store, READER, "corrections", schedule=night)
    await _revise(store, a_count(5), NOW, urgent=True)

    await settle_corrections(store, NOW)

    assert await pending(store, NOW) == [(READER, "corrections", 0)]


async def _revise(store: Store, record: Record, now: dt.datetime, **how: Any) -> None:
    """Change one record as a command would."""
    async with store.transaction() as transaction:
        stored = {(r.kind, r.id): r for r in await current_revisions(transaction)}
        before = stored.get((kind_of(record), record.id))
        after = revise(before, record, author="an admin", made_at=now, reason="a mistake")
        assert after is not None
        await append(transaction, [after])
        change = Change(kind=after.kind, id=after.id, before=before, after=after)
        await announce(transaction, [change], now=now, **how)


async def test_a_change_that_is_rolled_back_is_not_told(store: Store) -> None:
    await wants(store, READER, "everything")

    async def change_and_fail() -> None:
        async with store.transaction() as transaction:
            await _announce_new_event(transaction)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await change_and_fail()

    assert await pending(store, NOW) == []


async def _announce_new_event(transaction: Transaction) -> None:
    after = revise(None, an_event("swap"), author="an admin", made_at=NOW, reason="news")
    assert after is not None
    await append(transaction, [after])
    change = Change(kind=after.kind, id=after.id, before=None, after=after)
    told = await announce(transaction, [change], now=NOW)
    assert told.deliveries == 1


async def test_the_audience_is_counted_before_anything_is_told(store: Store) -> None:
    await wants(store, READER, "everything")
    await wants(store, GROUP, "exchanges")
    await shows(store, TOPIC, 5)
    stored = {(r.kind, r.id): r for r in await current_revisions(store)}
    made = []
    for record in (an_event("swap"), a_count(5)):
        before = stored.get(("fact", record.id))
        after = revise(before, record, author="an admin", made_at=NOW, reason="news")
        assert after is not None
        made.append(Change(kind=after.kind, id=after.id, before=before, after=after))

    audience = await count_audience(store, made, now=NOW)

    assert (audience.alerted, audience.corrected) == (2, 1)


async def test_those_who_saw_the_old_value_get_one_notice_and_their_messages_edited(
    store: Store,
) -> None:
    await shows(store, TOPIC, 5)
    await shows(store, TOPIC, 6)
    await shows(store, READER, 9)
    await shows(store, Place(77), 3, fact="round-3-exchange-count-russia")
    now = await changes(store, a_count(1300))

    assert await settle_corrections(store, now) == 0
    after_review = now + REVIEW
    assert await settle_corrections(store, after_review) == 1

    assert await pending(store, after_review) == [
        (TOPIC, "corrections", 0),
        (TOPIC, "corrections", 5),
        (TOPIC, "corrections", 6),
        (READER, "corrections", 0),
        (READER, "corrections", 9),
    ]


async def test_two_quick_changes_make_one_notice_with_the_net_change(store: Store) -> None:
    """Row 21: one message, from what was seen to what is right in the end."""
    await shows(store, READER, 9)
    first = await changes(store, a_count(1300))
    last = await changes(store, a_count(1400), after=60)

    assert await settle_corrections(store, first + REVIEW) == 0
    await settle_corrections(store, last + REVIEW)

    notices = [d for d, _ in await take_due(store, last + REVIEW, taken=(), most=9) if not d.edits]
    assert len(notices) == 1
    alert = await alert_of(store, notices[0].alert_id)
    assert alert is not None
    assert alert.before.statement.en.startswith("Each side was to return")  # type: ignore[union-attr]
    assert "1400" in alert.after.statement.en  # type: ignore[union-attr]


async def test_a_change_that_is_undone_makes_no_notice(store: Store) -> None:
    """Row 21: edit and revert, and nobody hears of it."""
    await shows(store, READER, 9)
    await wants(store, GROUP, "corrections")
    await changes(store, a_count(1300))
    last = await changes(store, a_fact(FACT), after=60)

    assert await settle_corrections(store, last + REVIEW) == 1

    assert await pending(store, last + REVIEW) == []


async def test_an_admin_can_end_the_review_early(store: Store) -> None:
    await shows(store, READER, 9)
    now = await changes(store, a_count(1300))

    assert await end_reviews(store, now) == 1
    assert await end_reviews(store, now + REVIEW) == 0

    assert len(await pending(store, now)) == 2


async def test_a_withdrawn_fact_is_corrected_too(store: Store) -> None:
    await shows(store, READER, 9)
    withdrawn = a_fact(
        FACT,
        status="withdrawn",
        withdrawn_on=dt.date(2025, 8, 1),
        withdrawn_because="The page was taken down.",
    )
    now = await changes(store, withdrawn)

    await end_reviews(store, now)

    assert len(await pending(store, now)) == 2


async def test_a_quiet_change_tells_nobody(store: Store) -> None:
    await shows(store, READER, 9)
    await wants(store, GROUP, "everything", "corrections")

    await _revise(store, a_count(1300), NOW, quiet=True)
    await end_reviews(store, NOW)

    assert await pending(store, NOW) == []


async def test_a_place_that_saw_it_and_wants_corrections_is_told_once(store: Store) -> None:
    await shows(store, GROUP, 9)
    await wants(store, GROUP, "corrections", "everything")
    await wants(store, READER, "corrections")
    now = await changes(store, a_count(1300))

    await end_reviews(store, now)

    assert await pending(store, now) == [
        (GROUP, "corrections", 0),
        (GROUP, "corrections", 9),
        (READER, "corrections", 0),
    ]


STATEMENT = "Each side was to return at least 1,200 prisoners."


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"statement": STATEMENT}, {"statement": STATEMENT.upper()}, False),
        ({"statement": "The prisonners left."}, {"statement": "The prisoners left!"}, False),
        ({"statement": "It was agreed."}, {"statement": "It was not agreed."}, True),
        ({"statement": "1,200 each"}, {"statement": "1,300 each"}, True),
        ({"value": 1200}, {"value": 1300}, True),
        (
            {"value": 1200, "statement": STATEMENT},
            {"value": 1200, "statement": "No fewer than 1200 were to come back to each side."},
            True,  # "no" is a denial, and a denial is not taken for a matter of style
        ),
        (
            {"value": 1200, "statement": STATEMENT},
            {"value": 1200, "statement": "At least 1200 were to come back to each side."},
            False,
        ),
        (
            {"value": 5, "statement": "In all Ukraine returned 5."},
            {"value": 5, "statement": "In all Russia returned 5."},
            True,
        ),
        ({"note": None}, {"note": "Looked at again."}, False),
        ({"phrasings": {"en": ("a",)}}, {"phrasings": {"en": ("b",)}}, False),
        ({"statement": "It is likely."}, {"statement": "It is unlikely."}, True),
    ],
)
def test_a_clean_up_of_wording_is_no_correction(
    before: dict[str, Any], after: dict[str, Any], expected: bool
) -> None:
    one, other = body_of(a_fact(**before)), body_of(a_fact(**after))

    assert is_correction(one, other) is expected


async def test_the_message_of_a_live_round_is_edited_as_it_goes_on(store: Store) -> None:
    await wants(store, GROUP, "round-started", "round-ended")
    now = await changes(store, a_round("round-4", number=4, status="started"))
    [(delivery, _)] = await take_due(store, now, taken=(), most=9)
    alert = await alert_of(store, delivery.alert_id)
    assert alert is not None
    await note_sent(store, [(delivery, alert)], 55, now)
    round_4 = a_round("round-4", number=4, status="started")

    later = await changes(store, round_4, a_fact("round-4-began", ref="round-4"), after=9)
    assert await pending(store, later) == [(GROUP, "round-live", 55)]

    ended = replace(round_4, status="ended")
    last = await changes(store, ended, a_fact("round-4-began", ref="round-4"), after=20)
    assert await pending(store, last) == [
        (GROUP, "round-ended", 0),
        (GROUP, "round-live", 55),
        (GROUP, "round-live", 55),
    ]
