"""Typed access, for handlers, to what the composition root has wired."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self, TypeAlias

from telegram.ext import Application, CallbackContext, ExtBot, JobQueue

from bot.languages import ChosenLanguages, language_for
from bot.rendering.locale import Locale, load_locales
from bot.turns import RecentTurns
from knowledge import Knowledge, Language, Store

MOST_REMEMBERED: Final = 10_000
"""Answered questions that are remembered, in memory, for their edits."""


class AnsweredQuestions:
    """Which of our messages answers which of theirs: numbers only, the latest ones."""

    def __init__(self, most: int = MOST_REMEMBERED) -> None:
        self._replies: OrderedDict[tuple[int, int], int] = OrderedDict()
        self._most = most

    def remember(self, chat_id: int, question_id: int, reply_id: int) -> None:
        """Note that the message `reply_id` answers the message `question_id`."""
        self._replies[chat_id, question_id] = reply_id
        if len(self._replies) > self._most:
            self._replies.popitem(last=False)

    def reply_to(self, chat_id: int, question_id: int) -> int | None:
        """Return the message that answers a question, if it is remembered."""
        return self._replies.get((chat_id, question_id))


@dataclass(slots=True, kw_only=True)
class Services:
    """What handlers work with; `knowledge` is replaced whole when the record changes."""

    knowledge: Knowledge
    locales: Mapping[Language, Locale] = field(default_factory=load_locales)
    languages: ChosenLanguages = field(default_factory=ChosenLanguages)
    """What the store keeps of the languages that chats have chosen."""
    answered: AnsweredQuestions = field(default_factory=AnsweredQuestions)
    turns: RecentTurns = field(default_factory=RecentTurns)
    store: Store | None = None
    """The open database; without one nothing can be subscribed to or remembered."""


Data: TypeAlias = dict[Any, Any]


class TalksApplication(
    Application[ExtBot[None], "Context", Data, Data, Data, JobQueue["Context"] | None]
):
    """The library's Application, and the services beside it."""

    def __init__(self, *, services: Services, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.services = services


class Context(CallbackContext[ExtBot[None], Data, Data, Data]):
    """The library's context, the services, and the language of whoever is spoken to."""

    handled: object = None
    """The update that this is the context of."""

    @classmethod
    def from_update(cls, update: object, application: Any) -> Self:
        """Return the context of an update; the library calls it for handlers and for errors."""
        context = super().from_update(update, application)
        context.handled = update
        return context

    @property
    def locale(self) -> Locale:
        """Return the locale of the reader: it may change while an update is handled."""
        services = self.services
        return services.locales[language_for(self.handled, services.languages)]

    @property
    def services(self) -> Services:
        """Return what the composition root has wired."""
        application = self.application
        assert isinstance(application, TalksApplication)
        return application.services
