"""People come and go, block and unblock; the bot is added and removed."""

from __future__ import annotations

from typing import Any

from bot.sandbox.acts.presence import able_person, admin_of, place_of
from bot.sandbox.errors import ActError
from bot.sandbox.membership import change_member, tell_of_block
from bot.sandbox.state import (
    CHANNEL_ADMIN_RIGHTS,
    GROUP_ADMIN_RIGHTS,
    Chat,
    Member,
    Person,
)
from bot.sandbox.world import World


def join(world: World, *, person_id: int, chat_id: int) -> Chat:
    """Join a group or channel."""
    person = able_person(world, person_id)
    chat = world.chat(chat_id)
    member = chat.members.get(person_id)
    if chat.person is not None or (member is not None and member.is_in):
        raise ActError("there is nothing to join")
    if member is not None and member.status == "kicked":
        raise ActError(f"{person.first_name} was banned here")
    change_member(world, chat, person.user(), Member(person_id))
    return chat


def leave(world: World, *, person_id: int, chat_id: int) -> Chat:
    """Leave a group or channel."""
    chat, _ = place_of(world, person_id, chat_id)
    if chat.person is not None:
        raise ActError("nobody leaves a private chat")
    change_member(world, chat, world.person(person_id).user(), Member(person_id, "left"))
    return chat


def kick(world: World, *, person_id: int, chat_id: int, target_id: int) -> Chat:
    """Ban somebody (or the bot) from a chat, as an admin."""
    chat = admin_of(world, person_id, chat_id)
    place = chat.members.get(target_id)
    if place is None or not place.is_in or place.status == "creator":
        raise ActError(f"{target_id} cannot be banned here")
    change_member(world, chat, world.person(person_id).user(), Member(target_id, "kicked"))
    return chat


def promote(
    world: World,
    *,
    person_id: int,
    chat_id: int,
    target_id: int,
    rights: dict[str, Any] | None = None,
    is_anonymous: bool = False,
) -> Chat:
    """Make a member (or the bot) an admin; without `rights` they get all but promoting."""
    chat = admin_of(world, person_id, chat_id)
    place = chat.members.get(target_id)
    if place is None or not place.is_in:
        raise ActError(f"{target_id} is not in chat {chat.id}")
    new = Member(target_id, "administrator", admin_rights(chat, rights), is_anonymous)
    change_member(world, chat, world.person(person_id).user(), new)
    return chat


def admin_rights(chat: Chat, given: dict[str, Any] | None = None) -> dict[str, bool]:
    """Return the rights of an admin: the given ones, or all but that to promote.

    Raises:
        ActError: a right that this kind of chat does not have.
    """
    names = CHANNEL_ADMIN_RIGHTS if chat.type == "channel" else GROUP_ADMIN_RIGHTS
    if given is None:
        return {name: name != "can_promote_members" for name in names}
    unknown = set(given) - set(names)
    if unknown:
        raise ActError(f"there is no right {sorted(unknown)} here; there are {list(names)}")
    return {**dict.fromkeys(names, False), "can_manage_chat": True, **given}


def demote(world: World, *, person_id: int, chat_id: int, target_id: int) -> Chat:
    """Make an admin a member again."""
    chat = admin_of(world, person_id, chat_id)
    place = chat.members.get(target_id)
    if place is None or place.status != "administrator":
        raise ActError(f"{target_id} is no admin that could be demoted")
    change_member(world, chat, world.person(person_id).user(), Member(target_id))
    return chat


def restrict_bot(
    world: World, *, person_id: int, chat_id: int, permissions: dict[str, Any]
) -> Chat:
    """Take permissions from the bot in a group (an empty object gives them back)."""
    chat = admin_of(world, person_id, chat_id)
    if not chat.is_group or not world.bot_member(chat).is_in:
        raise ActError("the bot is not in this group")
    unknown = set(permissions) - set(chat.permissions)
    if unknown:
        raise ActError(f"there is no permission {sorted(unknown)}")
    status = "restricted" if permissions else "member"
    rights = {name: bool(value) for name, value in permissions.items()}
    new = Member(world.bot.id, "restricted" if status == "restricted" else "member", rights)
    change_member(world, chat, world.person(person_id).user(), new)
    return chat


def block(world: World, *, person_id: int) -> Person:
    """Block the bot in private."""
    person = able_person(world, person_id)
    if not person.blocked_bot:
        person.blocked_bot = True
        tell_of_block(world, world.chat(person_id), blocked=True)
        world.announce("person", person=person.as_json())
    return person


def unblock(world: World, *, person_id: int) -> Person:
    """Unblock the bot."""
    person = able_person(world, person_id)
    if person.blocked_bot:
        person.blocked_bot = False
        tell_of_block(world, world.chat(person_id), blocked=False)
        world.announce("person", person=person.as_json())
    return person


def deactivate(world: World, *, person_id: int) -> Person:
    """Delete a person's account."""
    person = able_person(world, person_id)
    person.deactivated = True
    world.announce("person", person=person.as_json())
    return person


def add_bot(
    world: World,
    *,
    person_id: int,
    chat_id: int,
    administrator: bool = False,
    rights: dict[str, Any] | None = None,
) -> Chat:
    """Add the bot to a group or channel (a channel takes bots only as admins)."""
    chat, _ = place_of(world, person_id, chat_id)
    if not world.bot.can_join_groups:
        raise ActError("this bot cannot be added to groups")
    if world.bot_member(chat).is_in:
        raise ActError("the bot is here already")
    new = Member(world.bot.id)
    if administrator or chat.type == "channel":
        new = Member(world.bot.id, "administrator", admin_rights(chat, rights))
    change_member(world, chat, world.person(person_id).user(), new)
    return chat


def remove_bot(world: World, *, person_id: int, chat_id: int) -> Chat:
    """Remove the bot from a group or channel."""
    return kick(world, person_id=person_id, chat_id=chat_id, target_id=world.bot.id)


ACTS = {
    "join": join,
    "leave": leave,
    "kick": kick,
    "promote": promote,
    "demote": demote,
    "restrict_bot": restrict_bot,
    "block": block,
    "unblock": unblock,
    "deactivate": deactivate,
    "add_bot": add_bot,
    "remove_bot": remove_bot,
}
