"""The words of subscribing and telling as frozen values; GLOSSARY.md defines each of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal, get_args

from knowledge.types import Kind, Language, Record

EVERYTHING = "everything"
"""The interest that takes every alert."""
CORRECTIONS = "corrections"
STATEMENTS_OF = "statements:"
"""Begins the interest in one person's statements; the person's id follows."""

Urgency = Literal["all", "important"]
Rhythm = Literal["single", "daily", "weekly"]
PauseReason = Literal[
    "asked", "blocked", "removed", "muted", "deactivated", "topic_closed", "not_found"
]
Purpose = Literal["news", "correction", "live"]
DeliveryState = Literal["pending", "sending", "sent", "unknown", "failed", "skipped"]
DELIVERY_STATES: tuple[DeliveryState, ...] = get_args(DeliveryState)

PRIORITIES = range(5)
URGENT, CORRECTING, IMPORTANT, ORDINARY, LIVE = PRIORITIES
"""Priorities of deliveries; the lower goes first."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A chat, or one topic of a forum; `thread_id` is 0 for the chat itself and for General."""

    chat_id: int
    thread_id: int = 0


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Minutes of the local day, 0 to 1439; where the first is later they go over midnight."""

    begin: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When a place wants to be told."""

    time_zone: str = "Europe/Istanbul"
    """IANA name."""
    quiet: QuietHours | None = None
    rhythm: Rhythm = "single"


@dataclass(frozen=True, slots=True)
class Due:
    """Not before this moment (UTC), and whether in one digest with what else is due then."""

    at: dt.datetime
    is_gathered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What a place wants to hear, and how."""

    place: Place
    interests: frozenset[str] = frozenset()
    language: Language = "en"
    urgency: Urgency = "all"
    schedule: Schedule = field(default_factory=Schedule)
    is_silent: bool = False
    paused_because: PauseReason | None = None
    paused_until: dt.datetime | None = None
    """In UTC; only where a pause was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What is told: a record as it was and as it is, by one kind of the rules."""

    id: int
    purpose: Purpose
    what: str
    kind: Kind
    record_id: str
    before: Record | None
    after: Record
    is_important: bool
    made_at: dt.datetime
    """In UTC."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One alert to one place."""

    id: int
    alert_id: int
    place: Place
    edits: int
    """The message of ours that is to be changed; 0 where a new one is sent."""
    language: Language
    is_silent: bool
    is_gathered: bool
    """Whether it goes into one digest with whatever else is due there."""
    priority: int
    attempts: int
    is_repeat: bool
    """Whether it may have arrived before, so that it must say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Which message showed which revision of which fact."""

    place: Place
    message_id: int
    """Negative where the message stayed behind in the group that became this supergroup."""
    fact_id: str
    number: int
    position: int
    """0 for the fact that was asked for."""
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """How much one change made: alerts, deliveries of them, and corrections that now wait."""

    alerts: int = 0
    deliveries: int = 0
    corrections: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Whom a change would reach: places with alerts, and places that saw what is corrected."""

    alerted: int = 0
    corrected: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """An alert with how many of its deliveries are in which state, and why some failed."""

    alert: Alert
    pending: int = 0
    waiting: int = 0
    """Pending, but not due yet: at night, in a pause, for a digest."""
    sending: int = 0
    sent: int = 0
    unknown: int = 0
    failed: int = 0
    skipped: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    """Of those that failed."""

    @property
    def total(self) -> int:
        """How many places the alert goes to."""
        return (
            self.pending + self.waiting + self.sending + self.sent
            + self.unknown + self.failed + self.skipped
        )  # fmt: skip
