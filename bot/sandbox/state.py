"""What the world is made of: people, the bot, chats, members, topics, messages, files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
ChatType = Literal["private", "group", "supergroup", "channel"]
Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]

GENERAL_TOPIC = 1
ANONYMOUS_ADMIN: Json = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_change_info",
    "can_delete_messages",
    "can_invite_users",
    "can_restrict_members",
    "can_promote_members",
    "can_manage_video_chats",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
GROUP_ADMIN_RIGHTS = (*ADMIN_RIGHTS, "can_pin_messages", "can_manage_topics")
CHANNEL_ADMIN_RIGHTS = (*ADMIN_RIGHTS, "can_post_messages", "can_edit_messages")
SEND_PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
)
PERMISSIONS = (
    *SEND_PERMISSIONS,
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


def _without_empty(pairs: Json) -> Json:
    return {key: value for key, value in pairs.items() if value not in ("", None)}


@dataclass(slots=True)
class Person:
    """A person with an account; `started` once they have written to the bot."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    blocked_bot: bool = False
    deactivated: bool = False
    started: bool = False

    def user(self) -> Json:
        """Return the Bot API's User."""
        return _without_empty(
            {
                "id": self.id,
                "is_bot": False,
                "first_name": self.first_name,
                "last_name": self.last_name,
                "username": self.username,
                "language_code": self.language_code,
            }
        )

    def as_json(self) -> Json:
        return {
            **self.user(),
            "blocked_bot": self.blocked_bot,
            "deactivated": self.deactivated,
            "started": self.started,
        }


@dataclass(slots=True)
class BotAccount:
    """The bot's account and what BotFather would set for it; `query_lifetime` in seconds."""

    id: int = 7000000001
    token: str = "7000000001:AAE-sandbox-token-not-a-secret-0123"  # noqa: S105 (it opens nothing)
    first_name: str = "Istanbul Talks"
    username: str = "IstanbulTalksBot"
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    privacy: bool = True
    inline: bool = True
    inline_feedback: bool = True
    can_join_groups: bool = True
    query_lifetime: float = 15.0
    menu_button: Json = field(default_factory=lambda: {"type": "commands"})

    def user(self) -> Json:
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.first_name,
            "username": self.username,
        }

    def me(self) -> Json:
        """Return getMe's User."""
        return {
            **self.user(),
            "can_join_groups": self.can_join_groups,
            "can_read_all_group_messages": not self.privacy,
            "supports_inline_queries": self.inline,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": False,
            "allows_users_to_create_topics": False,
            "can_manage_bots": False,
        }


@dataclass(slots=True)
class Member:
    """Somebody's place in a chat; `rights`: an admin's, or the permissions of a restricted one."""

    id: int
    status: Status = "member"
    rights: dict[str, bool] = field(default_factory=dict)
    is_anonymous: bool = False
    custom_title: str = ""

    @property
    def is_in(self) -> bool:
        return self.status not in ("left", "kicked") and (
            self.status != "restricted" or self.rights.get("is_member", True)
        )

    @property
    def is_admin(self) -> bool:
        return self.status in ("creator", "administrator")

    def may(self, right: str) -> bool:
        return self.status == "creator" or (
            self.status == "administrator" and self.rights.get(right, False)
        )


@dataclass(slots=True)
class Topic:
    """A forum topic; its id is the id of the service message that began it."""

    thread_id: int
    name: str
    icon_color: int = 7322096
    is_closed: bool = False
    is_hidden: bool = False
    origin: Json | None = None

    def as_json(self) -> Json:
        return {
            "message_thread_id": self.thread_id,
            "name": self.name,
            "icon_color": self.icon_color,
            "is_closed": self.is_closed,
            "is_general": self.thread_id == GENERAL_TOPIC,
        }


@dataclass(slots=True)
class StoredMessage:
    """A message as the Bot API shows it, and who really wrote it."""

    data: Json
    chat_id: int
    author_id: int
    by_bot: bool = False
    thread_id: int | None = None
    reply_keyboard: Json | None = None
    inline_message_id: str | None = None
    reactions: dict[int, list[Json]] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return int(self.data["message_id"])

    def as_json(self) -> Json:
        shown = {**self.data, "by_bot": self.by_bot, "deleted": False}
        if self.reply_keyboard is not None:
            shown["reply_keyboard"] = self.reply_keyboard
        return shown


@dataclass(slots=True)
class Chat:
    """A chat with everything in it; a private chat has the id of its person."""

    id: int
    type: ChatType
    title: str = ""
    username: str = ""
    description: str = ""
    person: Person | None = None
    is_forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    permissions: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(PERMISSIONS, True))
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, StoredMessage] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    last_message_id: int = 0
    migrated_to: int | None = None
    migrated_from: int | None = None

    @property
    def is_group(self) -> bool:
        return self.type in ("group", "supergroup")

    def short(self) -> Json:
        """Return the Chat that stands in messages."""
        if self.person is not None:
            person = self.person
            names = {
                "id": self.id,
                "first_name": person.first_name,
                "last_name": person.last_name,
                "username": person.username,
                "type": "private",
            }
            return _without_empty(names)
        short = {"id": self.id, "title": self.title, "username": self.username, "type": self.type}
        if self.is_forum:
            short["is_forum"] = True
        return _without_empty(short)

    def admins(self) -> Iterable[Member]:
        return (member for member in self.members.values() if member.is_admin)

    def as_json(self, bot_id: int) -> Json:
        """Return the chat as the control API shows it."""
        bot = self.members.get(bot_id)
        shown = {
            **self.short(),
            "is_forum": self.is_forum,
            "members": [
                {
                    "person_id": member.id,
                    "status": member.status,
                    "is_anonymous": member.is_anonymous,
                    "rights": dict(member.rights),
                }
                for member in self.members.values()
                if member.id != bot_id
            ],
            "bot_status": bot.status if bot else "left",
            "bot_rights": dict(bot.rights) if bot else {},
            "topics": [topic.as_json() for topic in self.topics.values()] if self.is_forum else [],
            "pinned_message_id": self.pinned[-1] if self.pinned else None,
            "migrated_to": self.migrated_to,
            "migrated_from": self.migrated_from,
        }
        if self.person is not None:
            shown["person_id"] = self.person.id
        return shown


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Bytes behind a file_id."""

    file_id: str
    unique_id: str
    path: str
    kind: str
    content: bytes
    name: str
    mime_type: str
