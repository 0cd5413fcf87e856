import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.rendering.admin.desk_buttons import VERBS, decode_desk
from bot.rendering.buttons import (
    LISTINGS,
    MAX_DATA_BYTES,
    MAX_LABEL,
    AwaitAnswer,
    ChooseFact,
    ChooseLanguage,
    ChooseNone,
    ExplainAnswer,
    ServeDesk,
    ShowFact,
    ShowSources,
    TurnPage,
    button,
    decode,
    decode_link,
    encode,
    encode_link,
)
from bot.rendering.html import utf16_length
from knowledge import LANGUAGES, MAX_ID_LENGTH

IDS = st.text("abyz019-", min_size=1, max_size=MAX_ID_LENGTH)
ASKERS = st.integers(min_value=0, max_value=2**52 - 1) | st.just(2**52 - 1)
ACTIONS = st.one_of(
    st.builds(ShowFact, IDS),
    st.builds(ChooseFact, IDS, ASKERS),
    st.builds(ChooseNone, ASKERS),
    st.builds(ShowSources, IDS),
    st.builds(ExplainAnswer, st.integers(0, 2**52 - 1)),
    st.builds(ChooseLanguage, st.sampled_from([*LANGUAGES, None])),
    st.builds(AwaitAnswer, st.integers(0, 2**40)),
    st.builds(TurnPage, st.sampled_from(LISTINGS), st.integers(0, 9999), IDS | st.just("")),
)
LONGEST = ChooseFact("x" * MAX_ID_LENGTH, 2**52 - 1)


@given(ACTIONS)
@example(LONGEST)
def test_an_action_survives_the_way_through_a_button(action):
    assert decode(encode(action)) == action


@given(ACTIONS)
@example(LONGEST)
def test_the_data_of_a_button_is_what_telegram_takes(action):
    assert 1 <= len(encode(action).encode()) <= MAX_DATA_BYTES


@given(ACTIONS)
@example(LONGEST)
def test_an_action_survives_the_way_through_a_deep_link(action):
    payload = encode_link(action)

    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
    assert decode_link(payload) == action


@given(st.text())
@example("f:" * 100)
@example("c::::")
@example("p:9:0:")
@example("p:0:" + "9" * 5000 + ":")
def test_any_data_is_an_action_or_none(data):
    decode(data)
    decode_link(data)


@given(st.from_regex(r"[fcnsp]:[-0-9a-f:_ ]*", fullmatch=True))
def test_data_that_resembles_ours_is_an_action_or_none(data):
    decode(data)
    decode_link(data)


@pytest.mark.parametrize(
    "data",
    ["", ":", "x:round-3", "c:zz:a-fact", "n:", "n:nobody", "p:0", "p:9:0:", "p:one:0:", "f"],
)
def test_data_of_another_version_is_no_action(data):
    assert decode(data) in (None, ShowFact(""))


def test_a_listing_that_does_not_exist_is_no_action():
    assert decode("p:-1:0:") is None


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_a_label_is_what_a_phone_shows(label):
    shown = button(label, ShowFact("a-fact")).label

    assert utf16_length(shown) <= MAX_LABEL


def test_every_id_of_the_record_fits_in_every_button(knowledge):
    corpus = knowledge.corpus
    facts = [
        encode(action)
        for fact in corpus.facts
        for action in (ShowFact(fact), ChooseFact(fact, 2**52 - 1), ShowSources(fact))
    ]
    pages = [encode(TurnPage("quotes", 999, person)) for person in corpus.people]
    pages += [encode(TurnPage("sources", 999, fact)) for fact in corpus.facts]

    assert all(len(data.encode()) <= MAX_DATA_BYTES for data in (*facts, *pages))


@given(
    st.builds(
        ServeDesk,
        st.sampled_from(VERBS),
        st.integers(0, 10**12 - 1),
        st.none() | st.integers(0, 10**12 - 1),
    )
)
def test_an_editors_button_survives_and_is_read_back_by_editors_alone(action):
    data = encode(action)

    assert len(data.encode()) <= MAX_DATA_BYTES
    assert decode_desk(data) == action
    assert decode(data) is None
