"""Buttons of editors: a verb and a number, so that old ones are checked when they are pressed."""

from __future__ import annotations

import re
from typing import Final, Literal, get_args

from bot.rendering.buttons import Button, ServeDesk, button

Verb = Literal[
    "publish",
    "quietly",
    "second",
    "discard",
    "redo",
    "value",
    "sign",
    "next",
    "attach",
    "answer",
    "scope",
    "ignore",
    "accept",
    "decline",
]
VERBS: Final[tuple[Verb, ...]] = get_args(Verb)
_DATA: Final = re.compile(r"a:([a-z]+):(\d{1,12})(?::(\d{1,12}))?")


def desk_button(label: str, verb: Verb, number: int = 0, about: int | None = None) -> Button:
    """Return a button for editors."""
    return button(label, ServeDesk(verb, number, about))


def decode_desk(data: str) -> ServeDesk | None:
    """Return what an editor's button means; None where the data is of no such button."""
    found = _DATA.fullmatch(data)
    if found is None or found[1] not in VERBS:
        return None
    return ServeDesk(found[1], int(found[2]), int(found[3]) if found[3] else None)
