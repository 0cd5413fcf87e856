from __future__ import annotations

import logging
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from model2vec import StaticModel
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from knowledge import Knowledge
from knowledge.matching import Matcher
from knowledge.matching.encoder import load_encoder, with_meaning
from knowledge.matching.recognise import recognise
from tests.builders import a_fact, a_round, a_source

PAIRS = (("exchange", "prisoners were swapped"), ("pause", "shooting shall stop"))
WORDS = {
    "prisoners": (1, 0),
    "swapped": (1, 0),
    "captives": (0.9, 0.1),
    "traded": (1, 0.1),
    "shooting": (0, 1),
    "stop": (0, 1),
    "ceasefire": (0.1, 0.9),
}


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Return the directory of a model that knows what seven words mean."""
    numbers = {word: number for number, word in enumerate(["[UNK]", *WORDS])}
    tokenizer = Tokenizer(WordLevel(numbers, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    vectors = np.array([(0, 0), *WORDS.values()], np.float32)
    StaticModel(vectors=vectors, tokenizer=tokenizer).save_pretrained(tmp_path / "model")
    return tmp_path / "model"


def test_a_question_without_a_word_of_the_phrasings_is_found_by_what_it_means(
    directory: Path,
) -> None:
    matcher = Matcher.fit(PAIRS)
    ranker = with_meaning(matcher, PAIRS, load_encoder(str(directory)))

    assert matcher.rank("captives traded")[0].score < 1
    assert ranker.rank("ceasefire")[0].label == "pause"
    assert ranker.rank("captives traded")[0].label == "exchange"


@pytest.mark.parametrize("text", ["prisoners traded", "", "nothing of the kind", "captives stop"])
def test_scores_with_meaning_lie_between_0_and_100(directory: Path, text: str) -> None:
    ranker = with_meaning(Matcher.fit(PAIRS), PAIRS, load_encoder(str(directory)))

    scores = ranker.scores(text)

    assert ((scores >= 0) & (scores <= 100)).all()
    assert [match.score for match in ranker.rank(text)] == sorted(scores, reverse=True)


def test_the_encoder_has_as_much_say_as_its_weight(directory: Path) -> None:
    matcher, encoder = Matcher.fit(PAIRS), load_encoder(str(directory))
    alone, beside, half = (
        with_meaning(matcher, PAIRS, encoder, weight=weight).scores("captives swapped")
        for weight in (1.0, 0.0, 0.5)
    )

    assert beside == pytest.approx(matcher.scores("captives swapped"))
    assert half == pytest.approx((alone + beside) / 2)


def test_a_phrasing_asked_as_it_stands_stays_certain(directory: Path) -> None:
    ranker = with_meaning(Matcher.fit(PAIRS), PAIRS, load_encoder(str(directory)))

    assert ranker.rank("shooting shall stop")[0].score == pytest.approx(100)


def test_a_text_that_is_no_string_is_spelt_for_the_encoder(directory: Path) -> None:
    pairs = [(label, phrasing.encode()) for label, phrasing in PAIRS]
    read = Matcher.fit(PAIRS)
    matcher = Matcher.fit(pairs, analyse=lambda text: read.analyse(text.decode()))
    ranker = with_meaning(matcher, pairs, load_encoder(str(directory)), spell=bytes.decode)

    assert ranker.rank(b"captives")[0].label == "exchange"


def test_the_bot_finds_a_fact_whose_words_mean_what_is_asked(directory: Path, know) -> None:
    facts = (
        a_fact("swap", question="Which ceremony was it, swapped?", phrasings={}),
        a_fact("truce", question="Which ceremony was it, shooting?", phrasings={}),
    )
    plain = know(a_source(), a_round(), *facts)
    lexicons = plain.index.lexicons
    knowledge = Knowledge.of(plain.corpus, lexicons, encoder=load_encoder(str(directory)))

    before, after = (
        {each.fact: each.score for each in recognise("captives ceremony", k.index).candidates}
        for k in (plain, knowledge)
    )

    assert after["swap"] - after["truce"] > before["swap"] - before["truce"]


def test_a_revision_encodes_only_what_is_new(directory: Path, know, monkeypatch) -> None:
    plain = know(
        a_source(), a_round(), a_fact("swap", question="Were prisoners swapped?", phrasings={})
    )
    encoder = load_encoder(str(directory))
    knowledge = Knowledge.of(plain.corpus, plain.index.lexicons, encoder=encoder)
    reworded = a_fact("swap", question="Were captives traded?", phrasings={})
    encoded: list[str] = []
    encode = encoder.encode
    monkeypatch.setattr(encoder, "encode", lambda texts: encoded.extend(texts) or encode(texts))

    again = knowledge.revised(replace(plain.corpus, facts={"swap": reworded}))

    assert encoded == ["Were captives traded?"]
    assert again.index.meanings is not None


def test_without_a_model_the_matcher_is_what_it_was() -> None:
    matcher = Matcher.fit(PAIRS)

    assert with_meaning(matcher, PAIRS, load_encoder(None)) is matcher


def test_a_model_that_is_not_there_is_done_without_and_logged_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        assert load_encoder(str(tmp_path / "nowhere")) is None

    assert len(caplog.records) == 1
    assert caplog.records[0].levelname == "WARNING"
    assert "is done without: there is no such directory" in caplog.text


def test_a_directory_that_holds_no_model_is_done_without(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert load_encoder(str(tmp_path)) is None
    assert len(caplog.records) == 1


def test_without_the_extra_the_log_says_what_to_install(
    directory: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "model2vec", None)

    assert load_encoder(str(directory)) is None
    assert "install istanbul-talks-bot[semantic]" in caplog.text
