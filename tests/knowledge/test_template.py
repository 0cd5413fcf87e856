import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.matching.template import MAX_EXPANSIONS, TemplateError, expand, variants

WORDS = st.sampled_from(["who", "led", "the", "talks", "{round}", "1200", "їхній"])


def _grouped(parts):
    alternatives = st.lists(parts, min_size=1, max_size=3).map("|".join)
    return st.one_of(alternatives.map("({})".format), alternatives.map("[{}]".format))


def _sequences(inner):
    return st.lists(inner, min_size=1, max_size=3).map(" ".join)


TEMPLATES = _sequences(
    st.recursive(WORDS, lambda inner: _grouped(_sequences(inner)), max_leaves=6)
).filter(lambda template: template.count("|") + template.count("[") < 8)


def _words(text):
    return set(re.findall(r"[^\s()\[\]|]+", text))


@settings(deadline=None, max_examples=40)
@given(TEMPLATES)
def test_every_variant_is_one_of_the_utterances(template):
    assert set(variants(template)) <= set(expand(template))


@settings(deadline=None, max_examples=40)
@given(TEMPLATES)
@example("[(who|led)]")
@example("(who (led|the)|talks)")
def test_every_word_of_a_template_is_in_some_variant(template):
    said = set().union(*map(_words, variants(template)))

    assert said == _words(template)


@settings(deadline=None, max_examples=40)
@given(TEMPLATES)
def test_no_utterance_has_a_bracket_or_a_space_too_many(template):
    for utterance in (*expand(template), *variants(template)):
        assert not set(utterance) & set("()[]|")
        assert utterance == " ".join(utterance.split())


@given(st.text("ab ()[]|", max_size=20))
def test_any_text_is_a_template_or_a_template_error(text):
    try:
        utterances = expand(text)
    except TemplateError:
        return

    assert utterances


@pytest.mark.parametrize(
    ("template", "utterances"),
    [
        pytest.param("who led", ("who led",), id="plain"),
        pytest.param("(who|which) led", ("who led", "which led"), id="alternatives"),
        pytest.param("who [really] led", ("who really led", "who led"), id="optional"),
        pytest.param("[a|b] c", ("a c", "b c", "c"), id="optional_alternatives"),
        pytest.param("(a [b]|c)", ("a b", "a", "c"), id="nested"),
        pytest.param("a|b c", ("a", "b c"), id="alternatives_without_brackets"),
        pytest.param("(a|a)", ("a",), id="repeats"),
        pytest.param("", ("",), id="empty"),
    ],
)
def test_a_template_says_exactly_these_utterances(template, utterances):
    assert expand(template) == utterances


def test_variants_are_as_few_as_the_widest_choice():
    template = "(a|b|c) (d|e) [f]"

    assert len(expand(template)) == 12
    assert len(variants(template)) == 3


@pytest.mark.parametrize("read", [expand, variants])
@pytest.mark.parametrize(
    ("template", "place"),
    [
        pytest.param("who (led", "expected ')'", id="round_bracket_left_open"),
        pytest.param("who [led", "expected ']'", id="square_bracket_left_open"),
        pytest.param("who (led]", "expected ')'", id="closed_by_the_other_kind"),
        pytest.param("who led)", "')' closes a bracket that was never opened", id="never_opened"),
        pytest.param("who ]led", "']' closes a bracket that was never opened", id="stray"),
    ],
)
def test_an_unbalanced_bracket_is_refused_with_its_place(read, template, place):
    with pytest.raises(TemplateError, match=re.escape(place)):
        read(template)


def test_a_template_that_says_too_much_is_refused():
    template = " ".join(["(a|b)"] * 9)

    with pytest.raises(TemplateError, match=f"more than {MAX_EXPANSIONS} utterances: split it"):
        expand(template)


def test_a_template_with_the_most_utterances_is_accepted():
    template = f"({'|'.join(f'w{number}' for number in range(MAX_EXPANSIONS))})"

    assert len(expand(template)) == MAX_EXPANSIONS
