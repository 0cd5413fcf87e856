"""What has to be true before a person can act in a chat."""

from __future__ import annotations

from bot.sandbox.errors import ActError
from bot.sandbox.state import Chat, Member, Person
from bot.sandbox.world import World


def able_person(world: World, person_id: int) -> Person:
    """Return a person who still has an account.

    Raises:
        ActError: they are gone, or not known.
    """
    person = world.person(person_id)
    if person.deactivated:
        raise ActError(f"{person.first_name} has no account any more")
    return person


def place_of(world: World, person_id: int, chat_id: int) -> tuple[Chat, Member]:
    """Return the chat and the person's membership.

    Raises:
        ActError: not their chat, not a member, or the group was upgraded.
    """
    person = able_person(world, person_id)
    chat = world.chat(chat_id)
    if chat.migrated_to is not None:
        raise ActError(f"chat {chat.id} became {chat.migrated_to}")
    member = chat.members.get(person_id)
    if member is None or not member.is_in:
        raise ActError(f"{person.first_name} is not in chat {chat.id}")
    return chat, member


def admin_of(world: World, person_id: int, chat_id: int) -> Chat:
    """Return the chat where the person is an admin.

    Raises:
        ActError: they are not.
    """
    chat, member = place_of(world, person_id, chat_id)
    if not member.is_admin:
        raise ActError(f"person {person_id} is not an admin of chat {chat.id}")
    return chat
