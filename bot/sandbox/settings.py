"""Changes to the world that nobody in it makes: new people and chats, the bot's own switches."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from bot.sandbox.acts.moving import admin_rights
from bot.sandbox.errors import ActError
from bot.sandbox.forum import add_topic
from bot.sandbox.posting import author_of_person
from bot.sandbox.state import BotAccount, Chat, Json, Member, Person
from bot.sandbox.world import World

_TYPES = ("group", "supergroup", "channel")
_SWITCHES = ("privacy", "inline", "inline_feedback", "can_join_groups", "query_lifetime")


def add_person(
    world: World,
    *,
    first_name: str,
    last_name: str = "",
    username: str = "",
    language_code: str = "",
    id: int | None = None,  # noqa: A002 (Telegram's word)
    started: bool = False,
) -> Person:
    """Add a person."""
    if id is not None and (id <= 0 or id in world.people):
        raise ActError(f"{id} is not a free id of a person")
    return world.add_person(
        first_name,
        id=id,
        last_name=last_name,
        username=username,
        language_code=language_code,
        started=started,
    )


def change_person(
    world: World,
    *,
    person_id: int,
    first_name: str | None = None,
    last_name: str | None = None,
    username: str | None = None,
    language_code: str | None = None,
    started: bool | None = None,
) -> Person:
    """Change a person's names, language, or whether they have written to the bot."""
    person = world.person(person_id)
    changes = {
        "first_name": first_name,
        "last_name": last_name,
        "username": username,
        "language_code": language_code,
        "started": started,
    }
    for name, value in changes.items():
        if value is not None:
            setattr(person, name, value)
    world.announce("person", person=person.as_json())
    world.announce_chat(world.chat(person_id))
    return person


def add_chat(
    world: World,
    *,
    type: str,  # noqa: A002 (Telegram's word)
    title: str,
    username: str = "",
    is_forum: bool = False,
    id: int | None = None,  # noqa: A002 (Telegram's word)
    creator_id: int | None = None,
    members: list[Any] | None = None,
    bot: str = "member",
    topics: list[Any] | None = None,
) -> Chat:
    """Add a group, supergroup or channel; without `creator_id` the first member created it."""
    people = [world.person(person_id).id for person_id in members or []]
    creator = world.person(creator_id).id if creator_id else next(iter(people), None)
    if type not in _TYPES or creator is None:
        raise ActError(f"a chat is one of {_TYPES} and has at least one person")
    if bot not in ("member", "administrator", "absent"):
        raise ActError("bot is member, administrator or absent")
    if id is not None and (id >= 0 or id in world.chats):
        raise ActError(f"{id} is not a free id of a chat")
    if (is_forum or topics) and type != "supergroup":
        raise ActError("only a supergroup has topics")
    chat = Chat(id=id or world.free_chat_id(type), type=_chat_type(type), title=title)
    chat.username = username
    chat.is_forum = is_forum or bool(topics)
    chat.members = {person_id: Member(person_id) for person_id in people}
    chat.members[creator] = Member(creator, "creator")
    if bot == "administrator":
        chat.members[world.bot.id] = Member(world.bot.id, "administrator", admin_rights(chat))
    elif bot == "member":
        chat.members[world.bot.id] = Member(world.bot.id)
    world.add_chat(chat)
    for name in topics or []:
        add_topic(world, chat, author_of_person(world, chat, creator, anonymous=False), str(name))
    return chat


def _chat_type(name: str) -> Any:
    return name


def change_bot(
    world: World,
    *,
    privacy: bool | None = None,
    inline: bool | None = None,
    inline_feedback: bool | None = None,
    can_join_groups: bool | None = None,
    query_lifetime: float | None = None,
) -> Json:
    """Change what BotFather would; `query_lifetime` in seconds."""
    given = (privacy, inline, inline_feedback, can_join_groups, query_lifetime)
    known = {field.name for field in fields(BotAccount)}
    for name, value in zip(_SWITCHES, given, strict=True):
        if value is not None and name in known:
            setattr(world.bot, name, value)
    world.announce_bot()
    return world.bot_json()


def webhook_json(world: World) -> Json:
    """Return the webhook as the control API shows it, without its secret."""
    webhook = world.webhook
    return {
        "url": webhook.url,
        "pending_update_count": len(world.queue),
        "max_connections": webhook.max_connections,
        "last_error_date": webhook.last_error_date,
        "last_error_message": webhook.last_error_message,
    }
