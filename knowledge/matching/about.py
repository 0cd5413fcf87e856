"""Questions about the bot itself, recognised by their wording as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from knowledge.matching.lexicon import Lexicon, MetaTopic
from knowledge.matching.template import expand
from knowledge.matching.thresholds import META_AT_LEAST
from knowledge.text import tokens

SHORT = 8
"""Letters up to which a question about the bot must stand as listed: tanks are no thanks."""
LONGEST = 16
"""Words from which an utterance is no question about the bot."""
MOST_COMPARED = 40
"""Wordings that are compared letter by letter: those with the most words in common."""
MOST_CLAUSES = 4
"""Clauses that are looked at one by one, so that a long text costs no more."""
_CLAUSE_END = re.compile(r"[,.;!?\n]+")


@dataclass(frozen=True, slots=True)
class MetaMatch:
    """A question about the bot itself."""

    topic: MetaTopic
    score: float
    """Similarity to a known wording, 0 to 100."""
    is_whole: bool
    """Whether the whole utterance is that question, not only a clause of it."""


class AboutTheBot:
    """The known wordings of such questions in all languages."""

    def __init__(self, lexicons: Iterable[Lexicon]) -> None:
        self._topics: list[MetaTopic] = []
        self._wordings: list[str] = []
        numbers: dict[str, list[int]] = {}
        for lexicon in lexicons:
            for topic, templates in lexicon.meta.items():
                for wording in {w for template in templates for w in expand(template)}:
                    words = tokens(wording)
                    for word in set(words):
                        numbers.setdefault(word, []).append(len(self._wordings))
                    self._topics.append(topic)
                    self._wordings.append(" ".join(words))
        self._with_word = {w: np.array(found, dtype=np.int32) for w, found in numbers.items()}
        self._lengths = np.array([w.count(" ") + 1 for w in self._wordings], dtype=np.float32)

    def match(self, utterance: str) -> MetaMatch | None:
        """Return what an utterance, or else a clause of it, asks about the bot itself."""
        if (found := self._match(utterance, is_whole=True)) is not None:
            return found
        clauses = _CLAUSE_END.split(utterance)[:MOST_CLAUSES]
        if len(clauses) < 2:
            return None
        matches = (self._match(clause, is_whole=False) for clause in clauses)
        return next(filter(None, matches), None)

    def _match(self, text: str, *, is_whole: bool) -> MetaMatch | None:
        words = tokens(text)
        if not words or len(words) > LONGEST or not self._wordings:
            return None
        common = np.zeros(len(self._wordings), dtype=np.float32)
        for word in set(words):
            if (with_word := self._with_word.get(word)) is not None:
                common[with_word] += 1
        likeness = common / (self._lengths + len(words))
        likeliest = np.argpartition(-likeness, min(MOST_COMPARED, len(likeness) - 1))
        numbers = [int(n) for n in likeliest[:MOST_COMPARED] if common[n]]
        spelt = " ".join(words)
        cutoff = META_AT_LEAST if len(spelt) > SHORT else 100.0
        best = process.extractOne(
            spelt, [self._wordings[n] for n in numbers], scorer=fuzz.ratio, score_cutoff=cutoff
        )
        if best is None:
            return None
        return MetaMatch(self._topics[numbers[best[2]]], best[1], is_whole)
