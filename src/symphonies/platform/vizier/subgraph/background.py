"""Work that takes longer than a request may: begun beside it, once at a time for those who see the same."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock, Thread


class Background:
    """Begins work by key. Safe from any thread."""

    def __init__(self) -> None:
        self._under_way: set[str] = set()
        self._lock = Lock()

    def begin(self, key: str, work: Callable[[], None]) -> None:
        """Begin some work, unless that of the same key is under way."""
        with self._lock:
            if key in self._under_way:
                return
            self._under_way.add(key)
        Thread(target=self._done, args=(key, work), daemon=True).start()

    def _done(self, key: str, work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            with self._lock:
                self._under_way.discard(key)
