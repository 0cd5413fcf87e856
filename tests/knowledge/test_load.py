import shutil

import pytest

from knowledge.curation.load import FOLDERS, LANGUAGE, TEMPLATES, default_data, load
from knowledge.curation.problem import Problem

SOURCE = """\
publisher = "Agency"
publisher_side = "western_other"
label = "report"
url = "https://agency.example/report"
language = "en"
"""
ROUND = """\
number = 3
date = 2025-07-23
status = "ended"
sources = ["agency"]
title.en = "Third round"
venue.en = "Istanbul"
"""
FACT = """\
ref = "round-3"
topic = "venue"
claimant = "reported"
as_of = 2025-07-23
status = "current"
question.en = "Where was it?"
statement.en = "It was in Istanbul."
phrasings.en = ["where was it"]
citations = [{ source = "agency" }]
"""


@pytest.fixture
def data(tmp_path):
    """A data directory of one source, one round and one fact."""
    directory = tmp_path / "data"
    write(directory, "sources/agency.toml", SOURCE)
    write(directory, "rounds/round-3.toml", ROUND)
    write(directory, "facts/round-3/the-venue.toml", FACT)
    return directory


def write(directory, path, text):
    """Write one file of a data directory."""
    file = directory / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())


def problems_of(directory):
    """Return what the loader finds wrong."""
    return load(directory)[1]


def test_every_record_is_read_with_its_file_name_as_id(data):
    curated, problems = load(data)

    assert problems == []
    assert set(curated.corpus.sources) == {"agency"}
    assert curated.corpus.rounds["round-3"].number == 3
    assert curated.paths["fact", "the-venue"] == "facts/round-3/the-venue.toml"


def test_the_shipped_record_has_no_problem():
    assert problems_of(default_data()) == []


def test_a_folder_inside_a_folder_is_the_curators_choice(data):
    write(data, "facts/a/b/another.toml", FACT)

    curated, problems = load(data)

    assert problems == []
    assert "another" in curated.corpus.facts


def test_a_template_is_checked_and_never_becomes_a_record(data):
    write(data, "templates/fact.toml", FACT)

    curated, problems = load(data)

    assert problems == []
    assert set(curated.corpus.facts) == {"the-venue"}


@pytest.mark.parametrize(
    ("found", "wanted", "problem"),
    [
        pytest.param(
            'status = "current"',
            'status = "current"\nclaimer = "x"',
            Problem("", "claimer", "unknown key; expected one of ref, topic, claimant"),
            id="unknown_key",
        ),
        pytest.param(
            'statement.en = "It was in Istanbul."',
            'statement.en = "It was in Istanbul."\nstatement.fr = "x"',
            Problem("", "statement.fr", "unknown key; expected one of"),
            id="unknown_key_inside_a_table",
        ),
        pytest.param(
            'topic = "venue"\n',
            "",
            Problem("", "topic", "this key is required and is not there"),
            id="missing_key",
        ),
        pytest.param(
            'claimant = "reported"',
            'claimant = "putin"',
            Problem("", "claimant", "expected 'ukraine', 'russia', 'turkiye', 'us' or 'reported'"),
            id="not_one_of_the_words",
        ),
        pytest.param(
            "as_of = 2025-07-23",
            'as_of = "soon"',
            Problem("", "as_of", "expected a valid date"),
            id="no_date",
        ),
        pytest.param(
            'statement.en = "It was in Istanbul."',
            "statement.en = 5",
            Problem("", "statement.en", "expected a valid string, found 5"),
            id="number_for_text",
        ),
        pytest.param(
            'statement.en = "It was in Istanbul."',
            'statement.en = "Two\\nlines"',
            Problem("", "statement.en", "expected one line of text without spaces at its ends"),
            id="two_lines",
        ),
        pytest.param(
            'statement.en = "It was in Istanbul."',
            'statement.en = ""',
            Problem("", "statement.en", "expected one line of text without spaces at its ends"),
            id="empty_text",
        ),
        pytest.param(
            'statement.en = "It was in Istanbul."',
            "statement = {}",
            Problem("", "statement", "expected the text in at least one of en, uk, ru, tr"),
            id="no_language",
        ),
        pytest.param(
            'phrasings.en = ["where was it"]',
            "phrasings.en = []",
            Problem("", "phrasings.en", "expected at least 1, found 0"),
            id="no_phrasing",
        ),
        pytest.param(
            'phrasings.en = ["where was it"]',
            'phrasings.en = ["where was it"]\nphrasings.fr = ["où"]',
            Problem("", "phrasings.fr", "expected 'en', 'uk', 'ru' or 'tr'"),
            id="unknown_language",
        ),
        pytest.param(
            'citations = [{ source = "agency" }]',
            "citations = []",
            Problem("", "citations", "expected at least 1, found 0"),
            id="no_citation",
        ),
        pytest.param(
            'citations = [{ source = "agency" }]',
            "citations = [{ page = 2 }]",
            Problem("", "citations.0.page", "unknown key"),
            id="unknown_key_of_a_citation",
        ),
    ],
)
def test_a_wrong_fact_is_reported_with_file_key_and_what_was_expected(found, wanted, problem, data):
    assert found in FACT
    write(data, "facts/round-3/the-venue.toml", FACT.replace(found, wanted))

    problems = problems_of(data)

    at_key = [each for each in problems if each.key == problem.key]
    assert {each.path for each in problems} == {"facts/round-3/the-venue.toml"}
    assert len(at_key) == 1
    assert at_key[0].message.startswith(problem.message)


