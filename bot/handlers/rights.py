"""Who may change what a chat wants to hear: asked of Telegram at the moment of the act."""

from __future__ import annotations

from telegram import Bot, Message
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, Forbidden

from bot.context import Context
from knowledge import offices

MANAGE = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)


async def is_admin(context: Context, person_id: int) -> bool:
    """Say whether a person may see and steer the delivery of alerts, at this moment."""
    desk = context.services.desk
    return desk is not None and await offices.office(desk, person_id) in ("owner", "admin")


async def may_manage(bot: Bot, chat_id: int, person_id: int) -> bool:
    """Say whether a person may set the bot up in a chat: in private everybody for themselves."""
    if chat_id > 0:
        return chat_id == person_id
    try:
        member = await bot.get_chat_member(chat_id, person_id)
    except (BadRequest, Forbidden):
        return False
    return member.status in MANAGE


async def writer_may_manage(bot: Bot, message: Message, chat_id: int) -> bool:
    """Say whether whoever wrote a message may set the bot up in a chat."""
    hidden = message.sender_chat
    if hidden is not None:
        # Only administrators can write as the group itself.
        return hidden.id == chat_id == message.chat_id
    return message.from_user is not None and await may_manage(bot, chat_id, message.from_user.id)
