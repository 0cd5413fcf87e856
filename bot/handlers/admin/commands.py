"""The commands of editors: what each does, and where it is answered."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from telegram import InputFile, Message

from bot.context import TalksApplication
from bot.handlers.admin.guided import forwarded_clue, make_draft
from bot.handlers.admin.menu import publish_editor_menu
from bot.handlers.admin.telling import Place, asked_by, say_all, tell
from bot.handlers.admin.walking import show_inbox
from bot.rendering.admin.drafts import render_review
from bot.rendering.admin.help import render_command_help, render_editor_help
from bot.rendering.admin.lists import (
    render_audit,
    render_drafts,
    render_editors,
    render_found,
    render_missing_record,
    render_record,
    render_todo,
)
from bot.rendering.admin.results import render_result
from bot.rendering.locale import Locale
from bot.rendering.message import Message as Rendered
from bot.rendering.messages import render_text
from knowledge import backup, change, editing, looking, offices
from knowledge import desk as desks
from knowledge import draft as drafts

MOST_AUDIT_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Commanded:
    """A command with everything that is needed to carry it out."""

    command: str
    typed: str
    update_id: int
    person_id: int
    message: Message
    application: TalksApplication
    desk: desks.EditingDesk

    @property
    def place(self) -> Place:
        """Where it is answered."""
        return Place.of(self.message)

    @property
    def locale(self) -> Locale:
        """How whoever commanded is spoken to."""
        return self.application.services.locale_in(self.message.chat_id)

    @property
    def asked(self) -> desks.Asked:
        """Who asks, now."""
        return asked_by(self.update_id, self.person_id, self.place)

    async def says(self, *messages: Rendered) -> None:
        """Answer with something that was only looked up, so that nothing is lost with it."""
        self.application.unconfirmed.done(self.update_id)
        await say_all(self.application, self.place, messages)

    async def tells(self, result: desks.Result) -> None:
        """Answer with what came of an act."""
        await tell(self.application, self.asked, self.place, result)


async def run_command(
    command: str,
    typed: str,
    update_id: int,
    person_id: int,
    message: Message,
    application: TalksApplication,
) -> bool:
    """Carry out a command of an editor; False where it is the readers' own after all."""
    desk = application.services.desk
    assert desk is not None
    commanded = Commanded(command, typed, update_id, person_id, message, application, desk)
    if command in ("help", "start"):
        return await _help(commanded)
    if earlier := await desks.earlier_act(desk, update_id):
        # Delivered again: told again only if it was not told.
        if not earlier.is_answered:
            await commanded.tells(earlier.result)
        return True
    if command in drafts.DRAFTING:
        read = forwarded_clue(message, drafts.read_typed(typed))
        await make_draft(command, read, update_id, person_id, message, application)
        return True
    await _COMMANDS[command](commanded)
    return True


async def _help(commanded: Commanded) -> bool:
    locale = commanded.locale
    if commanded.command == "start":
        return False
    if not commanded.typed:
        await commanded.says(render_editor_help(locale))
        # The readers' help follows: editors are readers too.
        return False
    found = render_command_help(commanded.typed.split()[0], locale)
    if found is None:
        return False
    await commanded.says(found)
    return True


async def _show(commanded: Commanded) -> None:
    services = commanded.application.services
    found = await looking.record_with_history(
        commanded.desk, commanded.typed, services.knowledge.corpus
    )
    if found is None:
        await commanded.says(render_missing_record(commanded.typed, commanded.locale))
        return
    await commanded.says(*render_record(found[0], found[1], commanded.locale))


async def _find(commanded: Commanded) -> None:
    services = commanded.application.services
    found = looking.find_records(commanded.typed, services.knowledge.corpus)
    await commanded.says(render_found(commanded.typed, found, commanded.locale))


async def _diff(commanded: Commanded) -> None:
    number = _number(commanded.typed)
    if number is None:
        await _show(commanded)
        return
    services = commanded.application.services
    review = await desks.review(commanded.desk, number, services.knowledge, dt.datetime.now(dt.UTC))
    if review is None:
        await commanded.says(render_result({"what": "unknown_draft"}, commanded.locale))
        return
    await commanded.says(*render_review(review, commanded.locale))


def _number(text: str) -> int | None:
    found = re.fullmatch(r"#?(\d{1,9})", text.strip())
    return int(found[1]) if found else None