@pytest.mark.parametrize(
    ("found", "wanted", "key", "message"),
    [
        ('url = "https://agency.example/report"', 'url = "agency"', "url", "an http or https"),
        ('language = "en"', 'language = "English"', "language", "the two letters of a language"),
        ('language = "en"', 'language = "en"\npublished = "July"', "published", "expected a day"),
        ('language = "en"', 'language = "en"\npublished = "2025-13"', "published", "1..12"),
    ],
    ids=["address", "language", "partial_date", "impossible_month"],
)
def test_a_wrong_source_is_reported_in_the_curators_words(found, wanted, key, message, data):
    write(data, "sources/agency.toml", SOURCE.replace(found, wanted))

    (problem,) = problems_of(data)

    assert (problem.path, problem.key) == ("sources/agency.toml", key)
    assert message in problem.message


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('planned_time = "25:00"', "planned_time"),
        ('planned_time = "7 pm"', "planned_time"),
        ("duration_minutes = 0", "duration_minutes"),
        ('heads = { ukraine = "a" }', "heads.russia"),
    ],
)
def test_a_wrong_round_is_reported_at_its_key(line, key, data):
    write(data, "rounds/round-3.toml", ROUND + line)

    (problem,) = problems_of(data)

    assert (problem.path, problem.key) == ("rounds/round-3.toml", key)


def test_a_quotation_of_more_than_forty_words_is_refused(data):
    quote = f"""\
speaker = "somebody"
exact = "{"word " * 40}word"
language = "en"
said_on = 2025-07-23
ref = "round-3"
topic = "venue"
source = "agency"
form = "direct"
verified = true
"""
    write(data, "quotes/too-long.toml", quote)

    (problem,) = problems_of(data)

    assert str(problem) == "quotes/too-long.toml: exact: expected at most 40 words, found 41"


@pytest.mark.parametrize("name", ["The-Venue", "the_venue", "the--venue", "місце", "a" * 49])
def test_a_file_name_that_is_no_id_is_refused(name, data):
    write(data, f"facts/{name}.toml", FACT)

    (problem,) = problems_of(data)

    assert (problem.path, problem.key) == (f"facts/{name}.toml", "id")


def test_an_id_inside_the_file_is_refused(data):
    write(data, "facts/the-hour.toml", 'id = "the-hour"\n' + FACT)

    assert problems_of(data) == [
        Problem("facts/the-hour.toml", "id", "expected no id: the file's name is the id")
    ]


def test_an_id_that_is_used_twice_is_refused_with_the_other_file(data):
    write(data, "facts/round-4/the-venue.toml", FACT)

    assert problems_of(data) == [
        Problem(
            "facts/round-4/the-venue.toml",
            "",
            "the id is used twice, also in facts/round-3/the-venue.toml",
        )
    ]


def test_two_kinds_may_use_one_id(data):
    write(data, "sources/the-venue.toml", SOURCE)

    assert problems_of(data) == []


@pytest.mark.parametrize(
    "path", ["stray.toml", "facts.toml", "other/stray.toml", "templates/stray.toml"]
)
def test_a_file_in_the_wrong_place_is_refused_with_the_right_ones(path, data):
    write(data, path, FACT)

    (problem,) = problems_of(data)

    assert problem.path == path
    assert all(folder in problem.message for folder in (*FOLDERS, LANGUAGE))


@pytest.mark.parametrize("name", ["README.md", ".facts.toml.swp", "facts/notes.txt"])
def test_a_file_that_is_no_toml_is_left_alone(name, data):
    write(data, name, b"\xff broken")

    assert problems_of(data) == []


def test_broken_toml_is_reported_with_its_place(data):
    write(data, "sources/agency.toml", SOURCE + "broken\n")

    (problem,) = problems_of(data)

    assert problem.path == "sources/agency.toml"
    assert problem.message.startswith("expected TOML: ")
    assert "line 6" in problem.message


