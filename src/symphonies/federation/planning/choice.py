"""The choice of the subgraphs to enter from one place: all its fields answered at the least cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Protocol

from .cover import Cover
from .graph import Entry
from .selection import Field, Selection
from .solution import FETCH_COST, Part, Way, leaves

EXHAUSTIVE_LIMIT = 9
"""Up to this many candidate subgraphs at one place every combination is judged, beyond it greedily."""


class Offers(Protocol):
    """What can be had at the place."""

    @property
    def type(self) -> str:
        """The type of the value."""
        ...

    @property
    def runs_twice(self) -> bool:
        """Whether a field that is asked in two subgraphs has its effect twice."""
        ...

    def local(self, field: Field) -> Part | None:
        """Returns the field as answered by the place itself, None when it cannot."""
        ...

    def offer(self, field: Field, way: Way) -> Part | None:
        """Returns the field as answered through a way, None when it cannot."""
        ...

    def inside(self, selection: Selection, way: Way) -> Part | None:
        """Solves a selection on the entered type itself, where that is an interface."""
        ...

    def is_interface_at(self, entry: Entry) -> bool:
        """Returns whether what is entered is an interface, which knows the concrete type."""
        ...


class Choice:
    """The ways from a place for some fields, and for a selection that needs to know the concrete type."""

    def __init__(
        self, place: Offers, fields: Sequence[Field], typed: Selection | None, ways: Mapping[str, Way]
    ) -> None:
        self._place = place
        self._fields = fields
        self._typed = typed
        self._ways = ways

    def best(self) -> Cover:
        """Returns the combination that leaves least unanswered and costs least."""
        candidates = [graph for graph, way in self._ways.items() if self._helps(way)]
        forced = self._forced(candidates)
        chosen = [self._ways[graph] for graph in candidates if graph in forced]
        optional = [self._ways[graph] for graph in candidates if graph not in forced]
        if len(optional) <= EXHAUSTIVE_LIMIT:
            return self._exhaustively(chosen, optional)
        return self._greedily(chosen, optional)

    def _helps(self, way: Way) -> bool:
        if any(self._place.offer(field, way) for field in self._fields):
            return True
        return bool(self._typed) and self._place.is_interface_at(way.entry)

    def _forced(self, candidates: Sequence[str]) -> set[str]:
        """Returns the subgraphs that are the only one to answer some field."""
        forced: set[str] = set()
        for field in self._fields:
            if self._place.local(field) is None:
                offering = [g for g in candidates if self._place.offer(field, self._ways[g])]
                if len(offering) == 1:
                    forced.add(offering[0])
        return forced

    def _exhaustively(self, forced: Sequence[Way], optional: Sequence[Way]) -> Cover:
        best = self._cover(forced)
        for size in range(1, len(optional) + 1):
            if not best.missing and best.cost <= FETCH_COST * (size + len(forced)):
                break
            for more in combinations(optional, size):
                cover = self._cover([*forced, *more])
                if cover.rank < best.rank:
                    best = cover
        return best

    def _greedily(self, forced: Sequence[Way], optional: Sequence[Way]) -> Cover:
        chosen, remaining = list(forced), list(optional)
        best = self._cover(chosen)
        while remaining:
            trials = [(self._cover([*chosen, way]), way) for way in remaining]
            cover, way = min(trials, key=lambda trial: trial[0].rank)
            if cover.rank >= best.rank:
                break
            best = cover
            chosen.append(way)
            remaining.remove(way)
        return best

    def _cover(self, ways: Sequence[Way]) -> Cover:
        cover = Cover()
        for field in self._fields:
            self._cover_field(cover, field, ways, self._place.local(field))
        if self._typed is not None:
            self._cover_typed(cover, self._typed, ways)
        cover.finish()
        return cover

    def _cover_field(self, cover: Cover, field: Field, ways: Sequence[Way], local: Part | None) -> None:
        offers = [local] if local else []
        offers += [offer for way in ways if (offer := self._place.offer(field, way))]
        complete = [offer for offer in offers if offer.residue is None]
        if complete:
            cover.take(min(complete, key=lambda part: part.cost))
            return
        if not offers:
            cover.miss(self._place.type, field)
            return
        best = min(offers, key=lambda part: (leaves(part.residue), part.cost))
        cover.take(best)
        assert best.residue is not None
        if self._place.runs_twice or leaves(best.residue) >= leaves(field.selection):
            cover.parts.pop()
            cover.miss(self._place.type, field)
            return
        left = field.with_selection(best.residue)
        others = [way for way in ways if way is not best.way]
        self._cover_field(cover, left, others, self._place.local(left) if best.way is not None else None)

    def _cover_typed(self, cover: Cover, typed: Selection, ways: Sequence[Way]) -> None:
        offers = [offer for way in ways if (offer := self._place.inside(typed, way))]
        if not offers:
            for type_name, field in typed.items:
                cover.miss(type_name, field)
            return
        best = min(offers, key=lambda part: (leaves(part.residue), part.cost))
        cover.take(best)
        if best.residue is not None:
            for type_name, field in best.residue.items:
                cover.miss(type_name, field)
