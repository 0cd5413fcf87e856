"""Publishing the curated files into a real store."""

import dataclasses
import datetime as dt

import pytest

from knowledge.errors import StoreError, UncitedRecordError
from knowledge.revising import revise
from knowledge.store.connection import open_store
from knowledge.store.records import append, current_revisions, history
from knowledge.use_cases.publish import CURATED_FILES, Published, load_corpus, publish
from tests.builders import (
    A_MOMENT,
    a_citation,
    a_conflict,
    a_corpus,
    a_corpus_of,
    a_fact,
    a_quote,
    a_source,
)

LATER = A_MOMENT + dt.timedelta(days=1)
FACT = "round-3-exchange-count"


@pytest.fixture
async def store(tmp_path):
    async with open_store(tmp_path / "talks.sqlite3") as store:
        yield store


async def revise_by_hand(store, record):
    (*_, stored) = (None, *await history(store, "fact", record.id))
    revision = revise(stored, record, author="ada", made_at=A_MOMENT, reason="a correction")
    async with store.transaction() as transaction:
        await append(transaction, [revision])


async def numbers(store, record_id=FACT):
    return [revision.number for revision in await history(store, "fact", record_id)]


async def test_the_record_comes_back_as_it_was_published(store):
    published = await publish(store, a_corpus(), now=A_MOMENT)

    assert published == Published(added=8, revised=0, unchanged=0, missing=())
    assert await load_corpus(store) == a_corpus()


async def test_publishing_again_changes_nothing(store):
    await publish(store, a_corpus(), now=A_MOMENT)
    before = await current_revisions(store)

    published = await publish(store, a_corpus(), now=LATER)

    assert published == Published(added=0, revised=0, unchanged=8, missing=())
    assert await current_revisions(store) == before


async def test_a_changed_record_makes_one_revision_and_the_others_none(store):
    await publish(store, a_corpus(), now=A_MOMENT)
    changed = a_corpus(a_fact(value=1200))

    published = await publish(store, changed, now=LATER, reason="the number was added")

    assert published == Published(added=0, revised=1, unchanged=7, missing=())
    assert await load_corpus(store) == changed
    first, second = await history(store, "fact", FACT)
    assert (first.author, first.made_at) == (CURATED_FILES, A_MOMENT)
    assert (second.author, second.made_at) == (CURATED_FILES, LATER)
    assert second.reason == "the number was added"


async def test_a_record_that_changes_back_makes_a_revision_too(store):
    for corpus in (a_corpus(), a_corpus(a_fact(value=1200)), a_corpus()):
        await publish(store, corpus, now=A_MOMENT)

    assert await numbers(store) == [1, 2, 3]
    assert await load_corpus(store) == a_corpus()


async def test_a_new_record_is_added_beside_the_others(store):
    await publish(store, a_corpus(), now=A_MOMENT)
    new = a_fact("new", citations=(a_citation("new-page"),))

    published = await publish(store, a_corpus(new, a_source("new-page")), now=LATER)

    assert published == Published(added=2, revised=0, unchanged=8, missing=())


async def test_a_record_that_left_the_files_is_told_and_stays(store):
    await publish(store, a_corpus(), now=A_MOMENT)
    without = dataclasses.replace(a_corpus(), conflicts={}, events={})

    published = await publish(store, without, now=LATER)

    assert published.unchanged == 6
    assert set(published.missing) == {
        ("conflict", "round-3-exchange-number"),
        ("event", "exchange-2025-07-23"),
    }
    assert await load_corpus(store) == a_corpus()


async def test_records_of_two_kinds_may_have_one_id(store):
    corpus = a_corpus_of(a_source("same"), a_fact("same", citations=(a_citation("same"),)))

    await publish(store, corpus, now=A_MOMENT)

    assert await load_corpus(store) == corpus


async def test_an_unchanged_file_does_not_undo_what_somebody_revised(store):
    await publish(store, a_corpus(), now=A_MOMENT)
    await revise_by_hand(store, a_fact(value=1197))

    published = await publish(store, a_corpus(), now=LATER)

    assert published == Published(added=0, revised=0, unchanged=8, missing=())
    assert (await load_corpus(store)).facts[FACT].value == 1197


