"""Asking an editor for the next thing, with buttons where there is something to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, get_args

from bot.rendering.admin.desk_buttons import desk_button
from bot.rendering.admin.help import command_help
from bot.rendering.html import escape
from bot.rendering.locale import Locale
from bot.rendering.message import Message
from knowledge import Corpus, draft

MOST_OCCASIONS: Final = 6
BUTTONS_A_ROW: Final = 2


def choices_of(key: str, command: str, corpus: Corpus) -> tuple[str, ...]:
    """Return what may be chosen for a key; nothing where it is free text."""
    if key in ("about", "round", "event", "ref"):
        latest = sorted(corpus.rounds.values(), key=lambda held: -held.number)[:3]
        events = sorted(corpus.events.values(), key=lambda event: event.date, reverse=True)
        ids = [held.id for held in latest] + [event.id for event in events]
        return tuple(ids[:MOST_OCCASIONS])
    if key == "kind":
        return tuple(get_args(draft.CHOICES[f"{command}.kind"])) if command in KINDS else ()
    found = draft.CHOICES.get(key)
    return tuple(get_args(found)) if found else ()


KINDS: Final = ("event", "conflict")


def render_ask_anew(command: str, locale: Locale) -> Message:
    """Ask for what stands behind a command, with an example of it."""
    example = command_help(locale)[command].example.removeprefix(f"/{command} ")
    sentence = locale.say("Send what stands behind /{command}, for example:", command=command)
    stop = locale.say("/cancel stops this.")
    return Message(f"{escape(sentence)}\n<code>{escape(example)}</code>\n{escape(stop)}")


def render_ask(key: str, choices: Sequence[str], step: int, locale: Locale) -> Message:
    """Ask for one key; `step` marks the buttons, so that old ones are told from new ones."""
    say = locale.say
    sentence = say("Send it now: {key}. /cancel stops this.", key=key)
    if not choices:
        return Message(escape(sentence))
    buttons = [desk_button(choice, "value", index, step) for index, choice in enumerate(choices)]
    rows = tuple(
        tuple(buttons[start : start + BUTTONS_A_ROW])
        for start in range(0, len(buttons), BUTTONS_A_ROW)
    )
    return Message(escape(say("Choose or send: {key}. /cancel stops this.", key=key)), rows)
