import datetime as dt

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge import (
    About,
    Answer,
    Clarification,
    NoAnswer,
    Overview,
    UnknownFactError,
    ask,
    show,
)
from knowledge.citing import MOST_QUOTES, is_known, may_be_shown
from knowledge.matching.recognise import recognise
from knowledge.matching.thresholds import CROWDED, MARGIN, MOST_CHOICES
from knowledge.showing import MOST_NEIGHBOURS
from tests.builders import (
    A_DAY,
    a_citation,
    a_conflict,
    a_fact,
    a_person,
    a_quote,
    a_round,
    a_source,
    an_event,
)

THE_DAY_BEFORE = A_DAY - dt.timedelta(days=1)
THE_BASICS = (
    a_source(),
    a_person(),
    a_person("vladimir-medinsky", name="Vladimir Medinsky", side="russia"),
    a_round("round-2", number=2, title="Second round", date=dt.date(2025, 6, 2)),
    a_round(),
)
BODIES = a_fact(
    "round-3-bodies",
    claimant="russia",
    topic="bodies-repatriation",
    question="How many bodies did Russia offer to hand over?",
    statement="Russia offered to hand over another 3,000 bodies.",
    value=3000,
    phrasings={"en": ("did russia offer to hand over [3000] bodies",)},
)
PRISONERS = a_fact(
    "round-3-prisoners",
    claimant="ukraine",
    question="How many prisoners did Ukraine offer to exchange?",
    statement="Ukraine offered to exchange 1,200 prisoners.",
    value=1200,
    phrasings={"en": ("did ukraine offer to exchange [1200] prisoners",)},
)
MEDINSKY_LED = a_fact(
    "round-3-medinsky",
    claimant="reported",
    topic="delegation",
    question="Did Medinsky lead the delegation?",
    statement="Medinsky led Russia's delegation.",
    phrasings={"en": ("did medinsky lead (russia's|the) delegation",)},
)
UMEROV_LED = a_fact(
    "round-3-umerov",
    claimant="reported",
    topic="delegation",
    question="Did Umerov lead the delegation?",
    statement="Umerov led Ukraine's delegation.",
    phrasings={"en": ("did umerov lead (ukraine's|the) delegation",)},
)
SIBLINGS = (*THE_BASICS, BODIES, PRISONERS, MEDINSKY_LED, UMEROV_LED)


@pytest.fixture(scope="module")
def siblings(know):
    """A record of facts that differ in one thing each."""
    return know(*SIBLINGS)


def answered(outcome):
    """Return the id of the fact that was asked for, where there is an answer."""
    return outcome.fact.fact.id if isinstance(outcome, Answer) else None


def shown(outcome):
    """Return the ids of every fact that the answer of one fact shows."""
    return gathered(outcome) if isinstance(outcome, Answer) else set()


def gathered(outcome):
    """Return the ids of every fact that an answer or an overview shows."""
    return {cited.fact.id for cited in getattr(outcome, "shown", ())}


def of_as_many_events(number):
    """Return facts with the same words, each of an event of its own, and the events."""
    for each in range(number):
        yield an_event(f"event-{each}", title=f"Event {each}")
        yield a_fact(f"fact-{each}", ref=f"event-{each}")


# A small record.


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("Did Russia offer to hand over 3,000 bodies?", BODIES),
        ("Has Moscow offered to return bodies?", BODIES),
        ("Did Ukraine offer to exchange 1 200 POWs?", PRISONERS),
        ("Was Medinsky the head of the delegation?", MEDINSKY_LED),
        ("Did Umerov lead the team in round 3?", UMEROV_LED),
    ],
)
def test_a_question_in_other_words_gets_its_fact(question, fact, siblings):
    assert answered(ask(siblings, question)) == fact.id


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Did Russia offer to hand over bodies in round 2?", id="another_round"),
        pytest.param("Did Russia offer to hand over bodies on 2 June?", id="another_day"),
        pytest.param("Did Ukraine offer to hand over 3,000 bodies?", id="another_side"),
        pytest.param("Did Russia offer to hand over 3,000 prisoners?", id="another_thing"),
        pytest.param("Did Russia offer to hand over 5,000 bodies?", id="another_number"),
        pytest.param("Did Russia not offer to hand over bodies?", id="not"),
        pytest.param("Did Russia refuse to hand over bodies?", id="refusal"),
        pytest.param("Did Fidan lead the delegation?", id="another_person"),
        pytest.param("Did Peskov lead the delegation?", id="unknown_person"),
        pytest.param("Did Umerov lead Russia's delegation?", id="person_of_the_other_side"),
    ],
)
def test_a_fact_is_not_the_answer_for_its_sibling(question, siblings):
    assert answered(ask(siblings, question)) is None


