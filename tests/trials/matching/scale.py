"""How do matchers bear 100 to 100,000 phrasings of made-up words?"""

from __future__ import annotations

import gc
import multiprocessing
import random
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tests.trials.matching.clock import CpuClock, percentiles, resident_megabytes
from tests.trials.matching.labelled import Pairs
from tests.trials.matching.peers import RANKERS, SVM

SIZES = (100, 1_000, 10_000, 100_000)
PHRASINGS_A_LABEL = 10
QUESTIONS = 200
LEAST_QUESTIONS = 20
MOST_SECONDS = 20
"""After so long no further question is asked, if enough have been."""
MOST_FOR = {SVM: 1_000}
"""One machine for each of 1,000 labels and more takes minutes to learn, and is left out."""
_SYLLABLES = tuple(a + b for a in "bcdfghklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er"))


def made_up(size: int, questions: int = QUESTIONS, seed: int = 1) -> tuple[Pairs, Pairs]:
    """Return that many phrasings, ten a label, and questions: the same seed, the same ones.

    A phrasing has three of its label's six words, and three to eight that fall as often as words
    do: the n-th most frequent one n times less often than the first.
    """
    chance = random.Random(seed)
    vocabulary = list(
        dict.fromkeys("".join(chance.choices(_SYLLABLES, k=3)) for _ in range(20_000))
    )
    frequencies = np.cumsum(1 / np.arange(1, len(vocabulary) + 1)).tolist()

    def said(own: Sequence[str]) -> str:
        others = chance.choices(vocabulary, cum_weights=frequencies, k=chance.randint(3, 8))
        words = [*chance.sample(own, 3), *others]
        chance.shuffle(words)
        return " ".join(words)

    labels = {
        f"label{number}": chance.sample(vocabulary, 6)
        for number in range(max(size // PHRASINGS_A_LABEL, 1))
    }
    pairs = [(label, said(own)) for label, own in labels.items() for _ in range(PHRASINGS_A_LABEL)]
    asked = chance.choices(tuple(labels), k=questions)
    return pairs, [(label, said(labels[label])) for label in asked]


def measure_scale(
    names: Sequence[str], sizes: Sequence[int], say: Callable[[str], None]
) -> dict[str, Any]:
    """Return the figures of each matcher for each size."""
    found: dict[str, Any] = {}
    for name in names:
        found[name] = {}
        for size in sizes:
            if size > MOST_FOR.get(name, size):
                continue
            # A process of its own: what an earlier matcher took would be counted with this one.
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                figures = pool.apply(_measure, (name, size))
            found[name][str(size)] = figures
            say(f"{size} phrasings, {name}: {figures['p50_ms']:.2f} ms")
    return found


def _measure(name: str, size: int) -> dict[str, Any]:
    pairs, questions = made_up(size)
    gc.collect()
    before = resident_megabytes()
    began, working = time.perf_counter(), CpuClock()
    ranker = RANKERS[name](pairs)
    built, building = time.perf_counter() - began, working.seconds()
    gc.collect()
    taken = resident_megabytes() - before
    ranker.rank(questions[0][1], 1)
    times, right, working = [], 0, CpuClock()
    for label, text in questions:
        began = time.perf_counter()
        ranked = ranker.rank(text, 1)
        times.append((time.perf_counter() - began) * 1000)
        right += ranked[0][0] == label
        if sum(times) > MOST_SECONDS * 1000 and len(times) >= LEAST_QUESTIONS:
            break
    return {
        "build_seconds": round(built, 3),
        "build_cpu_seconds": round(building, 3),
        "megabytes": round(taken, 1),
        **percentiles(times),
        "cpu_ms": round(working.seconds() / len(times) * 1000, 3),
        "questions": len(times),
        "accuracy": round(right / len(times), 4),
    }
