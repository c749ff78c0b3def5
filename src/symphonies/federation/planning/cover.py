"""One combination of subgraphs, judged."""

from __future__ import annotations

from .selection import Field, Item
from .solution import FETCH_COST, NO_JUMPS, Part, leaves


class Cover:
    """A judged combination of subgraphs."""

    __slots__ = ("cost", "jumps", "missing", "parts", "rank")

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.missing: list[Item] = []
        self.jumps = NO_JUMPS
        self.cost = 0
        self.rank = (0, 0)

    def take(self, part: Part) -> None:
        """Adds an answer."""
        self.parts.append(part)

    def miss(self, type_name: str, field: Field) -> None:
        """Adds a field that nobody answers."""
        self.missing.append((type_name, field))

    def finish(self) -> None:
        """Sums up; smaller ranks are better."""
        jumps: set[str] = set()
        for part in self.parts:
            if part.way is not None:
                jumps |= {part.way.entry.graph} | part.way.jumps
            jumps |= part.jumps
        self.jumps = frozenset(jumps)
        self.cost = FETCH_COST * len(jumps) + sum(part.cost for part in self.parts)
        lost = sum(1 if f.selection is None else max(1, leaves(f.selection)) for _, f in self.missing)
        self.rank = (lost, self.cost)
