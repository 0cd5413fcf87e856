"""The state of this Telegram: who there is, which chats, what is under way."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.clock import Clock, SystemClock
from bot.sandbox.errors import UnknownError
from bot.sandbox.faults import Faults
from bot.sandbox.flood import FloodGate
from bot.sandbox.ledger import Journal, Ledger
from bot.sandbox.state import (
    GENERAL_TOPIC,
    BotAccount,
    Chat,
    Json,
    Member,
    Person,
    StoredFile,
    StoredMessage,
    Topic,
)
from bot.sandbox.updates import UpdateQueue

MESSAGES_KEPT = 20_000


@dataclass(slots=True)
class CallbackQuery:
    """A pressed button that waits for its answer; `asked` in Unix seconds."""

    id: str
    person_id: int
    chat_id: int | None
    message_id: int | None
    asked: float
    answered: bool = False


@dataclass(slots=True)
class InlineQuery:
    """A question typed after the bot's name; `asked` and `fresh_until` in Unix seconds."""

    id: str
    person_id: int
    query: str
    offset: str
    asked: float
    results: list[Json] | None = None
    next_offset: str = ""
    button: Json | None = None
    is_personal: bool = False
    fresh_until: float = 0.0


@dataclass(slots=True)
class WebhookState:
    """What setWebhook set and what became of the deliveries."""

    url: str = ""
    secret_token: str = ""
    max_connections: int = 40
    last_error_date: int | None = None
    last_error_message: str | None = None


@dataclass(slots=True)
class CommandSets:
    """Commands by scope and language; a scope is known by its type and its ids."""

    sets: dict[tuple[str, int, int, str], list[Json]] = field(default_factory=dict)

    def as_json(self) -> list[Json]:
        shown = []
        for (kind, chat_id, user_id, language), commands in self.sets.items():
            scope: Json = {"type": kind}
            if chat_id:
                scope["chat_id"] = chat_id
            if user_id:
                scope["user_id"] = user_id
            shown.append({"scope": scope, "language_code": language, "commands": commands})
        return shown