def test_a_question_for_a_reason_gets_the_statement_that_may_give_it(siblings):
    outcome = ask(siblings, "Why did Russia offer to hand over bodies?")

    assert answered(outcome) == BODIES.id


def test_the_round_of_a_sibling_decides_between_them(know):
    earlier = a_fact("round-2-bodies", ref="round-2", as_of=dt.date(2025, 6, 2))
    later = a_fact("round-3-bodies")
    small = know(*THE_BASICS, earlier, later)

    assert answered(ask(small, "How many prisoners in round 2?")) == earlier.id
    assert answered(ask(small, "How many prisoners in round 3?")) == later.id


def test_two_facts_of_one_round_that_fit_alike_are_shown_together(know):
    small = know(*THE_BASICS, a_fact("one"), a_fact("another"))

    outcome = ask(small, "how many prisoners")

    assert isinstance(outcome, Overview)
    assert gathered(outcome) == {"one", "another"}


def test_two_facts_of_different_matters_that_fit_alike_become_choices(know):
    small = know(
        *THE_BASICS,
        an_event("exchange"),
        an_event("meeting"),
        a_fact("one", ref="exchange"),
        a_fact("another", ref="meeting", topic="reaction"),
    )

    outcome = ask(small, "how many prisoners")

    assert isinstance(outcome, Clarification)
    assert {choice.id for choice in outcome.choices} == {"one", "another"}


def test_a_question_that_fits_many_occasions_alike_is_asked_back(know):
    outcome = ask(know(*THE_BASICS, *of_as_many_events(CROWDED)), "how many prisoners")

    assert isinstance(outcome, Clarification)


def test_two_versions_of_one_conflict_are_no_rivals(know):
    small = know(
        *THE_BASICS,
        a_fact("one", status="disputed"),
        a_fact("another", status="disputed"),
        a_conflict(facts=("one", "another")),
    )

    assert shown(ask(small, "how many prisoners")) == {"one", "another"}


def test_a_lead_below_the_margin_makes_no_answer_of_one_fact(know):
    near = a_fact("near", question="How many prisoners?", phrasings={"en": ("how many prisoners",)})
    nearer = a_fact("nearer", question="How many?", phrasings={"en": ("how many prisoners now",)})
    small = know(*THE_BASICS, near, nearer)

    ranked = recognise("how many prisoners", small.index).candidates
    outcome = ask(small, "how many prisoners")

    assert ranked[0].score - ranked[1].score < MARGIN
    assert not isinstance(outcome, Answer)
    assert gathered(outcome) == {"near", "nearer"}


def test_a_clarification_has_at_most_four_choices_without_repeats(know):
    outcome = ask(know(*THE_BASICS, *of_as_many_events(7)), "how many prisoners")

    assert len({choice.id for choice in outcome.choices}) == len(outcome.choices) == MOST_CHOICES


def test_one_word_is_too_little_to_go_on(know):
    outcome = ask(know(*THE_BASICS, BODIES), "bodies")

    assert isinstance(outcome, Clarification)


def test_one_word_and_a_round_are_enough(know):
    outcome = ask(know(*THE_BASICS, BODIES, PRISONERS), "bodies in round 3")

    assert answered(outcome) == BODIES.id


@pytest.mark.parametrize("number", [1, 4, 9])
def test_a_round_that_is_not_on_record_is_named_and_the_others_are_listed(number, siblings):
    outcome = ask(siblings, f"Who led the delegation in round {number}?")

    assert isinstance(outcome, NoAnswer)
    assert (outcome.reason, outcome.asked_rounds) == ("no_such_round", (number,))
    assert [held.number for held in outcome.rounds] == [2, 3]


