"""Groups, privacy, topics, channels, anonymous admins, upgrades: what the bot is told."""

from __future__ import annotations

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.sandbox import Conversation
from bot.sandbox.scene import ADMIN, CHANNEL, NEWSROOM, READER
from tests.sandbox.conftest import Town

ALERTS = 2


async def texts(town: Town) -> list[str | None]:
    return [u.effective_message.text for u in await town.updates()]  # type: ignore[union-attr]


async def test_privacy_hides_plain_messages_and_mentions(town: Town) -> None:
    newsroom = town.reader.inside("Newsroom")
    for text in ("hello", "@IstanbulTalksBot when?", "see /ask later", "/ask@OtherBot x"):
        await newsroom.says(text)

    assert await texts(town) == []


async def test_privacy_lets_commands_replies_and_service_messages_through(town: Town) -> None:
    newsroom = town.reader.inside("Newsroom")
    sent = await town.bot.send_message(NEWSROOM, "ask me")
    await newsroom.says("/ask one")
    await newsroom.says("/ask@istanbultalksbot two")
    await newsroom.says("three", reply_to=sent.message_id)
    await town.admin.does("rename_chat", chat_id=NEWSROOM, title="News")

    assert await texts(town) == ["/ask one", "/ask@istanbultalksbot two", "three", None]


@pytest.mark.parametrize("how", ["admin", "privacy off"])
async def test_an_admin_or_a_bot_without_privacy_sees_everything(how: str, town: Town) -> None:
    if how == "admin":
        await town.admin.does("promote", chat_id=NEWSROOM, target_id=town.bot.id)
    else:
        await town.client.bot(privacy=False)
    await town.updates()

    await town.reader.inside("Newsroom").says("hello")

    assert await texts(town) == ["hello"]


async def test_an_edit_of_a_message_comes_as_edited_message(town: Town) -> None:
    said = await town.reader.says("one")
    await town.reader.edits(said, "two")

    _, edited = await town.updates()

    assert edited.edited_message.text == "two"  # type: ignore[union-attr]
    assert edited.edited_message.message_id == said.id  # type: ignore[union-attr]


async def test_a_message_in_a_topic_says_so(town: Town) -> None:
    await town.client.bot(privacy=False)
    await town.reader.inside("Newsroom", topic="Alerts").says("in the topic")
    await town.reader.inside("Newsroom", topic="General").says("in General")

    topic, general = (u.message for u in await town.updates())

    assert topic is not None
    assert general is not None
    assert (topic.message_thread_id, topic.is_topic_message) == (ALERTS, True)
    assert topic.reply_to_message.forum_topic_created.name == "Alerts"  # type: ignore[union-attr]
    assert (general.message_thread_id, general.is_topic_message) == (None, None)


async def test_a_reply_in_a_plain_supergroup_has_a_thread_but_no_topic(town: Town) -> None:
    chat = await town.client.new_chat(type="supergroup", title="Plain", members=[READER])
    sent = await town.bot.send_message(chat, "root")
    await town.reader.inside(chat).says("reply", reply_to=sent.message_id)

    message = (await town.update()).message

    assert message.message_thread_id == sent.message_id  # type: ignore[union-attr]
    assert message.is_topic_message is None  # type: ignore[union-attr]


async def test_the_bot_writes_to_a_topic_and_to_general(town: Town) -> None:
    alerts: Conversation = town.reader.inside("Newsroom", topic="Alerts")
    general: Conversation = town.reader.inside("Newsroom", topic="General")
    await town.bot.send_message(NEWSROOM, "general")
    await town.bot.send_message(NEWSROOM, "alert", message_thread_id=ALERTS)

    assert (await alerts.hears()).text == "alert"
    assert (await general.hears()).text == "general"
    await general.hears_nothing(0.05)


@pytest.mark.parametrize("thread", [1, 77])
async def test_general_by_its_number_and_an_unknown_topic_are_not_found(
    thread: int, town: Town
) -> None:
    with pytest.raises(BadRequest, match="Message thread not found"):
        await town.bot.send_message(NEWSROOM, "x", message_thread_id=thread)


async def test_a_closed_topic_is_closed_to_the_bot(town: Town) -> None:
    await town.admin.does("close_topic", chat_id=NEWSROOM, message_thread_id=ALERTS)
    with pytest.raises(BadRequest, match=r"(?i)^topic_closed$"):
        await town.bot.send_message(NEWSROOM, "x", message_thread_id=ALERTS)

    await town.admin.does("reopen_topic", chat_id=NEWSROOM, message_thread_id=ALERTS)
    await town.bot.send_message(NEWSROOM, "x", message_thread_id=ALERTS)


