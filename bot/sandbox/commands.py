"""The bot's command menus: which of the sets a person sees where.

https://core.telegram.org/bots/api#determining-list-of-commands
"""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.rights import readable_chat
from bot.sandbox.state import Chat, Json
from bot.sandbox.world import World

Key = tuple[str, int, int, str]

_NAME = re.compile(r"[a-z0-9_]{1,32}\Z")
_LONGEST_DESCRIPTION = 256
_MOST_COMMANDS = 100
_SCOPES = frozenset(
    {
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    }
)


def scope_key(world: World, scope: Json | None, language: str) -> Key:
    """Return under what a set of commands is kept.

    Raises:
        RefusedError: 400: no such scope, or its chat is not there.
    """
    scope = scope or {"type": "default"}
    kind = scope.get("type", "")
    if kind not in _SCOPES:
        raise bad_request(f"can't parse BotCommandScope: unsupported type {kind!r}", mistake=True)
    chat_id = user_id = 0
    if kind.startswith("chat"):
        chat_id = readable_chat(world, _as_id(scope.get("chat_id"))).id
    if kind == "chat_member":
        user_id = int(scope.get("user_id", 0))
    return kind, chat_id, user_id, language


def _as_id(value: Any) -> int | str:
    text = str(value)
    return int(text) if text.removeprefix("-").isdecimal() else text


def checked_commands(given: list[Any]) -> list[Json]:
    """Return commands as they are kept.

    Raises:
        RefusedError: 400 in Telegram's words.
    """
    if len(given) > _MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH", mistake=True)
    kept = []
    for command in given:
        name = str(command.get("command", "")).removeprefix("/")
        description = str(command.get("description", "")).strip()
        if not _NAME.match(name):
            raise bad_request("BOT_COMMAND_INVALID", mistake=True)
        if not 1 <= len(description) <= _LONGEST_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID", mistake=True)
        kept.append({**command, "command": name, "description": description})
    return kept


def menu(world: World, chat: Chat, person_id: int) -> list[Json]:
    """Return the commands that a person sees in a chat, by scope, then by language."""
    person = world.person(person_id)
    language = person.language_code[:2]
    for kind, chat_id, user_id in _scopes(chat, person_id):
        for wanted in dict.fromkeys((language, "")):
            commands = world.commands.sets.get((kind, chat_id, user_id, wanted))
            if commands:
                return commands
    return []


def _scopes(chat: Chat, person_id: int) -> list[tuple[str, int, int]]:
    if chat.person is not None:
        return [("chat", chat.id, 0), ("all_private_chats", 0, 0), ("default", 0, 0)]
    member = chat.members.get(person_id)
    is_admin = member is not None and member.is_admin
    scopes = [
        ("chat_member", chat.id, person_id),
        ("chat_administrators", chat.id, 0),
        ("chat", chat.id, 0),
        ("all_chat_administrators", 0, 0),
        ("all_group_chats", 0, 0),
        ("default", 0, 0),
    ]
    return [scope for scope in scopes if is_admin or "administrators" not in scope[0]]