def test_without_any_fact_nothing_is_answered(know):
    outcome = ask(know(*THE_BASICS), "how many prisoners")

    assert isinstance(outcome, NoAnswer)


# What is not, or not yet, on record.


def test_a_withdrawn_fact_is_never_the_answer(know):
    withdrawn = a_fact(
        status="withdrawn", withdrawn_on=A_DAY, withdrawn_because="The page was corrected."
    )
    small = know(*THE_BASICS, withdrawn)

    assert isinstance(ask(small, "how many prisoners"), NoAnswer)
    with pytest.raises(UnknownFactError):
        show(small, withdrawn.id)


def test_a_withdrawn_fact_is_neither_choice_nor_version_nor_neighbour(know):
    withdrawn = a_fact("withdrawn", status="withdrawn")
    small = know(
        *THE_BASICS,
        withdrawn,
        a_fact("other", status="disputed"),
        BODIES,
        a_conflict(facts=("withdrawn", "other")),
    )

    answer = show(small, "other")
    choice = ask(small, "prisoners")

    assert answer.disagreements == ()
    assert "withdrawn" not in {neighbour.id for neighbour in answer.neighbours}
    assert "withdrawn" not in {each.id for each in choice.choices}


def test_an_unknown_fact_cannot_be_shown(know):
    with pytest.raises(UnknownFactError, match="no fact has the id nothing"):
        show(know(*THE_BASICS), "nothing")


@pytest.mark.parametrize(
    ("day", "is_answered"), [(THE_DAY_BEFORE, False), (A_DAY, True), (None, True)]
)
def test_a_fact_is_answered_from_its_day_on(day, is_answered, know):
    small = know(*THE_BASICS[:3], a_round(date=dt.date(2025, 7, 1)), a_fact())

    outcome = ask(small, "how many prisoners", as_of=day)

    assert isinstance(outcome, Answer) is is_answered


def test_a_round_after_the_day_that_is_asked_for_is_not_on_record(siblings):
    outcome = ask(siblings, "Who led the delegation in round 3?", as_of=THE_DAY_BEFORE)

    assert isinstance(outcome, NoAnswer)
    assert outcome.asked_rounds == (3,)
    assert [held.number for held in outcome.rounds] == [2]
    assert outcome.as_of == THE_DAY_BEFORE


def test_a_version_after_the_day_that_is_asked_for_is_not_shown(know):
    later = a_fact("later", status="disputed", as_of=A_DAY + dt.timedelta(days=1))
    small = know(
        *THE_BASICS,
        a_fact("sooner", status="disputed"),
        later,
        a_conflict(facts=("sooner", "later")),
    )

    then = ask(small, "how many prisoners", as_of=A_DAY)
    now = ask(small, "how many prisoners")

    assert shown(then) == {"sooner"}
    assert shown(now) == {"sooner", "later"}


def test_a_neighbour_after_the_day_that_is_asked_for_is_not_offered(know):
    later = a_fact("later", as_of=A_DAY + dt.timedelta(days=1), phrasings={"en": ("venue",)})
    small = know(*THE_BASICS, a_fact(), later)

    then = ask(small, "how many prisoners in round 3", as_of=A_DAY)

    assert then.neighbours == ()


def test_the_latest_round_is_the_last_one_that_ended(know):
    announced = a_round("round-4", number=4, title="Fourth round", status="announced")
    small = know(*THE_BASICS, announced, a_fact())

    assert answered(ask(small, "How many prisoners in the last round?")) == a_fact().id


def test_the_latest_round_is_that_of_the_day_that_is_asked_for(know):
    earlier = a_fact("round-2-prisoners", ref="round-2", as_of=dt.date(2025, 6, 2))
    small = know(*THE_BASICS, earlier, a_fact())

    outcome = ask(small, "How many prisoners in the last round?", as_of=THE_DAY_BEFORE)

    assert answered(outcome) == earlier.id


# What an answer shows.


