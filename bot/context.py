"""Typed access, for handlers, to what the composition root has wired."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self, TypeAlias

from telegram import Message
from telegram.ext import Application, CallbackContext, ExtBot, JobQueue

from bot.delivery.gate import Gate, Lane
from bot.delivery.watched import WatchedAlerts
from bot.languages import OTHERWISE, ChosenLanguages, language_for
from bot.receiving import Unconfirmed
from bot.rendering.locale import Locale, load_locales
from bot.turns import RecentTurns
from knowledge import Knowledge, Language, Store
from knowledge import desk as desks

MOST_REMEMBERED: Final = 10_000
"""Answered questions that are remembered, in memory, for their edits."""
MOST_ASKED: Final = 2_000
"""Questions whose words are remembered, in memory, so that a thumb down can be counted."""
MOST_UNSIGNED: Final = 100


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

    def forget(self, chat_id: int) -> None:
        """Forget what was answered in a chat."""
        for key in [key for key in self._replies if key[0] == chat_id]:
            del self._replies[key]


@dataclass(frozen=True, slots=True)
class RecentQuestion:
    """What was asked, in the reader's language; not by whom."""

    text: str
    language: Language


class RecentQuestions:
    """The words behind our latest answers, in memory only: for a thumb down, or none of these."""

    def __init__(self, most: int = MOST_ASKED) -> None:
        self._questions: OrderedDict[tuple[int, int], RecentQuestion] = OrderedDict()
        self._most = most

    def remember(self, chat_id: int, reply_id: int, question: RecentQuestion) -> None:
        """Note which words our message answers."""
        self._questions[chat_id, reply_id] = question
        self._questions.move_to_end((chat_id, reply_id))
        if len(self._questions) > self._most:
            self._questions.popitem(last=False)

    def behind(self, chat_id: int, reply_id: int) -> RecentQuestion | None:
        """Return the words that our message answers, if they are remembered."""
        return self._questions.get((chat_id, reply_id))


class UnsignedCommands:
    """Commands written in the name of a group, until a button says by whom; in memory only."""

    def __init__(self, most: int = MOST_UNSIGNED) -> None:
        self._messages: OrderedDict[tuple[int, int], Message] = OrderedDict()
        self._most = most

    def keep(self, button_id: int, message: Message) -> None:
        """Keep a command with the message whose button will sign it."""
        self._messages[message.chat_id, button_id] = message
        if len(self._messages) > self._most:
            self._messages.popitem(last=False)

    def take(self, chat_id: int, button_id: int) -> Message | None:
        """Return the command that a button signs, once."""
        return self._messages.pop((chat_id, button_id), None)


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
    watched: WatchedAlerts = field(default_factory=WatchedAlerts)
    asked: RecentQuestions = field(default_factory=RecentQuestions)
    desk: desks.EditingDesk | None = None
    """Where the record is changed from chats; None where nobody may."""
    unsigned: UnsignedCommands = field(default_factory=UnsignedCommands)
    read_in: dict[int, Language] = field(default_factory=dict)
    """In which language Telegram speaks to the editors, by chat; in memory only."""

    def locale_in(self, chat_id: int) -> Locale:
        """Return how editors are spoken to in a chat: as they chose, else as they last read."""
        return self.locales[self.languages.of(chat_id) or self.read_in.get(chat_id, OTHERWISE)]


Data: TypeAlias = dict[Any, Any]


class TalksApplication(
    Application[ExtBot[Lane], "Context", Data, Data, Data, JobQueue["Context"] | None]
):
    """The library's Application, and the services beside it."""

    def __init__(
        self, *, services: Services, gate: Gate, unconfirmed: Unconfirmed, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.services = services
        self.gate = gate
        self.unconfirmed = unconfirmed


class Context(CallbackContext[ExtBot[Lane], Data, Data, Data]):
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
