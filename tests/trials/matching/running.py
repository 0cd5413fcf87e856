"""What the whole bot takes: time to build, time to answer, memory."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import importlib
import multiprocessing
import time
from collections.abc import Sequence
from typing import Any

from bot.asking import knowledge_of
from knowledge import Knowledge, ask, read_curated
from tests.trials.matching.scale import percentiles, resident_megabytes
from tests.trials.matching.talks import Question


def measure_running(questions: Sequence[Question]) -> dict[str, Any]:
    """Return the figures of a fresh process that has loaded everything the bot loads."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measure, (list(questions),))


def _measure(questions: Sequence[Question]) -> dict[str, Any]:
    importlib.import_module("bot.app")
    knowledge = asyncio.run(knowledge_of(None, None))
    gc.collect()
    resident = resident_megabytes()
    _ask_all(knowledge, questions)
    times = _ask_all(knowledge, questions)
    after = resident_megabytes()
    lexicons = read_curated().lexicons
    began = time.perf_counter()
    Knowledge.of(knowledge.corpus, lexicons)
    return {
        "index_seconds": round(time.perf_counter() - began, 3),
        "questions": len(times),
        **percentiles(times),
        "resident_megabytes": round(resident, 1),
        "resident_megabytes_after_questions": round(after, 1),
    }


def _ask_all(knowledge: Knowledge, questions: Sequence[Question]) -> list[float]:
    """Return the milliseconds that each question took."""
    times = []
    for question in questions:
        day = question.get("as_of")
        began = time.perf_counter()
        ask(
            knowledge,
            question["question"],
            language=question.get("lang", "en"),
            as_of=dt.date.fromisoformat(day) if day else None,
        )
        times.append((time.perf_counter() - began) * 1000)
    return times
