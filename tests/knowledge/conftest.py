"""What the tests of the record and of its answers share."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from knowledge import Knowledge
from knowledge.curation.load import Curated, default_data, load
from knowledge.matching.lexicon import Lexicon
from knowledge.matching.vocabulary import Vocabulary
from knowledge.types import Record
from tests.builders import a_corpus_of


@pytest.fixture(scope="session")
def curated() -> Curated:
    """The curated files that ship with the program."""
    found, problems = load(default_data())
    assert problems == []
    return found


@pytest.fixture(scope="session")
def lexicon(curated: Curated) -> Lexicon:
    """The English words that ship with the program."""
    return curated.lexicons["en"]


@pytest.fixture(scope="session")
def vocabulary(knowledge: Knowledge) -> Vocabulary:
    """Every English word that the shipped record knows."""
    return knowledge.index.vocabularies["en"]


@pytest.fixture(scope="session")
def know(lexicon: Lexicon) -> Callable[..., Knowledge]:
    """Build what answers from these records only, and not about the bot itself."""
    about_the_talks = dataclasses.replace(lexicon, meta={})

    def build(*records: Record) -> Knowledge:
        return Knowledge.of(a_corpus_of(*records), {"en": about_the_talks})

    return build
