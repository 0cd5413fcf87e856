import json
from pathlib import Path

import pytest

from bot.rendering.html import plain
from bot.rendering.locale import Locale
from bot.rendering.messages import render_outcome
from knowledge import Answer, converse

QUESTIONS = Path(__file__).parents[1] / "corpus" / "questions.jsonl"

YES = """
Did Russia hand over 1212 bodies on 11 June?
Was round 3 held on 23 July?
Was round 2 held in Çırağan palace?
Did the third trilateral round take place in Geneva?
Did the sides exchange 84 people on 14 August 2025?
did umerov meet witkoff in miami
did davyd arakhamia lead the ukrainian delegation in march 2022
чи передала росія 1212 тіл 11 червня
чи повернула росія 1000 тіл 17 липня
чи зустрічався умєров з віткоффом у женеві
чи очолював андрій єрмак делегацію у женеві
передала ли россия 1212 тел 11 июня
прошел ли третий раунд 23 июля в стамбуле
встречался ли умеров с уиткоффом в женеве
rusya 11 haziran'da 1212 cenaze teslim etti mi
3. tur 23 temmuz'da mı yapıldı
üçüncü üçlü tur cenevre'de mi yapıldı
galuzin 1. tur görüşmesine katıldı mı
"""
NO = """
Did Russia hand over 5000 bodies on 17 July 2025?
чи повернула росія 5000 тіл 17 липня
вернула ли россия 5000 тел 17 июля
"""
DISPUTED = """
did they agree on 12000 bodies in round 2
did kyiv get 1003 remains in december
чи було в українській делегації 12 осіб на раунд 1
Был ли Ермак главой делегации Украины?
1. tur ukrayna heyeti 12 kişi miydi
yermak 3. tur görüşmesinde ukrayna heyetine başkanlık etti mi
"""
NOT_SETTLED = """
Did Ukraine hand over 1212 bodies on 11 June?
Did Russia hand over 1200 bodies on 11 June 2025?
Were over 1000 bodies handed over on 11 June 2025?
Did Russia hand over at least 1000 bodies on 11 June?
Did Medinsky head the Ukrainian delegation in March 2022?
Did Arakhamia head the Russian delegation in March 2022?
Did Ukraine receive 24 bodies on 18 September?
Did Russia receive 24 bodies on 18 September?
Did the sides agree on a ceasefire in round 3?
Did Russia agree to a ceasefire in round 2?
Were 1200 prisoners exchanged after round 3?
Did Putin come to Istanbul in round 1?
Did Umerov lead Russia's delegation in round 3?
Did Medinsky lead Ukraine's delegation in round 2?
Did Witkoff lead the Ukrainian delegation in Geneva?
Did Ukraine exchange prisoners on 14 August or 24 August?
Did Budanov take part in the Abu Dhabi talks?
Did Russia return 339 children?
Did Russia return 6000 bodies in June 2025?
Did the talks fail?
Was a leaders' summit agreed in round 3?
How many bodies did Russia hand over on 11 June?
What did Medinsky say about the bodies?
Did Russia not hand over 1212 bodies on 11 June?
чи передала україна 1212 тіл 11 червня
чи передала росія понад 1000 тіл 11 червня
чи передала росія хоча б 1000 тіл 11 червня
чи очолював мединський українську делегацію у другому раунді
чи домовилися про перемир'я у третьому раунді
скільки тіл передала росія 11 червня
передала ли украина 1212 тел 11 июня
передала ли россия более 1000 тел 11 июня
передала ли россия не менее 1000 тел 11 июня
возглавлял ли умеров российскую делегацию в первом раунде
договорились ли о прекращении огня в первом раунде
ukrayna 11 haziran'da 1212 cenaze teslim etti mi
rusya 11 haziran'da en az 1000 cenaze teslim etti mi
rusya 11 haziran'da 1000'den fazla cenaze teslim etti mi
medinskiy 2. turda ukrayna heyetine başkanlık etti mi
3. turda ateşkes kararı alındı mı
"""


def verdict(knowledge, question):
    return getattr(converse(knowledge, question).outcome, "verdict", None)


def lines(text):
    return text.strip().splitlines()


@pytest.mark.parametrize("question", lines(YES))
def test_yes_where_a_fact_says_all_of_it(knowledge, question):
    assert verdict(knowledge, question) == "yes"


@pytest.mark.parametrize("question", lines(NO))
def test_no_where_all_fits_but_the_number_and_the_fact_has_another(knowledge, question):
    assert verdict(knowledge, question) == "no"


@pytest.mark.parametrize("question", lines(DISPUTED))
def test_disputed_where_another_version_has_another_value(knowledge, question):
    assert verdict(knowledge, question) == "disputed"


@pytest.mark.parametrize("question", lines(NOT_SETTLED))
def test_no_verdict_where_the_record_does_not_settle_it(knowledge, question):
    """Other roles, other bounds, only said or agreed, denied, or no question for yes or no."""
    assert verdict(knowledge, question) is None


def test_a_verdict_is_never_given_without_its_fact(knowledge):
    corpus = QUESTIONS.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in corpus[::10]]
    for question in [*questions, *lines(YES), *lines(NO), *lines(DISPUTED)]:
        turn = converse(knowledge, question)
        if getattr(turn.outcome, "verdict", None) is None:
            continue
        assert isinstance(turn.outcome, Answer)
        shown = plain(render_outcome(turn.outcome, Locale(turn.language)).html)
        assert turn.outcome.fact.fact.statement.within(turn.language) in shown


def test_what_one_side_alone_says_is_no_verdict(knowledge):
    for fact in knowledge.corpus.facts.values():
        found = converse(knowledge, fact.question.en).outcome
        if isinstance(found, Answer) and found.verdict in ("yes", "no"):
            assert found.fact.fact.claimant == "reported"


def test_a_question_that_leans_on_the_one_before_gets_no_verdict(knowledge):
    before = converse(knowledge, "Did Russia hand over 1212 bodies on 11 June?")

    assert (
        getattr(converse(knowledge, "and Ukraine?", before=before).outcome, "verdict", None) is None
    )


def test_a_verdict_stands_before_its_fact(knowledge):
    found = converse(knowledge, "Was round 3 held on 23 July?").outcome

    first = plain(render_outcome(found, Locale("en")).html).splitlines()[0]
    assert first == "Yes, by what is on record:"
