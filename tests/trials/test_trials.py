"""The short versions of the trials."""

from __future__ import annotations

import pytest

from knowledge import Knowledge
from tests.trials.admin import trial
from tests.trials.crash import run_trials
from tests.trials.simulation import simulate
from tests.trials.storm import weather
from tests.trials.updates import KINDS, Generator, throw


# The library warns of its own models of tomorrow; elsewhere a warning fails a test.
@pytest.mark.timeout(120)
@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_generated_updates_of_every_kind_are_survived(knowledge: Knowledge) -> None:
    result = await throw(knowledge, count=60 * len(KINDS), seed=2)

    assert result["unhandled"] == 0
    assert result["answered"] > 0
    assert result.get("refused_by_the_library", 0) == 0


def test_the_same_seed_draws_the_same_updates() -> None:
    assert list(Generator(3).updates(100)) == list(Generator(3).updates(100))


@pytest.mark.timeout(120)
async def test_a_bot_killed_in_a_broadcast_loses_none_and_doubles_only_what_was_in_flight() -> None:
    """Row 6, short: one kill."""
    result = await run_trials(trials=1, chats=25, seed=5)

    assert result["kills"] == 1
    assert result["lost"] == result["false_sent"] == 0
    assert result["doubled_not_in_doubt"] == result["more_than_in_flight"] == 0


@pytest.mark.timeout(120)
async def test_a_storm_ends_with_every_chat_served_once_or_in_doubt() -> None:
    """Rows 7 to 9 and 11 at once, short."""
    result = await weather(chats=60, seed=3)

    assert result["lost"] == result["doubled"] == result["complaints"] == 0
    assert result["reachable"] == result["served_once"] + result["unknown"]
    assert result["paused"] == result["blocked"] == 3
    assert result["moved"] == result["migrated"] == 1


async def test_a_simulated_broadcast_serves_every_chat_at_the_full_rate() -> None:
    result = await simulate(chats=2000, per_second=30)

    assert result["sent"] == 2000
    assert 0.97 <= result["rate_share"] <= 1.03


async def test_a_bot_killed_while_an_editor_publishes_loses_and_repeats_nothing() -> None:
    result = await trial(kills=2, seed=3)

    assert result["kills"] == 2
    assert result["applied_twice"] == 0
    assert result["acknowledged_unapplied"] == 0
    assert result["lost"] == 0
