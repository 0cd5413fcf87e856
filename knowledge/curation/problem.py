"""One finding about the curated files."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong, in which file and at which key, and what was expected there."""

    path: str
    """Relative to the data directory, with forward slashes."""
    key: str
    """Dotted path inside the file; empty where the file as a whole is meant."""
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.path, self.key, self.message) if part)
