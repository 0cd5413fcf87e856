"""Who may change the record from a chat, and what a change is until it is published; pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from knowledge.types import Kind

Office = Literal["owner", "admin", "curator"]
OFFICES: Final[tuple[Office, ...]] = get_args(Office)
Deed = Literal["draft", "publish", "read", "appoint", "back_up"]
_DEEDS: Final[Mapping[Office, frozenset[Deed]]] = {
    "owner": frozenset(get_args(Deed)),
    "admin": frozenset({"draft", "publish", "read"}),
    "curator": frozenset({"draft", "read"}),
}
DraftState = Literal["open", "waiting", "published", "discarded"]
ChangeKind = Literal["new", "revise", "withdraw", "revert"]
CHANGE_KINDS: Final[tuple[ChangeKind, ...]] = get_args(ChangeKind)


def may(office: Office | None, deed: Deed) -> bool:
    """Say whether an office gives the right to do something."""
    return office is not None and deed in _DEEDS[office]


@dataclass(frozen=True, slots=True, kw_only=True)
class Editor:
    """Somebody who may change the record from a chat."""

    person_id: int
    office: Office | None
    """None where it was taken away."""
    changed_by: int | None
    """Who gave or took it; None for the configuration."""
    changed_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a draft makes of one record."""

    kind: Kind
    id: str
    base: int
    """Number of the revision that it is based on; 0 for a new record."""
    body: str
    """The record as canonical JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A change that somebody wants to make, and how it stands; its content is never altered."""

    number: int
    author: int
    command: str
    typed: str
    reason: str
    made_at: dt.datetime
    proposals: tuple[Proposal, ...]
    state: DraftState = "open"
    ended_by: int | None = None
    ended_at: dt.datetime | None = None

    @property
    def is_over(self) -> bool:
        """Whether it was published or discarded."""
        return self.state in ("published", "discarded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """When a change needs a second pair of eyes."""

    approval: frozenset[ChangeKind] = frozenset({"withdraw"})
    """The kinds of change that always do."""
    most_chats: int = 100
    """How many chats a change may alert or correct without."""
