"""Questions that several facts answer together, asked of the shipped record."""

import datetime as dt

import pytest

from knowledge import Answer, Clarification, NoAnswer, Overview, Portrait, ask, list_changes
from knowledge.citing import in_conflict_with, is_known, may_be_shown, may_be_told


def shown(outcome):
    """Return the ids of the facts that an outcome shows."""
    return [cited.fact.id for cited in getattr(outcome, "shown", ())]


def kind_of(outcome):
    """Return what an overview puts together; None where it is none."""
    return outcome.kind if isinstance(outcome, Overview) else None


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What happened in round 2?", "occasion"),
        ("Що було на другому раунді?", "occasion"),
        ("Что было на втором раунде?", "occasion"),
        ("İkinci turda ne oldu?", "occasion"),
        ("How many rounds were there?", "rounds"),
        ("timeline", "timeline"),
        ("list all prisoner exchanges", "exchanges"),
        ("хронология обменов", "exchanges"),
        ("takas kronolojisi", "exchanges"),
        ("What did each side say about a ceasefire?", "positions"),
        ("compare what Russia and Ukraine said about a ceasefire", "comparison"),
        ("порівняй позиції росії та україни щодо перемир'я", "comparison"),
        ("чем отличались позиции россии и украины по перемирию", "comparison"),
        ("Rusya ve Ukraynanın ateşkes tutumlarını karşılaştır", "comparison"),
        ("compare round 1 and round 2", "comparison"),
        ("birinci tur ile üçüncü turu karşılaştır", "comparison"),
        ("What has changed since 1 May 2026?", "changes"),
        ("what was agreed and what was carried out?", "implementation"),
        ("what is the latest?", "latest"),
        ("when is the next round?", "upcoming"),
        ("коли наступний раунд", "upcoming"),
        ("будет ли новый раунд?", "upcoming"),
        ("transfers of bodies", "bodies"),
    ],
)
def test_a_question_for_several_facts_gets_the_overview_that_it_asks_for(question, kind, knowledge):
    assert kind_of(ask(knowledge, question)) == kind


def test_a_comparison_of_the_sides_has_a_section_of_each(knowledge):
    outcome = ask(knowledge, "compare what Russia and Ukraine said about a ceasefire")

    assert {section.claimant for section in outcome.sections} == {"russia", "ukraine"}
    assert all(section.facts or section.quotes for section in outcome.sections)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("timeline of June 2025", dt.date(2025, 6, 1), dt.date(2025, 6, 30)),
        ("хронологія за червень 2025", dt.date(2025, 6, 1), dt.date(2025, 6, 30)),
        ("хронология за июль 2025", dt.date(2025, 7, 1), dt.date(2025, 7, 31)),
        ("Temmuz 2025 kronolojisi", dt.date(2025, 7, 1), dt.date(2025, 7, 31)),
        ("timeline of 2026", dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
        ("timeline in summer 2025", dt.date(2025, 6, 1), dt.date(2025, 8, 31)),
        (
            "what happened between 2 June and 23 July 2025?",
            dt.date(2025, 6, 2),
            dt.date(2025, 7, 23),
        ),
    ],
)
def test_a_timeline_of_a_time_has_only_what_was_then(question, first, last, knowledge):
    outcome = ask(knowledge, question)

    assert kind_of(outcome) == "timeline"
    assert outcome.shown
    for cited in outcome.shown:
        end = getattr(cited.occasion, "end_date", None) or cited.occasion.date
        assert cited.occasion.date <= last
        assert end >= first


def test_a_timeline_goes_by_day(knowledge):
    days = [cited.occasion.date for cited in ask(knowledge, "timeline").shown]

    assert days == sorted(days)


OVERVIEWS = (
    "timeline",
    "What happened in round 1?",
    "What happened in round 3?",
    "list all prisoner exchanges",
    "What did each side say about a ceasefire?",
    "How many rounds were there?",
)


@pytest.mark.parametrize("question", OVERVIEWS)
def test_an_overview_shows_nothing_withdrawn_and_no_fact_without_a_source(question, knowledge):
    outcome = ask(knowledge, question)

    assert isinstance(outcome, Overview)
    assert outcome.shown
    assert all(is_known(cited.fact, None) and cited.sources for cited in outcome.shown)


