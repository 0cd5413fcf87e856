"""Which items have a feature, and how much of it: likeness of a text to all items at once."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.features import Numbers, Rows, Weights, ranges

Likeness: TypeAlias = NDArray[np.float64]
"""For each item, the product of its weights with those of a text."""


class Postings:
    """Items with their weights, by feature; an item is a phrasing, or all phrasings of a label.

    `size` and `features` are how many items and features there are; some may have no weight.
    """

    def __init__(self, rows: Rows, size: int, features: int) -> None:
        by_feature = np.argsort(rows.features, kind="stable")
        self._items = rows.texts[by_feature].astype(np.int32)
        self._weights = rows.weights[by_feature]
        self._sizes = np.bincount(rows.features, minlength=features)
        self._starts = np.cumsum(self._sizes) - self._sizes
        self.size = size

    def likeness(self, features: Numbers, weights: Weights) -> Likeness:
        """Return how like each item is to the text with these features."""
        sizes = self._sizes[features]
        places = ranges(self._starts[features], sizes)
        products = self._weights[places] * np.repeat(weights, sizes)
        found = np.bincount(self._items[places], products, minlength=self.size)
        # Of nothing the counts are whole numbers.
        return found.astype(np.float64, copy=False)


def likeness_of_all(rows: Rows, postings: Postings) -> NDArray[np.float32]:
    """Return the likeness of each text of the rows to each item, a line for each item.

    The rows and the items are the same texts.
    """
    ends = np.searchsorted(rows.texts, np.arange(postings.size + 1))
    found = np.empty((postings.size, postings.size), np.float32)
    for text in range(postings.size):
        own = slice(ends[text], ends[text + 1])
        found[text] = postings.likeness(rows.features[own], rows.weights[own])
    return found


def centroids(rows: Rows, label_of: Numbers, labels: int) -> Rows:
    """Return for each label the middle of its texts, of length 1."""
    size = int(rows.features.max()) + 1 if len(rows.features) else 1
    entries, places = np.unique(label_of[rows.texts] * size + rows.features, return_inverse=True)
    weights = np.bincount(places, rows.weights, minlength=len(entries))
    owners = entries // size
    lengths = np.sqrt(np.bincount(owners, weights**2, minlength=labels))
    return Rows(owners, entries % size, (weights / lengths[owners]).astype(np.float32))
