"""Every call is checked; a complaint fails the test even where the bot swallows the refusal."""

from __future__ import annotations

import builtins
import logging
from typing import Any

import httpx
import pytest

from bot.sandbox import ComplaintError, SandboxClient, World, rules
from bot.sandbox.bot_api import BotApi
from bot.sandbox.loopback import no_tls
from bot.sandbox.params import Params
from bot.sandbox.scene import READER
from bot.sandbox.schema import Schema, load_schema
from tests.sandbox.conftest import Town

ODD_KEYBOARD = {"inline_keyboard": [[{"text": "b", "callback_data": "1", "colour": 2}]]}


async def call(town: Town, method: str, **params: Any) -> dict[str, Any]:
    async with httpx.AsyncClient(verify=no_tls()) as http:
        url = f"{town.sandbox.base_url}{town.bot.token}/{method}"
        answer: dict[str, Any] = (await http.post(url, json=params)).json()
        return answer


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"chat_id": READER, "text": "x", "foo": 1}, 'unknown parameter "foo"'),
        ({"chat_id": READER}, "message text is empty"),
        ({"text": "x"}, "chat_id is empty"),
        ({"chat_id": READER, "text": 5}, '"text" must be a String, not an Integer'),
        ({"chat_id": "nobody", "text": "x"}, "\"chat_id\" cannot be 'nobody'"),
        ({"chat_id": READER, "text": "x", "protect_content": "maybe"}, "must be a Boolean"),
        ({"chat_id": READER, "text": "x", "message_thread_id": "2.5"}, "must be an Integer"),
        ({"chat_id": READER, "text": "x", "parse_mode": "BBCode"}, '"parse_mode" cannot be'),
        ({"chat_id": READER, "text": "x", "link_preview_options": {"disabled": True}},
         '(LinkPreviewOptions) has no field "disabled"'),
        ({"chat_id": READER, "text": "x", "reply_parameters": {"message_id": "x"}},
         '"reply_parameters.message_id" must be an Integer'),
        ({"chat_id": READER, "text": "x", "reply_markup": "{"}, "is not JSON"),
        ({"chat_id": READER, "text": "x", "reply_markup": ODD_KEYBOARD}, 'has no field "colour"'),
        ({"chat_id": READER, "text": "x", "entities": [{"type": "bold"}]}, "entities[0]"),
    ],
)  # fmt: skip
async def test_a_wrong_call_is_refused_and_complained_of(
    params: dict[str, Any], words: str, loose_town: Town
) -> None:
    answer = await call(loose_town, "sendMessage", **params)

    assert (answer["ok"], answer["error_code"]) == (False, 400)
    assert words in answer["description"]
    (complaint,) = await loose_town.client.complaints()
    assert words in complaint["text"]


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("getUpdates", {"limit": 101}, '"limit" must be from 1 to 100'),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "a" * 201}, "200 characters"),
        ("answerInlineQuery", {"inline_query_id": "1", "results": [{"id": "1", "title": "x"}]},
         'lacks "type"'),
        ("sendChatAction", {"chat_id": READER, "action": "dancing"}, '"action" cannot be'),
        ("setMyDescription", {"description": "a" * 513}, "512 characters"),
        ("setWebhook", {"url": "http://127.0.0.1:9/", "secret_token": "no spaces"}, "secret_token"),
        ("deleteMessages", {"chat_id": READER, "message_ids": list(range(1, 102))}, "100 items"),
    ],
)  # fmt: skip
async def test_what_is_out_of_range_is_complained_of(
    method: str, params: dict[str, Any], words: str, loose_town: Town
) -> None:
    answer = await call(loose_town, method, **params)

    assert words in answer["description"]
    assert len(await loose_town.client.complaints()) == 1


async def test_a_published_method_that_is_not_here_says_so(loose_town: Town) -> None:
    answer = await call(loose_town, "getMyStarBalance")

    assert answer["error_code"] == 501
    assert "the sandbox does not implement getMyStarBalance" in answer["description"]
    assert await loose_town.client.complaints()


async def test_another_markup_language_is_refused_clearly(loose_town: Town) -> None:
    answer = await call(
        loose_town, "sendMessage", chat_id=READER, text="*x*", parse_mode="MarkdownV2"
    )

    assert "the sandbox speaks HTML" in answer["description"]


async def test_a_complaint_fails_the_test_at_its_end(loose_town: Town) -> None:
    await call(loose_town, "sendMessage", chat_id=READER, text="x", foo=1)

    with pytest.raises(ComplaintError, match='unknown parameter "foo"'):
        async with SandboxClient(loose_town.sandbox.url):
            pass


async def test_a_test_may_forgive_what_it_provoked(loose_town: Town) -> None:
    await call(loose_town, "sendMessage", chat_id=READER, text="x", foo=1)

    assert len(await loose_town.client.forgive()) == 1
    await loose_town.client.assert_no_complaints()


async def test_the_schema_check_names_its_source(town: Town) -> None:
    assert (await town.client.refresh())["schema_check"].startswith("aiogram 3.")


def test_without_aiogram_the_check_says_that_it_is_missing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def missing(name: str) -> None:
        raise ImportError(f"no {name}")

    monkeypatch.setattr("bot.sandbox.schema.importlib.import_module", missing)
    with caplog.at_level(logging.WARNING):
        api = BotApi(World())

    assert api.schema_check.startswith("unavailable: ")
    assert "not checked" in caplog.text


def test_every_published_method_can_be_checked() -> None:
    schema = load_schema()
    assert isinstance(schema, Schema)

    for name in vars(builtins):
        assert schema.method(name) is None
    assert schema.complaints("sendMessage", {"chat_id": "1", "text": "x"}) == []
    assert schema.method("SENDMESSAGE") == "sendMessage"


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"text": "b", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": " ", "callback_data": "1"}, "button text must be non-empty"),
        ({"callback_data": "1"}, 'field "text" must be of type String'),
        ({"text": "b", "copy_text": {"text": ""}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "b"}, "Text buttons are unallowed"),
    ],
)
def test_a_malformed_button_is_refused(button: dict[str, Any], words: str) -> None:
    refusal = rules.keyboard_refusal({"inline_keyboard": [[button]]})

    assert refusal is not None
    assert words in refusal.description


def test_parameters_read_alike_from_a_form_and_from_json() -> None:
    form = Params({"n": "5", "yes": "true", "list": "[1]"})
    typed = Params({"n": 5, "yes": True, "list": [1]})

    for params in (form, typed):
        assert (params.integer("n"), params.flag("yes"), params.json_list("list")) == (5, True, [1])
