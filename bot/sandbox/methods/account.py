"""Methods about the bot's own account: who it is, its descriptions, its command menus, files."""

from __future__ import annotations

from typing import Any

from bot.sandbox.commands import checked_commands, scope_key
from bot.sandbox.errors import bad_request
from bot.sandbox.rights import readable_chat
from bot.sandbox.state import CHANNEL_ADMIN_RIGHTS, GROUP_ADMIN_RIGHTS, Json
from bot.sandbox.turn import Turn

_LARGEST_DOWNLOAD = 20 * 2**20


def get_me(turn: Turn) -> Json:
    """https://core.telegram.org/bots/api#getme"""
    return turn.world.bot.me()


def _set_text(attribute: str, parameter: str) -> Any:
    def set_text(turn: Turn) -> bool:
        texts: dict[str, str] = getattr(turn.world.bot, attribute)
        language = turn.params.text("language_code")
        text = turn.params.text(parameter)
        if text:
            texts[language] = text
        else:
            texts.pop(language, None)
        if attribute == "names" and not language and text:
            turn.world.bot.first_name = text
        turn.world.announce_bot()
        return True

    return set_text


def _get_text(attribute: str, parameter: str) -> Any:
    def get_text(turn: Turn) -> Json:
        texts: dict[str, str] = getattr(turn.world.bot, attribute)
        language = turn.params.text("language_code")
        otherwise = turn.world.bot.first_name if attribute == "names" else ""
        return {parameter: texts.get(language) or texts.get("") or otherwise}

    return get_text


def _scope(turn: Turn) -> tuple[str, int, int, str]:
    return scope_key(
        turn.world, turn.params.json_object("scope"), turn.params.text("language_code")
    )


def set_my_commands(turn: Turn) -> bool:
    """https://core.telegram.org/bots/api#setmycommands"""
    commands = checked_commands(turn.params.json_list("commands"))
    turn.world.commands.sets[_scope(turn)] = commands
    turn.world.announce("commands", commands=turn.world.commands.as_json())
    return True


def get_my_commands(turn: Turn) -> list[Json]:
    """https://core.telegram.org/bots/api#getmycommands (this scope and language, no other)"""
    return turn.world.commands.sets.get(_scope(turn), [])


def delete_my_commands(turn: Turn) -> bool:
    """https://core.telegram.org/bots/api#deletemycommands"""
    turn.world.commands.sets.pop(_scope(turn), None)
    turn.world.announce("commands", commands=turn.world.commands.as_json())
    return True


def set_chat_menu_button(turn: Turn) -> bool:
    """https://core.telegram.org/bots/api#setchatmenubutton"""
    if turn.params.has("chat_id"):
        readable_chat(turn.world, turn.params.chat_id())
    turn.world.bot.menu_button = turn.params.json_object("menu_button") or {"type": "default"}
    return True


def get_chat_menu_button(turn: Turn) -> Json:
    """https://core.telegram.org/bots/api#getchatmenubutton"""
    return turn.world.bot.menu_button


def set_default_rights(turn: Turn) -> bool:
    """https://core.telegram.org/bots/api#setmydefaultadministratorrights"""
    for_channels = turn.params.flag("for_channels")
    turn.world.admin_rights[for_channels] = turn.params.json_object("rights") or {}
    return True


def get_default_rights(turn: Turn) -> Json:
    """https://core.telegram.org/bots/api#getmydefaultadministratorrights"""
    for_channels = turn.params.flag("for_channels")
    names = CHANNEL_ADMIN_RIGHTS if for_channels else GROUP_ADMIN_RIGHTS
    kept = turn.world.admin_rights.get(for_channels, {})
    return {"is_anonymous": False, **dict.fromkeys(names, False), **kept}


def get_user_profile_photos(turn: Turn) -> Json:
    """https://core.telegram.org/bots/api#getuserprofilephotos (nobody here has one)"""
    if turn.params.integer("user_id") not in turn.world.people:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}


def get_file(turn: Turn) -> Json:
    """https://core.telegram.org/bots/api#getfile"""
    stored = turn.world.files.get(turn.params.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.content) > _LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
        "file_path": stored.path,
    }


def yes(turn: Turn) -> bool:
    """Answer true to what has no effect here (logOut, close)."""
    del turn
    return True


METHODS: dict[str, Any] = {
    "getMe": get_me,
    "setMyName": _set_text("names", "name"),
    "getMyName": _get_text("names", "name"),
    "setMyDescription": _set_text("descriptions", "description"),
    "getMyDescription": _get_text("descriptions", "description"),
    "setMyShortDescription": _set_text("short_descriptions", "short_description"),
    "getMyShortDescription": _get_text("short_descriptions", "short_description"),
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    "setMyDefaultAdministratorRights": set_default_rights,
    "getMyDefaultAdministratorRights": get_default_rights,
    "getUserProfilePhotos": get_user_profile_photos,
    "getFile": get_file,
    "logOut": yes,
    "close": yes,
}
