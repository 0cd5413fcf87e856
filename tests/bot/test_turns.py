from hypothesis import given
from hypothesis import strategies as st

from bot.turns import KEPT_SECONDS, RecentTurns
from knowledge import NoAnswer, Turn, converse

CHAT, OTHER_CHAT, OLENA, MURAT = -100, -200, 1, 2


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


def a_turn(knowledge, question="When was round 3?"):
    return converse(knowledge, question)


def test_a_turn_is_found_by_its_answer_and_as_the_last_of_its_person(knowledge):
    turns, first, second = RecentTurns(Clock()), a_turn(knowledge), a_turn(knowledge)

    turns.remember(CHAT, OLENA, 11, first)
    turns.remember(CHAT, OLENA, 12, second)

    assert turns.answered_by(CHAT, 11) is first
    assert turns.last_of(CHAT, OLENA) is second


def test_people_and_chats_are_kept_apart(knowledge):
    turns = RecentTurns(Clock())

    turns.remember(CHAT, OLENA, 11, a_turn(knowledge))

    assert turns.last_of(CHAT, MURAT) is None
    assert turns.last_of(OTHER_CHAT, OLENA) is None
    assert turns.answered_by(OTHER_CHAT, 11) is None


def test_a_turn_is_forgotten_after_ten_minutes_to_the_second(knowledge):
    clock = Clock()
    turns = RecentTurns(clock)
    turns.remember(CHAT, OLENA, 11, a_turn(knowledge))

    clock.now += KEPT_SECONDS - 1
    assert turns.last_of(CHAT, OLENA) is not None

    clock.now += 1
    assert turns.last_of(CHAT, OLENA) is None
    assert len(turns) == 0


def test_what_is_old_goes_even_if_nobody_asks_again(knowledge):
    clock = Clock()
    turns = RecentTurns(clock)
    turns.remember(CHAT, OLENA, 11, a_turn(knowledge))

    clock.now += KEPT_SECONDS
    turns.forget()

    assert len(turns) == 0


def test_an_edited_question_replaces_its_turn_and_is_no_later_one(knowledge):
    turns = RecentTurns(Clock())
    first, second, edited = (a_turn(knowledge) for _ in range(3))
    turns.remember(CHAT, OLENA, 11, first)
    turns.remember(CHAT, OLENA, 12, second, before=first)

    turns.remember(CHAT, OLENA, 11, edited)

    assert turns.answered_by(CHAT, 11) is edited
    assert turns.last_of(CHAT, OLENA) is second
    assert turns.before(CHAT, 12) is first


STEPS = st.lists(
    st.tuples(st.sampled_from([CHAT, OTHER_CHAT]), st.integers(1, 3), st.integers(1, 9)),
    max_size=60,
)


@given(STEPS, st.integers(1, 5))
def test_never_more_are_kept_than_are_allowed(steps, most):
    turns = RecentTurns(Clock(), most=most)
    for chat, person, reply in steps:
        turns.remember(chat, person, reply, _EMPTY)

        assert len(turns) <= most
        assert len(turns._last) <= most
        assert turns.answered_by(chat, reply) is _EMPTY


_EMPTY = Turn(reading=None, outcome=NoAnswer(reason="not_on_record"))  # type: ignore[arg-type]
