"""Cached answers in memory, bounded in bytes, found again by what they are about."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

OVERHEAD = 300
"""Bytes an entry takes besides its body, roughly."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer.

    Attributes:
        body: its JSON; nothing that readers could change.
        ends_at: when it is no longer good, by the store's clock.
        is_private: whether it is for one principal only.
        marks: what it can be invalidated by.
    """

    body: bytes
    ends_at: float
    is_private: bool
    marks: frozenset[Hashable]

    @property
    def weight(self) -> int:
        """The bytes it takes."""
        return len(self.body) + OVERHEAD


class CacheStore:
    """Keeps entries until they end, are invalidated, or others need their place.

    Args:
        max_bytes: what all entries together may take.
        max_entry_bytes: the largest body that is kept.
        clock: seconds that only grow.
    """

    def __init__(
        self, max_bytes: int, max_entry_bytes: int, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.max_bytes = max_bytes
        self.clock = clock
        self._max_entry_bytes = max_entry_bytes
        self._entries: OrderedDict[Hashable, Entry] = OrderedDict()
        self._marked: dict[Hashable, set[Hashable]] = {}
        self.bytes = 0
        """What the entries take now."""
        self.invalidations = 0
        """How often something was invalidated: an answer asked for before the last time may be outdated."""

    def get(self, key: Hashable) -> Entry | None:
        """Returns an entry that is still good."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        if entry.ends_at <= self.clock():
            self._drop(key)
            return None
        self._entries.move_to_end(key)
        return entry

    def keep(self, key: Hashable, entry: Entry) -> None:
        """Keeps an entry, and lets go of the least recently used ones that have no place beside it."""
        if len(entry.body) > self._max_entry_bytes or entry.weight > self.max_bytes:
            return
        self._drop(key)
        self._entries[key] = entry
        self.bytes += entry.weight
        for mark in entry.marks:
            self._marked.setdefault(mark, set()).add(key)
        while self.bytes > self.max_bytes:
            self._drop(next(iter(self._entries)))

    def invalidate(self, marks: Iterable[Hashable]) -> int:
        """Drops every entry with one of some marks; returns how many."""
        self.invalidations += 1
        keys = {key for mark in marks for key in self._marked.get(mark, ())}
        for key in keys:
            self._drop(key)
        return len(keys)

    def clear(self) -> None:
        """Drops everything."""
        self.invalidations += 1
        self._entries.clear()
        self._marked.clear()
        self.bytes = 0

    def _drop(self, key: Hashable) -> None:
        entry = self._entries.pop(key, None)
        if entry is None:
            return
        self.bytes -= entry.weight
        for mark in entry.marks:
            keys = self._marked[mark]
            keys.discard(key)
            if not keys:
                del self._marked[mark]

    def __len__(self) -> int:
        return len(self._entries)
