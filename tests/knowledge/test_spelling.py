"""Misspelt words are read as what is meant, and words that are spelt right are left alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from knowledge import Answer, ask
from knowledge.matching.slips import ByEnds, likelihood_of_slip, slips_of
from knowledge.text import tokens


@pytest.mark.parametrize(
    ("language", "written", "meant"),
    [
        ("en", "tajks", "talks"),
        ("en", "iround", "round"),
        ("en", "exchagne", "exchange"),
        ("uk", "черня", "червня"),
        ("uk", "меморандкму", "меморандуму"),
        ("ru", "крыум", "крыму"),
        ("ru", "переговоюы", "переговоры"),
        ("tr", "mutarake", "mütareke"),
        ("tr", "gorusmelre", "görüşmeler"),
    ],
)
def test_a_misspelt_word_is_put_right(language, written, meant, knowledge):
    vocabulary = knowledge.index.vocabularies[language]

    [word], [right] = vocabulary.words_of(tokens(written)), vocabulary.words_of(tokens(meant))

    assert (word.stem, word.meaning) == (right.stem, right.meaning)


@pytest.mark.parametrize(
    ("language", "written", "meant"),
    [
        # Alone "haeded" is nearer to "handed", which phrasings have more often.
        ("en", "who haeded the russian team", "who headed the russian team"),
        ("en", "prsioner exchagne in may", "prisoner exchange in may"),
        # Both have all the words of some fact with them: the neighbour decides.
        ("en", "two to thre day ceasefire", "two to three day ceasefire"),
        ("en", "wgiting for russia's draft", "waiting for russia's draft"),
        ("tr", "kısa süreeli ateşkes", "kısa süreli ateşkes"),
        # Words that are others by mistake, beside words that are none.
        ("en", "what did lavrvo say bout the lace", "what did lavrov say about the place"),
        ("ru", "сколько пленых обменли в ииюне", "сколько пленных обменяли в июне"),
        ("tr", "haziarn akası", "haziran takası"),
    ],
)
def test_what_is_asked_together_decides_what_is_meant(language, written, meant, knowledge):
    vocabulary = knowledge.index.vocabularies[language]

    read_as, right = vocabulary.words_of(tokens(written)), vocabulary.words_of(tokens(meant))

    assert [word.term for word in read_as] == [word.term for word in right]


@pytest.mark.parametrize(
    ("language", "written", "meant"),
    [
        ("en", "talks in ab udhabi", "talks in abu dhabi"),
        ("ru", "встреча в абу-дби", "встреча в абу-даби"),
        ("uk", "зустріч віч-н-авіч", "зустріч віч-на-віч"),
    ],
)
def test_a_name_of_several_words_is_put_right_as_a_whole(language, written, meant, knowledge):
    vocabulary = knowledge.index.vocabularies[language]

    assert [w.raw for w in vocabulary.words_of(tokens(written))] == [
        w.raw for w in vocabulary.words_of(tokens(meant))
    ]


def test_a_word_spelt_right_stays_beside_one_that_is_not(knowledge):
    words = knowledge.index.vocabularies["en"].words_of(tokens("when were 500 prisonesr exchanged"))

    assert [word.raw for word in words] == ["when", "were", "500", "prisoners", "exchanged"]


def test_no_slip_makes_a_question_deny(knowledge):
    words = knowledge.index.vocabularies["en"].words_of(
        tokens("did ryermak ever lead a velegation")
    )

    assert not any(word.denies for word in words)


def test_a_question_with_a_slip_in_each_long_word_is_answered(knowledge):
    outcome = ask(knowledge, "Hwo many prisonres were excahnged in the frist ronud?")

    assert isinstance(outcome, Answer)
    assert outcome.fact.fact.id == "r1-1000-agreed"


@pytest.mark.parametrize(
    ("meant", "typed"),
    [("round", "roudn"), ("round", "roud"), ("round", "rounnd")],
    ids=["swapped", "left out", "doubled"],
)
def test_a_slip_that_can_be_made_in_few_ways_is_likelier(meant, typed):
    assert likelihood_of_slip(meant, typed, 1) > likelihood_of_slip("round", "rxund", 1)


@pytest.mark.parametrize("text", ["a" * 4000, " ".join(f"xq{'w' * n}z" for n in range(5, 60))])
def test_letters_without_a_word_are_not_looked_at_for_long(text, vocabulary):
    began = time.process_time()

    vocabulary.words_of(tokens(text)[:120])

    assert time.process_time() - began < 0.5


@given(st.text("abcdefgh", min_size=2, max_size=8))
def test_every_slip_is_one_edit_away(word):
    assert {OSA.distance(word, slip) for slip in slips_of(word, "abc")} <= {0, 1}


@given(st.text("abcdefgh", min_size=5, max_size=9), st.data())
def test_a_word_is_found_by_its_ends_after_any_slip(word, data):
    slip = data.draw(st.sampled_from(sorted(slips_of(word, "abc"))))

    assert word in ByEnds([word]).like(slip)
