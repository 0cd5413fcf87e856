"""Somebody asks: an utterance in, an outcome out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.answering import Answer, Outcome, answer, answer_with, is_known, latest_round_of
from knowledge.errors import UnknownFactError
from knowledge.matching.index import Index
from knowledge.matching.lexicon import Lexicon
from knowledge.matching.recognise import recognise
from knowledge.types import Corpus, FactId, Language


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The corpus and what is needed to find things in it; replaced as a whole, never changed."""

    corpus: Corpus
    indexes: Mapping[Language, Index]

    @classmethod
    def of(cls, corpus: Corpus, lexicons: Mapping[Language, Lexicon]) -> Knowledge:
        """Build the index of each language that has a lexicon."""
        return cls(corpus, {language: Index(corpus, lexicons[language]) for language in lexicons})


def ask(
    knowledge: Knowledge,
    utterance: str,
    *,
    language: Language = "en",
    as_of: dt.date | None = None,
) -> Outcome:
    """Answer an utterance from the record, as it was known on a day where one is given."""
    corpus = knowledge.corpus
    index = knowledge.indexes.get(language) or knowledge.indexes["en"]
    recognition = recognise(
        utterance,
        index,
        latest_round=latest_round_of(corpus, as_of),
        is_known=lambda fact_id: is_known(corpus.facts[fact_id], as_of),
    )
    return answer(recognition, corpus, as_of)


def show(knowledge: Knowledge, fact_id: str, *, as_of: dt.date | None = None) -> Answer:
    """Return the answer that shows one fact, as it was known on a day where one is given.

    Raises:
        UnknownFactError: no fact that may be shown has that id.
    """
    fact = knowledge.corpus.facts.get(FactId(fact_id))
    if fact is None or not is_known(fact, as_of):
        raise UnknownFactError(fact_id)
    return answer_with(FactId(fact_id), knowledge.corpus, as_of)
