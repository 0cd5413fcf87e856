"""Which words are asked about the same fact, to choose among those that a misspelt one may be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Company:
    """The facts that have each term, in phrasings and statements of any language."""

    facts_with: Mapping[str, NDArray[np.int32]]
    """The numbers of the facts that have a term."""
    weight: Callable[[str], float]
    """How much a term tells facts apart."""
    facts: int
    """How many there are."""

    def around(self, terms: Iterable[str]) -> Shares:
        """Return which share of the terms each fact has, 0 to 1, by their weight."""
        shares = np.zeros(self.facts)
        total = 0.0
        for term in terms:
            if (numbers := self.facts_with.get(term)) is not None:
                weight = self.weight(term)
                shares[numbers] += weight
                total += weight
        return shares / total if total else shares

    def support(self, term: str, around: Shares) -> float:
        """Return the greatest share of the other terms that a fact with this one has."""
        numbers = self.facts_with.get(term)
        return 0.0 if numbers is None else float(around[numbers].max())
