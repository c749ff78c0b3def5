"""Work that takes longer than a request may: begun beside it, once at a time for those who see the same."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock, Thread

import structlog

from symphonies.kernel import SymphonyError

_log = structlog.get_logger(__name__)


class Background:
    """Begins work by key. Safe from any thread."""

    def __init__(self) -> None:
        self._under_way: set[str] = set()
        self._lock = Lock()

    def begin(self, key: str, work: Callable[[], None]) -> None:
        """Begin some work, unless that of the same key is under way; an expected failure is logged.

        Whoever finds nothing made begins it anew.
        """
        with self._lock:
            if key in self._under_way:
                return
            self._under_way.add(key)
        Thread(target=self._done, args=(key, work), daemon=True).start()

    def _done(self, key: str, work: Callable[[], None]) -> None:
        try:
            work()
        except SymphonyError as error:
            _log.warning("work was broken off", code=error.code, why=error.message, hint=error.hint)
        finally:
            with self._lock:
                self._under_way.discard(key)