@pytest.mark.parametrize("question", OVERVIEWS)
@pytest.mark.parametrize("day", [dt.date(2025, 5, 20), dt.date(2025, 6, 10)])
def test_an_overview_of_a_day_has_nothing_later(question, day, knowledge):
    outcome = ask(knowledge, question, as_of=day)

    assert all(cited.fact.as_of <= day for cited in getattr(outcome, "shown", ()))


@pytest.mark.parametrize(
    "question",
    [
        "Where was the third round held?",
        "де відбувся третій раунд",
        "What happened in round 3?",
        "list all prisoner exchanges",
        "timeline",
        "What did each side say about a ceasefire?",
    ],
)
def test_an_overview_shows_every_version_of_what_is_disputed(question, knowledge):
    outcome = ask(knowledge, question)

    facts = knowledge.corpus.facts
    versions = {
        other
        for fact in shown(outcome)
        for other in in_conflict_with(fact, knowledge.corpus)
        if is_known(facts[other], None)
    }
    assert versions <= set(shown(outcome))


def test_facts_of_the_round_come_before_what_followed_it(knowledge):
    for question, fact in (
        ("When was the third round held?", "r3-held"),
        ("Коли відбувся третій раунд?", "r3-held"),
        ("Когда прошёл третий раунд?", "r3-held"),
        ("Üçüncü tur ne zaman yapıldı?", "r3-held"),
    ):
        outcome = ask(knowledge, question)

        assert isinstance(outcome, Answer)
        assert outcome.fact.fact.id == fact


# Who somebody is.


@pytest.mark.parametrize(
    ("question", "person"),
    [
        ("Who is Umerov?", "rustem-umerov"),
        ("хто такий Мединський", "vladimir-medinsky"),
        ("кто такой Фидан", "hakan-fidan"),
        ("Fidan kim", "hakan-fidan"),
        ("Medinsky кто это", "vladimir-medinsky"),
    ],
)
def test_who_somebody_is_is_answered_with_a_portrait(question, person, knowledge):
    outcome = ask(knowledge, question)

    assert isinstance(outcome, Portrait)
    assert outcome.person.id == person
    assert outcome.roles
    assert all(cited.sources for cited in outcome.roles)


@pytest.mark.parametrize(
    "question",
    [
        "Who was Yermak as of 1 August 2025?",
        "Who was Umerov as of 2 June 2025?",
        "Хто такий Умєров станом на 2 червня 2025?",
    ],
)
def test_who_somebody_was_on_a_day_is_answered_with_the_roles_of_that_day(question, knowledge):
    outcome = ask(knowledge, question)

    assert isinstance(outcome, Portrait)
    assert all(
        cited.role.since is None or cited.role.since <= outcome.as_of.isoformat()
        for cited in outcome.roles
    )
    assert all(spoken.quote.said_on <= outcome.as_of for spoken in outcome.quotes)
    assert any(cited.is_current for cited in outcome.roles)


def test_who_was_in_office_then_and_is_no_more_is_told_apart(knowledge):
    then = ask(knowledge, "Who is Yermak?", as_of=dt.date(2025, 8, 1))
    now = ask(knowledge, "Who is Yermak?")

    assert [cited.is_current for cited in then.roles] == [True]
    assert not any(cited.is_current for cited in now.roles)


def test_somebody_who_is_not_on_record_has_no_portrait(knowledge):
    assert isinstance(ask(knowledge, "Who is Macron?"), NoAnswer | Clarification)


# What somebody said.


@pytest.mark.parametrize(
    ("question", "person"),
    [
        ("quotes of Fidan", "hakan-fidan"),
        ("дослівно що сказав Умєров", "rustem-umerov"),
        ("дословно что сказал Мединский", "vladimir-medinsky"),
        ("Fidan tam olarak ne dedi", "hakan-fidan"),
    ],
)
def test_words_that_are_asked_for_are_those_of_the_one_who_is_named(question, person, knowledge):
    outcome = ask(knowledge, question)

    assert kind_of(outcome) == "quotations"
    assert outcome.spoken
    assert {spoken.speaker.id for spoken in outcome.spoken} == {person}
    assert all(may_be_told(spoken.quote) for spoken in outcome.spoken)