def test_a_conflict_shows_every_version_with_the_better_supported_one_and_why(know):
    conflict = a_conflict(
        facts=("one", "two", "three"), better_supported="two", reason="Its page is the minutes."
    )
    versions = (a_fact(each, status="disputed") for each in conflict.facts)

    answer = show(know(*THE_BASICS, *versions, conflict), "three")

    (disagreement,) = answer.disagreements
    assert [version.fact.id for version in disagreement.versions] == ["one", "two", "three"]
    assert disagreement.better_supported.fact.id == "two"
    assert disagreement.conflict.reason.en == "Its page is the minutes."
    assert [cited.fact.id for cited in answer.shown] == ["three", "one", "two"]


def test_a_conflict_may_have_no_better_supported_version(know):
    conflict = a_conflict(facts=("one", "two"))
    versions = (a_fact(each, status="disputed") for each in conflict.facts)

    answer = show(know(*THE_BASICS, *versions, conflict), "one")

    assert answer.disagreements[0].better_supported is None


def test_an_answer_shows_every_conflict_of_its_fact(know):
    facts = (a_fact(each, status="disputed") for each in ("one", "two", "three"))
    first = a_conflict("first", facts=("one", "two"))
    second = a_conflict("second", facts=("three", "one"))

    answer = show(know(*THE_BASICS, *facts, first, second), "one")

    assert [each.conflict.id for each in answer.disagreements] == ["first", "second"]
    assert [cited.fact.id for cited in answer.shown] == ["one", "two", "three"]


@pytest.mark.parametrize(
    ("fields", "is_shown"),
    [
        pytest.param({"verified": True, "form": "direct"}, True, id="verified_direct"),
        pytest.param({"verified": True, "form": "fragment"}, True, id="verified_fragment"),
        pytest.param({"verified": False, "form": "direct"}, False, id="unverified"),
        pytest.param({"verified": True, "form": "reported"}, False, id="reported"),
        pytest.param({"verified": False, "form": "reported"}, False, id="neither"),
    ],
)
def test_only_verified_words_spoken_in_public_stand_as_a_quotation(fields, is_shown, know):
    quote = a_quote(**fields)

    answer = show(know(*THE_BASICS, quote, a_fact(quotes=(quote.id,))), "round-3-exchange-count")

    assert may_be_shown(quote) is is_shown
    assert [spoken.quote for spoken in answer.fact.quotes] == ([quote] if is_shown else [])


def test_an_answer_shows_the_first_quotations_in_the_order_of_the_fact(know):
    quotes = [a_quote(f"quote-{number}") for number in range(MOST_QUOTES + 2)]
    ids = tuple(quote.id for quote in reversed(quotes))

    answer = show(know(*THE_BASICS, *quotes, a_fact(quotes=ids)), "round-3-exchange-count")

    assert tuple(spoken.quote.id for spoken in answer.fact.quotes) == ids[:MOST_QUOTES]


def test_an_answer_cites_its_sources_in_the_order_of_the_fact(know):
    citations = (a_citation("second"), a_citation("first"))
    sources = (a_source("first"), a_source("second"))

    answer = show(know(*THE_BASICS, *sources, a_fact(citations=citations)), a_fact().id)

    assert [source.id for source in answer.fact.sources] == ["second", "first"]


def test_neighbours_are_of_the_same_occasion_and_of_the_same_topic_first(know):
    same_topic = a_fact("z-same-topic", topic="duration")
    topics = ("venue", "format", "ceasefire", "territory")
    others = [a_fact(f"a-other-{topic}", topic=topic) for topic in topics]
    elsewhere = a_fact("elsewhere", ref="round-2", topic="duration")
    asked = a_fact("m-asked", topic="duration")

    neighbours = show(know(*THE_BASICS, asked, same_topic, *others, elsewhere), asked.id).neighbours

    assert neighbours[0].id == same_topic.id
    assert elsewhere not in neighbours
    assert len(neighbours) == MOST_NEIGHBOURS


def test_neighbours_are_no_versions_of_what_is_shown(know):
    facts = (a_fact(each, status="disputed") for each in ("one", "two"))
    small = know(*THE_BASICS, *facts, BODIES, a_conflict(facts=("one", "two")))

    assert show(small, "one").neighbours == (BODIES,)


