"""How somebody's words are told: quoted, relayed, or in our words, and never one for another."""

import pytest

from bot.rendering.facts import quotation
from bot.rendering.html import plain
from bot.rendering.locale import Locale
from knowledge import LANGUAGES, SpokenQuote
from tests.builders import a_person, a_quote, a_source, a_text

WORDS = "We have agreed on one more exchange"
GIST = a_text(
    "There will be another exchange.",
    uk="Буде ще один обмін.",
    ru="Будет ещё один обмен.",
    tr="Bir takas daha olacak.",
)


def told(locale, **fields):
    """Return how a quote with these fields reads."""
    return plain(quotation(SpokenQuote(a_quote(**fields), a_person(), a_source()), locale))


def test_words_seen_twice_stand_in_quotation_marks_with_who_said_them_and_where(locale):
    text = told(locale, exact=WORDS)

    assert f"“{WORDS}”" in text
    assert "Rustem Umerov" in text
    assert "Agency" in text
    assert "Relayed" not in text


def test_words_that_unnamed_sources_relay_are_said_to_be_relayed(locale):
    text = told(locale, exact=WORDS, form="reported")

    assert text.startswith("Relayed from unnamed sources, not said in public:")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["direct", "fragment", "reported"])
def test_words_that_were_not_seen_again_are_told_in_ours_and_never_quoted(language, form):
    text = told(Locale(language), exact=WORDS, form=form, verified=False, gist=GIST)

    assert getattr(GIST, language) in text
    assert WORDS not in text
    assert not set('“”«»„"') & set(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_quoted_words_stay_in_their_language_in_every_language(language):
    assert WORDS in told(Locale(language), exact=WORDS)


def test_nothing_of_a_quotation_is_taken_for_markup(locale):
    spoken = SpokenQuote(a_quote(exact="<b>a</b> & b"), a_person(), a_source())

    assert "&lt;b&gt;a&lt;/b&gt; &amp; b" in quotation(spoken, locale)
