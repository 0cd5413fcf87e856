from knowledge import count_records
from knowledge.curation.load import Curated
from knowledge.types import RECORD_TYPES, Corpus
from tests.builders import a_corpus_of, a_fact, a_quote, a_round, a_source, a_text


def lines_of(corpus):
    """Return the lines by their first word."""
    lines = count_records(Curated(corpus, {}, {}))
    return {line.split()[0]: line.split()[1:] for line in lines}


def test_every_kind_is_counted(curated):
    lines = {line.split()[0]: line.split()[1] for line in count_records(curated)}

    counted = [int(lines[name]) for name in ("sources", "people", "rounds", "events")]
    counted += [int(lines[name]) for name in ("quotes", "facts", "conflicts")]
    assert counted == [len(curated.corpus.of_kind(kind)) for kind in RECORD_TYPES]


def test_each_language_has_its_share_of_statements_and_of_phrasings():
    translated = a_fact("one", statement=a_text("Yes.", uk="Так."))
    asked = a_fact("two", phrasings={"en": ("how many",), "tr": ("kaç",)})
    plain = [a_fact("three"), a_fact("four")]

    lines = lines_of(a_corpus_of(a_source(), a_round(), translated, asked, *plain))

    assert " ".join(lines["en"]) == "100% of facts with a statement, 100% with phrasings"
    assert " ".join(lines["uk"]) == "25% of facts with a statement, 0% with phrasings"
    assert " ".join(lines["tr"]) == "0% of facts with a statement, 25% with phrasings"


def test_what_was_seen_again_has_its_share():
    facts = [a_fact("one", verified=True), a_fact("two", verified=False), a_fact("three")]
    quotes = [a_quote("seen"), a_quote("unseen", verified=False)]

    lines = lines_of(a_corpus_of(a_source(), a_round(), *facts, *quotes))

    assert " ".join(lines["verified"]) == "33% of facts, 50% of quotes"


def test_what_lacks_a_language_is_counted():
    held = a_round(title=a_text("Round", uk="Раунд", ru="Раунд", tr="Tur"), venue="Palace")

    lines = lines_of(a_corpus_of(held))

    assert lines["untranslated"] == ["3", "texts"]


def test_an_empty_record_has_no_shares():
    lines = lines_of(Corpus())

    assert lines["facts"] == ["0"]
    assert lines["en"][0] == "-"