async def test_a_deleted_topic_is_not_found(town: Town) -> None:
    await town.admin.does("delete_topic", chat_id=NEWSROOM, message_thread_id=ALERTS)

    with pytest.raises(BadRequest, match="Message thread not found"):
        await town.bot.send_message(NEWSROOM, "x", message_thread_id=ALERTS)


async def test_an_anonymous_admin_hides_in_messages_but_not_behind_buttons(town: Town) -> None:
    sent = await town.bot.send_message(
        NEWSROOM,
        "x",
        reply_markup={"inline_keyboard": [[{"text": "b", "callback_data": "1"}]]},  # type: ignore[arg-type]
    )
    newsroom = town.admin.inside("Newsroom")
    await newsroom.says("/push now", anonymous=True)
    await town.admin.does("press", chat_id=NEWSROOM, message_id=sent.message_id, text="b")

    said, pressed = await town.updates()

    assert said.message.from_user.id == 1087968824  # type: ignore[union-attr]
    assert said.message.sender_chat.id == NEWSROOM  # type: ignore[union-attr]
    assert pressed.callback_query.from_user.id == ADMIN  # type: ignore[union-attr]


async def test_a_channel_post_has_no_author(town: Town) -> None:
    await town.admin.inside(CHANNEL).says("post")

    post = (await town.update()).channel_post

    assert (post.from_user, post.sender_chat.id) == (None, CHANNEL)  # type: ignore[union-attr]


async def test_an_upgrade_makes_two_service_messages_and_refuses_the_old_id(town: Town) -> None:
    old = await town.client.new_chat(type="group", title="Old", members=[ADMIN, READER])
    new = (await town.admin.does("upgrade", chat_id=old))["id"]

    to, since = (u.message for u in await town.updates())
    assert (to.chat.id, to.migrate_to_chat_id) == (old, new)  # type: ignore[union-attr]
    assert (since.chat.id, since.migrate_from_chat_id) == (new, old)  # type: ignore[union-attr]
    with pytest.raises(ChatMigrated) as caught:
        await town.bot.send_message(old, "x")
    assert caught.value.new_chat_id == new
    await town.bot.send_message(new, "x")


async def test_block_and_unblock_come_as_my_chat_member(town: Town) -> None:
    await town.reader.does("block")
    await town.reader.does("unblock")

    blocked, free = (u.my_chat_member for u in await town.updates())

    assert blocked.new_chat_member.status == "kicked"  # type: ignore[union-attr]
    assert free.new_chat_member.status == "member"  # type: ignore[union-attr]
    await town.bot.send_message(READER, "welcome back")


async def test_the_bot_hears_of_being_added_promoted_and_removed(town: Town) -> None:
    chat = await town.client.new_chat(type="group", title="G", members=[ADMIN], bot="absent")
    await town.admin.does("add_bot", chat_id=chat)
    await town.admin.does("promote", chat_id=chat, target_id=town.bot.id)
    await town.admin.does("demote", chat_id=chat, target_id=town.bot.id)
    await town.admin.does("remove_bot", chat_id=chat)

    changes = [u.my_chat_member for u in await town.updates() if u.my_chat_member]

    statuses = [change.new_chat_member.status for change in changes]
    assert statuses == ["member", "administrator", "member", "kicked"]
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await town.bot.send_message(chat, "x")


async def test_join_and_leave_make_service_messages(town: Town) -> None:
    await town.reader.does("leave", chat_id=NEWSROOM)
    await town.reader.does("join", chat_id=NEWSROOM)

    left, joined = (u.message for u in await town.updates())

    assert left.left_chat_member.id == READER  # type: ignore[union-attr]
    assert joined.new_chat_members[0].id == READER  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "kind",
    ["photo", "document", "sticker", "voice", "audio", "video", "video_note", "animation",
     "location", "venue", "contact", "poll", "dice"],
)  # fmt: skip
async def test_any_kind_of_content_arrives_as_itself(kind: str, town: Town) -> None:
    await town.reader.sends(kind)

    message = (await town.update()).message

    assert getattr(message, kind)


async def test_a_deep_link_is_start_with_its_payload(town: Town) -> None:
    await town.reader.opens("https://t.me/IstanbulTalksBot?start=fact_round-3")

    assert (await town.update()).message.text == "/start fact_round-3"  # type: ignore[union-attr]