def test_under_a_fact_stand_only_words_that_may_be_quoted(knowledge):
    for fact in knowledge.corpus.facts.values():
        outcome = ask(knowledge, fact.question.en)
        if isinstance(outcome, Answer):
            assert all(may_be_shown(spoken.quote) for spoken in outcome.spoken)


# What is new.


def test_what_is_new_since_a_day_is_later_than_that_day(knowledge):
    since = dt.date(2026, 1, 1)

    outcome = list_changes(knowledge, since)

    assert outcome.since == since
    assert outcome.shown
    assert all(cited.fact.as_of > since for cited in outcome.shown)


def test_nothing_is_new_since_the_last_day_on_record(knowledge):
    last = max(fact.as_of for fact in knowledge.corpus.facts.values())

    assert list_changes(knowledge, last).shown == ()


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("what was the latest exchange", {"may15-205", "may6-2025-205"}),
        ("последний обмен пленными", {"may15-205", "may6-2025-205"}),
        ("останнє повернення тіл", {"bodies-feb26", "bodies-lavrov-total"}),
        ("en son cenaze teslimi", {"bodies-feb26", "bodies-lavrov-total"}),
        ("what was the latest exchange as of 20 August 2025", {"aug14-84"}),
    ],
)
def test_the_last_exchange_or_transfer_is_told_alone(question, facts, knowledge):
    outcome = ask(knowledge, question)

    assert isinstance(outcome, Overview)
    assert {cited.fact.id for cited in outcome.shown} == facts


@pytest.mark.parametrize(
    "question",
    [
        "what was known on 10 June 2025?",
        "how many rounds took place by 15 June",
        "сколько раундов было на 1 июля",
        "скільки раундів відбулося до 10 червня",
        "1 temmuza kadar kaç tur yapıldı",
        "as of June 2025, how many rounds had there been",
    ],
)
def test_the_rounds_by_a_day_are_those_that_were_held_by_then(question, knowledge):
    outcome = ask(knowledge, question)

    assert isinstance(outcome, Overview)
    assert outcome.as_of is not None
    assert [cited.fact.id for cited in outcome.shown] == ["r1-held", "r2-held"]


@pytest.mark.parametrize(
    "question",
    [
        "what happened between round 2 and round 3",
        "що сталося між другим і третім раундом",
        "2. ve 3. tur arasında neler oldu",
    ],
)
def test_what_happened_between_two_rounds_is_a_timeline(question, knowledge):
    outcome = ask(knowledge, question)

    assert isinstance(outcome, Overview)
    assert outcome.kind == "timeline"
    days = [cited.fact.as_of for cited in outcome.shown]
    assert dt.date(2025, 6, 2) < min(days) <= max(days) < dt.date(2025, 7, 23)


@pytest.mark.parametrize(
    "question",
    [
        "compare the first and third rounds",
        "difference between round 1 and round 3",
        "порівняй перший і третій раунди",
        "сравни первый и третий раунды",
        "1. ve 3. turu karşılaştır",
    ],
)
def test_two_rounds_named_by_one_noun_are_compared(question, knowledge):
    outcome = ask(knowledge, question)

    assert isinstance(outcome, Overview)
    assert outcome.kind == "comparison"
    assert {cited.occasion.id for cited in outcome.shown} == {"r1-2025-05-16", "r3-2025-07-23"}


def test_whether_somebody_said_so_is_not_answered_with_other_words_of_theirs(knowledge):
    outcome = ask(knowledge, "Did Medinsky say that a ceasefire is the ultimate goal?")

    assert isinstance(outcome, Clarification | NoAnswer)


def test_what_one_side_said_in_a_round_is_told_under_its_name_alone(knowledge):
    outcome = ask(knowledge, "İkinci turda Türkiye ne dedi", language="tr")

    assert isinstance(outcome, Overview)
    assert {cited.fact.claimant for cited in outcome.shown} == {"turkiye"}


def test_a_question_for_yes_or_no_about_a_person_gets_no_portrait(knowledge):
    assert not isinstance(ask(knowledge, "did trump come to istanbul"), Portrait)


def test_what_was_known_on_a_day_is_told_by_the_pages_of_that_time(knowledge):
    outcome = ask(knowledge, "what was known on 10 June 2025?")

    published = [source.published for cited in outcome.shown for source in cited.sources]
    assert published
    assert all(str(date) <= "2025-06-10" for date in published if date is not None)
