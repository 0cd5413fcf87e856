"""What goes wrong on demand: which calls, how often, and what the bot gets instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, get_args, get_type_hints

from bot.sandbox.errors import ActError, RefusedError, bad_request, conflict, forbidden, migrated
from bot.sandbox.errors import too_many_requests as flooded
from bot.sandbox.state import Json

KINDS = frozenset(
    {
        "retry_after",
        "blocked",
        "deactivated",
        "kicked",
        "cant_initiate",
        "not_member",
        "migrated",
        "conflict",
        "bad_request",
        "server_error",
        "bad_gateway",
        "drop",
        "lose_answer",
        "delay",
        "duplicate_update",
        "reorder_updates",
    }
)
DELIVERY_KINDS = frozenset({"duplicate_update", "reorder_updates"})
_SERVER_ERRORS = {
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong; `times` None means until removed, `seconds` as the kind needs."""

    kind: str
    method: str | None = None
    chat_id: int | None = None
    text_contains: str | None = None
    skip: int = 0
    times: int | None = 1
    seconds: float = 1
    status: int | None = None
    description: str | None = None
    migrate_to_chat_id: int | None = None
    id: int = 0
    fired: int = 0

    def as_json(self) -> Json:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @property
    def is_spent(self) -> bool:
        return self.times is not None and self.fired >= self.times

    def matches(self, method: str, params: Json) -> bool:
        """Whether this call is one the fault is about."""
        if self.is_spent or (self.method and self.method.lower() != method.lower()):
            return False
        if self.chat_id is not None and str(params.get("chat_id")) != str(self.chat_id):
            return False
        return self.text_contains is None or any(
            self.text_contains in text for text in _texts(params)
        )

    def refusal(self, chat_type: str) -> RefusedError | None:
        """Return what the bot is answered, or None where the kind is not a plain refusal."""
        match self.kind:
            case "retry_after":
                return flooded(max(1, round(self.seconds)))
            case "blocked":
                return forbidden("bot was blocked by the user")
            case "deactivated":
                return forbidden("user is deactivated")
            case "kicked":
                return forbidden(f"bot was kicked from the {chat_type} chat")
            case "cant_initiate":
                return forbidden("bot can't initiate conversation with a user")
            case "not_member":
                return forbidden(f"bot is not a member of the {chat_type} chat")
            case "migrated":
                return migrated(self.migrate_to_chat_id or -1001999999999)
            case "conflict":
                return conflict(
                    "terminated by other getUpdates request; "
                    "make sure that only one bot instance is running"
                )
            case "bad_request":
                return bad_request(self.description or "something is wrong")
            case "server_error":
                status = self.status or 500
                return RefusedError(status, self.description or _SERVER_ERRORS[status])
        return None


def _texts(params: Json) -> Iterable[str]:
    for name in ("text", "caption", "results", "media", "question"):
        value = params.get(name)
        if isinstance(value, str):
            yield value
        elif value is not None:
            yield str(value)


class Faults:
    """The faults in force; the first that matches a call fires."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._made = 0

    def __bool__(self) -> bool:
        return bool(self._faults)

    def add(self, described: Json) -> Fault:
        """Add a fault.

        Raises:
            ActError: for an unknown key or kind, or a value of the wrong type.
        """
        fault = _fault(described)
        self._made += 1
        fault.id = self._made
        self._faults.append(fault)
        return fault

    def remove(self, fault_id: int) -> None:
        self._faults = [fault for fault in self._faults if fault.id != fault_id]

    def clear(self) -> None:
        self._faults.clear()

    def as_json(self) -> list[Json]:
        return [fault.as_json() for fault in self._faults]

    def strike(self, method: str, params: Json, *, delivery: bool = False) -> Fault | None:
        """Return the fault that hits this call (or this delivery of updates), counted as fired."""
        for fault in self._faults:
            if (fault.kind in DELIVERY_KINDS) is not delivery or not fault.matches(method, params):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            fault.fired += 1
            return fault
        return None


def _fault(described: Json) -> Fault:
    described = {k: v for k, v in described.items() if k not in ("id", "fired")}
    types = get_type_hints(Fault)
    for key, value in described.items():
        if key not in types:
            raise ActError(f"a fault has no {key!r}")
        if not _fits(value, types[key]):
            raise ActError(f"{key!r} of a fault cannot be {value!r}")
    if described.get("kind") not in KINDS:
        raise ActError(f"unknown kind of fault: {described.get('kind')!r}; known: {sorted(KINDS)}")
    if described.get("status") not in (None, *_SERVER_ERRORS):
        raise ActError("status of a server error is 500, 502, 503 or 504")
    return Fault(**described)


def _fits(value: Any, wanted: Any) -> bool:
    kinds = get_args(wanted) or (wanted,)
    if isinstance(value, bool):
        return False
    return isinstance(value, tuple(kinds)) or (isinstance(value, int) and float in kinds)
