"""A sourced record of the talks, and answers from it; knows nothing of Telegram."""

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
from knowledge.exporting import EXPORT_FORMATS
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
from knowledge.use_cases.export import export_record
from knowledge.use_cases.open import (
    find_problems,
    load_knowledge,
    publish_curated,
    read_curated,
)
from knowledge.use_cases.publish import load_corpus

__all__ = [
    "EXPORT_FORMATS",
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
    "count_records",
    "export_record",
    "find_person",
    "find_problems",
    "list_quotes",
    "list_rounds",
    "list_sources",
    "list_speakers",
    "list_timeline",
    "load_corpus",
    "load_knowledge",
    "open_reader",
    "open_store",
    "publish_curated",
    "read_curated",
    "show",
]
