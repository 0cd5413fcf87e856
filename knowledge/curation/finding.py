"""What a rule of the record finds, before the file of the record is known."""

from __future__ import annotations

from typing import TypeAlias

from knowledge.types import Kind

Finding: TypeAlias = tuple[Kind, str, str, str]
"""Kind and id of the record, key, message."""
