"""A bounded memory of prepared operations: found by text first, then by meaning."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class PlanCache(Generic[T]):
    """Least recently used first out.

    The first level is keyed by the exact request text; the second by the normalised document, so that
    requests that differ in layout, in comments or in the other operations of the document share one plan.

    Args:
        size: how many entries each level keeps.
    """

    def __init__(self, size: int = 1000) -> None:
        self._size = size
        self._by_text: OrderedDict[Hashable, T] = OrderedDict()
        self._by_meaning: OrderedDict[Hashable, T] = OrderedDict()

    def by_text(self, key: Hashable) -> T | None:
        """Returns what was prepared for this very text."""
        found = self._by_text.get(key)
        if found is not None:
            self._by_text.move_to_end(key)
        return found

    def by_meaning(self, text_key: Hashable, key: Hashable, prepare: Callable[[], T]) -> T:
        """Returns what was prepared for an equal operation, preparing it when there is none."""
        found = self._by_meaning.get(key)
        if found is None:
            found = self._by_meaning[key] = prepare()
            self._trim(self._by_meaning)
        self._by_text[text_key] = found
        self._trim(self._by_text)
        return found

    def clear(self) -> None:
        """Forgets everything."""
        self._by_text.clear()
        self._by_meaning.clear()

    def __len__(self) -> int:
        return len(self._by_meaning)

    def _trim(self, entries: OrderedDict[Hashable, T]) -> None:
        while len(entries) > self._size:
            entries.popitem(last=False)
