"""Methods that answer callback queries and inline queries."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox import utf16
from bot.sandbox.content import read_caption, read_text
from bot.sandbox.errors import bad_request
from bot.sandbox.params import Params
from bot.sandbox.rules import keyboard_refusal
from bot.sandbox.state import Json
from bot.sandbox.turn import Turn

MOST_RESULTS = 50
LONGEST_RESULT_ID = 64
LONGEST_OFFSET = 64
DEFAULT_CACHE_SECONDS = 300
_LONGEST_TOAST = 200
_START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def answer_callback_query(turn: Turn) -> bool:
    """https://core.telegram.org/bots/api#answercallbackquery"""
    world, params = turn.world, turn.params
    text = params.text("text")
    if utf16.length(text) > _LONGEST_TOAST:
        raise bad_request("MESSAGE_TOO_LONG", mistake=True)
    query = world.callbacks.get(params.text("callback_query_id"))
    if query is None or query.answered:
        raise bad_request(_TOO_OLD)
    if world.clock.wall() - query.asked > world.bot.query_lifetime:
        raise bad_request(_TOO_OLD)
    query.answered = True
    world.announce(
        "callback_answer",
        callback_query_id=query.id,
        person_id=query.person_id,
        chat_id=query.chat_id,
        message_id=query.message_id,
        text=text,
        show_alert=params.flag("show_alert"),
        url=params.text("url") or None,
    )
    return True


def answer_inline_query(turn: Turn) -> bool:
    """https://core.telegram.org/bots/api#answerinlinequery"""
    world, params = turn.world, turn.params
    results = params.json_list("results")
    _check_results(turn, results)
    button = params.json_object("button")
    _check_button(button)
    next_offset = params.text("next_offset")
    if len(next_offset.encode()) > LONGEST_OFFSET:
        raise bad_request("NEXT_OFFSET_INVALID", mistake=True)
    query = world.inline_queries.get(params.text("inline_query_id"))
    if query is None or query.results is not None:
        raise bad_request(_TOO_OLD)
    if world.clock.wall() - query.asked > world.bot.query_lifetime:
        raise bad_request(_TOO_OLD)
    query.results = results
    query.next_offset = next_offset
    query.button = button
    query.is_personal = params.flag("is_personal")
    query.fresh_until = world.clock.wall() + params.integer("cache_time", DEFAULT_CACHE_SECONDS)
    world.announce(
        "inline_results",
        inline_query_id=query.id,
        person_id=query.person_id,
        query=query.query,
        results=results,
        next_offset=next_offset,
        button=button,
        from_cache=False,
    )
    return True


def _check_results(turn: Turn, results: list[Any]) -> None:
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH", mistake=True)
    seen: set[str] = set()
    for result in results:
        result_id = str(result.get("id", ""))
        if not 1 <= len(result_id.encode()) <= LONGEST_RESULT_ID:
            raise bad_request("RESULT_ID_INVALID", mistake=True)
        if result_id in seen:
            raise bad_request("RESULT_ID_DUPLICATE", mistake=True)
        seen.add(result_id)
        _check_content(turn, result)


def _check_content(turn: Turn, result: Json) -> None:
    refusal = keyboard_refusal(result.get("reply_markup"))
    if refusal is not None:
        raise refusal
    content = result.get("input_message_content")
    if content and "message_text" in content:
        read_text(Turn(turn.world, Params(as_text_params(content)), turn.call))
    elif content is None and result.get("type") == "article":
        raise bad_request("MESSAGE_EMPTY", mistake=True)
    elif "caption" in result:
        read_caption(turn, Params(result))


def as_text_params(content: Json) -> Json:
    """Return an InputTextMessageContent as sendMessage's parameters."""
    return {**content, "text": content.get("message_text", "")}


def _check_button(button: Json | None) -> None:
    if button is None:
        return
    start = button.get("start_parameter")
    if (start is None) is (button.get("web_app") is None):
        raise bad_request("inline query results button must have exactly one action", mistake=True)
    if start is not None and not _START_PARAMETER.match(start):
        raise bad_request("START_PARAM_INVALID", mistake=True)


METHODS: dict[str, Any] = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
}
