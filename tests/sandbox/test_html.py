"""Telegram's HTML: text, entities in UTF-16 units, and errors at their byte."""

from __future__ import annotations

import html
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox import utf16
from bot.sandbox.entities import clean, command_of, with_found
from bot.sandbox.html import MarkupError, parse_html
from bot.sandbox.links import checked_link

LONE_SURROGATE = (
    "Text contains invalid Unicode characters after decoding HTML entities, "
    "check for unmatched surrogate code units"
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
TAGS = {
    "b": "bold",
    "em": "italic",
    "u": "underline",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "blockquote": "blockquote",
    "blockquote expandable": "expandable_blockquote",
}


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(TEXTS)
def test_escaped_text_reads_back_as_itself(text: str) -> None:
    assert parse_html(html.escape(text, quote=True).replace("&#x27;", "'")) == (text, [])


@given(TEXTS)
def test_length_counts_utf_16_units(text: str) -> None:
    assert utf16.length(text) == units(text)


@given(st.lists(st.tuples(st.sampled_from(sorted(TAGS)), TEXTS, TEXTS), max_size=6))
def test_tags_become_entities_at_utf_16_offsets(parts: list[tuple[str, str, str]]) -> None:
    source, plain, expected = "", "", []
    for tag, before, inside in parts:
        source += html.escape(before, quote=False)
        source += f"<{tag}>{html.escape(inside, quote=False)}</{tag.split()[0]}>"
        if inside:
            where = {"offset": units(plain + before), "length": units(inside)}
            expected.append({"type": TAGS[tag], **where})
        plain += before + inside

    assert parse_html(source) == (plain, expected)


@given(TEXTS.filter(lambda text: text.strip(" \n")))
def test_what_an_entity_covers_can_be_cut_out_again(inside: str) -> None:
    text, (entity,) = parse_html(f"🕊 <b>{html.escape(inside, quote=False)}</b> 🕊")

    assert utf16.cut(text, entity["offset"], entity["length"]) == inside


@given(st.text(st.sampled_from("<>/ab i=\"'&;#x1é🕊\n"), max_size=30))
def test_any_source_is_read_or_refused_but_never_breaks(source: str) -> None:
    try:
        text, entities = parse_html(source)
    except MarkupError:
        return
    assert all(0 <= e["offset"] < e["offset"] + e["length"] <= units(text) for e in entities)


@pytest.mark.parametrize(
    ("source", "entity"),
    [
        ('<a href="https://t.me/x?a=1&amp;b=2">x</a>', {"type": "text_link",
                                                        "url": "https://t.me/x?a=1&b=2"}),
        ("<a href=telegram.org>x</a>", {"type": "text_link", "url": "http://telegram.org/"}),
        ('<a href="tg://user?id=42">x</a>', {"type": "text_mention", "user": {"id": 42}}),
        ('<span class="tg-spoiler">x</span>', {"type": "spoiler"}),
        ('<tg-emoji emoji-id="5368">x</tg-emoji>', {"type": "custom_emoji",
                                                    "custom_emoji_id": "5368"}),
        ('<pre><code class="language-python">x</code></pre>', {"type": "pre",
                                                               "language": "python"}),
        ('<tg-time unix="1753293600" format="t">x</tg-time>', {"type": "date_time",
                                                               "unix_time": 1753293600,
                                                               "date_time_format": "t"}),
        ("<B>x</b>", {"type": "bold"}),
        ("<b>x</>", {"type": "bold"}),
    ],
)  # fmt: skip
def test_a_tag_with_an_argument(source: str, entity: dict[str, Any]) -> None:
    text, entities = parse_html(source)

    assert (text, entities) == ("x", [{**entity, "offset": 0, "length": 1}])


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('<span class="x">a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("é<i =x>", 'Empty attribute name in the tag "i" at byte offset 2'),
        ("<i a=b,>", "Unexpected end of name token at byte offset 5"),
        ('<i a="b>', "Unclosed start tag at byte offset 0"),
        ("<i a= ", 'Unclosed start tag "i" at byte offset 0'),
        ("&#xD83D;", LONE_SURROGATE),
    ],
)
def test_what_cannot_be_read_says_where(source: str, words: str) -> None:
    with pytest.raises(MarkupError) as caught:
        parse_html(source)

    assert str(caught.value) == words


@pytest.mark.parametrize("source", ["&copy;", "&", "&#0;", "a & b", "&#99999999;"])
def test_a_reference_telegram_does_not_know_stays_text(source: str) -> None:
    assert parse_html(f"{source}<b></b>") == (source, [])


def test_a_link_without_an_address_that_can_be_reached_is_only_text() -> None:
    assert parse_html('<a href="http://localhost/">x</a>') == ("x", [])
    assert checked_link("javascript:alert(1)") is None


def test_an_entity_without_text_is_dropped() -> None:
    assert parse_html("a<b></b>") == ("a", [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start@IstanbulTalksBot now", [("bot_command", 0, 23)]),
        ("🕊 @olena", [("mention", 3, 6)]),
        ("see https://example.com/a.", [("url", 4, 21)]),
        ("example.com #Стамбул $USD", [("url", 0, 11), ("hashtag", 12, 8), ("cashtag", 21, 4)]),
        ("mail a@b.example.org", [("email", 5, 15)]),
        ("and/or 1/2 a@ #1 3.14", []),
    ],
)
def test_telegram_finds_entities_itself(text: str, found: list[tuple[str, int, int]]) -> None:
    assert [(e["type"], e["offset"], e["length"]) for e in with_found(text, [])] == found


def test_nothing_is_found_inside_code() -> None:
    text, entities = parse_html("<code>/start @olena</code>")

    assert with_found(text, entities) == entities


def test_a_command_counts_only_at_the_beginning() -> None:
    assert command_of("/Ask@Bot x", with_found("/Ask@Bot x", [])) == ("ask", "bot")
    assert command_of("x /ask", with_found("x /ask", [])) is None


def test_a_text_is_trimmed_and_its_entities_move_along() -> None:
    text, entities = clean(*parse_html(" \n<b> a</b>\r\n"))

    assert (text, entities) == ("a", [{"type": "bold", "offset": 0, "length": 1}])
