"""Somebody wants the record for a use of their own."""

from __future__ import annotations

from importlib.metadata import version

from knowledge.exporting import Edition, ExportFormat, export
from knowledge.types import Corpus


def export_record(corpus: Corpus, form: ExportFormat) -> str:
    """Write the record in one of the forms, with version, day, licence and provenance."""
    return export(corpus, form, Edition.of(corpus, version("istanbul-talks-bot")))
