"""Scenes to begin with."""

from __future__ import annotations

from bot.sandbox.acts.moving import admin_rights
from bot.sandbox.forum import add_topic
from bot.sandbox.posting import author_of_person
from bot.sandbox.state import Chat, Member
from bot.sandbox.world import World

READER = 1001
ADMIN = 1002
COLLEAGUE = 1003
NEWSROOM = -1001000000001
CHANNEL = -1001000000002
TOPICS = ("Alerts", "Desk")


def demo_scene(world: World) -> None:
    """Put in a reader, an admin, a colleague, a newsroom with topics, a channel with the bot.

    The ids are fixed: they stand in the control API's README.
    """
    world.add_person("Olena", id=READER, last_name="Koval", username="olena", language_code="uk")
    world.add_person("Serhii", id=ADMIN, last_name="Bondar", username="serhii", language_code="en")
    world.add_person("Ayşe", id=COLLEAGUE, last_name="Demir", username="ayse", language_code="tr")
    newsroom = Chat(id=NEWSROOM, type="supergroup", title="Newsroom", is_forum=True)
    newsroom.members = {
        ADMIN: Member(ADMIN, "creator"),
        READER: Member(READER),
        COLLEAGUE: Member(COLLEAGUE),
        world.bot.id: Member(world.bot.id),
    }
    world.add_chat(newsroom)
    for name in TOPICS:
        add_topic(world, newsroom, author_of_person(world, newsroom, ADMIN, anonymous=False), name)
    channel = Chat(id=CHANNEL, type="channel", title="Istanbul Talks: alerts")
    channel.members = {ADMIN: Member(ADMIN, "creator"), READER: Member(READER)}
    channel.members[world.bot.id] = Member(world.bot.id, "administrator", admin_rights(channel))
    world.add_chat(channel)
    # What the scene itself did is not news for the bot.
    world.queue.clear()


def empty_scene(world: World) -> None:
    """Put in nobody."""
    del world
