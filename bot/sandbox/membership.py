"""Joining, leaving, promotion: the change in the chat and the updates it makes."""

from __future__ import annotations

from bot.sandbox.posting import Author, membership, post
from bot.sandbox.state import Chat, Json, Member
from bot.sandbox.world import World


def change_member(world: World, chat: Chat, actor: Json, new: Member) -> None:
    """Give somebody a new place in a chat; `actor` is the User who does it.

    The bot hears of itself by `my_chat_member`, of others by `chat_member` where it is an admin.
    A join or a leave makes a service message in groups.
    """
    old = chat.members.get(new.id) or Member(new.id, "left")
    before = membership(world, chat, old)
    is_bot = new.id == world.bot.id
    bot_was_admin = world.bot_member(chat).is_admin
    arrives, departs = new.is_in and not old.is_in, old.is_in and not new.is_in
    if not is_bot and departs:
        _tell_of_leaving(world, chat, actor, new.id)
    chat.members[new.id] = new
    after = membership(world, chat, new)
    if before != after:
        changed: Json = {
            "chat": chat.short(),
            "from": actor,
            "date": world.now(),
            "old_chat_member": before,
            "new_chat_member": after,
        }
        if is_bot:
            world.queue.add("my_chat_member", changed)
        elif bot_was_admin:
            world.queue.add("chat_member", changed)
    if arrives and chat.is_group:
        user = after["user"]
        post(world, chat, Author(actor["id"], {"from": actor}, by_bot=actor["is_bot"]),
             {"new_chat_members": [user]})  # fmt: skip
    elif is_bot and departs:
        _tell_of_leaving(world, chat, actor, new.id)
    world.announce_chat(chat)


def _tell_of_leaving(world: World, chat: Chat, actor: Json, gone_id: int) -> None:
    if not chat.is_group:
        return
    user = world.bot.user() if gone_id == world.bot.id else world.people[gone_id].user()
    by_bot = bool(actor["is_bot"])
    post(world, chat, Author(actor["id"], {"from": actor}, by_bot=by_bot),
         {"left_chat_member": user})  # fmt: skip


def tell_of_block(world: World, chat: Chat, *, blocked: bool) -> None:
    """Queue the `my_chat_member` of a private chat: a block shows as `kicked`."""
    assert chat.person is not None
    free = {"status": "member", "user": world.bot.user()}
    shut = {"status": "kicked", "user": world.bot.user(), "until_date": 0}
    world.queue.add(
        "my_chat_member",
        {
            "chat": chat.short(),
            "from": chat.person.user(),
            "date": world.now(),
            "old_chat_member": free if blocked else shut,
            "new_chat_member": shut if blocked else free,
        },
    )