# The record that ships with the program.

SIBLING_QUESTIONS = [
    ("When was the second round held?", "r3-held"),
    ("Where was round 2 held?", "r3-held"),
    ("How long did round 2 last?", "r3-duration-40min"),
    ("Who led Ukraine's delegation in round 2?", "r3-umerov-head"),
    ("Who led Russia's delegation on 2 June?", "r3-medinsky-head"),
    ("How many prisoners were exchanged in round 2?", "r3-1200-pows"),
    ("What did the second round come to?", "r3-cautious-openness"),
    ("Did Ukraine offer to hand over 3,000 bodies?", "r3-3000-bodies"),
    ("How many bodies did Ukraine offer to hand over?", "r3-3000-bodies"),
    ("Did Russia offer to hand over 5,000 bodies?", "r3-3000-bodies"),
    ("Did Russia not offer to hand over 3,000 bodies?", "r3-3000-bodies"),
    ("Did Russia offer 3,000 prisoners?", "r3-3000-bodies"),
    ("Did Russia propose five working groups?", "r3-three-groups"),
    ("Did Ukraine propose three working groups?", "r3-three-groups"),
    ("Did Umerov propose three working groups?", "r3-three-groups"),
    ("Did Ukraine propose short truces?", "r3-short-truces"),
    ("Was Ukraine not ready for an immediate ceasefire?", "r3-ua-ready-ceasefire"),
    ("Did Ukraine refuse an immediate ceasefire?", "r3-ua-ready-ceasefire"),
    ("Was Russia ready for an immediate ceasefire?", "r3-ua-ready-ceasefire"),
    ("Did Russia urge Ukraine to take a constructive approach?", "r3-constructive-call"),
    ("Did Russia hope for further progress on prisoner exchanges?", "r3-ua-hope-pow"),
    ("Did Putin propose a leaders' meeting by the end of August?", "r3-ua-summit-august"),
    ("Did Fidan say all humanitarian agreements were fulfilled?", "r3-humanitarian-fulfilled"),
    ("Did Peskov say all humanitarian agreements were fulfilled?", "r3-humanitarian-fulfilled"),
    ("What did Medinsky say about the ultimate goal?", "r3-fidan-ultimate-goal"),
    ("What did Peskov say about the ultimate goal?", "r3-fidan-ultimate-goal"),
    ("Did Erdogan name the ultimate goal?", "r3-fidan-ultimate-goal"),
    ("Did the third round last three hours?", "r3-duration-90min"),
    ("Did Ukraine offer to exchange Kursk civilians?", "r3-kursk-swap-offer"),
    ("a third exchange of bodies", "r3-second-swap-bodies"),
    ("Did Russia offer five thousand bodies?", "r3-3000-bodies"),
    ("How many tanks did Russia offer?", "r3-3000-bodies"),
    ("Did Ukraine offer 3,000 bodies of Russian soldiers?", "r3-3000-bodies"),
    ("Did Medinsky hope for a wider ceasefire?", "r3-fidan-hope"),
    ("Did Ukraine propose that the leaders meet in September?", "r3-ua-summit-august"),
    ("Did Medinsky not lead Russia's delegation?", "r3-medinsky-head"),
    ("When was the third round held in 2024?", "r3-held"),
    ("Was it agreed to exchange 2,000 prisoners in round 3?", "r3-1200-pows"),
]


@pytest.mark.parametrize(("question", "sibling"), SIBLING_QUESTIONS)
def test_the_record_never_answers_a_question_with_its_sibling(question, sibling, knowledge):
    assert sibling not in shown(ask(knowledge, question))


