"""People type after the bot's name, and choose."""

from __future__ import annotations

from bot.sandbox.acts.presence import able_person, place_of
from bot.sandbox.content import read_caption, read_text, shown_keyboard
from bot.sandbox.errors import ActError, UnknownError
from bot.sandbox.ledger import Call
from bot.sandbox.methods.queries import as_text_params
from bot.sandbox.params import Params
from bot.sandbox.posting import author_of_person, post
from bot.sandbox.rights import open_topic
from bot.sandbox.state import Json, StoredMessage
from bot.sandbox.turn import Turn
from bot.sandbox.world import InlineQuery, World

LONGEST_QUERY = 256
_QUERIES_KEPT = 5_000
_CONTENT_FIELDS = {
    "latitude": "location",
    "phone_number": "contact",
}


def query_inline(
    world: World, *, person_id: int, query: str, offset: str = "", chat_id: int | None = None
) -> Json:
    """Ask the bot inline; a fresh cached answer is used without the bot being asked."""
    person = able_person(world, person_id)
    if not world.bot.inline:
        raise ActError("this bot does not answer inline queries")
    query = query[:LONGEST_QUERY]
    asked = InlineQuery(
        id=str(world.count("inline", 4_400_000_000_000_000_001)),
        person_id=person_id,
        query=query,
        offset=offset,
        asked=world.clock.wall(),
    )
    cached = _cached(world, asked)
    world.inline_queries[asked.id] = asked
    if len(world.inline_queries) > _QUERIES_KEPT:
        del world.inline_queries[next(iter(world.inline_queries))]
    if cached is not None:
        _answer_from(world, asked, cached)
        return shown_query(asked, from_cache=True)
    update = {"id": asked.id, "from": person.user(), "query": query, "offset": offset}
    if chat_id is not None:
        update["chat_type"] = _chat_type(world, person_id, chat_id)
    world.queue.add("inline_query", update)
    return shown_query(asked, from_cache=False)


def shown_query(query: InlineQuery, *, from_cache: bool) -> Json:
    """Return an inline query and its answer (null: none yet) as the control API shows it."""
    return {
        "inline_query_id": query.id,
        "from_cache": from_cache,
        "results": query.results,
        "next_offset": query.next_offset,
        "button": query.button,
    }


def _chat_type(world: World, person_id: int, chat_id: int) -> str:
    chat = world.chat(chat_id)
    return "sender" if chat.id == person_id else str(chat.type)


def _cached(world: World, asked: InlineQuery) -> InlineQuery | None:
    for earlier in reversed(world.inline_queries.values()):
        same = (earlier.query, earlier.offset) == (asked.query, asked.offset)
        shared = not earlier.is_personal or earlier.person_id == asked.person_id
        if same and shared and earlier.results is not None and earlier.fresh_until > asked.asked:
            return earlier
    return None


def _answer_from(world: World, asked: InlineQuery, cached: InlineQuery) -> None:
    asked.results = cached.results
    asked.next_offset = cached.next_offset
    asked.button = cached.button
    world.announce(
        "inline_results",
        inline_query_id=asked.id,
        person_id=asked.person_id,
        query=asked.query,
        results=asked.results,
        next_offset=asked.next_offset,
        button=asked.button,
        from_cache=True,
    )


def choose_inline(
    world: World,
    *,
    person_id: int,
    inline_query_id: str,
    result_id: str,
    chat_id: int,
    message_thread_id: int | None = None,
) -> StoredMessage:
    """Send a chosen result to a chat, as the person, through the bot."""
    query = world.inline_queries.get(inline_query_id)
    if query is None or query.person_id != person_id:
        raise UnknownError(f"inline query {inline_query_id!r} is not known")
    chosen = next((r for r in query.results or [] if str(r.get("id")) == result_id), None)
    if chosen is None:
        raise UnknownError(f"there is no result {result_id!r}")
    chat, member = place_of(world, person_id, chat_id)
    topic = open_topic(world, chat, message_thread_id)
    fields = _content(world, chosen) | {"via_bot": world.bot.user()}
    keyboard = shown_keyboard(chosen["reply_markup"]) if chosen.get("reply_markup") else None
    inline_message_id = None
    if keyboard is not None:
        fields["reply_markup"] = keyboard
        inline_message_id = f"inline-{world.count('inline message')}"
    author = author_of_person(world, chat, person_id, anonymous=member.is_anonymous)
    message = post(world, chat, author, fields, topic=topic)
    if inline_message_id is not None:
        message.inline_message_id = inline_message_id
        world.inline_messages[inline_message_id] = message
    if world.bot.inline_feedback:
        _tell_of_choice(world, query, result_id, inline_message_id)
    return message


def _tell_of_choice(
    world: World, query: InlineQuery, result_id: str, inline_message_id: str | None
) -> None:
    chosen: Json = {
        "result_id": result_id,
        "from": world.person(query.person_id).user(),
        "query": query.query,
    }
    if inline_message_id is not None:
        chosen["inline_message_id"] = inline_message_id
    world.queue.add("chosen_inline_result", chosen)


def _content(world: World, result: Json) -> Json:
    content = result.get("input_message_content")
    # The texts were checked when the query was answered; nothing is complained of twice.
    silent = Call(n=0, method="answerInlineQuery", params={}, at=0.0, monotonic=0.0)
    if content is not None:
        if "message_text" not in content:
            names = [name for key, name in _CONTENT_FIELDS.items() if key in content]
            return {names[0]: content} if names else {"text": "…"}
        turn = Turn(world, Params(as_text_params(content)), silent)
        fields = read_text(turn).under("text")
        if content.get("link_preview_options"):
            fields["link_preview_options"] = content["link_preview_options"]
        return fields
    caption = read_caption(Turn(world, Params(result), silent)).under("caption")
    kind = str(result.get("type", "document"))
    file_id = next((v for k, v in result.items() if k.endswith(("_file_id", "_url"))), "")
    shape: Json = {"file_id": file_id, "file_unique_id": f"inline{result['id']}"}
    if kind == "photo":
        return {"photo": [{**shape, "width": 320, "height": 240}], **caption}
    return {"document": {**shape, "file_name": result.get("title", kind)}, **caption}


ACTS = {"query_inline": query_inline, "choose_inline": choose_inline}
