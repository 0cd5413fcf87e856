"""What people may say to ask for a fact, and what the fact itself says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from knowledge.matching.template import SLOT, variants
from knowledge.text import tokens
from knowledge.types import Corpus, Fact, Language, Round

ROUND_NAMES: Mapping[Language, str] = {
    "en": "round {number}",
    "uk": "раунд {number}",
    "ru": "раунд {number}",
    "tr": "{number}. tur",
}
"""How `{round}` of a phrasing is filled in; any name of the round reads alike."""


class Written(NamedTuple):
    """A phrasing, and its tokens."""

    text: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Written:
        """Return a text with its tokens."""
        return cls(text, tokens(text))


def utterances_of(fact: Fact, corpus: Corpus, language: Language) -> Iterator[str]:
    """Yield utterances that together have every word of a fact's question and phrasings."""
    question: str | None = getattr(fact.question, language)
    if question:
        yield question
    occasion = corpus.occasion(fact.ref)
    name = (
        ROUND_NAMES[language].format(number=occasion.number)
        if isinstance(occasion, Round)
        else occasion.title.within(language)
    )
    for template in fact.phrasings.get(language, ()):
        yield from variants(SLOT.sub(name, template))


def texts_of(fact: Fact, language: Language) -> Iterator[str]:
    """Yield what a fact states, in words and as its value."""
    statement: str | None = getattr(fact.statement, language)
    if statement:
        yield statement
    if fact.value is not None:
        yield str(fact.value)
