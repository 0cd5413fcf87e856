import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.curation.check import (
    RULES,
    RULES_FOR_FILES,
    _fault_of,
    check,
    check_for_answers,
    check_for_release,
    unreadable_phrasings,
)
from knowledge.curation.load import Curated
from knowledge.curation.overmatch import check_phrasings
from knowledge.curation.problem import Problem
from knowledge.matching.template import TemplateError, expand
from knowledge.types import RECORD_TYPES
from tests.builders import (
    a_conflict,
    a_corpus,
    a_corpus_of,
    a_fact,
    a_round,
    a_source,
    an_event,
)


def curated_of(corpus, lexicon=None):
    """Return a corpus as if it had been read from files."""
    paths = {
        (kind, name): f"{kind}/{name}.toml"
        for kind in RECORD_TYPES
        for name in corpus.of_kind(kind)
    }
    return Curated(corpus, {lexicon.language: lexicon} if lexicon else {}, paths)


def keys_at(record_id, findings):
    """Return the keys at which something is wrong with one record."""
    return [key for _, found_at, key, _ in findings if found_at == record_id]


@pytest.mark.parametrize("rule", [*RULES, *RULES_FOR_FILES], ids=lambda rule: rule.__name__)
def test_a_rule_finds_nothing_on_the_shipped_record(rule, curated):
    assert list(rule(curated.corpus)) == []


def test_no_fact_of_the_shipped_record_wins_another_ones_phrasing(curated, request):
    if not request.config.getoption("--long"):
        pytest.skip("`talksbot knowledge check` asks them all, and --long does so here")

    assert check_phrasings(curated) == []


def test_the_shipped_record_passes_the_check(curated):
    assert check(curated) == []


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("who (led", "expected ')' to close a bracket"),
        ("who led]", "closes a bracket that was never opened"),
        (" ".join(["(a|b)"] * 9), "split it"),
        ("who led {rond}", "unknown slot {rond}; expected {round}"),
    ],
    ids=["open_bracket", "stray_bracket", "too_many", "unknown_slot"],
)
def test_a_phrasing_that_cannot_be_read_is_found_with_its_number(template, message):
    fact = a_fact("asked", phrasings={"en": ("who led", template)})

    found = [each for each in unreadable_phrasings(a_corpus(fact)) if each[1] == "asked"]

    ((_, _, key, said),) = found
    assert key == "phrasings.en.1"
    assert message in said


TEMPLATES = st.recursive(
    st.sampled_from(["a", "b c", ""]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda each: f"({'|'.join(each)})"),
        inner.map(lambda each: f"[{each}]"),
        st.lists(inner, max_size=3).map(" ".join),
    ),
    max_leaves=25,
)


@given(st.one_of(TEMPLATES, st.text(alphabet="ab()[]|", max_size=12)))
def test_a_phrasing_is_refused_exactly_where_it_cannot_be_expanded(template):
    try:
        expand(template)
        message = ""
    except TemplateError as error:
        message = str(error)

    assert _fault_of(template) == message


def test_a_round_in_a_phrasing_of_an_event_is_found():
    fact = a_fact("asked", ref="exchange-2025-07-23", phrasings={"en": ("how many in {round}",)})

    found = keys_at("asked", unreadable_phrasings(a_corpus(fact)))

    assert found == ["phrasings.en.0"]


def test_a_finding_names_the_file_of_its_record():
    problems = check(curated_of(a_corpus(a_source("unread"))))

    assert "source/unread.toml" in {each.path for each in problems}


def test_the_findings_of_every_rule_come_at_once(lexicon):
    corpus = a_corpus(
        a_source("unread"),
        a_fact("lost", phrasings={"en": ("(",)}, quotes=("gone",)),
    )

    problems = check(curated_of(corpus, lexicon))

    paths = {each.path for each in problems}
    assert {"source/unread.toml", "fact/lost.toml"} <= paths
    assert {each.key for each in problems if each.path == "fact/lost.toml"} == {
        "quotes",
        "phrasings.en.0",
    }


def test_the_english_words_must_be_there():
    problems = check(curated_of(a_corpus()))

    assert ("language/en.toml", "") in {(each.path, each.key) for each in problems}


def test_a_phrasing_that_facts_of_one_round_share_is_found_at_both(lexicon):
    one = a_fact("one", question="How many groups?", phrasings={"en": ("bodies returned",)})
    other = a_fact("other", question="How many bodies?", phrasings={"en": ("bodies returned",)})
    corpus = a_corpus_of(a_source(), a_round(), one, other)

    problems = check_phrasings(curated_of(corpus, dataclasses.replace(lexicon, meta={})))

    assert [(each.path, each.message) for each in problems] == [
        ("fact/one.toml", "'bodies returned' fits other as well: 'bodies returned'"),
        ("fact/other.toml", "'bodies returned' fits one as well: 'bodies returned'"),
    ]


