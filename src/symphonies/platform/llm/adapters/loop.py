"""An event loop in a thread of its own: clients of models are asynchronous, their callers need not be."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import CancelledError
from typing import Any, TypeVar

from symphonies.kernel import Stop
from symphonies.platform.llm.errors import ChatStoppedError

Answer = TypeVar("Answer")


class LoopThread:
    """Runs coroutines for other threads."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=name, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, Answer], stop: Stop | None = None) -> Answer:
        """Return what a coroutine comes to.

        Raises:
            ChatStoppedError: the end was asked for first.
        """
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        if stop is None:
            return future.result()
        try:
            with stop.calling(future.cancel):
                return future.result()
        except CancelledError:
            raise ChatStoppedError(
                "The language model was called off.", hint="Ask again to have its answer."
            ) from None

    def close(self) -> None:
        """Stop; what still runs is given up."""
        if self._loop.is_closed():
            return
        self.run(_end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


async def _end() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_asyncgens()
