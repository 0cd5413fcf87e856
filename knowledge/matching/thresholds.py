"""The named numbers of the matcher, each with the measurement that set it.

Measured on the 384 questions of `tests/corpus/questions.jsonl` and `questions_more.jsonl` against
the whole record, one number changed at a time: "343/7" is 343 right and 7 that mislead, which is
what all the values below reach together. A question that misleads costs more than one that is
asked back. `tests/corpus/test_questions.py` holds the bot to what was measured.
"""

from __future__ import annotations

from typing import Final

ANSWER: Final = 50.0
"""Score from which a candidate without objections is answered (42: 344/8; 58: 340/7)."""

MARGIN: Final = 5.0
"""Points by which the best candidate must lead the next one that says something else
(1: 350/12; 8: 337/7)."""

AS_PHRASED: Final = 99.5
"""Score from which a question says word for word what a phrasing says."""

MARGIN_OF_A_PHRASING: Final = 1.0
"""The lead that is enough then: siblings whose phrasing differs by a date alone are 2 to 3 points
behind."""

CHOICE: Final = 34.0
"""Score from which a candidate is offered as a choice; no measure counts that, readers judge it."""

MOST_CHOICES: Final = 4
"""Choices that a clarification offers at most: what a phone shows without scrolling."""

UNKNOWN_WORD_WEIGHT: Final = 0.8
"""Weight of a word that no phrasing has, as a share of the rarest known word's weight."""

EXTRA_IN_QUESTION: Final = 0.65
"""How much a word of the question that the phrasing lacks counts against it
(0.5: 346/8; 0.8: 342/7)."""

EXTRA_IN_PHRASING: Final = 0.35
"""How much a word of the phrasing that the question lacks counts against it
(0.2: 340/7; 0.5: 344/9)."""

META: Final = 80.0
"""Similarity, 0 to 100, from which an utterance is taken for a question about the bot itself
(76: 343/7; 92: 340/9)."""

META_AT_LEAST: Final = 64.0
"""Similarity from which it may be one, where the utterance has no word about the talks."""

SURE_OF_META: Final = 90.0
"""Similarity from which it is one, whatever fact has words in common with it."""

OPPOSITE: Final = 6.0
"""Points by which a phrasing with another actor or the other polarity must lead to count
(0: 342/7; 15: 342/8)."""

ALONE: Final = 12.0
"""Points by which the best candidate leads all that say something else where it is alone."""

ALONE_IN_EVIDENCE: Final = 0.85
"""Share of its evidence that none of them may have more of then."""

EASED: Final = 10.0
"""Points less that an answer needs then (of 1,285 questions 6 more are right and 1 more misleads;
without `MUCH_KNOWN` 9 and 4)."""

MUCH_KNOWN: Final = 4
"""Known words that a question must have for that."""

PREMISE: Final = 1.5
"""Points by which a contradicted candidate must lead to show that the question's premise is off
(5: 342/8; on the 1,285 questions of all sets 1.0 has 2 fewer right, 3.0 2 more that mislead)."""

OTHER_TIME: Final = 30.0
"""The same for a candidate that only another round or date contradicts: mostly it is the same
question's answer for another round, and no sign of a premise that is off (1: 341/7)."""

EVIDENCE: Final = 2
"""Words and slots that a question must share with a phrasing; fewer are too little to go on
(1: 339/11; 3: 331/7)."""

COVERAGE: Final = 0.4
"""Share of a score that comes from the words of all the fact's phrasings taken together
(0: 340/10; 0.6: 338/8)."""

DATE_WEIGHT: Final = 1.0
"""Weight of a day or month, against about 1 to 6 of the words that tell facts apart."""

LEAST_IN_COMMON: Final = 0.15
"""Share of a question's weight that a phrasing must have to be looked at at all, for speed
(0: 343/7; 0.3: 343/8)."""

LEARNT: Final = 1.8
"""How many times the evidence of the others a fact must have to lead those that score alike."""

EARLIER: Final = 8.0
"""Points less for what came before the rounds on record, where a question names no time."""

UNKNOWN_ANSWER: Final = 8.0
"""Points more that an answer needs for each word of the question that nothing on record has."""

UNKNOWN_CHOICE: Final = 12.0
"""The same for a choice that is offered."""

GATHERED: Final = 0.75
"""Share of a question's weight that a fact must cover to stand in an overview on its subject."""

GATHERED_OF_A_SIDE: Final = 0.5
"""The same for what one side says, whose name and the things spoken of must fit anyway."""

COMPARED: Final = 35.0
"""Score from which a fact is taken for one side of a comparison: its slots fit already."""

RELEVANT: Final = 0.5
"""Share of a question's weight that a quotation must cover to be the one that is asked for."""

RELEVANT_TO_A_CLAIM: Final = 0.9
"""The same where it is asked whether somebody said so: other words of theirs are no answer."""

SURE: Final = 82.0
"""Score from which one fact is the answer, whatever overview the words would allow."""

ON_NO_ROUND: Final = 95.0
"""Score from which a fact answers about a round that did not take place, as one that says so."""

CROWD: Final = 12.0
"""Points within which facts of many occasions show that a question says too little."""

CROWDED: Final = 4
"""Occasions that make such a crowd."""

LIKELY: Final = 0.8
"""Share of the best evidence that a phrasing's fact needs to win by its wording alone."""

PLAUSIBLE: Final = 0.6
"""Share of the best evidence that a fact needs to be shown beside others that score alike."""

MEANING: Final = 0.25
"""Share of a score that comes from the encoder, where one is configured: small, so that the other
numbers here hold. Not measured with a real model, for none ships with the program."""
