"""Stand-ins for what we do not own: Telegram's server, as a request class without a network."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from telegram import Update
from telegram.request import BaseRequest, RequestData

TOKEN = "7000000001:AAFakeTokenForTests_aaaaaaaaaaaaaaaaaa"
BOT = {
    "id": 7000000001,
    "is_bot": True,
    "first_name": "Istanbul Talks",
    "username": "IstanbulTalksBot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": True,
}
READER = {"id": 1001, "is_bot": False, "first_name": "Olena", "language_code": "en"}
OTHER = {"id": 1002, "is_bot": False, "first_name": "Murat", "language_code": "tr"}
PRIVATE = {"id": 1001, "type": "private", "first_name": "Olena"}
GROUP = {"id": -1001000000001, "type": "supergroup", "title": "Newsroom"}
FORUM = {**GROUP, "is_forum": True}
NOW = 1_790_000_000


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Bot API."""

    method: str
    parameters: dict[str, Any]


@dataclass
class RecordingRequest(BaseRequest):
    """Records every call and answers as Telegram would; there is no network behind it."""

    calls: list[Call] = field(default_factory=list)
    refuse: Callable[[Call], tuple[int, str] | None] = lambda call: None
    owners: set[int] = field(default_factory=set)
    """Who owns every group; all others are members."""
    results: dict[str, Any] = field(default_factory=dict)
    """What some methods return, by name."""
    file: bytes = b""
    """The bytes behind every file."""
    last_message_id: int = 0
    _ids: Iterator[int] = field(default_factory=lambda: count(500))

    read_timeout = 5.0

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        if "/file/" in url:
            return 200, self.file
        call = Call(url.rsplit("/", 1)[1], request_data.parameters if request_data else {})
        self.calls.append(call)
        if refusal := self.refuse(call):
            code, description = refusal
            body = {"ok": False, "error_code": code, "description": description}
            return code, json.dumps(body).encode()
        return 200, json.dumps({"ok": True, "result": self._result(call)}).encode()

    def _result(self, call: Call) -> Any:
        if call.method in self.results:
            return self.results[call.method]
        match call.method:
            case "getFile":
                return {"file_id": "f", "file_unique_id": "u", "file_path": "documents/f"}
            case "getMe":
                return BOT
            case "sendMessage" | "editMessageText":
                parameters = call.parameters
                chat_id = parameters["chat_id"]
                chat = {**PRIVATE, "id": chat_id} if chat_id > 0 else GROUP
                message_id = parameters.get("message_id") or next(self._ids)
                self.last_message_id = message_id
                return a_message("sent", chat=chat, sender=BOT, message_id=message_id)
            case "getChatMember":
                user = {"id": call.parameters["user_id"], "is_bot": False, "first_name": "x"}
                if user["id"] in self.owners:
                    return {"status": "creator", "user": user, "is_anonymous": False}
                return {"status": "member", "user": user}
            case _:
                return True

    def of(self, *methods: str) -> list[Call]:
        """Return the calls of some methods, in order."""
        return [call for call in self.calls if call.method in methods]

    @property
    def sent(self) -> list[dict[str, Any]]:
        """The parameters of every message that was sent."""
        return [call.parameters for call in self.of("sendMessage")]

    @property
    def edited(self) -> list[dict[str, Any]]:
        """The parameters of every message that was edited."""
        return [call.parameters for call in self.of("editMessageText")]


def a_message(
    text: str | None = None,
    *,
    chat: dict[str, Any] = PRIVATE,
    sender: dict[str, Any] | None = READER,
    message_id: int = 7,
    **more: Any,
) -> dict[str, Any]:
    """Return a message as Telegram writes it, its commands and mentions marked."""
    message: dict[str, Any] = {"message_id": message_id, "date": NOW, "chat": chat, **more}
    if sender is not None:
        message["from"] = sender
    if text is not None:
        message["text"] = text
        message.setdefault("entities", entities_in(text))
    return message


def entities_in(text: str) -> list[dict[str, Any]]:
    """Return the commands and mentions of a text, in UTF-16 units."""
    found = []
    position = 0
    for word in text.split(" "):
        kind = {"/": "bot_command", "@": "mention"}.get(word[:1])
        if kind and len(word) > 1:
            before = len(text[:position].encode("utf-16-le")) // 2
            length = len(word.encode("utf-16-le")) // 2
            found.append({"type": kind, "offset": before, "length": length})
        position += len(word) + 1
    return found


def a_press(
    data: str | None,
    *,
    presser: dict[str, Any] = READER,
    chat: dict[str, Any] = PRIVATE,
    message_id: int = 77,
) -> dict[str, Any]:
    """Return a callback query on one of the bot's messages."""
    message = a_message("sent", chat=chat, sender=BOT, message_id=message_id)
    query: dict[str, Any] = {"id": "q1", "from": presser, "chat_instance": "c", "message": message}
    return query if data is None else {**query, "data": data}


_update_ids = count(1)


def an_update(**content: Any) -> dict[str, Any]:
    """Return an update with a fresh id."""
    return {"update_id": next(_update_ids), **content}


def as_update(update: dict[str, Any], bot: Any) -> Update:
    """Return the library's object of an update."""
    return Update.de_json(json.loads(json.dumps(update)), bot)
