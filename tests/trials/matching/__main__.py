"""Measure matchers side by side: `python -m tests.trials.matching`, or `make bench-matching`.

The last line printed is one JSON object with every figure.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bot.asking import knowledge_of
from tests.trials.matching.intents import measure_intents
from tests.trials.matching.labelled import SMALL, read_labelled
from tests.trials.matching.peers import names_of
from tests.trials.matching.report import picture, tables
from tests.trials.matching.running import measure_running
from tests.trials.matching.scale import SIZES, measure_scale
from tests.trials.matching.talks import (
    CORPUS,
    measure_bot,
    measure_own_corpus,
    measure_ranking,
    read_questions,
)

PARTS = ("banking", "scale", "talks")
DATA = Path(__file__).parents[4] / "shared"
"""Beside the project: the sets of others, with which nothing of the project is built."""

Say = Callable[[str], None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return 0."""
    options = _parser().parse_args(arguments)
    began = time.monotonic()

    def say(line: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {line}", file=sys.stderr, flush=True)

    figures: dict[str, Any] = {
        "machine": {
            "cores": os.cpu_count(),
            "load_at_the_start": round(os.getloadavg()[0], 1),
            "python": platform.python_version(),
        }
    }
    if "banking" in options.only:
        figures |= _intents(options, say)
    if "scale" in options.only:
        sizes = [size for size in SIZES if size <= options.most_phrasings]
        figures["scale"] = measure_scale(names_of(options.matcher), sizes, say)
    if "talks" in options.only:
        figures |= _talks(options, say)
    if options.picture and "intents" in figures:
        options.picture.write_text(picture(figures["intents"]), encoding="utf-8")
    print("\n".join(tables(figures)))
    text = json.dumps(figures, ensure_ascii=False)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.trials.matching", description=__doc__)
    parser.add_argument("--only", type=_parts, default=PARTS, metavar=",".join(PARTS))
    parser.add_argument(
        "--data",
        type=Path,
        default=DATA,
        help="directory with bench/banking77 and eval/questions.jsonl (default: %(default)s)",
    )
    parser.add_argument("--matcher", action="append", help="only this one, and this project's")
    parser.add_argument("--most-phrasings", type=int, default=SIZES[-1], help="for the scale")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--picture", type=Path, help="draw the accuracies into this SVG file")
    return parser


def _parts(text: str) -> tuple[str, ...]:
    parts = tuple(text.split(","))
    if unknown := set(parts) - set(PARTS):
        raise argparse.ArgumentTypeError(
            f"{min(unknown)}: expected some of {', '.join(PARTS)}, with commas between them"
        )
    return parts


def _intents(options: argparse.Namespace, say: Say) -> dict[str, Any]:
    directory = options.data / "bench" / "banking77"
    if not directory.is_dir():
        say(f"{directory} is not there: a small set of the project's own takes its place")
        directory = SMALL
    return {"intents": measure_intents(read_labelled(directory), names_of(options.matcher), say)}


def _talks(options: argparse.Namespace, say: Say) -> dict[str, Any]:
    found: dict[str, Any] = {}
    file, scorer = options.data / "eval" / "questions.jsonl", options.data / "eval" / "score.py"
    questions = [q for own in sorted(CORPUS.glob("*.jsonl")) for q in read_questions(own)]
    if file.is_file():
        questions = read_questions(file)
        corpus = asyncio.run(knowledge_of(None, None)).corpus
        found["ranking"] = measure_ranking(questions, corpus, names_of(options.matcher), say)
        found["bot"] = measure_bot(file, scorer, say)
    else:
        say(f"{file} is not there: only the project's own questions are asked")
    found["own_corpus"] = measure_own_corpus(say)
    found["running"] = measure_running(questions)
    return found


if __name__ == "__main__":
    sys.exit(main())
