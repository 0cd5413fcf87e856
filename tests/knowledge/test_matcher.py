from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.matching import Analysed, Matcher, Views, stems

PAIRS = (
    ("arrival", "when will my new card arrive"),
    ("arrival", "has my card been sent yet"),
    ("arrival", "how do I track the card that you sent"),
    ("lost", "I lost my card"),
    ("lost", "somebody stole my card"),
    ("lost", "my card is gone, please block it"),
    ("rate", "what exchange rate do you use"),
    ("rate", "is your exchange rate the one of the interbank market"),
    ("rate", "how is the rate of exchange worked out"),
)
NEITHER = 0
"""So many multiplications that no regression is learnt: the centroids decide."""

words = st.sampled_from(
    ["card", "lost", "sent", "rate", "market", "arrive", "not", "my", "the", "who"]
)
phrasings = st.lists(words, min_size=1, max_size=6).map(" ".join)
pairs = st.lists(st.tuples(st.sampled_from("abcd"), phrasings), min_size=1, max_size=12)
limits = st.sampled_from([NEITHER, 10**12])
fast = settings(max_examples=25, deadline=None)


@pytest.fixture(params=[NEITHER, 10**12], ids=["centroids", "regression"])
def matcher(request: pytest.FixtureRequest) -> Matcher[str, str]:
    return Matcher.fit(PAIRS, most_training=request.param)


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("my card has not arrived", "arrival"),
        ("did you send the card?", "arrival"),
        ("I have lost it", "lost"),
        ("cards were stolen from me, block them", "lost"),
        ("which rate do you exchange at", "rate"),
        ("exchnge raet of the intrebank markt", "rate"),
    ],
)
def test_a_question_in_other_words_finds_its_label(
    matcher: Matcher[str, str], question: str, label: str
) -> None:
    assert matcher.rank(question)[0].label == label


def test_what_belongs_to_no_label_scores_below_what_belongs_to_one(
    matcher: Matcher[str, str],
) -> None:
    stranger = matcher.rank("how tall is the highest mountain in Africa")[0]

    assert stranger.score < matcher.rank("my card has not arrived")[0].score / 2


@pytest.mark.parametrize("text", ["", "?!", "   ", "🕊️", "\x00\u202e", "жодного слова"])
def test_a_text_without_a_known_word_fits_nothing(matcher: Matcher[str, str], text: str) -> None:
    assert {match.score for match in matcher.rank(text)} == {0.0}


def test_at_most_as_many_labels_are_returned_as_were_asked_for(matcher: Matcher[str, str]) -> None:
    assert [len(matcher.rank("card", most)) for most in (0, 1, 2, 99)] == [0, 1, 2, 3]


def test_labels_stand_in_the_order_in_which_the_pairs_name_them(
    matcher: Matcher[str, str],
) -> None:
    assert matcher.labels == ("arrival", "lost", "rate")


def test_without_pairs_there_is_nothing_to_learn() -> None:
    with pytest.raises(ValueError, match="expected at least one label"):
        Matcher.fit([])


def test_without_a_view_there_is_nothing_to_see() -> None:
    with pytest.raises(ValueError, match="expected a weight above 0"):
        Matcher.fit(PAIRS, views=Views(words=0, pairs=0, letters=0))


def test_anything_can_be_matched_that_can_be_read_as_terms() -> None:
    def read(slots: Sequence[str]) -> Analysed:
        return Analysed(terms=slots, words=())

    matcher = Matcher.fit(
        [(1, ("thing:bodies", "side:russia")), (2, ("thing:bodies", "side:ukraine"))],
        analyse=read,
        views=Views(letters=0),
    )

    assert matcher.rank(("side:ukraine", "how_many", "thing:bodies"))[0].label == 2


def test_words_of_another_language_are_reduced_to_their_stems() -> None:
    assert stems("russian")("Переговоры о переговорах").terms[0] == "переговор"


@fast
@given(pairs, phrasings, limits)
def test_the_ranking_has_every_label_once(
    pairs: list[tuple[str, str]], text: str, limit: int
) -> None:
    ranking = Matcher.fit(pairs, most_training=limit).rank(text)

    assert sorted(match.label for match in ranking) == sorted({label for label, _ in pairs})


@fast
@given(pairs, st.text(max_size=40), limits)
def test_scores_lie_between_0_and_100_and_fall(
    pairs: list[tuple[str, str]], text: str, limit: int
) -> None:
    scores = [match.score for match in Matcher.fit(pairs, most_training=limit).rank(text)]

    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 100 for score in scores)


@fast
@given(pairs, phrasings, limits)
def test_the_same_pairs_and_text_give_the_same_ranking(
    pairs: list[tuple[str, str]], text: str, limit: int
) -> None:
    first, second = (Matcher.fit(pairs, most_training=limit) for _ in range(2))

    assert first.rank(text) == second.rank(text) == second.rank(text)


@fast
@given(pairs, limits)
def test_a_phrasing_asked_as_it_stands_finds_the_labels_that_have_it_first(
    pairs: list[tuple[str, str]], limit: int
) -> None:
    matcher = Matcher.fit(pairs, most_training=limit)

    for _, phrasing in pairs:
        having = {label for label, other in pairs if other.split() == phrasing.split()}
        found = matcher.rank(phrasing, len(having))
        assert {match.label for match in found} == having
        assert {match.score for match in found} == {100.0}


@fast
@given(pairs, phrasings)
def test_scores_are_those_of_the_ranking(pairs: list[tuple[str, str]], text: str) -> None:
    matcher = Matcher.fit(pairs)

    by_label = dict(zip(matcher.labels, matcher.scores(text).tolist(), strict=True))

    assert {match.label: match.score for match in matcher.rank(text)} == by_label


def test_a_set_of_two_labels_is_learnt_without_running_away() -> None:
    """Two labels bend the loss the most; a step that turns out too long is halved."""
    pairs = [(label, f"{label} {number} word") for label in "ab" for number in range(50)]

    scores = Matcher.fit(pairs).scores("a word")

    assert np.isfinite(scores).all()
    assert scores[0] > scores[1]


def test_a_slip_in_each_long_word_is_put_right_by_the_words_of_the_phrasings() -> None:
    matcher = Matcher.fit(
        [
            ("lost", "I cannot find my library card"),
            ("fine", "how much is the fine for a late book"),
            ("hours", "when does the library open on Sunday"),
        ]
    )

    best, *_ = matcher.rank("wehn deos teh libary opne on Sundya")

    assert best.label == "hours"


def test_a_word_that_is_no_slip_of_a_known_one_is_left_as_it_is() -> None:
    analyse = stems(phrasings=["my library card is lost"])

    assert analyse("librarians cartography").words == ("librarians", "cartography")
