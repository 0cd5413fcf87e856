"""Is this call what the published Bot API says? Names, types, required parameters, nested objects.

The specification is read from aiogram's method models (a development dependency). Only the
declarations are taken from them: the models themselves allow extra keys and let malformed
members of a union through.
"""

from __future__ import annotations

import datetime
import importlib
import json
import logging
import re
import types
import typing
from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any, Literal, Protocol

from bot.sandbox.params import Upload
from bot.sandbox.state import Json

logger = logging.getLogger(__name__)

Check = Callable[[Any, str, list[str]], None]

_INTEGER = re.compile(r"-?\d{1,19}\Z")
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?\Z")
_BOOLEANS = frozenset({"true", "false", "1", "0", "yes", "no"})


class _Field(Protocol):
    annotation: Any
    alias: str | None
    default: Any

    def is_required(self) -> bool: ...


class Schema:
    """Checks calls by the declarations of a package of models."""

    def __init__(self, models: dict[str, Any], source: str) -> None:
        self._models = models
        self.source = source
        self._names = {name.lower(): name for name in models}
        self._compiled: dict[str, tuple[dict[str, Check], tuple[str, ...]]] = {}
        self._objects: dict[type, _ObjectCheck] = {}

    def method(self, name: str) -> str | None:
        """Return a method's name as published; the Bot API takes names in any case."""
        return self._names.get(name.lower())

    def complaints(self, method: str, raw: Json) -> list[str]:
        """Return everything that is wrong with the parameters of a published method."""
        if method not in self._compiled:
            self._compiled[method] = self._compile_method(method)
        fields, required = self._compiled[method]
        found: list[str] = []
        for name, value in raw.items():
            check = fields.get(name)
            if check is not None:
                check(value, name, found)
            elif not isinstance(value, Upload):
                found.append(f'unknown parameter "{name}"')
        found += [f'parameter "{name}" is required' for name in required if raw.get(name) is None]
        return found

    def _compile_method(self, method: str) -> tuple[dict[str, Check], tuple[str, ...]]:
        fields: dict[str, _Field] = self._models[method].model_fields
        checks = {
            _name(name, field): _at_top(self._check(field.annotation))
            for name, field in fields.items()
        }
        required = tuple(_name(n, f) for n, f in fields.items() if f.is_required())
        return checks, required

    def _check(self, annotation: Any) -> Check:
        origin = typing.get_origin(annotation)
        if origin in (typing.Union, types.UnionType):
            return self._check_union(typing.get_args(annotation))
        if origin is typing.Annotated:
            return self._check(typing.get_args(annotation)[0])
        if origin is Literal:
            return _OneOf(typing.get_args(annotation))
        if origin is list:
            return _ListCheck(self._check(typing.get_args(annotation)[0]))
        if annotation in _PLAIN:
            return _PLAIN[annotation]
        if isinstance(annotation, type):
            return self._check_class(annotation)
        return _anything

    def _check_class(self, annotation: type) -> Check:
        if issubclass(annotation, Enum):
            return _OneOf(tuple(member.value for member in annotation))
        if annotation.__name__ == "InputFile":
            return _file
        if hasattr(annotation, "model_fields"):
            if annotation not in self._objects:
                # Kept before it is filled: objects contain their own kind (Message, Chat).
                check = self._objects[annotation] = _ObjectCheck(annotation.__name__)
                check.fill(annotation, self._check)
            return self._objects[annotation]
        return _anything

    def _check_union(self, members: Iterable[Any]) -> Check:
        wanted = [
            member
            for member in members
            if member is not type(None) and getattr(member, "__name__", "") != "Default"
        ]
        checks = [self._check(member) for member in wanted]
        checks = list(dict.fromkeys(checks))
        return checks[0] if len(checks) == 1 else _UnionCheck(checks)


def load_schema() -> Schema | str:
    """Return the schema, or why there is none: then calls go unchecked, and the log says so."""
    try:
        aiogram = importlib.import_module("aiogram")
        methods = importlib.import_module("aiogram.methods")
    except ImportError as error:
        reason = f"unavailable: calls are not checked against the Bot API ({error})"
        logger.warning("schema check %s", reason)
        return reason
    models = {
        model.__api_method__: model
        for name in methods.__all__
        if hasattr(model := getattr(methods, name), "__api_method__")
        and isinstance(getattr(model, "__api_method__", None), str)
    }
    source = f"aiogram {aiogram.__version__}, Bot API {aiogram.__api_version__}"
    return Schema(models, source)


def _name(name: str, field: _Field) -> str:
    return field.alias or name


def _is_integer(value: Any, path: str, found: list[str]) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        found.append(f'"{path}" must be an Integer, not {_kind(value)}')


def _is_number(value: Any, path: str, found: list[str]) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        found.append(f'"{path}" must be a Number, not {_kind(value)}')


def _is_string(value: Any, path: str, found: list[str]) -> None:
    if not isinstance(value, str):
        found.append(f'"{path}" must be a String, not {_kind(value)}')


def _is_boolean(value: Any, path: str, found: list[str]) -> None:
    if not isinstance(value, bool):
        found.append(f'"{path}" must be a Boolean, not {_kind(value)}')


