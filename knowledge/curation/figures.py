"""Rules on figures: the value of a fact and its statement in each language say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from knowledge.curation.finding import Finding
from knowledge.curation.numbers import numbers_in, says
from knowledge.types import LANGUAGES, Corpus, Fact, Language

_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_NUMBER: Final = re.compile(r"\d+")
_IDENTIFIER: Final = re.compile(r"\d+/\d{4}")


def numbers_not_in_statements(corpus: Corpus) -> Iterator[Finding]:
    """A value that the statement does not say, in any of its languages."""
    for fact in corpus.facts.values():
        for language in LANGUAGES:
            statement: str | None = getattr(fact.statement, language)
            if statement and not _says_value(fact, statement, language):
                message = f"the statement in {language} does not say {fact.value}"
                yield "fact", fact.id, "value", message


def _says_value(fact: Fact, statement: str, language: Language) -> bool:
    value = fact.value
    if isinstance(value, int):
        return says(statement, value, language)
    if isinstance(value, float):
        return f"{value:g}".replace(".", "." if language == "en" else ",") in statement
    if value is None:
        return True
    if _IDENTIFIER.fullmatch(value):
        return value in statement
    if day := _DAY.fullmatch(value):
        # A last day may be told as the end of its month.
        return int(day[1]) in numbers_in(statement, language)
    numbers = _NUMBER.findall(value)
    if not numbers:
        # Names are written otherwise in other languages; their first word is what tells.
        return language != "en" or value.split()[0].casefold() in statement.casefold()
    return all(says(statement, int(number), language) for number in numbers)


def figures_lost_in_translation(corpus: Corpus) -> Iterator[Finding]:
    """A number in digits that the same text in English, or the other way round, does not say."""
    for fact in corpus.facts.values():
        english = fact.statement.en
        for language in LANGUAGES[1:]:
            said: str | None = getattr(fact.statement, language)
            if said is None:
                continue
            for number in _unsaid(english, "en", said, language):
                message = f"does not say {number}, which the English statement says"
                yield "fact", fact.id, f"statement.{language}", message
            for number in _unsaid(said, language, english, "en"):
                message = f"says {number}, which the English statement does not say"
                yield "fact", fact.id, f"statement.{language}", message


def _unsaid(text: str, language: Language, other: str, its: Language) -> Iterator[int]:
    for number in sorted(set(numbers_in(text, language))):
        if not says(other, number, its):
            yield number
