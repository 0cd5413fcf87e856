"""Sets of labels that nobody of this project wrote: who finds the right one, and who refuses?"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tests.trials.matching.clock import CpuClock
from tests.trials.matching.labelled import LabelledSet, Pairs, with_typos
from tests.trials.matching.peers import RANKERS, Ranker

KEPT = 0.9
"""Share of the questions in scope that stay above the threshold."""
TIMED = 200
"""Questions that are asked one by one; the others may be asked many at once."""

Say = Callable[[str], None]


def measure_intents(given: LabelledSet, names: Sequence[str], say: Say) -> dict[str, Any]:
    """Return the figures of each matcher for each number of phrasings a label."""
    found: dict[str, Any] = {}
    for name in names:
        found[name] = {}
        for number, pairs in given.train.items():
            figures = _measure(RANKERS[name], pairs, given)
            found[name][str(number)] = figures
            say(f"{given.name}, {number} phrasings a label, {name}: {figures['accuracy']:.3f}")
    return {
        "set": given.name,
        "labels": len({label for label, _ in given.test}),
        "questions": len(given.test),
        "out_of_scope": len(given.out_of_scope),
        "matchers": found,
    }


def _measure(fit: Callable[[Pairs], Ranker], pairs: Pairs, given: LabelledSet) -> dict[str, Any]:
    began, working = time.perf_counter(), CpuClock()
    ranker = fit(pairs)
    built, building = time.perf_counter() - began, working.seconds()
    labels, questions = [label for label, _ in given.test], [text for _, text in given.test]
    timed = questions[:: max(len(questions) // TIMED, 1)]
    began, working = time.perf_counter(), CpuClock()
    for text in timed:
        ranker.rank(text, 1)
    took, asking = time.perf_counter() - began, working.seconds()
    ranked = ranker.best_of_all(questions)
    mistyped = ranker.best_of_all(list(with_typos(questions)))
    strange = [score for _, score in ranker.best_of_all(given.out_of_scope)]
    threshold = np.quantile([score for _, score in ranked], 1 - KEPT)
    return {
        "accuracy": _share([label for label, _ in ranked], labels),
        "accuracy_with_typos": _share([label for label, _ in mistyped], labels),
        "out_of_scope_refused": round(float(np.mean(np.array(strange) < threshold)), 4),
        "threshold": round(float(threshold), 3),
        "build_seconds": round(built, 3),
        "build_cpu_seconds": round(building, 3),
        "ms_a_question": round(took / len(timed) * 1000, 3),
        "cpu_ms_a_question": round(asking / len(timed) * 1000, 3),
    }


def _share(found: Sequence[str], right: Sequence[str]) -> float:
    return round(sum(a == b for a, b in zip(found, right, strict=True)) / len(right), 4)