def _anything(value: Any, path: str, found: list[str]) -> None:
    """Take whatever comes where the declaration says nothing."""


def _file(value: Any, path: str, found: list[str]) -> None:
    if not isinstance(value, Upload | str):
        found.append(f'"{path}" must be a file, not {_kind(value)}')


def _kind(value: Any) -> str:
    names = {bool: "a Boolean", int: "an Integer", float: "a Number", str: "a String",
             dict: "an Object", list: "an Array", type(None): "null"}  # fmt: skip
    return names.get(type(value), "a file")


_PLAIN: dict[Any, Check] = {
    int: _is_integer,
    float: _is_number,
    str: _is_string,
    bool: _is_boolean,
    Any: _anything,
    datetime.datetime: _is_integer,
    datetime.timedelta: _is_integer,
}


class _OneOf:
    def __init__(self, values: tuple[Any, ...]) -> None:
        self.values = tuple(v.value if isinstance(v, Enum) else v for v in values)

    def __call__(self, value: Any, path: str, found: list[str]) -> None:
        if value not in self.values:
            found.append(f'"{path}" must be one of {list(self.values)}')


class _ListCheck:
    def __init__(self, item: Check) -> None:
        self._item = item

    def __call__(self, value: Any, path: str, found: list[str]) -> None:
        if not isinstance(value, list):
            found.append(f'"{path}" must be an Array, not {_kind(value)}')
            return
        for index, item in enumerate(value):
            self._item(item, f"{path}[{index}]", found)


class _ObjectCheck:
    def __init__(self, name: str) -> None:
        self._name = name
        self._fields: dict[str, Check] = {}
        self._required: tuple[str, ...] = ()
        self._marks: dict[str, _OneOf] = {}

    def fill(self, model: Any, check: Callable[[Any], Check]) -> None:
        fields: dict[str, _Field] = model.model_fields
        self._fields = {
            _name(name, field): check(field.annotation) for name, field in fields.items()
        }
        # A literal with a default ("type": "article") is required by the published API.
        self._marks = {
            name: one_of
            for name, one_of in self._fields.items()
            if isinstance(one_of, _OneOf) and len(one_of.values) == 1
        }
        self._required = tuple(
            _name(name, field)
            for name, field in fields.items()
            if field.is_required() or _name(name, field) in self._marks
        )

    def is_meant(self, value: Any) -> bool:
        """Whether the marking fields ("type") of a value say that it is of this kind."""
        return not self._marks or all(
            value.get(name) in mark.values for name, mark in self._marks.items()
        )

    def __call__(self, value: Any, path: str, found: list[str]) -> None:
        if not isinstance(value, dict):
            found.append(f'"{path}" must be an Object ({self._name}), not {_kind(value)}')
            return
        for name, inner in value.items():
            check = self._fields.get(name)
            if check is None:
                found.append(f'"{path}" ({self._name}) has no field "{name}"')
            elif inner is not None:
                check(inner, f"{path}.{name}", found)
        found.extend(
            f'"{path}" ({self._name}) lacks "{name}"'
            for name in self._required
            if value.get(name) is None
        )


class _UnionCheck:
    def __init__(self, checks: list[Check]) -> None:
        self._checks = checks

    def __call__(self, value: Any, path: str, found: list[str]) -> None:
        checks = self._checks
        if isinstance(value, dict):
            objects = [c for c in checks if isinstance(c, _ObjectCheck)]
            meant = [c for c in objects if c.is_meant(value)]
            checks = list(meant or objects or checks)
        nearest: list[str] | None = None
        for check in checks:
            mistakes: list[str] = []
            check(value, path, mistakes)
            if not mistakes:
                return
            if nearest is None or len(mistakes) < len(nearest):
                nearest = mistakes
        found.extend(nearest or [])


def _at_top(check: Check) -> Check:
    """Return the check of a parameter, which a form carries as text."""
    if check is _is_string or check is _file or check is _anything:
        return check
    if check in (_is_integer, _is_number):
        return _number_in_text(check, _INTEGER if check is _is_integer else _NUMBER)
    if check is _is_boolean:
        return _boolean_in_text
    if isinstance(check, _OneOf) and all(isinstance(value, str) for value in check.values):
        return check
    if isinstance(check, _UnionCheck) and _takes_text(check):
        return check
    return _json_in_text(check)


def _takes_text(check: _UnionCheck) -> bool:
    mistakes: list[str] = []
    check("text", "", mistakes)
    return not mistakes


def _number_in_text(check: Check, pattern: re.Pattern[str]) -> Check:
    def checked(value: Any, path: str, found: list[str]) -> None:
        if not (isinstance(value, str) and pattern.match(value)):
            check(value, path, found)

    return checked


def _boolean_in_text(value: Any, path: str, found: list[str]) -> None:
    if not (isinstance(value, str) and value.lower() in _BOOLEANS):
        _is_boolean(value, path, found)


def _json_in_text(check: Check) -> Check:
    def checked(value: Any, path: str, found: list[str]) -> None:
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                found.append(f'"{path}" is not JSON')
                return
        check(value, path, found)

    return checked