OUTWEIGHED = pytest.mark.xfail(reason="a polarity, topic or ordinal is outweighed by other words")


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("How many bodies did Ukraine offer?", "r3-3000-bodies"),
        ("How many bodies did Kyiv offer?", "r3-3000-bodies"),
        ("Was round 3 in Ankara?", "r3-fidan-efforts"),
        ("Was the third round not held?", "r3-medinsky-sign-only"),
        pytest.param(
            "What did Medinsky say about the ultimate goal?",
            "r3-medinsky-sign-only",
            marks=OUTWEIGHED,
        ),
        ("a first exchange of prisoners", "r2-seed-recap"),
    ],
)
def test_the_record_never_answers_a_question_with_what_merely_sounds_alike(
    question, wrong, knowledge
):
    assert wrong not in shown(ask(knowledge, question))


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("When was the third round held?", "r3-held"),
        ("Did Russia offer to hand over 3,000 bodies?", "r3-3000-bodies"),
        ("Were 1,200 bodies returned?", "r3-seed-1200-bodies"),
        ("Did Russia offer three thousand bodies?", "r3-3000-bodies"),
        ("Did Russia offer bodies of Ukrainian soldiers?", "r3-3000-bodies"),
        ("Did Russia propose three working groups?", "r3-three-groups"),
        ("Hello! Who led Russia's delegation?", "r3-medinsky-head"),
        ("Was Ukraine ready for an immediate ceasefire?", "r3-ua-ready-ceasefire"),
        ("Who led Russia's delegation in round 3?", "r3-medinsky-head"),
        ("What did Medinsky say about the humanitarian agreements?", "r3-humanitarian-fulfilled"),
        ("What did Fidan say about the ultimate goal?", "r3-fidan-ultimate-goal"),
        ("Did Ukraine urge Russia to take a constructive approach?", "r3-constructive-call"),
    ],
)
def test_the_record_answers_the_question_that_the_sibling_was_taken_from(question, fact, knowledge):
    assert answered(ask(knowledge, question)) == fact


def test_what_happened_in_a_round_is_answered_with_what_is_on_record_of_it(knowledge):
    outcome = ask(knowledge, "What happened in round 2?")

    assert isinstance(outcome, Overview)
    assert (outcome.kind, outcome.occasion.number) == ("occasion", 2)
    assert {cited.fact.ref for cited in outcome.shown} == {outcome.occasion.id}


def test_the_head_of_the_delegation_is_answered_with_both_versions(knowledge):
    answer = ask(knowledge, "Who led Ukraine's delegation in round 3?")

    (disagreement,) = answer.disagreements
    assert shown(answer) == {"r3-umerov-head", "r3-yermak-as-head"}
    assert disagreement.better_supported.fact.id == "r3-umerov-head"
    assert all(version.sources for version in disagreement.versions)


@pytest.mark.parametrize(
    "question",
    [
        "What is the weather today?",
        "Who won the FIFA World Cup?",
        "Who led the delegations in the fourth round?",
        "How do I bake bread?",
        "price of bitcoin",
        "asdf qwer zxcv",
        "What about tanks?",
    ],
)
def test_what_is_not_on_record_is_not_answered(question, knowledge):
    assert isinstance(ask(knowledge, question), NoAnswer)


@pytest.mark.parametrize("question", ["bodies", "Ukraine", "ceasefire", "prisoners"])
def test_a_single_word_gets_choices(question, knowledge):
    outcome = ask(knowledge, question)

    assert isinstance(outcome, Clarification)
    assert 2 <= len(outcome.choices) <= MOST_CHOICES


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("What can you do?", "abilities"),
        ("Where do you get your information?", "origin"),
        ("Are you a bot?", "identity"),
        ("Do you speak Russian?", "languages"),
        ("Do you store my messages?", "privacy"),
        ("Hello", "greeting"),
    ],
)
def test_a_question_about_the_bot_is_answered_about_the_bot(question, topic, knowledge):
    outcome = ask(knowledge, question)

    assert isinstance(outcome, About)
    assert outcome.topic == topic


