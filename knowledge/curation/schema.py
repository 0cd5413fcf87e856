"""A TOML table into a record: what pydantic finds wrong becomes problems in a curator's words."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from knowledge.curation.problem import Problem

_T = TypeVar("_T")


def parse(
    shape: type[_T], table: Mapping[str, object], path: str
) -> tuple[_T | None, list[Problem]]:
    """Validate a table against a dataclass; return the value, or None and every problem."""
    try:
        return _adapter(cast(Hashable, shape)).validate_python(table), []
    except ValidationError as error:
        return None, [_problem(shape, details, path) for details in error.errors()]


@cache
def _adapter(shape: Hashable) -> TypeAdapter[Any]:
    # Building one costs more than all the validations of a file's worth of records.
    return TypeAdapter(shape)


def _problem(shape: type[object], details: ErrorDetails, path: str) -> Problem:
    location = [str(part) for part in details["loc"] if part != "[key]"]
    return Problem(path, ".".join(location), _message(shape, details))


def _message(shape: type[object], details: ErrorDetails) -> str:
    """Say what was expected, in one clause."""
    context: Mapping[str, Any] = details.get("ctx", {})
    match details["type"]:
        case "missing" | "missing_argument":
            return "this key is required and is not there"
        case "unexpected_keyword_argument":
            return f"unknown key; expected one of {', '.join(_keys(shape, details))}"
        case "literal_error":
            return f"expected {context['expected']}, found {details['input']!r}"
        case "string_pattern_mismatch":
            return f"{_pattern_in_words(context['pattern'])}, found {details['input']!r}"
        case "string_too_long":
            return f"expected at most {context['max_length']} characters"
        case "too_short":
            return f"expected at least {context['min_length']}, found {context['actual_length']}"
        case "value_error":
            return str(context["error"])
        case _:
            expected = details["msg"].removeprefix("Input should be ")
            return f"expected {expected}, found {details['input']!r}"


def _keys(shape: type[object], details: ErrorDetails) -> list[str]:
    """Return the keys of the table in which the unknown one stands, where that is the record."""
    if len(details["loc"]) > 1 or not is_dataclass(shape):
        return ["the keys that the template shows"]
    return [field.name for field in fields(shape) if field.name != "id"]


_PATTERNS_IN_WORDS = {
    r"^\S(.*\S)?$": "expected one line of text without spaces at its ends",
    r"^https?://[^\s/]+\.[^\s]+$": "expected an http or https address",
    r"^\d{4}(-\d{2}(-\d{2})?)?$": 'expected a day, "2025-07" or "2025"',
    r"^\d{2}:\d{2}$": "expected a time such as 19:00",
    r"^[a-z]{2}$": "expected the two letters of a language",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "expected lower-case Latin letters, digits and single hyphens",
}


def _pattern_in_words(pattern: str) -> str:
    return _PATTERNS_IN_WORDS.get(pattern, f"expected text like {pattern}")
