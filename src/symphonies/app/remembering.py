"""Answers that may be given again for a while."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TypeVar

from symphonies.platform.lakehouse import ProductStatus

T = TypeVar("T")
STATUS_AGE_S = 15.0
"""How long a product's status may be told again without asking the store."""


def remembered(ask: Callable[[str], T], age_s: float) -> Callable[[str], T]:
    """Return ``ask`` with its answers kept for ``age_s`` seconds."""
    known: dict[str, tuple[float, T]] = {}

    def answer(about: str) -> T:
        found = known.get(about)
        if found is None or time.monotonic() - found[0] > age_s:
            found = known[about] = (time.monotonic(), ask(about))
        return found[1]

    return answer


def stamp_of(statuses: Iterable[ProductStatus]) -> str:
    """Return another text as soon as other data are loaded into any of the products."""
    return " ".join(f"{each.rows} {each.loaded_at}" for each in statuses)
