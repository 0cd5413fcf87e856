"""A record written back is the file that a curator wrote."""

from __future__ import annotations

import tomli
from hypothesis import given
from hypothesis import strategies as st

from knowledge.curation.load import Curated, default_data
from knowledge.curation.schema import parse
from knowledge.curation.writing import path_of, text_of
from knowledge.types import RECORD_TYPES, Record, Source
from tests.builders import a_fact, a_source


def records(curated: Curated) -> list[tuple[str, Record]]:
    return [
        (curated.paths[kind, record_id], record)
        for kind in RECORD_TYPES
        for record_id, record in curated.corpus.of_kind(kind).items()
    ]


def test_every_curated_file_is_written_back_byte_for_byte(curated: Curated) -> None:
    differing = [
        path
        for path, record in records(curated)
        if (default_data() / path).read_text(encoding="utf-8") != text_of(record)
    ]

    assert differing == []


def test_every_curated_file_lies_where_its_record_says(curated: Curated) -> None:
    assert [path for path, record in records(curated) if path != path_of(record)] == []


def read_back(record: Record) -> Record | None:
    table = {**tomli.loads(text_of(record)), "id": record.id}
    found, problems = parse(type(record), table, "")
    assert problems == []
    return found


LINES = st.text(min_size=1, max_size=60).filter(lambda text: _is_a_line(text))


def _is_a_line(text: str) -> bool:
    source, problems = parse(
        Source,
        {
            "id": "a",
            "publisher": text,
            "publisher_side": "turkish",
            "label": "l",
            "url": "https://a.example",
            "language": "en",
        },
        "",
    )
    return source is not None and not problems


@given(text=LINES)
def test_whatever_stands_in_a_line_is_read_back(text: str) -> None:
    source = a_source(publisher=text, published="2025-07")

    assert read_back(source) == source


def test_a_fact_with_every_optional_key_is_read_back() -> None:
    fact = a_fact(
        value="<60",
        unit="minutes",
        note="He said \"one\" and 'two' \\ three",
        phrasings={"uk": ("скільки",), "en": ("how many",)},
        verified=False,
    )

    assert read_back(fact) == fact
