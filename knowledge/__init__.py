"""A sourced record of the talks, and answers from it; knows nothing of Telegram."""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from knowledge.answering import (
    About,
    Answer,
    CitedFact,
    Clarification,
    Disagreement,
    NoAnswer,
    Outcome,
    SpokenQuote,
)
from knowledge.curation.load import Curated
from knowledge.curation.problem import Problem
from knowledge.errors import (
    CorpusError,
    ForeignDatabaseError,
    KnowledgeError,
    NewerDatabaseError,
    StoreError,
    UncitedRecordError,
    UnknownFactError,
    UnknownPersonError,
)
from knowledge.matching.lexicon import MetaTopic
from knowledge.store.connection import Reader, Store, open_reader, open_store
from knowledge.types import (
    LANGUAGES,
    MAX_ID_LENGTH,
    Corpus,
    Event,
    Fact,
    Language,
    Occasion,
    Person,
    Quote,
    Round,
    Source,
)
from knowledge.use_cases.ask import Knowledge, ask, show
from knowledge.use_cases.browse import (
    CitedOccasion,
    find_person,
    list_quotes,
    list_rounds,
    list_sources,
    list_speakers,
    list_timeline,
)
from knowledge.use_cases.count import count_records
from knowledge.use_cases.open import (
    find_problems,
    load_knowledge,
    publish_curated,
    read_curated,
)

if TYPE_CHECKING:
    from knowledge import editing
    from knowledge.use_cases import (
        backup,
        change,
        desk,
        draft,
        files,
        inbox,
        looking,
        offices,
        review,
    )

_OF_EDITORS = frozenset(
    {"backup", "change", "desk", "draft", "files", "inbox", "looking", "offices", "review"}
)


def __getattr__(name: str) -> ModuleType:
    """Import what editors need when it is first asked for: a question asked from the shell is not.

    Raises:
        AttributeError: there is no such name.
    """
    if name in _OF_EDITORS:
        return import_module(f"knowledge.use_cases.{name}")
    if name == "editing":
        return import_module("knowledge.editing")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "LANGUAGES",
    "MAX_ID_LENGTH",
    "About",
    "Answer",
    "CitedFact",
    "CitedOccasion",
    "Clarification",
    "Corpus",
    "CorpusError",
    "Curated",
    "Disagreement",
    "Event",
    "Fact",
    "ForeignDatabaseError",
    "Knowledge",
    "KnowledgeError",
    "Language",
    "MetaTopic",
    "NewerDatabaseError",
    "NoAnswer",
    "Occasion",
    "Outcome",
    "Person",
    "Problem",
    "Quote",
    "Reader",
    "Round",
    "Source",
    "SpokenQuote",
    "Store",
    "StoreError",
    "UncitedRecordError",
    "UnknownFactError",
    "UnknownPersonError",
    "ask",
    "backup",
    "change",
    "count_records",
    "desk",
    "draft",
    "editing",
    "files",
    "find_person",
    "find_problems",
    "inbox",
    "list_quotes",
    "list_rounds",
    "list_sources",
    "list_speakers",
    "list_timeline",
    "load_knowledge",
    "looking",
    "offices",
    "open_reader",
    "open_store",
    "publish_curated",
    "read_curated",
    "review",
    "show",
]
