"""From JSON to the keyword arguments of a function, checked by the function's own annotations."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from bot.sandbox.errors import ActError
from bot.sandbox.state import Json
from bot.sandbox.world import World


def call_with(function: Callable[..., Any], world: World, body: Json) -> Any:
    """Call a function of the world with a JSON object's members as keyword arguments.

    Raises:
        ActError: an unknown, missing or wrongly typed member.
    """
    wanted = _parameters(function)
    for name, value in body.items():
        if name not in wanted:
            raise ActError(f"unknown {name!r}; there are {sorted(wanted)}")
        if not _fits(value, wanted[name][0]):
            raise ActError(f"{name!r} cannot be {value!r}")
    missing = [name for name, (_, needed) in wanted.items() if needed and name not in body]
    if missing:
        raise ActError(f"{missing} is missing")
    return function(world, **body)


@cache
def _parameters(function: Callable[..., Any]) -> dict[str, tuple[tuple[type, ...], bool]]:
    hints = typing.get_type_hints(function)
    return {
        name: (_kinds(hints[name]), parameter.default is inspect.Parameter.empty)
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    }


def _kinds(hint: Any) -> tuple[type, ...]:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return tuple(kind for member in typing.get_args(hint) for kind in _kinds(member))
    if hint is float:
        return (float, int)
    return (origin or hint,)


def _fits(value: Any, kinds: tuple[type, ...]) -> bool:
    if isinstance(value, bool):
        return bool in kinds
    return isinstance(value, kinds)


def optional_number(query: Mapping[str, str], name: str) -> int | None:
    """Return a whole number of a query string, or None where it is absent.

    Raises:
        ActError: it is something else.
    """
    value = query.get(name)
    if value is None or value == "":
        return None
    try:
        return int(value)
    except ValueError:
        raise ActError(f"{name!r} is a whole number, not {value!r}") from None
