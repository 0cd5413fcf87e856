"""Everything that `knowledge` raises on purpose.

KnowledgeError
├── CorpusError                 the curated files have problems
├── StoreError                  the database cannot be used; an operator must act
│   ├── NewerDatabaseError      it was written by a later version of the program
│   └── ForeignDatabaseError    it belongs to another program
├── UncitedRecordError          a record that must cite a source cites none that exists
├── UnknownFactError            no fact has that id
└── UnknownPersonError          nobody on record has a name like that
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.curation.problem import Problem


class KnowledgeError(Exception):
    """Something about the record or its store is wrong."""


class CorpusError(KnowledgeError):
    """The curated files have problems."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"the curated files have {len(self.problems)} problem(s)")


class StoreError(KnowledgeError):
    """The database cannot be used."""


class NewerDatabaseError(StoreError):
    """The database was written by a later version of the program."""

    def __init__(self, path: str, found: int, known: int) -> None:
        self.path, self.found, self.known = path, found, known
        super().__init__(
            f"{path} has schema version {found}, this program knows up to {known}: "
            "install the newer program again, or restore a backup made before the upgrade"
        )


class ForeignDatabaseError(StoreError):
    """The file is a database of another program."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(f"{path} is not a database of this program: name another file")


class UncitedRecordError(KnowledgeError):
    """A record that must cite a source cites none that exists."""

    def __init__(self, kind: str, record_id: str) -> None:
        self.kind, self.id = kind, record_id
        super().__init__(f"{kind} {record_id} cites no source that exists")


class UnknownFactError(KnowledgeError):
    """No fact has that id."""

    def __init__(self, fact_id: str) -> None:
        self.fact_id = fact_id
        super().__init__(f"no fact has the id {fact_id}")


class UnknownPersonError(KnowledgeError):
    """Nobody on record has a name like that."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"nobody on record has a name like {name}")
