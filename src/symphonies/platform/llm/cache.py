"""Answers remembered by the hash of what was asked; the one longest not used is forgotten first."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any

from symphonies.platform.llm.ports import Reply


class AnswerCache:
    """Remembers so many answers; safe to share between threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._known: OrderedDict[str, Reply[Any]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> Reply[Any] | None:
        """Return the answer to what has this hash; None where it is not known."""
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
            return self._known.get(key)

    def put(self, key: str, reply: Reply[Any]) -> None:
        """Remember an answer."""
        with self._lock:
            self._known[key] = reply
            self._known.move_to_end(key)
            while len(self._known) > self._size:
                self._known.popitem(last=False)
