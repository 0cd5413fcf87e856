"""What was read of the record is kept for the next start, and is what reading it anew gives."""

from __future__ import annotations

import dataclasses
import stat
from pathlib import Path

import pytest

from knowledge import load_knowledge, open_store
from knowledge.curation.load import Curated
from knowledge.matching import remembered
from knowledge.matching.index import Index
from knowledge.matching.remembered import recall, remember
from knowledge.use_cases import open as opening
from knowledge.use_cases.open import READINGS, publish_curated


@pytest.fixture(scope="module")
def kept(knowledge) -> bytes:
    return remember(knowledge.index, knowledge.corpus)


def test_what_is_recalled_is_what_was_read(knowledge, kept):
    recalled = recall(kept, knowledge.corpus, knowledge.index.lexicons)

    assert recalled == knowledge.index.read_facts


def test_an_index_of_recalled_readings_is_the_index_that_reads_anew(knowledge, kept):
    index, corpus = knowledge.index, knowledge.corpus
    recalled = recall(kept, corpus, index.lexicons)

    warm = Index(corpus, index.lexicons, remembered=recalled)

    assert warm.weights == index.weights
    assert warm.examples == index.examples
    assert warm.words_of_quotes == index.words_of_quotes
    for language, vocabulary in warm.vocabularies.items():
        assert vocabulary._raw == index.vocabularies[language]._raw


def test_the_readings_of_another_record_are_not_used(knowledge, kept):
    corpus = knowledge.corpus
    fact_id, fact = next(iter(corpus.facts.items()))
    reworded = dataclasses.replace(fact, statement=dataclasses.replace(fact.statement, en="New."))
    revised = dataclasses.replace(corpus, facts={**corpus.facts, fact_id: reworded})

    assert recall(kept, revised, knowledge.index.lexicons) is None


def test_the_readings_of_other_words_are_not_used(knowledge, kept):
    lexicons = dict(knowledge.index.lexicons)
    del lexicons["tr"]

    assert recall(kept, knowledge.corpus, lexicons) is None


def test_the_readings_of_other_dictionaries_are_not_used(knowledge, kept, monkeypatch):
    monkeypatch.setattr(remembered, "version", lambda name: "0")

    assert recall(kept, knowledge.corpus, knowledge.index.lexicons) is None


@pytest.mark.parametrize("spoilt", [b"", b"{}", b"\x00\xff", b'{"key": 1, "facts": []}'])
def test_a_spoilt_file_is_no_reading(spoilt, knowledge):
    assert recall(spoilt, knowledge.corpus, knowledge.index.lexicons) is None


async def load(curated: Curated, directory: Path, cache: Path):
    async with open_store(directory / "talks.sqlite3") as store:
        await publish_curated(store, curated)
        return await load_knowledge(store, curated.lexicons, cache)


async def test_a_start_keeps_what_it_read_where_only_its_owner_may_read_it(curated, tmp_path):
    cache = tmp_path / "cache"

    await load(curated, tmp_path, cache)

    [file] = cache.iterdir()
    assert file.name == READINGS
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700


async def test_the_next_start_reads_nothing_anew(curated, kept, tmp_path, monkeypatch):
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / READINGS).write_bytes(kept)
    monkeypatch.setattr(Index, "_read_fact", lambda *_: pytest.fail("read anew"))
    monkeypatch.setattr(opening, "remember", lambda *_: pytest.fail("kept anew"))

    again = await load(curated, tmp_path, cache)

    assert again.index.facts


async def test_a_cache_that_cannot_be_written_is_done_without(curated, tmp_path, caplog):
    (tmp_path / "file").write_text("no directory")

    found = await load(curated, tmp_path, tmp_path / "file")

    assert found.index.facts
    assert len(caplog.records) == 0  # of information, below what is shown by default
