"""The data directory into a corpus, with every problem found on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import tomli

from knowledge.curation.problem import Problem
from knowledge.curation.schema import parse
from knowledge.matching.lexicon import Lexicon
from knowledge.types import RECORD_TYPES, Corpus, Kind, Language, Record

FOLDERS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "sources": "source",
        "people": "person",
        "rounds": "round",
        "events": "event",
        "quotes": "quote",
        "facts": "fact",
        "conflicts": "conflict",
    }
)
"""Which kind of record each folder holds; folders inside them are the curator's to choose."""
TEMPLATES: Final = "templates"
LANGUAGE: Final = "language"
RULES: Final = "rules"
"""Not records: which changes of them make which alerts."""


@dataclass(frozen=True, slots=True)
class Curated:
    """Everything that the data directory says."""

    corpus: Corpus
    lexicons: Mapping[Language, Lexicon]
    paths: Mapping[tuple[Kind, str], str]
    """Where each record stands, to name the file of a problem."""


def default_data() -> Path:
    """Return the directory of the record that ships with the program."""
    return Path(__file__).parents[1] / "data"


def load(directory: Path) -> tuple[Curated, list[Problem]]:
    """Read every file of a data directory; what cannot be read is a problem, not an exception."""
    problems: list[Problem] = []
    records: dict[Kind, dict[Any, Any]] = {kind: {} for kind in RECORD_TYPES}
    paths: dict[tuple[Kind, str], str] = {}
    lexicons: dict[Language, Lexicon] = {}
    for file in _files(directory):
        path = file.relative_to(directory)
        table = _read(file, path.as_posix(), problems)
        if table is None or path.parts[0] == RULES:
            continue
        if path.parts[0] == LANGUAGE:
            lexicon = _lexicon(file.stem, table, path.as_posix(), problems)
            if lexicon:
                lexicons[lexicon.language] = lexicon
            continue
        kind = _kind_of(path)
        if kind is None:
            problems.append(Problem(path.as_posix(), "", _misplaced()))
            continue
        record = _record(kind, file.stem, table, path.as_posix(), problems)
        if record is None or path.parts[0] == TEMPLATES:
            continue
        if file.stem in records[kind]:
            message = f"the id is used twice, also in {paths[kind, file.stem]}"
            problems.append(Problem(path.as_posix(), "", message))
            continue
        records[kind][file.stem] = record
        paths[kind, file.stem] = path.as_posix()
    if not paths and not problems:
        problems.append(Problem(".", "", f"no record found in {directory}"))
    return Curated(Corpus.of(records), lexicons, paths), problems


def _files(directory: Path) -> Iterator[Path]:
    return (file for file in sorted(directory.rglob("*.toml")) if file.is_file())


def _read(file: Path, path: str, problems: list[Problem]) -> dict[str, object] | None:
    try:
        return tomli.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        problems.append(Problem(path, "", f"cannot be read: {error.strerror}"))
    except UnicodeDecodeError as error:
        problems.append(Problem(path, "", f"expected UTF-8, found another byte at {error.start}"))
    except tomli.TOMLDecodeError as error:
        problems.append(Problem(path, "", f"expected TOML: {error}"))
    return None


def _kind_of(path: Path) -> Kind | None:
    if path.parts[0] == TEMPLATES and len(path.parts) == 2:
        return next((kind for kind in RECORD_TYPES if kind == path.stem), None)
    return FOLDERS.get(path.parts[0]) if len(path.parts) > 1 else None


def _misplaced() -> str:
    return f"expected a file inside {_listed((*FOLDERS, LANGUAGE))}"


def _listed(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} or {last}"


def _lexicon(
    name: str, table: dict[str, object], path: str, problems: list[Problem]
) -> Lexicon | None:
    lexicon, found = parse(Lexicon, table, path)
    problems += found
    if lexicon and lexicon.language != name:
        message = f"expected {name!r}, as the file's name says, found {lexicon.language!r}"
        problems.append(Problem(path, "language", message))
        return None
    return lexicon


def _record(
    kind: Kind, record_id: str, table: dict[str, object], path: str, problems: list[Problem]
) -> Record | None:
    if "id" in table:
        problems.append(Problem(path, "id", "expected no id: the file's name is the id"))
    record, found = parse(RECORD_TYPES[kind], {**table, "id": record_id}, path)
    problems += found
    return record
