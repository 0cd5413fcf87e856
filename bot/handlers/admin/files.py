"""A TOML file that an editor sends: one record or several, as one draft."""

from __future__ import annotations

from telegram import Message
from telegram.error import TelegramError

from bot.context import TalksApplication
from bot.handlers.admin.guided import checked
from bot.handlers.admin.telling import Place, asked_by, say_all, tell
from bot.rendering.admin.drafts import render_problems
from bot.rendering.message import Message as Rendered
from bot.rendering.messages import render_text
from knowledge import desk as desks
from knowledge import draft as drafts


async def take_file(
    update_id: int, person_id: int, message: Message, application: TalksApplication
) -> bool:
    """Lay a draft of the records in a file, or say what is wrong with it."""
    services = application.services
    desk = services.desk
    document = message.document
    assert desk is not None
    assert document is not None
    place = Place.of(message)
    asked = asked_by(update_id, person_id, place)
    if earlier := await desks.earlier_act(desk, update_id):
        if not earlier.is_answered:
            await tell(application, asked, place, earlier.result)
        return True
    name = document.file_name or "file.toml"
    size = document.file_size or 0
    say = services.locale_in(message.chat_id).say
    if size > drafts.MOST_BYTES:
        sentence = say(
            "{name} has {size} bytes; a file of records has at most {most}. Nothing was stored.",
            name=name,
            size=f"{size:,}",
            most=f"{drafts.MOST_BYTES:,}",
        )
        await say_all(application, place, [render_text(sentence)])
        return True
    try:
        content = bytes(await (await document.get_file()).download_as_bytearray())
    except TelegramError as error:
        sentence = say(
            "{name} could not be fetched from Telegram ({error}). Please send it again.",
            name=name,
            error=error.message,
        )
        await say_all(application, place, [render_text(sentence)])
        return True
    found = drafts.draft_from_file(name, content, services.knowledge.corpus)
    if isinstance(found, drafts.Drafted):
        found = await checked(found, services)
    if not isinstance(found, drafts.Drafted):
        text = Rendered(render_problems("", "", found, services.locale_in(message.chat_id)))
        await say_all(application, place, [text])
        return True
    result = await desks.lay_draft(
        desk,
        asked,
        command="file",
        typed=content.decode("utf-8"),
        reason=message.caption or found.reason,
        records=found.records,
    )
    await tell(application, asked, place, result)
    return True
