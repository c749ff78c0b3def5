"""One place of an operation: a value found in a subgraph, and the cheapest way to answer its fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from .choice import Choice
from .graph import Entry, LocalField, QueryGraph
from .provided import provided_below, provides
from .selection import Field, Selection, merge_items
from .solution import FETCH_COST, NO_JUMPS, Part, Solution, Way, leaves

Excluded = frozenset[tuple[str, str, str]]
"""Fields (type, name, subgraph) whose requirements are being solved: they may not require themselves."""
CARRIED_COST = 2
"""A leaf that an entity fetch brings, later, costs a little more than one that is there at once."""


class Search(Protocol):
    """What a place needs of the search it is part of."""

    @property
    def graph(self) -> QueryGraph:
        """Who answers what."""
        ...

    @property
    def ways(self) -> dict[tuple[object, ...], dict[str, Way]]:
        """Ways from a place to other subgraphs, found once."""
        ...

    def solve(
        self,
        type_name: str,
        graph: str,
        provided: Selection | None,
        selection: Selection,
        alive: frozenset[str],
        excluded: Excluded = ...,
    ) -> Solution:
        """Solves another place."""
        ...


class Place:
    """One place being solved."""

    def __init__(
        self,
        solver: Search,
        type_name: str,
        graph: str,
        provided: Selection | None,
        alive: frozenset[str],
        excluded: Excluded,
    ) -> None:
        self._solver = solver
        self._graph = solver.graph
        self.type = type_name
        self.at = graph
        self.provided = provided
        self.alive = alive
        self.excluded = excluded
        self._offers: dict[tuple[Field, str], Part | None] = {}
        self._locals: dict[Field, Part | None] = {}

    def solve(self, fields: Iterable[Field], typed: Selection | None = None) -> Solution:
        """Solves fields of the type itself, and a selection that needs the concrete type to be known."""
        wanted = [f for f in fields if f.name != "__typename"]
        settled, open_fields = self._settle(wanted)
        solution = Solution(self.type, self.at, settled)
        if open_fields or typed:
            ways = self._all_ways()
            self._enter(solution, open_fields, typed, ways)
        solution.cost += sum(part.cost for part in solution.parts)
        return solution

    def _settle(self, fields: Sequence[Field]) -> tuple[list[Part], list[Field]]:
        """Splits fields into those the place answers alone and the others."""
        settled: list[Part] = []
        others: list[Field] = []
        for field in fields:
            part = self.local(field)
            if part is not None and (part.child is None or part.child.is_local):
                settled.append(part)
            else:
                others.append(field)
        return settled, others

    def local(self, field: Field) -> Part | None:
        """Returns the field as answered by the place itself, None when it cannot."""
        if field not in self._locals:
            self._locals[field] = None if self._comes_later(field) else self._find_local(field)
        return self._locals[field]

    def _comes_later(self, field: Field) -> bool:
        """Returns whether a deferred field is fetched on its own, even where the place could answer it."""
        return field.defer is not None and any(
            (offer := self.offer(field, way)) is not None and offer.residue is None
            for way in self._all_ways().values()
        )

    def _find_local(self, field: Field) -> Part | None:
        if not self.at:
            return None
        local = self._graph.field(self.type, self.at, field.name)
        if local is None or not local.is_plain:
            return None
        if local.external and not provides(self.provided, self.type, field.name, self._graph):
            return None
        return self._part(field, local, self.type, self.at, self.provided, None)

    def _part(
        self,
        field: Field,
        local: LocalField,
        type_name: str,
        graph: str,
        provided: Selection | None,
        way: Way | None,
    ) -> Part:
        own = 1 if way is None else CARRIED_COST * (1 + leaves(field.selection))
        if field.selection is None:
            return Part(field, local, way, cost=own)
        below = provided_below(provided, local.provides, type_name, field.name, self._graph)
        alive = self._graph.alive_after(self.type, field.name, self.alive) or frozenset({graph})
        child = self._solver.solve(local.output, graph, below, field.selection, alive, self.excluded)
        return Part(field, local, way, child, cost=own + child.total)

    # ---- ways ------------------------------------------------------------------------------------------

    def _all_ways(self) -> dict[str, Way]:
        key = (self.type, self.at, self.provided, self.alive, self.excluded)
        found = self._solver.ways.get(key)
        if found is None:
            found = self._solver.ways[key] = self._find_ways()
        return found

    def _find_ways(self) -> dict[str, Way]:
        """Finds how each subgraph is entered from here, nearest first; later ways may use earlier ones."""
        if self.type in self._graph.roots:
            empty = Selection(self.type, ())
            return {
                g: Way(Entry(g, self.type, empty, ""), None, NO_JUMPS)
                for g in self._graph.types[self.type].joins
            }
        ways: dict[str, Way] = {}
        pending = list(self._graph.entries(self.type))
        while pending:
            found = self._ways_with(pending, ways)
            if not found:
                break
            ways.update(found)
            pending = [entry for entry in pending if entry.graph not in ways]
        return ways

    def _ways_with(self, pending: Iterable[Entry], known: dict[str, Way]) -> dict[str, Way]:
        found: dict[str, Way] = {}
        for entry in pending:
            key = self._solve_inputs(entry.key, known)
            if key.residue is not None:
                continue
            way = Way(entry, key, key.jumps)
            best = found.get(entry.graph)
            if best is None or _way_cost(way) < _way_cost(best):
                found[entry.graph] = way
        return found

    def _solve_inputs(self, inputs: Selection, ways: dict[str, Way]) -> Solution:
        """Solves key fields here, entering only subgraphs that are already known to be enterable."""
        settled, open_fields = self._settle(self._fields_of(inputs))
        solution = Solution(self.type, self.at, settled)
        if open_fields:
            self._enter(solution, open_fields, None, ways)
        solution.cost += sum(part.cost for part in solution.parts)
        return solution

    def _fields_of(self, inputs: Selection) -> list[Field]:
        if self._graph.is_abstract(self.type):
            return [f for t, f in inputs.items if t == self.type and f.name != "__typename"]
        return [f for f in inputs.on_type(self.type, self._graph.possible) if f.name != "__typename"]

    def answers(self, field: Field) -> list[tuple[str, Selection | None]]:
        """Returns every subgraph that can answer a leaf from here, with what it provides below."""
        found: list[tuple[str, Selection | None]] = []
        part = self.local(field)
        if part is not None and part.local is not None:
            below = provided_below(self.provided, part.local.provides, self.type, field.name, self._graph)
            found.append((self.at, below))
        for way in self._all_ways().values():
            offer = self.offer(field, way)
            if offer is not None and offer.residue is None:
                local = self._graph.field(way.entry.type, way.entry.graph, field.name)
                found.append((way.entry.graph, local.provides if local else None))
        return found

    def typed_ways(self) -> list[str]:
        """Returns the subgraphs that can say which concrete type an interface object is."""
        return [way.entry.graph for way in self._all_ways().values() if self.is_interface_at(way.entry)]

    # ---- offers ------------------------------------------------------------------------------------------

    @property
    def runs_twice(self) -> bool:
        """Whether a field that is asked in two subgraphs has its effect twice."""
        return self._graph.roots.get(self.type) == "mutation"

    def _enter(
        self, solution: Solution, fields: Sequence[Field], typed: Selection | None, ways: Mapping[str, Way]
    ) -> None:
        """Answers what is left open by the ways that are best to go."""
        best = Choice(self, fields, typed, ways).best()
        solution.parts.extend(best.parts)
        solution.jumps = best.jumps
        solution.residue = Selection(self.type, merge_items(best.missing)) if best.missing else None

    def offer(self, field: Field, way: Way) -> Part | None:
        """Returns the field as answered through a way, None when it cannot."""
        key = (field, way.entry.graph)
        if key not in self._offers:
            self._offers[key] = self._find_offer(field, way)
        return self._offers[key]

    def _find_offer(self, field: Field, way: Way) -> Part | None:
        entry = way.entry
        local = self._graph.field(entry.type, entry.graph, field.name)
        is_here = entry.graph == self.at and field.defer is None
        if local is None or local.external or (local.is_plain and is_here):
            return None
        if local.contexts and not field.takes(local.contexts):
            return None
        if self.is_interface_at(entry):
            return self.inside(Selection(entry.type, [(entry.type, field.deferred(None))]), way, field)
        if local.requires is None:
            return self._part(field, local, entry.type, entry.graph, None, way)
        return self._required(field, local, way)

    def is_interface_at(self, entry: Entry) -> bool:
        """Returns whether what is entered is an interface, which knows the concrete type."""
        return self._graph.is_abstract(entry.type) and not self._graph.is_interface_object(
            entry.type, entry.graph
        )

    def inside(self, selection: Selection, way: Way, field: Field | None = None) -> Part | None:
        """Solves a selection on the entered type itself, where that is an interface."""
        if not self.is_interface_at(way.entry):
            return None
        child = self._solver.solve(
            way.entry.type, way.entry.graph, None, selection, self.alive, self.excluded
        )
        if field is not None and child.residue is not None:
            return None
        begins = field.defer if field else None
        conditions = frozenset.intersection(*(asked.conditions for _, asked in selection.items))
        return Part(None, None, way, child, cost=child.total, begins=begins, conditions=conditions)

    def _required(self, field: Field, local: LocalField, way: Way) -> Part | None:
        assert local.requires is not None
        entry = way.entry
        mark = (entry.type, field.name, entry.graph)
        if mark in self.excluded:
            return None
        inputs = Selection(local.requires.parent, local.requires.items)
        excluded = self.excluded | {mark}
        place = Place(self._solver, self.type, self.at, self.provided, self.alive, excluded)
        solved = place.solve(place._fields_of(inputs))
        if solved.residue is not None:
            return None
        part = self._part(field, local, entry.type, entry.graph, None, way)
        part.requires = solved
        part.requires_selection = inputs
        part.jumps = solved.jumps
        part.cost += solved.cost + (FETCH_COST if entry.graph in solved.jumps else 0)
        return part


def _way_cost(way: Way) -> int:
    return FETCH_COST * len(way.jumps) + (way.key.cost if way.key else 0)
