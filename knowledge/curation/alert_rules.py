"""The rules of `knowledge/data/rules/alerts.toml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import tomli
from pydantic import TypeAdapter

from knowledge.curation.load import RULES, default_data
from knowledge.notifying import AlertRule


@cache
def alert_rules() -> tuple[AlertRule, ...]:
    """Return the rules that ship with the program, in order.

    Raises:
        ValueError: the file is not as it says itself that it must be.
    """
    return read_alert_rules(default_data() / RULES / "alerts.toml")


def read_alert_rules(file: Path) -> tuple[AlertRule, ...]:
    """Read rules from a file.

    Raises:
        ValueError: a key is unknown or has a wrong type.
    """
    table = tomli.loads(file.read_text(encoding="utf-8"))
    return TypeAdapter(tuple[AlertRule, ...]).validate_python(table["rules"])
