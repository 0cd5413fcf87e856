"""People press buttons: those that exist, and, on purpose, those that do not."""

from __future__ import annotations

from bot.sandbox.acts.presence import able_person, place_of
from bot.sandbox.errors import ActError, UnknownError
from bot.sandbox.state import Json, StoredMessage
from bot.sandbox.world import CallbackQuery, World

_QUERIES_KEPT = 10_000
_NOTHING: Json = {
    "callback_query_id": None,
    "url": None,
    "copy_text": None,
    "switch_inline_query": None,
    "switch_inline_query_current_chat": None,
}


def press(
    world: World,
    *,
    person_id: int,
    chat_id: int,
    message_id: int,
    text: str | None = None,
    data: str | None = None,
    row: int | None = None,
    column: int | None = None,
) -> Json:
    """Press a button of a message's inline keyboard; it must exist."""
    chat, _ = place_of(world, person_id, chat_id)
    message = world.message(chat, message_id)
    button = _button(message, text, data, row, column)
    # A message that came through the bot is known to it only by its inline_message_id.
    inline_id = message.inline_message_id
    where = {"inline_message_id": inline_id} if inline_id else {"message": message.data}
    return _pressed(world, person_id, button, where, (chat.id, message_id))


def press_inline(
    world: World,
    *,
    person_id: int,
    inline_message_id: str,
    text: str | None = None,
    data: str | None = None,
    row: int | None = None,
    column: int | None = None,
) -> Json:
    """Press a button of a message that was sent through the bot."""
    able_person(world, person_id)
    message = world.inline_messages.get(inline_message_id)
    if message is None:
        raise UnknownError(f"inline message {inline_message_id!r} is not known")
    button = _button(message, text, data, row, column)
    where = {"inline_message_id": inline_message_id}
    return _pressed(world, person_id, button, where, (message.chat_id, message.id))


def forge_callback(
    world: World,
    *,
    person_id: int,
    data: str,
    chat_id: int | None = None,
    message_id: int | None = None,
) -> Json:
    """Send a callback with any data: what a modified app can do."""
    able_person(world, person_id)
    where: Json = {}
    if chat_id is not None and message_id is not None:
        chat = world.chat(chat_id)
        message = chat.messages.get(message_id)
        gone = {"chat": chat.short(), "message_id": message_id, "date": 0}
        where = {"message": message.data if message else gone}
    return _ask(world, person_id, data, where, (chat_id, message_id))


def _button(
    message: StoredMessage,
    text: str | None,
    data: str | None,
    row: int | None,
    column: int | None,
) -> Json:
    rows = message.data.get("reply_markup", {}).get("inline_keyboard", [])
    if row is not None and column is not None:
        if not (0 <= row < len(rows) and 0 <= column < len(rows[row])):
            raise UnknownError(f"there is no button at {row}, {column}")
        found: Json = rows[row][column]
        return found
    for button in (button for line in rows for button in line):
        if text is not None and button["text"] == text:
            return dict(button)
        if data is not None and button.get("callback_data") == data:
            return dict(button)
    labels = [button["text"] for line in rows for button in line]
    raise UnknownError(f"there is no button {text or data!r}; there are {labels}")


def _pressed(
    world: World,
    person_id: int,
    button: Json,
    where: Json,
    place: tuple[int | None, int | None],
) -> Json:
    if "callback_data" in button:
        return _ask(world, person_id, button["callback_data"], where, place)
    if "copy_text" in button:
        return {**_NOTHING, "copy_text": button["copy_text"]["text"]}
    if "switch_inline_query_chosen_chat" in button:
        query = button["switch_inline_query_chosen_chat"].get("query", "")
        return {**_NOTHING, "switch_inline_query": query}
    for name in ("url", "switch_inline_query", "switch_inline_query_current_chat"):
        if name in button:
            return {**_NOTHING, name: button[name]}
    raise ActError(f"the sandbox cannot press {button['text']!r}")


def _ask(
    world: World,
    person_id: int,
    data: str,
    where: Json,
    place: tuple[int | None, int | None],
) -> Json:
    person = able_person(world, person_id)
    if person.blocked_bot and place[0] == person_id:
        raise ActError(f"{person.first_name} has blocked the bot")
    query_id = str(world.count("callback", 4_300_000_000_000_000_001))
    world.callbacks[query_id] = CallbackQuery(
        query_id, person_id, place[0], place[1], asked=world.clock.wall()
    )
    if len(world.callbacks) > _QUERIES_KEPT:
        del world.callbacks[next(iter(world.callbacks))]
    world.announce(
        "callback",
        callback_query_id=query_id,
        person_id=person_id,
        chat_id=place[0],
        message_id=place[1],
        data=data,
    )
    world.queue.add(
        "callback_query",
        {
            "id": query_id,
            "from": person.user(),
            **where,
            "chat_instance": str(-(place[0] or person_id) * 7919),
            "data": data,
        },
    )
    return {**_NOTHING, "callback_query_id": query_id}


ACTS = {"press": press, "press_inline": press_inline, "forge_callback": forge_callback}
