"""Rules across the curated files: what each record alone cannot show to be wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from knowledge.curation.dates import faraway_days, impossible_dates, inconsistent_rounds
from knowledge.curation.disputes import inconsistent_conflicts, inconsistent_statuses
from knowledge.curation.figures import figures_lost_in_translation, numbers_not_in_statements
from knowledge.curation.finding import Finding
from knowledge.curation.languages import (
    missing_languages,
    mistaken_languages,
    mistaken_phrasings,
    unknown_languages,
)
from knowledge.curation.load import Curated
from knowledge.curation.problem import Problem
from knowledge.curation.quoting import misquotations, mistaken_twins
from knowledge.curation.references import (
    dangling_references,
    hidden_origins,
    repeated_references,
    unusable_addresses,
    unused_sources,
)
from knowledge.curation.wording import judging_words, strange_spellings
from knowledge.matching.template import MAX_EXPANSIONS, SLOT, TemplateError, expand
from knowledge.types import Corpus

Rule: TypeAlias = Callable[[Corpus], Iterable[Finding]]

SLOTS: Final = frozenset({"round"})
"""What may stand in braces in a phrasing."""
_SIGN = re.compile(r"[()\[\]|]")


def unreadable_lexicons(curated: Curated) -> Iterator[Problem]:
    """A lexicon that is not there, a title of nobody, or a template that cannot be read."""
    if "en" not in curated.lexicons:
        yield Problem("language/en.toml", "", "the English lexicon is required")
    for language, lexicon in curated.lexicons.items():
        path = f"language/{language}.toml"
        for person in lexicon.titles:
            if person not in curated.corpus.people:
                yield Problem(path, f"titles.{person}", f"no record has the id {person}")
        for topic, templates in lexicon.meta.items():
            for number, template in enumerate(templates):
                try:
                    expand(template)
                except TemplateError as error:
                    yield Problem(path, f"meta.{topic}.{number}", str(error))


def unreadable_phrasings(corpus: Corpus) -> Iterator[Finding]:
    """A template with a bracket too many, or with a slot that the matcher does not fill."""
    for fact in corpus.facts.values():
        for language, templates in fact.phrasings.items():
            for number, template in enumerate(templates):
                key = f"phrasings.{language}.{number}"
                if fault := _fault_of(template):
                    yield "fact", fact.id, key, fault
                for slot in set(SLOT.findall(template)) - SLOTS:
                    yield "fact", fact.id, key, f"unknown slot {{{slot}}}; expected {{round}}"
                if "{round}" in template and fact.ref not in corpus.rounds:
                    yield "fact", fact.id, key, "{round} stands only in facts on a round"


def _fault_of(template: str) -> str:
    """Return why a template cannot be read; thousands are asked at every start, so in few steps.

    If brackets are in order, there are at most as many utterances as the options of all of them
    multiplied; only where that is too much are they counted out.
    """
    if _most_utterances(template) <= MAX_EXPANSIONS:
        return ""
    try:
        expand(template)
    except TemplateError as error:
        return str(error)
    return ""


def _most_utterances(template: str) -> float:
    """Return what the number of utterances cannot exceed; infinite if the brackets do not fit."""
    most, options, opened = 1, [1], ""
    for sign in _SIGN.findall(template):
        if sign == "|":
            options[-1] += 1
        elif sign in "([":
            options.append(1 if sign == "(" else 2)
            opened += sign
        elif opened[-1:] + sign in ("()", "[]"):
            most *= options.pop()
            opened = opened[:-1]
        else:
            return math.inf
    return math.inf if opened else most * options[0]


RULES_FOR_ANSWERS: Final[tuple[Rule, ...]] = (
    dangling_references,
    inconsistent_rounds,
    inconsistent_statuses,
    inconsistent_conflicts,
    unknown_languages,
    misquotations,
    numbers_not_in_statements,
    unreadable_phrasings,
)
"""Without these an answer would break, or say what the record does not."""

RULES: Final[tuple[Rule, ...]] = (
    *RULES_FOR_ANSWERS,
    repeated_references,
    unused_sources,
    unusable_addresses,
    hidden_origins,
    impossible_dates,
    faraway_days,
    mistaken_languages,
    mistaken_phrasings,
    mistaken_twins,
    figures_lost_in_translation,
    strange_spellings,
    judging_words,
)
"""What every record must keep, from a file or from a chat."""

RULES_FOR_FILES: Final[tuple[Rule, ...]] = (missing_languages,)
"""What the files must keep besides; what is added in a chat may wait for its translations."""


def check(curated: Curated) -> list[Problem]:
    """Return every problem across the records; they must have loaded without any."""
    return sorted([*_problems(curated, RULES), *unreadable_lexicons(curated)])


def check_for_answers(curated: Curated) -> list[Problem]:
    """Return the problems with which nobody should be answered; the bot does not start on them."""
    return sorted([*_problems(curated, RULES_FOR_ANSWERS), *unreadable_lexicons(curated)])


def check_for_release(curated: Curated) -> list[Problem]:
    """Return what only the files that ship must keep: all four languages everywhere."""
    return sorted(_problems(curated, RULES_FOR_FILES))


def _problems(curated: Curated, rules: Iterable[Rule]) -> Iterator[Problem]:
    for rule in rules:
        for kind, record_id, key, message in rule(curated.corpus):
            yield Problem(curated.paths[kind, record_id], key, message)
