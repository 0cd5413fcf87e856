import re
import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.rendering.html import (
    ELLIPSIS,
    MAX_ENTITIES,
    MAX_TEXT,
    bold,
    cut,
    escape,
    expandable_quote,
    fits,
    for_terminal,
    italic,
    link,
    pages,
    plain,
    utf16_length,
)

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
HOSTILE = st.one_of(
    ANY_TEXT,
    st.lists(
        st.sampled_from(
            ["<b>", "</b>", "&amp;", "&", ";", "<", ">", '"', "'", "<!--", "]]>", "<script>", "a"]
        ),
        max_size=20,
    ).map("".join),
)
BLOCKS = st.lists(
    st.one_of(
        HOSTILE.map(bold),
        HOSTILE.map(italic),
        HOSTILE.map(escape),
        HOSTILE.map(lambda text: link(text, "https://agency.example/?a=1&b=<2>")),
        HOSTILE.map(lambda text: expandable_quote(bold(text) + escape(text))),
        st.sampled_from([escape("<&🙂" * 2000), bold("слово " * 900), bold("x") * 130, "x" * 4096]),
    ),
    max_size=12,
)


class _Balance(HTMLParser):
    """Fails at a tag that closes another than the last open one."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def assert_balanced(markup):
    """Check that every tag is closed, the last open one first."""
    balance = _Balance()
    balance.feed(markup)
    balance.close()
    assert balance.open == []


def is_dropped(character):
    """Say whether Telegram would refuse a character or show a gap for it."""
    is_invisible = unicodedata.category(character) in ("Cc", "Cf", "Cs")
    return is_invisible and character not in "\n\t\u200c\u200d"


@given(HOSTILE)
@example("<b>&lt;</b> \"quoted\" 'single' & &amp; &#x3c;")
@example("\x00\x07\x1b[31m\u202e\u200b")
@settings(deadline=None)
def test_escaped_text_is_read_as_it_was_written_without_control_characters(text):
    spaces = re.compile(r"[^\S \n\t]")

    read = plain(escape(text))

    wanted = "".join(character for character in text if not is_dropped(character))
    assert spaces.sub("", read) == spaces.sub("", wanted)


@given(HOSTILE)
def test_escaped_text_has_no_markup(text):
    assert not set(escape(text)) & set("<>\"'")


@given(HOSTILE)
def test_formatted_text_is_balanced_and_reads_as_the_text(text):
    for markup in (bold(text), italic(text), link(text, text), expandable_quote(bold(text))):
        assert_balanced(markup)
        assert plain(markup) == plain(escape(text))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("🙂👍🏽", id="emoji"),
        pytest.param("👨‍👩‍👧", id="joined_emoji"),
        pytest.param("❤️", id="variation_selector"),
        pytest.param("🇺🇦🇹🇷", id="flags"),
        pytest.param("سلام שלום", id="right_to_left"),
        pytest.param("می‌خواهم", id="zero_width_non_joiner"),
        pytest.param("e\u0301", id="combining_mark"),
        pytest.param("a\n\tb", id="newline_and_tab"),
        pytest.param("“їхній” – İstanbul", id="four_alphabets"),
    ],
)
def test_what_people_write_is_kept(text):
    assert plain(escape(text)) == text


@pytest.mark.parametrize(
    "character",
    ["\x00", "\x1b", "\x7f", "\x85", "\r", "\u200b", "\u202e", "\u2066", "\ufeff", "\ud800"],
    ids=ascii,
)
def test_what_would_deceive_or_be_refused_is_dropped(character):
    assert escape(f"a{character}b") == "ab"


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009", "\u3000"], ids=ascii)
def test_a_space_of_another_width_keeps_words_apart(space):
    assert escape(f"1{space}200").replace(space, " ") == "1 200"


@pytest.mark.parametrize("url", ["https://a.example/?x=1&y=2", 'https://a.example/"><b>'])
def test_an_address_stays_inside_its_link(url):
    found = []

    class Links(HTMLParser):
        def handle_starttag(self, tag, attrs):
            found.append((tag, dict(attrs)))

    Links().feed(link("text", url))

    assert found == [("a", {"href": url})]


def test_a_terminal_shows_the_address_behind_the_text():
    assert for_terminal(link("Agency", "https://a.example/?x=1&y=2"), styled=False) == (
        "Agency <https://a.example/?x=1&y=2>"
    )


@pytest.mark.parametrize(("styled", "shown"), [(True, "\x1b[1ma <b>\x1b[0m"), (False, "a <b>")])
def test_a_terminal_shows_bold_where_it_can(styled, shown):
    assert for_terminal(bold("a <b>"), styled=styled) == shown


@given(HOSTILE)
def test_a_terminal_is_given_no_control_sequence(text):
    assert "\x1b" not in for_terminal(link(text, "https://a.example") + bold(text), styled=False)


@pytest.mark.parametrize(("text", "length"), [("a", 1), ("ї", 1), ("🙂", 2), ("👍🏽", 4), ("", 0)])
def test_length_is_counted_in_utf_16_units(text, length):
    assert utf16_length(text) == length


@pytest.mark.parametrize(
    ("markup", "is_taken"),
    [
        pytest.param("a" * MAX_TEXT, True, id="longest"),
        pytest.param("a" * (MAX_TEXT + 1), False, id="too_long"),
        pytest.param("🙂" * (MAX_TEXT // 2), True, id="longest_emoji"),
        pytest.param("🙂" * (MAX_TEXT // 2) + "a", False, id="too_many_emoji"),
        pytest.param("&lt;" * MAX_TEXT, True, id="counted_after_parsing"),
        pytest.param("<b>a</b>" * MAX_ENTITIES, True, id="most_entities"),
        pytest.param("<b>a</b>" * (MAX_ENTITIES + 1), False, id="too_many_entities"),
    ],
)
def test_a_message_fits_up_to_telegrams_limits(markup, is_taken):
    assert fits(markup) is is_taken


@given(ANY_TEXT, st.integers(min_value=1, max_value=60))
@example("🙂" * 40, 10)
def test_cut_text_is_within_the_limit_and_a_beginning_of_the_text(text, limit):
    shortened = cut(text, limit)

    assert utf16_length(shortened) <= limit
    assert shortened == text or text.startswith(shortened.removesuffix(ELLIPSIS))
    assert shortened == text or shortened.endswith(ELLIPSIS)


@given(st.text(st.sampled_from("🙂👍a "), max_size=60), st.integers(min_value=1, max_value=60))
def test_cut_text_never_ends_in_half_a_character(text, limit):
    shortened = cut(text, limit)

    assert shortened.encode("utf-16-le").decode("utf-16-le") == shortened


@pytest.mark.parametrize(
    ("text", "limit", "shortened"),
    [
        ("short", 5, "short"),
        ("three little words", 15, "three little…"),
        ("a verylongwordindeed", 10, "a verylon…"),
        ("🙂🙂🙂", 5, "🙂🙂…"),
    ],
)
def test_text_is_cut_at_a_space_where_one_is_near(text, limit, shortened):
    assert cut(text, limit) == shortened


@given(BLOCKS, HOSTILE.map(lambda text: bold(text[:60])))
@example(["x" * 5000] * 3, "<b>Heading</b>")
@settings(deadline=None, max_examples=40)
def test_every_page_fits_is_balanced_and_begins_with_the_heading(blocks, heading):
    for page in pages(blocks, heading=heading):
        assert fits(page)
        assert_balanced(page)
        assert page.startswith(heading)


@given(st.lists(st.text("ab<&🙂", min_size=1, max_size=2000).map(escape), min_size=1, max_size=12))
@settings(deadline=None, max_examples=40)
def test_pages_keep_every_block_whole_and_in_order(blocks):
    joined = "\n\n".join(pages(blocks))

    assert joined == "\n\n".join(blocks)


@given(st.integers(min_value=1, max_value=30), st.integers(min_value=1, max_value=10))
def test_a_page_has_at_most_the_blocks_that_it_may_have(count, most):
    found = pages([f"block {number}" for number in range(count)], most_blocks=most)

    assert len(found) == -(-count // most)


def test_a_block_too_long_for_a_page_becomes_plain_text_cut():
    (page,) = pages([bold("word " * 2000)], heading=bold("Heading"))

    assert page.startswith("<b>Heading</b>\n\nword word")
    assert page.endswith(ELLIPSIS)


def test_without_blocks_there_is_one_page_with_the_heading():
    assert pages([], heading=bold("Heading")) == ["<b>Heading</b>"]