class World:
    """Everything this Telegram knows; `scene` puts people and chats into it at start and reset."""

    def __init__(
        self,
        *,
        bot: BotAccount | None = None,
        clock: Clock | None = None,
        scene: Callable[[World], object] | None = None,
    ) -> None:
        self.clock = clock or SystemClock()
        self.journal = Journal(self.clock)
        self._bot_at_start = bot or BotAccount()
        self.scene = scene
        self._build()

    def _build(self) -> None:
        start = self._bot_at_start
        self.bot = BotAccount(
            id=start.id,
            token=start.token,
            first_name=start.first_name,
            username=start.username,
            privacy=start.privacy,
            inline=start.inline,
            inline_feedback=start.inline_feedback,
            can_join_groups=start.can_join_groups,
            query_lifetime=start.query_lifetime,
        )
        self.ledger = Ledger(self.clock, self.journal)
        self.queue = UpdateQueue(self.clock)
        self.webhook = WebhookState()
        self.faults = Faults()
        self.flood = FloodGate(self.clock)
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.paths: dict[str, StoredFile] = {}
        self.commands = CommandSets()
        self.callbacks: dict[str, CallbackQuery] = {}
        self.inline_queries: dict[str, InlineQuery] = {}
        self.inline_messages: dict[str, StoredMessage] = {}
        self.admin_rights: dict[bool, Json] = {}
        self._last_common_message_id = 0
        self._counters: dict[str, int] = {}
        if self.scene is not None:
            self.scene(self)

    def reset(self, scene: Callable[[World], object] | None) -> None:
        """Forget everything and set the scene; the number of the last event goes on.

        The bot's command menus stay: it sets them when it starts, and it is still running.
        """
        self.queue.retire()
        self.scene = scene
        commands = self.commands
        self._build()
        self.commands = commands
        self.announce("reset")

    # -- time, numbers, news

    def now(self) -> int:
        """Return the date a message gets: whole Unix seconds."""
        return int(self.clock.wall())

    def count(self, what: str, start: int = 1) -> int:
        """Return the next number of a kind."""
        self._counters[what] = self._counters.get(what, start - 1) + 1
        return self._counters[what]

    def announce(self, kind: str, /, **keys: Any) -> None:
        self.journal.announce(kind, **keys)

    def announce_chat(self, chat: Chat) -> None:
        self.announce("chat", chat=chat.as_json(self.bot.id))

    def announce_bot(self) -> None:
        self.announce("bot", bot=self.bot_json())

    def bot_json(self) -> Json:
        """Return the bot as the control API shows it."""
        bot = self.bot
        return {
            **bot.user(),
            "description": bot.descriptions.get("", ""),
            "short_description": bot.short_descriptions.get("", ""),
            "privacy": bot.privacy,
            "inline": bot.inline,
            "inline_feedback": bot.inline_feedback,
            "can_join_groups": bot.can_join_groups,
            "query_lifetime": bot.query_lifetime,
            "polling": self.queue.polling,
            "webhook_url": self.webhook.url,
        }

    # -- people and chats

    def add_person(
        self,
        first_name: str,
        *,
        id: int | None = None,  # noqa: A002 (Telegram's word)
        **details: Any,
    ) -> Person:
        """Add a person and their private chat with the bot."""
        person = Person(id=id or self._free_person_id(), first_name=first_name, **details)
        self.people[person.id] = person
        chat = Chat(id=person.id, type="private", person=person)
        chat.members = {person.id: Member(person.id), self.bot.id: Member(self.bot.id)}
        self.chats[chat.id] = chat
        self.announce("person", person=person.as_json())
        self.announce_chat(chat)
        return person

    def _free_person_id(self) -> int:
        person_id = self.count("person", 5001)
        while person_id in self.people:
            person_id = self.count("person", 5001)
        return person_id

    def add_chat(self, chat: Chat) -> Chat:
        """Add a group, supergroup or channel; a forum gets its General topic."""
        self.chats[chat.id] = chat
        if chat.is_forum:
            chat.topics.setdefault(GENERAL_TOPIC, Topic(GENERAL_TOPIC, "General"))
            chat.last_message_id = max(chat.last_message_id, GENERAL_TOPIC)
        self.announce_chat(chat)
        return chat

    def free_chat_id(self, chat_type: str) -> int:
        if chat_type == "group":
            return -self.count("group", 400_000_001)
        return -1001000001000 - self.count("supergroup")

    def person(self, person_id: object) -> Person:
        """Return a person.

        Raises:
            UnknownError: there is none with this id.
        """
        person = self.people.get(person_id) if isinstance(person_id, int) else None
        if person is None:
            raise UnknownError(f"person {person_id!r} is not known")
        return person

    def chat(self, chat_id: object) -> Chat:
        """Return a chat.

        Raises:
            UnknownError: there is none with this id.
        """
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            raise UnknownError(f"chat {chat_id!r} is not known")
        return chat

    def message(self, chat: Chat, message_id: object) -> StoredMessage:
        """Return a message.

        Raises:
            UnknownError: there is none with this id in this chat.
        """
        message = chat.messages.get(message_id) if isinstance(message_id, int) else None
        if message is None:
            raise UnknownError(f"message {message_id!r} is not in chat {chat.id}")
        return message

    def chat_by_name(self, username: str) -> Chat | None:
        wanted = username.removeprefix("@").lower()
        return next(
            (chat for chat in self.chats.values() if chat.username.lower() == wanted and wanted),
            None,
        )

    def bot_member(self, chat: Chat) -> Member:
        return chat.members.get(self.bot.id) or Member(self.bot.id, "left")

    # -- messages and files

    def next_message_id(self, chat: Chat) -> int:
        """Return the next id: one row for all private chats and groups, one for each supergroup."""
        if chat.type in ("private", "group"):
            self._last_common_message_id += 1
            return self._last_common_message_id
        chat.last_message_id += 1
        return chat.last_message_id

    def store(self, chat: Chat, message: StoredMessage) -> None:
        """Keep a message, forget the oldest past `MESSAGES_KEPT`, tell the watchers."""
        chat.messages[message.id] = message
        if len(chat.messages) > MESSAGES_KEPT:
            del chat.messages[next(iter(chat.messages))]
        self.announce("message", message=message.as_json())

    def store_file(self, content: bytes, kind: str, name: str, mime_type: str = "") -> StoredFile:
        """Keep bytes under a new file_id."""
        number = self.count("file")
        guessed = mime_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        digest = hashlib.sha256(content).hexdigest()
        extension = f".{name.rpartition('.')[2]}" if "." in name else ""
        stored = StoredFile(
            file_id=f"SANDBOX{kind}{number:06d}{digest[:24]}",
            unique_id=digest[:16],
            path=f"{kind}s/file_{number}{extension}",
            kind=kind,
            content=content,
            name=name,
            mime_type=guessed,
        )
        self.files[stored.file_id] = stored
        self.paths[stored.path] = stored
        return stored
