"""From curated files and a store to the knowledge that answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from knowledge.curation.check import check, check_for_answers, check_for_release
from knowledge.curation.load import Curated, default_data, load
from knowledge.curation.overmatch import check_phrasings
from knowledge.curation.problem import Problem
from knowledge.errors import CorpusError
from knowledge.matching.lexicon import Lexicon
from knowledge.store.connection import Reader, Store
from knowledge.types import Language
from knowledge.use_cases.ask import Knowledge
from knowledge.use_cases.publish import Published, load_corpus, publish


def find_problems(directory: Path | None = None) -> tuple[Curated, list[Problem]]:
    """Load a data directory, or the one that ships with the program, and find every problem.

    A text without its translation is one here, and none to `read_curated`: an answer is then in
    English, and what was added in a chat may wait for its translations.
    """
    curated, problems = load(directory or default_data())
    problems = problems or sorted([*check(curated), *check_for_release(curated)])
    return curated, problems or check_phrasings(curated)


def read_curated(directory: Path | None = None) -> Curated:
    """Load a data directory that has no problem which would break an answer.

    Whether phrasings win against each other, and how things are worded, is left to `find_problems`:
    it takes longer, and an answer stays right without it.

    Raises:
        CorpusError: with every problem.
    """
    curated, problems = load(directory or default_data())
    problems = problems or check_for_answers(curated)
    if problems:
        raise CorpusError(problems)
    return curated


async def publish_curated(store: Store, curated: Curated) -> Published:
    """Bring the store up to the curated files, as of now."""
    return await publish(store, curated.corpus, now=dt.datetime.now(dt.UTC))


async def load_knowledge(reader: Reader, lexicons: Mapping[Language, Lexicon]) -> Knowledge:
    """Read the record from the store and build what finds things in it."""
    return Knowledge.of(await load_corpus(reader), lexicons)
