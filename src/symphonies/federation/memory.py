"""A memory bounded in bytes: what was used least recently goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Memory(Generic[T]):
    """Remembers values by key until they weigh too much together.

    Args:
        max_bytes: the most that all values may weigh; a value heavier than that is not kept.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._entries: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self.bytes = 0
        """What the values weigh now."""

    def get(self, key: Hashable) -> T | None:
        """Returns what is remembered."""
        found = self._entries.get(key)
        if found is None:
            return None
        self._entries.move_to_end(key)
        return found[0]

    def keep(self, key: Hashable, value: T, weight: int) -> None:
        """Remembers a value of some weight in bytes."""
        self.forget(key)
        self._entries[key] = (value, weight)
        self.bytes += weight
        while self.bytes > self._max_bytes:
            _, (_, lost) = self._entries.popitem(last=False)
            self.bytes -= lost

    def forget(self, key: Hashable) -> None:
        """Lets go of a value, if it is there."""
        _, weight = self._entries.pop(key, (None, 0))
        self.bytes -= weight

    def clear(self) -> None:
        """Forgets everything."""
        self._entries.clear()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._entries)
