import re

import pytest

from knowledge.store.named_queries import load_queries, parse_queries


def test_a_file_is_split_into_queries_by_name():
    text = (
        "-- first --\n-- Count to one.\nSELECT 1;\n\n"
        "-- second --\n-- Count to two.\nSELECT\n    2; -- done\n"
    )

    queries = parse_queries(text)

    assert queries == {"first": "SELECT 1;", "second": "SELECT\n    2; -- done"}


def test_what_stands_before_the_first_name_is_no_query():
    assert parse_queries("-- All our queries.\n\n-- one --\n-- Count.\nSELECT 1;\n") == {
        "one": "SELECT 1;"
    }


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("-- one --\nSELECT 1;\n", "query one does not say what it is for"),
        ("-- one --\n-- Count.\n\n", "query one has no statement"),
        ("-- one --\n-- A.\nSELECT 1;\n-- one --\n-- B.\nSELECT 1;\n", "query one is there twice"),
    ],
)
def test_a_query_that_is_not_complete_is_refused(text, problem):
    with pytest.raises(ValueError, match=problem):
        parse_queries(text)


def test_the_installed_queries_write_keywords_in_capitals():
    keywords = re.compile(r"\b(select|from|where|insert|into|values|join|order|by|and|as)\b")

    assert {name: keywords.findall(sql) for name, sql in load_queries().items()} == {
        name: [] for name in load_queries()
    }
