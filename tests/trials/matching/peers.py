"""What others would use to find the label of a text, each as it is commonly used."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import bm25s
import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process, utils
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, make_union
from sklearn.svm import LinearSVC

from knowledge.matching import Matcher, stems
from tests.trials.matching.labelled import Pairs

Ranking = list[tuple[str, float]]
"""Labels with scores, the best first."""
_WORD = re.compile(r"\w+")
_FAR_ENOUGH = 200
"""Phrasings that a full-text search returns; the labels of the best three are among them."""


class Ranker(Protocol):
    """Something that was fitted on pairs."""

    def rank(self, text: str, most: int) -> Ranking:
        """Return the labels that fit a text best."""

    def best_of_all(self, texts: Sequence[str]) -> Ranking:
        """Return the best label of each text: where the library can do many at once, it does."""


class _OneByOne:
    def rank(self, text: str, most: int) -> Ranking:
        raise NotImplementedError

    def best_of_all(self, texts: Sequence[str]) -> Ranking:
        return [self.rank(text, 1)[0] for text in texts]


class _ByPhrasing(_OneByOne):
    """A label is as good as the best of its phrasings."""

    def __init__(self, pairs: Pairs) -> None:
        self._labels = [label for label, _ in pairs]
        self._learn([text for _, text in pairs])

    def _learn(self, phrasings: list[str]) -> None:
        raise NotImplementedError

    def _scores(self, text: str) -> NDArray[Any]:
        raise NotImplementedError

    def rank(self, text: str, most: int) -> Ranking:
        scores = self._scores(text)
        best: dict[str, float] = {}
        for at in np.argsort(-scores, kind="stable"):
            best.setdefault(self._labels[at], float(scores[at]))
            if len(best) == most:
                break
        return list(best.items())


def _rapidfuzz(scorer: Callable[..., float]) -> type[_ByPhrasing]:
    class Fuzzy(_ByPhrasing):
        def _learn(self, phrasings: list[str]) -> None:
            self._phrasings = [utils.default_process(phrasing) for phrasing in phrasings]

        def _scores(self, text: str) -> NDArray[Any]:
            asked = utils.default_process(text)
            return process.cdist([asked], self._phrasings, scorer=scorer)[0]

    return Fuzzy


class _Fts5(_ByPhrasing):
    """SQLite's full-text search: any of the words, stemmed by Porter, ranked by bm25."""

    def _learn(self, phrasings: list[str]) -> None:
        self._table = sqlite3.connect(":memory:")
        self._table.execute(
            "create virtual table phrasing using fts5(words, tokenize = 'porter unicode61')"
        )
        self._table.executemany(
            "insert into phrasing (rowid, words) values (?, ?)", enumerate(phrasings)
        )
        self._count = len(phrasings)

    def _scores(self, text: str) -> NDArray[Any]:
        scores = np.zeros(self._count)
        if words := _WORD.findall(text.replace("_", " ")):
            found = self._table.execute(
                "select rowid, -rank from phrasing where phrasing match ? order by rank limit ?",
                (" OR ".join(f'"{word}"' for word in words), _FAR_ENOUGH),
            )
            for row, score in found:
                scores[row] = score
        return scores


class _Bm25s(_ByPhrasing):
    def _learn(self, phrasings: list[str]) -> None:
        self._read = stems()
        self._index = bm25s.BM25()
        self._index.index([list(self._read(text).terms) for text in phrasings], show_progress=False)

    def _scores(self, text: str) -> NDArray[Any]:
        known = [term for term in self._read(text).terms if term in self._index.vocab_dict]
        return self._index.get_scores(known) if known else np.zeros(len(self._labels))


def _tf_idf() -> FeatureUnion:
    return make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
    )


class _TfIdfNearest(_ByPhrasing):
    def _learn(self, phrasings: list[str]) -> None:
        self._weigh = _tf_idf()
        self._phrasings = self._weigh.fit_transform(phrasings)

    def _scores(self, text: str) -> NDArray[Any]:
        return self._all_scores([text])[0]

    def best_of_all(self, texts: Sequence[str]) -> Ranking:
        scores = self._all_scores(texts)
        best = scores.argmax(axis=1)
        return [(self._labels[at], float(row[at])) for at, row in zip(best, scores, strict=True)]

    def _all_scores(self, texts: Sequence[str]) -> NDArray[Any]:
        return (self._weigh.transform(texts) @ self._phrasings.T).toarray()


class _TfIdfSvm:
    """One linear support vector machine a label, over the same TF-IDF."""

    def __init__(self, pairs: Pairs) -> None:
        self._weigh = _tf_idf()
        known = self._weigh.fit_transform([text for _, text in pairs])
        self._machine = LinearSVC().fit(known, [label for label, _ in pairs])

    def rank(self, text: str, most: int) -> Ranking:
        scores = self._decisions([text])[0]
        order = np.argsort(-scores, kind="stable")[:most]
        return [(str(self._machine.classes_[at]), float(scores[at])) for at in order]

    def best_of_all(self, texts: Sequence[str]) -> Ranking:
        scores = self._decisions(texts)
        names = self._machine.classes_[scores.argmax(axis=1)]
        return list(zip(map(str, names), scores.max(axis=1).tolist(), strict=True))

    def _decisions(self, texts: Sequence[str]) -> NDArray[Any]:
        decisions = self._machine.decision_function(self._weigh.transform(texts))
        # Of two labels it has one decision only.
        return decisions if decisions.ndim == 2 else np.stack([-decisions, decisions], axis=1)


class _Ours(_OneByOne):
    def __init__(self, pairs: Pairs) -> None:
        self._matcher = Matcher.fit(pairs)

    def rank(self, text: str, most: int) -> Ranking:
        return [(match.label, match.score) for match in self._matcher.rank(text, most)]


OURS = "this project"
SVM = "TF-IDF, linear SVM"
RANKERS: Mapping[str, Callable[[Pairs], Ranker]] = {
    "rapidfuzz WRatio": _rapidfuzz(fuzz.WRatio),
    "rapidfuzz ratio": _rapidfuzz(fuzz.ratio),
    "rapidfuzz token_set_ratio": _rapidfuzz(fuzz.token_set_ratio),
    "bm25s": _Bm25s,
    "SQLite FTS5, porter": _Fts5,
    "TF-IDF, nearest": _TfIdfNearest,
    SVM: _TfIdfSvm,
    OURS: _Ours,
}


def names_of(wanted: Sequence[str] | None) -> tuple[str, ...]:
    """Return the names of all matchers, or of those that were asked for, ours among them."""
    return tuple(name for name in RANKERS if wanted is None or name in wanted or name == OURS)
