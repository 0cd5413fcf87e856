"""Methods about chats: what they are, who is in them, pins, reactions, leaving."""

from __future__ import annotations

from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.membership import change_member
from bot.sandbox.posting import author_of_bot, membership, post, quoted, topic_of
from bot.sandbox.rights import need, readable_chat, writable_chat
from bot.sandbox.state import Chat, Json, Member
from bot.sandbox.turn import Turn

_NO_PINNING = "not enough rights to manage pinned messages in the chat"


def get_chat(turn: Turn) -> Json:
    """https://core.telegram.org/bots/api#getchat"""
    chat = readable_chat(turn.world, turn.params.chat_id())
    full: Json = {
        **chat.short(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription",
             "gifts_from_channels"), False
        ),
    }  # fmt: skip
    if chat.username:
        full["active_usernames"] = [chat.username]
    if chat.description:
        full["description"] = chat.description
    if chat.is_group:
        full["permissions"] = dict(chat.permissions)
    if chat.pinned:
        full["pinned_message"] = quoted(chat.messages[chat.pinned[-1]])
    return full


def get_chat_member(turn: Turn) -> Json:
    """https://core.telegram.org/bots/api#getchatmember"""
    world = turn.world
    chat = readable_chat(world, turn.params.chat_id())
    if chat.type == "channel" and not world.bot_member(chat).is_admin:
        raise bad_request("member list is inaccessible")
    user_id = turn.params.integer("user_id")
    if user_id != world.bot.id and user_id not in world.people:
        raise bad_request("invalid user_id specified")
    return membership(world, chat, chat.members.get(user_id) or Member(user_id, "left"))


def get_chat_administrators(turn: Turn) -> list[Json]:
    """https://core.telegram.org/bots/api#getchatadministrators (other bots would be left out)"""
    chat = readable_chat(turn.world, turn.params.chat_id())
    if chat.person is not None:
        raise bad_request("there are no administrators in the private chat")
    return [membership(turn.world, chat, member) for member in chat.admins()]


def get_chat_member_count(turn: Turn) -> int:
    """https://core.telegram.org/bots/api#getchatmembercount"""
    chat = readable_chat(turn.world, turn.params.chat_id())
    return sum(member.is_in for member in chat.members.values())


def leave_chat(turn: Turn) -> bool:
    """https://core.telegram.org/bots/api#leavechat"""
    world = turn.world
    chat = readable_chat(world, turn.params.chat_id())
    if chat.person is not None:
        raise bad_request("chat member status can't be changed in private chats")
    change_member(world, chat, world.bot.user(), Member(world.bot.id, "left"))
    return True


def pin_chat_message(turn: Turn) -> bool:
    """https://core.telegram.org/bots/api#pinchatmessage"""
    chat = writable_chat(turn.world, turn.params.chat_id())
    need(turn.world, chat, _pin_right(chat), _NO_PINNING)
    message = chat.messages.get(turn.params.integer("message_id"))
    if message is None:
        raise bad_request("message to pin not found")
    if message.id in chat.pinned:
        return True
    chat.pinned.append(message.id)
    turn.world.announce_chat(chat)
    post(
        turn.world,
        chat,
        author_of_bot(turn.world, chat),
        {"pinned_message": quoted(message)},
        topic=topic_of(chat, message),
    )
    return True


def unpin_chat_message(turn: Turn) -> bool:
    """https://core.telegram.org/bots/api#unpinchatmessage"""
    chat = readable_chat(turn.world, turn.params.chat_id())
    need(turn.world, chat, _pin_right(chat), _NO_PINNING)
    message_id = turn.params.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    turn.world.announce_chat(chat)
    return True


def unpin_all_chat_messages(turn: Turn) -> bool:
    """https://core.telegram.org/bots/api#unpinallchatmessages"""
    chat = readable_chat(turn.world, turn.params.chat_id())
    need(turn.world, chat, _pin_right(chat), _NO_PINNING)
    chat.pinned.clear()
    turn.world.announce_chat(chat)
    return True


def _pin_right(chat: Chat) -> str:
    return "can_edit_messages" if chat.type == "channel" else "can_pin_messages"


def set_message_reaction(turn: Turn) -> bool:
    """https://core.telegram.org/bots/api#setmessagereaction"""
    chat = readable_chat(turn.world, turn.params.chat_id())
    message = chat.messages.get(turn.params.integer("message_id"))
    if message is None:
        raise bad_request("message to react not found")
    reactions = turn.params.json_list("reaction")
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY", mistake=True)
    message.reactions[turn.world.bot.id] = reactions
    turn.world.announce(
        "reaction",
        chat_id=chat.id,
        message_id=message.id,
        person_id=None,
        reactions=reactions,
    )
    return True


METHODS: dict[str, Any] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all_chat_messages,
    "setMessageReaction": set_message_reaction,
}
