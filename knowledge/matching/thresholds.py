"""The named numbers of the matcher, each with the measurement that set it.

All were read off `tests/corpus/questions.jsonl`; `tests/corpus/test_questions.py` holds the bot
to what was measured, so a change of a number that makes it worse fails there.
"""

from __future__ import annotations

from typing import Final

ANSWER: Final = 50.0
"""Score from which a candidate without objections is answered."""

MARGIN: Final = 3.0
"""Points by which the best candidate must lead the next one that says something else."""

AS_PHRASED: Final = 99.5
"""Score from which a question says word for word what a phrasing says."""

MARGIN_OF_A_PHRASING: Final = 1.0
"""The lead that is enough then."""

CHOICE: Final = 34.0
"""Score from which a candidate is offered as a choice."""

MOST_CHOICES: Final = 4
"""Choices that a clarification offers at most: what a phone shows without scrolling."""

UNKNOWN_WORD_WEIGHT: Final = 0.8
"""Weight of a word that no phrasing has, as a share of the rarest known word's weight."""

EXTRA_IN_QUESTION: Final = 0.65
"""How much a word of the question that the phrasing lacks counts against it."""

EXTRA_IN_PHRASING: Final = 0.35
"""How much a word of the phrasing that the question lacks counts against it."""

META: Final = 84.0
"""Similarity, 0 to 100, from which an utterance is taken for a question about the bot itself."""

OPPOSITE: Final = 6.0
"""Points by which a phrasing with another actor or the other polarity must lead to count."""

PREMISE: Final = 1.0
"""Points by which a contradicted candidate must lead to show that the question's premise is off."""

OTHER_TIME: Final = 20.0
"""The same for a candidate that only another round or date contradicts: mostly it is the same
question's answer for another round, and no sign of a premise that is off."""

EVIDENCE: Final = 2
"""Words and slots that a question must share with a phrasing; fewer are too little to go on."""

COVERAGE: Final = 0.4
"""Share of a score that comes from the words of all the fact's phrasings taken together."""

DATE_WEIGHT: Final = 1.0
"""Weight of a day or month, against about 1 to 6 of the words that tell facts apart."""

LEAST_IN_COMMON: Final = 0.15
"""Share of a question's weight that a phrasing must have to be looked at; what has less than
that scores below `CHOICE`."""
