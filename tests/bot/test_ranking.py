import datetime as dt
import json

from bot.ranking import MOST_IN_TEXT, print_ranking
from knowledge import converse


def test_the_ranking_as_json_has_every_fact_with_what_speaks_against_it(knowledge, capsys):
    print_ranking(knowledge, converse(knowledge, "How long did round 3 last?"), as_json=True)

    found = json.loads(capsys.readouterr().out)

    assert found["language"] == "en"
    assert found["slots"] == {"asks": ["how_long"], "rounds": [3]}
    assert found["ignored"] == ["did"]
    assert len(found["ranking"]) > MOST_IN_TEXT
    assert found["ranking"][0].keys() == {"fact", "score", "evidence", "objections"}
    others = [each for each in found["ranking"] if each["fact"].startswith("r1-dur")]
    assert others
    assert all("round" in each["objections"] for each in others)


def test_the_ranking_as_text_is_a_table_of_the_first_facts(knowledge, capsys):
    turn = converse(knowledge, "Що казали про zzyzx на другому раунді?", as_of=dt.date(2025, 7, 1))
    print_ranking(knowledge, turn, as_json=False)

    lines = capsys.readouterr().out.splitlines()

    assert "language  uk" in lines
    assert "unknown   zzyzx" in lines
    assert "as of     2025-07-01" in lines
    assert len(lines) <= MOST_IN_TEXT + 10
