"""What the words of a language mean in a question, as `knowledge/data/language/` lists it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, TypeAlias, get_args

from pydantic import ConfigDict, Field

from knowledge.types import STRICT, Language, Line, PersonId, Side

Ask = Literal["who", "when", "where", "how_many", "how_long", "why", "what"]
"""The kind of answer that is wanted."""
MetaTopic = Literal["abilities", "origin", "identity", "languages", "privacy", "greeting"]
"""What people ask about the bot itself."""
Want = Literal[
    "quotation",
    "summary",
    "timeline",
    "list",
    "comparison",
    "positions",
    "person",
    "source",
    "latest",
    "upcoming",
    "changes",
    "implementation",
    "truth",
]
"""What is wanted done with what is on record, where that is more than to state one fact."""
META_TOPICS: tuple[MetaTopic, ...] = get_args(MetaTopic)

Season = Literal["winter", "spring", "summer", "autumn"]

Words: TypeAlias = tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The words of one language, grouped by what they mean in a question."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    language: Language
    filler: Words
    """Words that say nothing about what is asked."""
    negations: Words
    asks: Mapping[Ask, Words]
    sides: Mapping[Side, Words]
    receivers: Words
    """Words before a side that say that it is not the one who acts ("to", "with")."""
    givers: Words
    """Words before a side that say that it is the one who acts ("by", "from")."""
    auxiliaries: Words
    """Verbs before a side that say that it is the one who acts ("did Russia")."""
    articles: Words
    """Words that may stand between those and the side."""
    acts: Words
    """Names of synonyms that are acts of a side: who does them is who asserts the fact."""
    possessions: Words
    """Names of things and synonyms that a side's name only qualifies ("Ukrainian soldiers")."""
    opinions: Words
    """Words that ask for an opinion or a forecast, which no record has."""
    multipliers: Mapping[Annotated[str, Field(pattern=r"^\d+$")], Words]
    """Words that multiply the number before them ("twelve hundred")."""
    round_nouns: Words
    """What a round is called; an ordinal beside one of them names a round."""
    round_adjectives: Words
    """Words that may stand between an ordinal and a round's noun ("third Istanbul round")."""
    latest: Words
    """Words that make the noun beside them mean the latest round."""
    ordinals: Mapping[Annotated[str, Field(pattern=r"^\d+$")], Words]
    months: Mapping[Annotated[str, Field(pattern=r"^\d+$")], Words]
    titles: Mapping[PersonId, Words]
    """What people call somebody instead of the name."""
    ambiguous_months: Words
    """Names of months that are other words too ("may"): only behind one of `before_months`."""
    before_months: Words
    date_links: Words
    year_nouns: Words = ()
    """What makes a number of two digits before it a year ("25 року")."""
    """Words between a day and its month ("23rd of July")."""
    things: Mapping[str, Words]
    """What is counted, exchanged or proposed; one of them never stands for another."""
    synonyms: Mapping[str, Words]
    """Other words that mean the same in a question; a group has the same name in every language."""
    places: Mapping[str, Words]
    """Where things took place; a place that a question names must be the fact's own."""
    wants: Mapping[Want, Words]
    """Words that say what is wanted, beside what it is about."""
    yes_or_no: Words
    """Words that, wherever they stand, make a question one for yes or no ("is it true")."""
    yes_or_no_first: Words
    """Words that do so where the question begins with them ("did")."""
    alternatives: Words
    """Words between things of which one is to be chosen ("or"): no yes or no will do."""
    approximations: Words
    """Words that loosen or sharpen a number or a claim ("about", "only"): no yes or no will do."""
    hedges: Words
    """Words in a statement that make it less than asserted ("would", "if")."""
    follow_ups: Words
    """Words at the beginning of a question that leans on the one before ("and", "what about")."""
    pointers: Words
    """Words that point back at what was spoken of ("there", "it")."""
    pronouns: Words
    """Words that stand for somebody who was spoken of before ("he", "her")."""
    by: Words
    """Words beside a day up to which something is counted ("by 1 July")."""
    as_of: Words
    """Words before a day that ask for what was on record then."""
    between: Words
    """Words before the first of two days that bound a time."""
    since: Words
    """Words before a day or a round that ask for what came after it."""
    until: Words
    """Words before a day or a round that ask for what came before it."""
    seasons: Mapping[Season, Words]
    generic: Words
    """Names of things and synonyms that say little about the subject ("say", "happen")."""
    meta: Mapping[MetaTopic, Words]
    """Templates of questions about the bot itself."""
