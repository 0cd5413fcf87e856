"""From curated files and a store to the knowledge that answers."""

from __future__ import annotations

import datetime as dt
import gc
import logging
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from knowledge.curation.check import check, check_for_answers, check_for_release
from knowledge.curation.load import Curated, default_data, load
from knowledge.curation.overmatch import check_phrasings
from knowledge.curation.problem import Problem
from knowledge.errors import CorpusError
from knowledge.matching.encoder import load_encoder
from knowledge.matching.lexicon import Lexicon
from knowledge.matching.remembered import recall, remember
from knowledge.store.connection import Reader, Store
from knowledge.types import Language
from knowledge.use_cases.ask import Knowledge, no_cycles_collected
from knowledge.use_cases.publish import Published, load_corpus, publish

READINGS: Final = "readings.json"
FACTS_WORTH_KEEPING: Final = 50
"""A smaller record is read faster than a file is written."""

log = logging.getLogger(__name__)


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


async def load_knowledge(
    reader: Reader,
    lexicons: Mapping[Language, Lexicon],
    cache: Path | None = None,
    semantic_model: str | None = None,
) -> Knowledge:
    """Read the record from the store and build what finds things in it.

    What was read of its phrasings is kept in the directory `cache` for the next start, which is
    then three times as fast; one that cannot be written is done without. `semantic_model` is a
    sentence encoder's directory or its name, see `load_encoder`.
    """
    corpus = await load_corpus(reader)
    file = cache / READINGS if cache and len(corpus.facts) >= FACTS_WORTH_KEEPING else None
    with no_cycles_collected():
        remembered = recall(_bytes_of(file), corpus, lexicons) if file else None
        knowledge = Knowledge.of(corpus, lexicons, remembered, load_encoder(semantic_model))
        # Later collections leave these out too, so that no question waits for one.
        gc.freeze()
    if file and remembered is None:
        _keep(file, remember(knowledge.index, corpus))
    return knowledge


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


def _keep(file: Path, content: bytes) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
        with os.fdopen(descriptor, "wb") as written:
            written.write(content)
        Path(name).replace(file)
    except OSError as error:
        log.info("%s cannot be written, the next start reads anew: %s", file, error.strerror)
