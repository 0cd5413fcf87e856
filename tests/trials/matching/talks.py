"""The talks: who ranks the right fact first, and how does the whole bot reply?"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from knowledge import LANGUAGES, Corpus, Fact, Language, Round
from knowledge.matching.template import SLOT, variants
from tests.corpus.judging import judge
from tests.trials.matching.labelled import Pairs, with_typos
from tests.trials.matching.peers import RANKERS

CORPUS = Path(__file__).parents[2] / "corpus"
TOP = 3
REFUSALS = {"no_answer", "clarification"}

Question = dict[str, Any]
Say = Callable[[str], None]


def read_questions(file: Path) -> list[Question]:
    """Read one JSON object a line."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def phrasings_of(corpus: Corpus, language: Language) -> Pairs:
    """Return the question, the phrasings and the statement of each fact in one language."""
    return [
        (fact.id, utterance)
        for fact in corpus.facts.values()
        for utterance in _utterances_of(fact, corpus, language)
    ]


def _utterances_of(fact: Fact, corpus: Corpus, language: Language) -> Iterator[str]:
    yield fact.question.within(language)
    yield fact.statement.within(language)
    occasion = corpus.occasion(fact.ref)
    name = (
        f"round {occasion.number}"
        if isinstance(occasion, Round)
        else occasion.title.within(language)
    )
    for template in fact.phrasings.get(language, ()):
        yield from variants(SLOT.sub(name, template))


def measure_ranking(
    questions: Sequence[Question], corpus: Corpus, names: Sequence[str], say: Say
) -> dict[str, Any]:
    """Return for each matcher how often a right fact is first, and among the first three.

    The phrasings of the question's language are learnt. Follow-ups are left out: without the turn
    before nobody could know.
    """
    asked = [
        (question, facts)
        for question in questions
        if question.get("kind") != "followup" and (facts := _expected_facts(question))
    ]
    found: dict[str, Any] = {}
    for name in names:
        first = among = 0
        for language in LANGUAGES:
            own = [each for each in asked if each[0].get("lang", "en") == language]
            if not own:
                continue
            ranker = RANKERS[name](phrasings_of(corpus, language))
            for question, facts in own:
                ranked = [label for label, _ in ranker.rank(question["question"], TOP)]
                first += ranked[0] in facts
                among += not facts.isdisjoint(ranked)
        found[name] = {
            "first": round(first / len(asked), 4),
            f"top_{TOP}": round(among / len(asked), 4),
        }
        say(f"the talks, {name}: a right fact is first for {found[name]['first']:.3f}")
    return {"questions": len(asked), "matchers": found}


def _expected_facts(question: Question) -> set[str]:
    """Return the facts that answer a question, if it has an answer."""
    expect = question["expect"]
    if "answer" not in expect["outcome"]:
        return set()
    return {
        fact for entry in (*expect["facts_any"], *expect["facts_all"]) for fact in entry.split("|")
    }


def measure_bot(questions: Path, scorer: Path, say: Say) -> dict[str, Any]:
    """Return the scorer's totals for the bot's replies, and for the same questions mistyped."""
    asked = read_questions(questions)
    found = {
        "as_written": _scored_by(scorer, asked),
        "with_typos": _scored_by(scorer, list(_mistyped(asked))),
    }
    for name, figures in found.items():
        say(f"the bot, {name}: accuracy {figures['accuracy']}, wrong {figures['wrong']}")
    return found


def _mistyped(questions: Sequence[Question]) -> Iterator[Question]:
    typed = with_typos(question["question"] for question in questions)
    for question, text in zip(questions, typed, strict=True):
        yield {**question, "question": text}


def replies_to(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """Return the replies of `talksbot ask --jsonl`.

    Raises:
        CalledProcessError: the command failed.
    """
    done = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "--jsonl"],
        input=_lines_of(questions),
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def _lines_of(objects: Sequence[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in objects)


def _scored_by(scorer: Path, questions: Sequence[Question]) -> dict[str, Any]:
    with TemporaryDirectory(prefix="talksbot-") as directory:
        asked, replied = Path(directory, "questions.jsonl"), Path(directory, "replies.jsonl")
        asked.write_text(_lines_of(questions), encoding="utf-8")
        replied.write_text(_lines_of(replies_to(questions)), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, str(scorer), str(asked), str(replied), "--json"],
            capture_output=True,
            text=True,
            check=True,
        )
    return cast("dict[str, Any]", json.loads(done.stdout)["total"])


def measure_own_corpus(say: Say) -> dict[str, Any]:
    """Return how the bot fares with the questions in `tests/corpus`, as written and mistyped."""
    found: dict[str, Any] = {}
    for file in sorted(CORPUS.glob("*.jsonl")):
        questions = read_questions(file)
        found[file.stem] = {
            "as_written": count_verdicts(questions, replies_to(questions)),
            "with_typos": count_verdicts(questions, replies_to(list(_mistyped(questions)))),
        }
        say(f"the bot, {file.name}: accuracy {found[file.stem]['as_written']['accuracy']}")
    return found


def count_verdicts(
    questions: Sequence[Question], replies: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return how often the bot was right, wrong (it misleads), or missed an answer."""
    pairs = list(zip(questions, replies, strict=True))
    verdicts = Counter(verdict(question, reply) for question, reply in pairs)
    to_refuse = [reply for question, reply in pairs if must_be_refused(question)]
    refused = sum(reply.get("outcome") in REFUSALS for reply in to_refuse)
    return {
        "n": len(pairs),
        "correct": verdicts["correct"],
        "wrong": verdicts["wrong"],
        "missed": verdicts["missed"],
        "accuracy": round(verdicts["correct"] / len(pairs), 4),
        "refusal_recall": round(refused / len(to_refuse), 4) if to_refuse else None,
    }


def must_be_refused(question: Question) -> bool:
    """Say whether only a refusal, or asking back, is right."""
    expect = question["expect"]
    return set(expect["outcome"]) <= REFUSALS if isinstance(expect, dict) else expect == "refuse"


def verdict(question: Question, reply: Mapping[str, Any]) -> str:
    """Return correct, wrong or missed, as the tests in `tests/corpus` do."""
    if isinstance(question["expect"], dict):
        return judge(question, reply).verdict
    outcome, shown = reply.get("outcome"), set(reply.get("facts", ()))
    if outcome == "answer":
        fits = not shown.isdisjoint(question["facts_any"])
        return "correct" if fits and shown.isdisjoint(question["facts_none"]) else "wrong"
    if outcome == "meta":
        return "correct" if question["expect"] == "meta" else "missed"
    return "correct" if outcome in REFUSALS and question["expect"] == "refuse" else "missed"
