import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.text import in_cyrillic, normalise, on_another_keyboard, tokens

WRITTEN = st.text(
    'abcxyzABCXYZ éşğüöçıİÂñ абвйїґёЄ 0123456789 ,.:;!?-–—"“”()/\n',
    max_size=80,
)
"""What people write, in the alphabets of the record."""


@given(WRITTEN)
def test_normalising_twice_changes_nothing_more(text):
    once = normalise(text)

    assert normalise(once) == once


@given(st.text())
@example("\x00\x1b[31m\u202e")
def test_a_token_is_never_empty_and_has_no_space_and_no_control_character(text):
    found = tokens(text)

    assert all(token and token.isprintable() and not token.isspace() for token in found)
    assert not any(character.isspace() for token in found for character in token)


@given(WRITTEN)
def test_capitals_make_no_difference(text):
    assert tokens(text.lower()) == tokens(text)


@given(st.integers(min_value=1000, max_value=999_999_999), st.sampled_from(",.\u00a0\u202f "))
def test_grouped_digits_read_as_one_number(number, separator):
    written = f"{number:,}".replace(",", separator)

    assert tokens(written) == (str(number),)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("1,200 bodies", ("1200", "bodies"), id="comma"),
        pytest.param("1 200 bodies", ("1200", "bodies"), id="space"),
        pytest.param("1\u202f200 bodies", ("1200", "bodies"), id="narrow_space"),
        pytest.param("１２００", ("1200",), id="full_width"),
        pytest.param("rounds 2, 3", ("rounds", "2", "3"), id="list"),
        pytest.param("23.07.2025", ("23.07.2025",), id="date"),
        pytest.param("2025-07-23", ("2025-07-23",), id="iso_date"),
        pytest.param("1.5 hours", ("1.5", "hours"), id="fraction"),
        pytest.param("3rd", ("3rd",), id="ordinal"),
        pytest.param("R3", ("r", "3"), id="letter_and_digit"),
    ],
)
def test_numbers_are_kept_as_they_are_meant(written, read):
    assert tokens(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("Çırağan", "ciragan", id="turkish_dotless_i"),
        pytest.param("İSTANBUL", "istanbul", id="turkish_dotted_capital_i"),
        pytest.param("Türkiye", "turkiye", id="umlaut"),
        pytest.param("Erdoğan", "erdogan", id="breve"),
        pytest.param("Dolmabahçe", "dolmabahce", id="cedilla"),
        pytest.param("Łódź", "lodz", id="polish"),
        pytest.param("Straße", "strasse", id="sharp_s"),
        pytest.param("e\u0301lan", "elan", id="combining_mark"),
    ],
)
def test_latin_letters_lose_their_marks(written, read):
    assert tokens(written) == (read,)


@pytest.mark.parametrize("word", ["мединський", "україна", "йод", "объезд", "київ", "єрмак"])
def test_cyrillic_letters_keep_theirs(word):
    assert tokens(word.upper()) == (word,)


@pytest.mark.parametrize(
    ("written", "read"), [("ёлка", "елка"), ("ПЁТР", "петр"), ("ґанок", "ганок"), ("Ґ", "г")]
)
def test_letters_that_people_leave_out_are_read_as_what_they_write_instead(written, read):
    assert tokens(written) == (read,)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("Cтамбул", "стамбул", id="a_latin_letter_in_a_cyrillic_word"),
        pytest.param("Мединcкий", "мединский", id="in_the_middle"),
        pytest.param("Istаnbul", "istanbul", id="a_cyrillic_letter_in_a_latin_word"),
        pytest.param("Kиїв", "київ", id="in_ukrainian"),
    ],
)
def test_a_letter_of_the_other_alphabet_is_read_as_its_twin(written, read):
    assert tokens(written) == (read,)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("23 Temmuz'da", ("23", "temmuzda"), id="where_stays_with_a_name"),
        pytest.param("3'üncü tur", ("3", "tur"), id="ordinal"),
        pytest.param("23'te", ("23",), id="day"),
        pytest.param("Fidan'ın", ("fidan",), id="genitive"),
        pytest.param("Medinski’yle", ("medinski",), id="with"),
    ],
)
def test_turkish_endings_behind_an_apostrophe_go(written, read):
    assert tokens(written) == read


@pytest.mark.parametrize("written", ["500x500", "500х500", "500 × 500"])
def test_a_number_for_a_number_is_two_numbers(written):
    assert tokens(written) == ("500", "500")


@pytest.mark.parametrize(
    "text",
    ["é" * 4000, "щ" * 4000, "aщ" * 2000, "㉑" * 2200, "ё'" * 2000],
    ids=["latin", "cyrillic", "mixed", "circled_numbers", "apostrophes"],
)
def test_a_word_without_end_is_read_in_no_time(text):
    begun = time.process_time()

    tokens(text)

    assert time.process_time() - begun < 0.1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rjkb ,eltn xtndthnsq hfeyl", "коли будет четвертый раунд"),
        ("ищвшуы", "bodies"),
    ],
)
def test_what_was_typed_on_the_other_keyboard_is_found(typed, meant):
    assert any(set(meant.split()) & set(found.split()) for found in on_another_keyboard(typed))


@pytest.mark.parametrize(
    ("spelt", "is_ukrainian", "word"),
    [
        ("obmen", False, "обмен"),
        ("plennyh", False, "пленных"),
        ("peregovory", False, "переговоры"),
        ("peremovyny", True, "перемовини"),
    ],
)
def test_a_word_in_latin_letters_is_read_as_it_sounds(spelt, is_ukrainian, word):
    assert in_cyrillic(spelt, is_ukrainian=is_ukrainian) == word


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("Ukraine's side", ("ukraine", "side"), id="straight"),
        pytest.param("Ukraine’s side", ("ukraine", "side"), id="curly"),
        pytest.param("didn't", ("didnt",), id="negation"),
        pytest.param("об'єднання", ("обєднання",), id="ukrainian"),
    ],
)
def test_apostrophes_and_the_genitive_go(written, read):
    assert tokens(written) == read


@pytest.mark.parametrize("text", ["", " \n\t", "?!…", "🙂🇺🇦", "\x00\x07", "_", "\u200b"])
def test_text_without_letters_and_digits_has_no_tokens(text):
    assert tokens(text) == ()


def test_a_year_before_a_count_stays_apart():
    assert tokens("in 2025 250 prisoners") == ("in", "2025", "250", "prisoners")


def test_doubled_apostrophes_go_at_once():
    once = normalise("a''b")

    assert normalise(once) == once