def test_facts_of_two_occasions_may_share_a_phrasing_that_names_neither_for_it_is_asked_back(
    lexicon,
):
    asked = {"phrasings": {"en": ("bodies returned",)}}
    one = a_fact("one", ref="meeting", topic="format", question="How many groups?", **asked)
    other = a_fact("other", ref="exchange", question="How many bodies?", **asked)
    corpus = a_corpus_of(
        a_source(), a_round(), an_event("meeting"), an_event("exchange"), one, other
    )

    assert check_phrasings(curated_of(corpus, dataclasses.replace(lexicon, meta={}))) == []


def test_a_phrasing_that_its_own_fact_cannot_answer_is_found(lexicon):
    fact = a_fact("torn", phrasings={"en": ("what do you think about the prisoners",)})
    corpus = a_corpus_of(a_source(), a_round(), fact)

    (problem,) = check_phrasings(curated_of(corpus, dataclasses.replace(lexicon, meta={})))

    assert (problem.path, problem.key) == ("fact/torn.toml", "phrasings.en")
    assert "contradicts its own fact: opinion" in problem.message


def test_versions_of_one_conflict_may_share_their_phrasings(lexicon):
    facts = (a_fact(each, status="disputed") for each in ("one", "two"))
    corpus = a_corpus_of(a_source(), a_round(), *facts, a_conflict(facts=("one", "two")))

    problems = check_phrasings(curated_of(corpus, dataclasses.replace(lexicon, meta={})))

    assert problems == []


def test_a_dangling_occasion_of_a_phrasing_with_a_round_is_a_problem():
    fact = a_fact("lost", ref="gone", phrasings={"en": ("how many in {round}",)})

    problems = check(curated_of(a_corpus(fact)))

    assert ("fact/lost.toml", "ref") in {(each.path, each.key) for each in problems}


def test_a_language_that_does_not_exist_is_found():
    problems = check(curated_of(a_corpus(a_source("agency-2025-07-23", language="xx"))))

    assert "source/agency-2025-07-23.toml" in {each.path for each in problems}


def test_a_fact_in_conflict_with_itself_is_found():
    conflict = a_conflict("with-itself", facts=("round-3-exchange-count",) * 2)

    problems = check(curated_of(a_corpus(conflict)))

    assert "conflict/with-itself.toml" in {each.path for each in problems}


def test_a_title_of_nobody_on_record_is_found(lexicon):
    misspelt = dataclasses.replace(lexicon, titles={"hakan-fiddan": ("turkish fm",)})

    problems = check(curated_of(a_corpus(), misspelt))

    assert (
        Problem("language/en.toml", "titles.hakan-fiddan", "no record has the id hakan-fiddan")
        in problems
    )


def test_a_question_about_the_bot_that_cannot_be_read_is_found(lexicon):
    broken = dataclasses.replace(lexicon, meta={"privacy": ("privacy", "(do|can you")})

    problems = check(curated_of(a_corpus(), broken))

    assert ("language/en.toml", "meta.privacy.1") in {(each.path, each.key) for each in problems}


def test_a_text_that_lacks_a_language_is_a_problem_of_the_files_alone():
    curated = curated_of(a_corpus())

    missing = [each for each in check_for_release(curated) if each.path == "round/round-3.toml"]

    assert [each.key for each in missing if each.key.startswith("title")] == [
        "title.ru",
        "title.tr",
        "title.uk",
    ]
    assert "missing in this language" not in " ".join(map(str, check(curated)))


def test_a_matter_of_wording_keeps_no_bot_from_starting(lexicon):
    worded = a_fact("worded", statement="Zelenskyy admitted it.")
    corpus = a_corpus_of(a_source(), a_source("unread"), a_round(), worded)
    curated = curated_of(corpus, dataclasses.replace(lexicon, titles={}))

    assert {each.path for each in check(curated)} >= {"fact/worded.toml", "source/unread.toml"}
    assert check_for_answers(curated) == []


def test_what_would_break_an_answer_keeps_the_bot_from_starting(lexicon):
    corpus = a_corpus_of(a_source(), a_round(), a_fact("lost", ref="gone"))
    curated = curated_of(corpus, dataclasses.replace(lexicon, titles={}))

    assert {each.path for each in check_for_answers(curated)} == {"fact/lost.toml"}
