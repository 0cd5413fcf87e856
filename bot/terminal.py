"""`talksbot chat`: the conversation in a terminal."""

from __future__ import annotations

import datetime as dt
import sys

from bot.asking import print_reply
from bot.conversation import Conversation

GREETING = (
    "Ask about the 2025 Istanbul talks. /help explains, a number presses a button, "
    "/quit or Ctrl-D ends."
)


def chat(conversation: Conversation, *, as_of: dt.date | None = None) -> None:
    """Talk until the person has had enough, from what was on record on a day if one is given."""
    _enable_line_editing()
    print(GREETING)
    while True:
        try:
            text = input("\n> ")
        except (EOFError, KeyboardInterrupt):
            print()
            return
        if text.strip() in ("/quit", "/exit"):
            return
        print_reply(conversation.write(text, as_of=as_of), as_json=False)


def _enable_line_editing() -> None:
    """Let arrow keys edit and recall lines, where the terminal's library is there."""
    if sys.stdin.isatty():
        try:
            import readline  # noqa: F401
        except ImportError:
            return