async def test_a_file_that_changed_while_somebody_revised_is_a_conflict_not_an_overwrite(store):
    await publish(store, a_corpus(), now=A_MOMENT)
    await revise_by_hand(store, a_fact(value=1197))

    published = await publish(store, a_corpus(a_fact(value=1200)), now=LATER)

    assert published.conflicts == (("fact", FACT),)
    assert await numbers(store) == [1, 2]
    assert (await load_corpus(store)).facts[FACT].value == 1197


async def test_a_file_that_took_the_revision_over_may_go_on_from_there(store):
    await publish(store, a_corpus(), now=A_MOMENT)
    await revise_by_hand(store, a_fact(value=1197))
    await publish(store, a_corpus(a_fact(value=1197)), now=LATER)

    published = await publish(store, a_corpus(a_fact(value=1200)), now=LATER)

    assert published.conflicts == ()
    assert await numbers(store) == [1, 2, 3]
    assert (await load_corpus(store)).facts[FACT].value == 1200


async def test_a_file_that_took_a_revision_over_does_not_undo_the_next_one(store):
    await publish(store, a_corpus(), now=A_MOMENT)
    await revise_by_hand(store, a_fact(value=1197))
    await publish(store, a_corpus(a_fact(value=1197)), now=LATER)
    await revise_by_hand(store, a_fact(value=1198))

    published = await publish(store, a_corpus(a_fact(value=1197)), now=LATER)

    assert published.conflicts == ()
    assert (await load_corpus(store)).facts[FACT].value == 1198


async def test_a_new_file_does_not_overwrite_what_was_pushed_under_its_id(store):
    await publish(store, a_corpus(), now=A_MOMENT)
    await revise_by_hand(store, a_fact("pushed", value=1))

    published = await publish(store, a_corpus(a_fact("pushed", value=2)), now=LATER)

    assert published.conflicts == (("fact", "pushed"),)
    assert (await load_corpus(store)).facts["pushed"].value == 1


async def test_a_file_that_takes_over_what_somebody_revised_makes_no_revision(store):
    await publish(store, a_corpus(), now=A_MOMENT)
    await revise_by_hand(store, a_fact(value=1197))

    published = await publish(store, a_corpus(a_fact(value=1197)), now=LATER)

    assert published.revised == 0
    assert await numbers(store) == [1, 2]


async def test_a_record_that_did_not_come_from_the_files_is_not_missing_from_them(store):
    await publish(store, a_corpus(), now=A_MOMENT)
    async with store.transaction() as transaction:
        new = revise(None, a_fact("by-hand"), author="ada", made_at=A_MOMENT, reason="breaking")
        await append(transaction, [new])

    published = await publish(store, a_corpus(), now=LATER)

    assert published.missing == ()


def a_fact_cites_an_unknown_source():
    return a_corpus(a_fact(value=1200), a_fact("bad", citations=(a_citation("nowhere"),)))


def a_quote_has_an_unknown_source():
    return a_corpus(a_fact(value=1200), a_quote("bad", source="nowhere"))


def a_fact_cites_nothing():
    return a_corpus(a_fact(value=1200), a_fact("bad", citations=()))


@pytest.mark.parametrize(
    "situation",
    [a_fact_cites_an_unknown_source, a_quote_has_an_unknown_source, a_fact_cites_nothing],
)
async def test_a_publication_that_fails_leaves_the_store_as_it_was(store, situation):
    await publish(store, a_corpus(), now=A_MOMENT)
    before = await current_revisions(store)

    with pytest.raises(UncitedRecordError, match="bad cites no source that exists"):
        await publish(store, situation(), now=LATER)

    assert await current_revisions(store) == before
    assert await numbers(store) == [1]


async def test_a_value_that_cannot_be_written_leaves_the_store_as_it_was(store):
    with pytest.raises(ValueError, match="JSON"):
        await publish(store, a_corpus(a_fact(value=float("nan"))), now=A_MOMENT)

    assert await current_revisions(store) == []


async def test_a_record_that_this_program_does_not_understand_is_named(store):
    await publish(store, a_corpus(), now=A_MOMENT)
    (stored,) = await history(store, "conflict", a_conflict().id)
    alien = dataclasses.replace(stored, number=2, body=f'{{"id":"{stored.id}","mood":"tense"}}')
    async with store.transaction() as transaction:
        await append(transaction, [alien])

    with pytest.raises(StoreError, match=r"cannot be read.*Conflict"):
        await load_corpus(store)
