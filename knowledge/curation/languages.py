"""Rules on languages: which are there, and whether a text is in the one that it says."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Final

from babel import localedata

from knowledge.curation.finding import Finding
from knowledge.types import (
    LANGUAGES,
    RECORD_TYPES,
    Corpus,
    Kind,
    Language,
    Localised,
    Person,
    Record,
)

FOREIGN: Final[dict[Language, re.Pattern[str]]] = {
    "en": re.compile(r"[\u0400-\u04ff]"),
    "uk": re.compile(r"[ёъыэ]", re.IGNORECASE),
    "ru": re.compile(r"[іїєґ]", re.IGNORECASE),
    "tr": re.compile(r"[\u0400-\u04ff]"),
}
"""Letters that a language does not have, and the one that it is mistaken for does."""
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_STRAIGHT = re.compile(r"(?<=[а-яіїєґ])'(?=[а-яіїєґ])", re.IGNORECASE)


def texts_of(record: Record) -> Iterator[tuple[str, Localised]]:
    """Yield each text of a record that stands in several languages, with its key."""
    for field in dataclasses.fields(record):
        value = getattr(record, field.name)
        if isinstance(value, Localised):
            yield field.name, value
    if isinstance(record, Person):
        for number, role in enumerate(record.roles):
            yield f"roles.{number}.title", role.title


def _all_texts(corpus: Corpus) -> Iterator[tuple[Kind, str, str, Localised]]:
    for kind in RECORD_TYPES:
        for record_id, record in corpus.of_kind(kind).items():
            for key, text in texts_of(record):
                yield kind, record_id, key, text


def missing_languages(corpus: Corpus) -> Iterator[Finding]:
    """A text, or the ways to ask for a fact, that one of the four languages lacks."""
    for kind, record_id, key, text in _all_texts(corpus):
        for language in LANGUAGES:
            if getattr(text, language) is None:
                yield kind, record_id, f"{key}.{language}", "the text is missing in this language"
    for fact in corpus.facts.values():
        for language in LANGUAGES:
            if language not in fact.phrasings:
                message = "nobody who asks in this language finds the fact: add phrasings"
                yield "fact", fact.id, f"phrasings.{language}", message


def mistaken_languages(corpus: Corpus) -> Iterator[Finding]:
    """A text in the letters of another language, or the English one left where it was copied."""
    for kind, record_id, key, text in _all_texts(corpus):
        for language in LANGUAGES:
            said: str | None = getattr(text, language)
            if said and (fault := _fault_of(said, language, text.en)):
                yield kind, record_id, f"{key}.{language}", fault


def _fault_of(said: str, language: Language, english: str) -> str:
    if found := FOREIGN[language].search(said):
        return f"the letter {found[0]!r} is not of this language"
    if language in ("uk", "ru") and _LATIN.search(said) and not _CYRILLIC.search(said):
        return "expected Cyrillic letters"
    if language != "en" and said == english and len(said.split()) > 3:
        return "this is the English text"
    if _STRAIGHT.search(said):
        return "expected the apostrophe ’ inside a word"
    return ""


def mistaken_phrasings(corpus: Corpus) -> Iterator[Finding]:
    """Ways to ask that stand under the key of another language."""
    for fact in corpus.facts.values():
        for language, templates in fact.phrasings.items():
            for number, template in enumerate(templates):
                if found := FOREIGN[language].search(template):
                    message = f"the letter {found[0]!r} is not of this language"
                    yield "fact", fact.id, f"phrasings.{language}.{number}", message


def unknown_languages(corpus: Corpus) -> Iterator[Finding]:
    """Two letters that no language has."""
    spoken: list[tuple[Kind, str, str]] = [
        ("source", s.id, s.language) for s in corpus.sources.values()
    ]
    spoken += [("quote", q.id, q.language) for q in corpus.quotes.values()]
    for kind, record_id, language in spoken:
        if not localedata.exists(language):
            yield kind, record_id, "language", f"no language has the code {language}"
