"""Background work is kept, watched and ended."""

from __future__ import annotations

import asyncio

import pytest

from bot.tasks import Nursery, TaskEndedError


async def fail() -> None:
    raise ValueError("no bread")


async def test_vital_work_that_fails_is_said_with_its_cause() -> None:
    async with Nursery() as nursery:
        nursery.start(fail(), name="the baker", is_vital=True)

        with pytest.raises(TaskEndedError, match="the baker") as caught:
            await nursery.broken()

    assert isinstance(caught.value.__cause__, ValueError)


async def test_vital_work_that_ends_well_has_ended_too() -> None:
    async with Nursery() as nursery:
        nursery.start(asyncio.sleep(0), name="the baker", is_vital=True)

        with pytest.raises(TaskEndedError):
            await nursery.broken()


async def test_other_work_that_fails_is_logged_and_breaks_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with Nursery() as nursery:
        nursery.start(fail(), name="an errand")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await nursery.broken()

    assert "an errand failed" in caplog.text


async def test_leaving_ends_what_still_runs() -> None:
    async with Nursery() as nursery:
        task = nursery.start(asyncio.sleep(3600), name="the night watch", is_vital=True)

    assert task.cancelled()
