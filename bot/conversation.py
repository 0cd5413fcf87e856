"""The same conversation without Telegram: for the terminal and for questions in bulk."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from bot import responses
from bot.rendering.buttons import Button, ExplainAnswer
from bot.rendering.locale import Locale
from bot.rendering.message import Message
from bot.rendering.messages import render_text
from bot.responses import Response
from knowledge import Knowledge, Turn


@dataclass(slots=True)
class Conversation:
    """One chat: what is written, in; what the bot says, out. Remembers the last buttons."""

    knowledge: Knowledge
    locale: Locale = field(default_factory=Locale)
    buttons: tuple[Button, ...] = ()
    as_of: dt.date | None = None
    """The day whose knowledge the last question asked for; its buttons keep to it."""
    turn: Turn | None = None
    """The last question and what came of it."""

    def write(self, text: str, *, as_of: dt.date | None = None) -> Response:
        """Answer a question, a command, or the number of a button of the last reply."""
        response = self._pressed(text) or self._commanded(text, as_of) or self._asked(text, as_of)
        self.buttons = tuple(button for row in response.message.buttons for button in row)
        return response

    def _pressed(self, text: str) -> Response | None:
        numbered = {str(number): each for number, each in enumerate(self.buttons, start=1)}
        pressed = numbered.get(text.strip())
        if pressed is None or pressed.action is None:
            return None
        if isinstance(pressed.action, ExplainAnswer):
            return responses.to_why(self.knowledge, self.turn, self.locale)
        locale = Locale(self.turn.language) if self.turn else self.locale
        response = responses.to_action(self.knowledge, pressed.action, locale, as_of=self.as_of)
        if response and response.turn:
            self.turn = response.turn
        return response

    def _commanded(self, text: str, as_of: dt.date | None) -> Response | None:
        if not text.startswith("/"):
            return None
        command, _, argument = text.removeprefix("/").strip().partition(" ")
        if command == "ask":
            return self._asked(argument, as_of)
        if command == "why":
            return responses.to_why(self.knowledge, self.turn, self.locale)
        found = responses.to_command(self.knowledge, command, argument.strip(), self.locale)
        return found or responses.to_command(self.knowledge, "help", "", self.locale)

    def _asked(self, text: str, as_of: dt.date | None) -> Response:
        self.as_of = as_of
        if not text.strip():
            return Response(render_nothing_asked(self.locale))
        response = responses.to_question(
            self.knowledge, text, self.locale, as_of=as_of, before=self.turn
        )
        self.turn = response.turn
        return response


def render_nothing_asked(locale: Locale) -> Message:
    """Ask for a question."""
    return render_text(locale.say("Please write a question."))
