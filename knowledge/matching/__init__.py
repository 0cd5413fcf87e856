"""Reads a question and ranks what it may be about; `Matcher` does so for any labels."""

from knowledge.matching.features import Analysed, Views
from knowledge.matching.matcher import Match, Matcher, stems

__all__ = ["Analysed", "Match", "Matcher", "Views", "stems"]