def test_a_file_that_is_not_utf_8_is_reported_with_its_place(data):
    write(data, "sources/agency.toml", b'label = "\xe9"')

    assert problems_of(data) == [
        Problem("sources/agency.toml", "", "expected UTF-8, found another byte at 9")
    ]


@pytest.mark.parametrize("exists", [True, False])
def test_a_directory_without_a_record_is_a_problem(exists, tmp_path):
    directory = tmp_path / "data"
    if exists:
        directory.mkdir()

    (problem,) = problems_of(directory)

    assert problem.path == "."
    assert "no record found" in problem.message


def test_every_problem_of_every_file_is_reported_at_once(data):
    write(data, "sources/agency.toml", 'publisher = ""\nnobody = 1\n')
    write(data, "facts/round-3/the-venue.toml", "broken")
    write(data, "stray.toml", "")

    problems = problems_of(data)

    assert {each.path for each in problems} == {
        "sources/agency.toml",
        "facts/round-3/the-venue.toml",
        "stray.toml",
    }
    assert {each.key for each in problems if each.path.startswith("sources")} == {
        "publisher",
        "nobody",
        "publisher_side",
        "label",
        "url",
        "language",
    }


def test_the_files_without_a_problem_are_read_all_the_same(data):
    write(data, "facts/round-3/the-venue.toml", "broken")

    curated, _ = load(data)

    assert set(curated.corpus.rounds) == {"round-3"}


@pytest.mark.parametrize(
    "problem",
    [
        (Problem("a.toml", "key", "expected x"), "a.toml: key: expected x"),
        (Problem("a.toml", "", "expected TOML"), "a.toml: expected TOML"),
    ],
    ids=["with_key", "without_key"],
)
def test_a_problem_reads_as_file_key_and_message(problem):
    found, text = problem

    assert str(found) == text


@pytest.fixture(scope="session")
def copy_of_the_record(tmp_path_factory):
    """A copy of the shipped files, to break one of them at a time."""
    directory = tmp_path_factory.mktemp("record") / "data"
    shutil.copytree(default_data(), directory)
    return directory


def one_file_of_each_folder():
    """Return the first file of every folder of the shipped record, and every template."""
    files = [path.relative_to(default_data()) for path in sorted(default_data().rglob("*.toml"))]
    first_ones = {path.parent: path for path in reversed(files)}
    templates = [path for path in files if path.parts[0] == TEMPLATES]
    return sorted({path.as_posix() for path in (*first_ones.values(), *templates)})


@pytest.mark.parametrize("path", one_file_of_each_folder())
def test_a_broken_line_names_exactly_its_file(path, copy_of_the_record):
    file = copy_of_the_record / path
    whole = file.read_text(encoding="utf-8")

    file.write_text(whole + "\nbroken\n", encoding="utf-8")
    problems = problems_of(copy_of_the_record)
    file.write_text(whole, encoding="utf-8")

    assert [each.path for each in problems] == [path]


def test_every_folder_is_broken_once():
    folders = {path.split("/")[0] for path in one_file_of_each_folder()}

    assert {*FOLDERS, LANGUAGE, TEMPLATES} - folders <= {"events"}


@pytest.mark.parametrize(
    "line",
    ['verified = "no"', "verified = 1", 'duration_minutes = "40"', "number = true"],
)
def test_a_value_of_another_type_is_refused(line, data):
    path, text = ("facts/x.toml", FACT) if "verified" in line else ("rounds/x.toml", ROUND)
    key = line.split(" ")[0]
    kept = "\n".join(each for each in text.splitlines() if not each.startswith(key))
    write(data, path, f"{line}\n{kept}")

    assert [(each.path, each.key) for each in problems_of(data)] == [(path, key)]


def test_a_value_of_no_type_that_it_may_have_is_one_problem_at_its_key(data):
    write(data, "facts/round-3/the-venue.toml", "value = [1]\n" + FACT)

    assert [each.key for each in problems_of(data)] == ["value"]


def test_an_id_inside_the_file_hides_no_other_problem(data):
    write(data, "facts/the-hour.toml", 'id = "the-hour"\nnobody = 1\n' + FACT)

    assert {each.key for each in problems_of(data)} == {"id", "nobody"}


def test_two_lexicons_of_one_language_are_refused(data):
    words = (default_data() / "language" / "en.toml").read_text(encoding="utf-8")
    write(data, "language/en.toml", words)
    write(data, "language/tr.toml", words)

    assert [each.path for each in problems_of(data)] == ["language/tr.toml"]
