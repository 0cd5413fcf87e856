"""What the whole bot takes: time to build, time to answer, memory.

`python -m tests.trials.matching.running` asks the questions that come in, one JSON object a line,
and prints one JSON object. It imports nothing that the bot does not.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import importlib
import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any, cast

from bot.asking import knowledge_of
from knowledge import Knowledge, ask, read_curated
from tests.trials.matching.clock import CpuClock, percentiles, resident_megabytes


def measure_running(questions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the figures of a fresh process that has loaded everything the bot loads."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.trials.matching.running"],
        input="".join(json.dumps(question) + "\n" for question in questions),
        capture_output=True,
        text=True,
        check=True,
    )
    return cast("dict[str, Any]", json.loads(done.stdout))


def _measure(questions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    importlib.import_module("bot.app")
    knowledge = asyncio.run(knowledge_of(None, None))
    gc.collect()
    resident = resident_megabytes()
    _ask_all(knowledge, questions)
    working = CpuClock()
    times = _ask_all(knowledge, questions)
    asking = working.seconds()
    after = resident_megabytes()
    lexicons = read_curated().lexicons
    began, working = time.perf_counter(), CpuClock()
    Knowledge.of(knowledge.corpus, lexicons)
    return {
        "index_seconds": round(time.perf_counter() - began, 3),
        "index_cpu_seconds": round(working.seconds(), 3),
        "questions": len(times),
        **percentiles(times),
        "cpu_ms": round(asking / len(times) * 1000, 3),
        "resident_megabytes": round(resident, 1),
        "resident_megabytes_after_questions": round(after, 1),
    }


def _ask_all(knowledge: Knowledge, questions: Sequence[Mapping[str, Any]]) -> list[float]:
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


if __name__ == "__main__":
    print(json.dumps(_measure([json.loads(line) for line in sys.stdin])))