async def _revert(commanded: Commanded) -> None:
    services = commanded.application.services
    number = _number(commanded.typed)
    if number is None:
        help_ = render_command_help("revert", commanded.locale)
        assert help_ is not None
        await commanded.says(help_)
        return
    because = services.locales["en"].say("Change {number} was taken back.", number=number)
    result = await change.revert_change(
        commanded.desk, commanded.asked, number, services.knowledge, {"en": because}
    )
    await commanded.tells(result)


async def _drafts(commanded: Commanded) -> None:
    waiting = commanded.command == "pending"
    found = await looking.list_drafts(commanded.desk, "waiting" if waiting else "open")
    locale = commanded.locale
    await commanded.says(render_drafts(found, locale, waiting=waiting))


async def _todo(commanded: Commanded) -> None:
    services = commanded.application.services
    missing = looking.list_missing(services.knowledge.corpus)
    await commanded.says(render_todo(missing, commanded.locale))


async def _admins(commanded: Commanded) -> None:
    found = await offices.list_editors(commanded.desk)
    await commanded.says(render_editors(found, commanded.locale))


async def _appoint(commanded: Commanded) -> None:
    """/grant <id> <office> or /revoke <id>; a reply takes the id from the message."""
    locale = commanded.locale
    words = commanded.typed.lower().split()
    replied = commanded.message.reply_to_message
    if replied is not None and replied.from_user and not any(map(str.isdecimal, words)):
        origin = getattr(replied.forward_origin, "sender_user", None) or replied.from_user
        words.insert(0, str(origin.id))
    is_grant = commanded.command == "grant"
    is_complete = words and words[0].isdecimal() and len(words) == (2 if is_grant else 1)
    if not is_complete or (is_grant and words[1] not in editing.OFFICES):
        help_ = render_command_help(commanded.command, locale)
        assert help_ is not None
        await commanded.says(help_)
        return
    office = next((each for each in editing.OFFICES if is_grant and each == words[1]), None)
    result = await offices.appoint(commanded.desk, commanded.asked, int(words[0]), office)
    await commanded.tells(result)
    if result["what"] == "appointed":
        await publish_editor_menu(commanded.application, int(words[0]))


async def _audit(commanded: Commanded) -> None:
    locale = commanded.locale
    if commanded.typed.strip().lower() != "json":
        found = await looking.read_audit(commanded.desk.store, MOST_AUDIT_SHOWN)
        await commanded.says(render_audit(found, locale))
        return
    entries = await looking.read_audit(commanded.desk.store)
    content = json.dumps([looking.plain(each) for each in reversed(entries)], ensure_ascii=False)
    await _send_file(commanded, content.encode(), "audit.json")


async def _backup(commanded: Commanded) -> None:
    if not await backup.may_back_up(commanded.desk, commanded.asked):
        await commanded.says(render_result({"what": "not_allowed"}, commanded.locale))
        return
    if commanded.message.chat_id != commanded.person_id:
        say = commanded.locale.say
        await commanded.says(render_text(say("A backup is sent only in our private chat.")))
        return
    with TemporaryDirectory(prefix="talksbot-") as directory:
        now = dt.datetime.now(dt.UTC)
        copy = Path(directory, f"talksbot-{now:%Y%m%dT%H%M%SZ}.sqlite3")
        await backup.back_up(commanded.desk.store.path, copy)
        content = await asyncio.to_thread(copy.read_bytes)
        await _send_file(commanded, content, copy.name)


async def _send_file(commanded: Commanded, content: bytes, name: str) -> None:
    await commanded.application.bot.send_document(
        commanded.place.chat_id,
        InputFile(content, filename=name),
        message_thread_id=commanded.place.thread_id,
    )


async def _inbox(commanded: Commanded) -> None:
    await show_inbox(commanded.place, commanded.application)


async def _cancel(commanded: Commanded) -> None:
    say = commanded.locale.say
    was_asked = await desks.ask_no_more(
        commanded.desk, commanded.person_id, commanded.message.chat_id
    )
    sentence = say("Stopped. Nothing was stored.") if was_asked else say("I asked for nothing.")
    await commanded.says(render_text(sentence))


_COMMANDS: Final[Mapping[str, Callable[[Commanded], Awaitable[None]]]] = {
    "show": _show,
    "find": _find,
    "history": _show,
    "diff": _diff,
    "revert": _revert,
    "drafts": _drafts,
    "pending": _drafts,
    "todo": _todo,
    "inbox": _inbox,
    "admins": _admins,
    "grant": _appoint,
    "revoke": _appoint,
    "audit": _audit,
    "backup": _backup,
    "cancel": _cancel,
}
COMMANDS: Final = frozenset({*_COMMANDS, *drafts.DRAFTING, "help", "start"})
"""Everything that an editor may command, and `/help`, which says more to them."""