def test_nothing_is_known_on_a_day_before_everything_on_record(knowledge):
    outcomes = [
        ask(knowledge, fact.question.en, as_of=dt.date(2022, 1, 1))
        for fact in knowledge.corpus.facts.values()
    ]

    assert all(isinstance(outcome, NoAnswer) for outcome in outcomes)
    assert all(outcome.rounds == () for outcome in outcomes)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(" \n\t ", id="blank"),
        pytest.param("???", id="punctuation"),
        pytest.param("🙂🇺🇦👨‍👩‍👧", id="emoji"),
        pytest.param("\x00\x01\x1b[31m\x7f", id="control_characters"),
        pytest.param("\u202eround\u202c \u200b\ufeff", id="direction_and_zero_width"),
        pytest.param("<b>round</b> &amp; <script>alert(1)</script>", id="html"),
        pytest.param("'; DROP TABLE fact; --", id="sql"),
        pytest.param("{round} {0} %s %(a)s", id="placeholders"),
        pytest.param("a" * 4000, id="4000_letters"),
        pytest.param("7" * 4000, id="4000_digits"),
        pytest.param("round 3 weather " * 250, id="4000_characters_of_words"),
        pytest.param("(" * 4000, id="4000_brackets"),
        pytest.param("Хто очолював делегацію?", id="ukrainian"),
        pytest.param("من قاد الوفد؟", id="arabic"),
        pytest.param("谁率领代表团？", id="chinese"),
        pytest.param("round 99999999999999999999", id="huge_round"),
        pytest.param("on 99.99.9999 or 0000-00-00", id="impossible_dates"),
    ],
)
def test_any_text_has_a_calm_outcome(text, knowledge):
    outcome = ask(knowledge, text)

    assert isinstance(outcome, Clarification | NoAnswer)


@given(
    st.text(max_size=300),
    st.none() | st.dates(dt.date(2025, 1, 1), dt.date(2026, 12, 31)),
)
@example("\ud800", None)
@example("𗀀", None)  # a letter whose name Python's Unicode does not know
@settings(deadline=None, max_examples=80)
def test_whatever_is_written_no_exception_and_nothing_later_comes_out(knowledge, text, as_of):
    outcome = ask(knowledge, text, as_of=as_of)

    facts = [cited.fact for cited in getattr(outcome, "shown", ())]
    facts += getattr(outcome, "choices", ())
    assert all(is_known(fact, as_of) for fact in facts)


_WORDS = (
    "who what when did not russia ukraine medinsky fidan round 2 3 4 third 1,200 3,000 bodies "
    "prisoners ceasefire summit july august offer say lead delegation the in of Peskov ?"
)
_SAID = st.sampled_from(sorted(set(_WORDS.split(" "))))


@given(st.lists(_SAID, max_size=12).map(" ".join), st.none() | st.just(dt.date(2025, 6, 10)))
@settings(deadline=None, max_examples=80)
def test_an_answer_never_contradicts_the_round_or_the_day_of_the_question(knowledge, text, as_of):
    outcome = ask(knowledge, text, as_of=as_of)

    if isinstance(outcome, Answer):
        assert all(is_known(cited.fact, as_of) for cited in outcome.shown)
        assert "round 4" not in text
    if isinstance(outcome, Clarification):
        assert len(outcome.choices) <= MOST_CHOICES
        assert all(is_known(choice, as_of) for choice in outcome.choices)


def test_before_the_first_round_there_is_no_latest_one(siblings):
    outcome = ask(siblings, "What came of the last round?", as_of=dt.date(2025, 5, 1))

    assert isinstance(outcome, NoAnswer)
    assert 0 not in outcome.asked_rounds


@pytest.mark.parametrize("text", ["1" * 5000, "㉑" * 2200], ids=["digits", "circled_numbers"])
def test_a_number_without_end_has_a_calm_outcome(text, knowledge):
    assert isinstance(ask(knowledge, text), Clarification | NoAnswer)


@pytest.mark.parametrize("text", ["፩", "round ❶"], ids=ascii)
def test_a_digit_that_counts_nothing_has_a_calm_outcome(text, knowledge):
    assert isinstance(ask(knowledge, text), Clarification | NoAnswer)


def test_a_question_that_names_no_time_is_about_the_latest_round(know):
    earlier = a_fact("round-2-prisoners", ref="round-2", as_of=dt.date(2025, 6, 2))
    small = know(*THE_BASICS, earlier, a_fact())

    outcome = ask(small, "How many prisoners were exchanged?")

    assert isinstance(outcome, Answer)
    assert outcome.fact.fact.ref == "round-3"
    assert outcome.is_latest_assumed
