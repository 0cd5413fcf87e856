"""The short versions of the trials."""

from __future__ import annotations

import pytest

from knowledge import Knowledge
from tests.trials.admin import trial
from tests.trials.updates import KINDS, Generator, throw


# The library warns of its own models of tomorrow; elsewhere a warning fails a test.
@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_generated_updates_of_every_kind_are_survived(knowledge: Knowledge) -> None:
    result = await throw(knowledge, count=60 * len(KINDS), seed=2)

    assert result["unhandled"] == 0
    assert result["answered"] > 0
    assert result.get("refused_by_the_library", 0) == 0


def test_the_same_seed_draws_the_same_updates() -> None:
    assert list(Generator(3).updates(100)) == list(Generator(3).updates(100))


async def test_a_bot_killed_while_an_editor_publishes_loses_and_repeats_nothing() -> None:
    result = await trial(kills=2, seed=3)

    assert result["kills"] == 2
    assert result["applied_twice"] == 0
    assert result["acknowledged_unapplied"] == 0
    assert result["lost"] == 0
