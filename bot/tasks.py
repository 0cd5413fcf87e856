"""Background work: begun here alone, kept, watched, and ended with the block that owns it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self

log = logging.getLogger(__name__)


class TaskEndedError(Exception):
    """A task that must not end has ended."""


class Nursery:
    """Owns tasks; leaving the block ends those that still run."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._broken = asyncio.Event()
        self._cause: BaseException | None = None
        self._which = ""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def start(
        self, work: Coroutine[Any, Any, Any], *, name: str, is_vital: bool = False
    ) -> asyncio.Task[Any]:
        """Begin work; when vital work ends, whether well or not, `broken` says so."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended_vital if is_vital else self._ended)
        return task

    async def broken(self) -> None:
        """Wait until vital work has ended.

        Raises:
            TaskEndedError: always, with what ended the work as its cause.
        """
        await self._broken.wait()
        raise TaskEndedError(self._which) from self._cause

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("%s failed", task.get_name(), exc_info=error)

    def _ended_vital(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        self._cause, self._which = task.exception(), task.get_name()
        self._broken.set()
