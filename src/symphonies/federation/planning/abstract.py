"""A place whose type is an interface or a union: what all concrete types share at once, the rest by type."""

from __future__ import annotations

from .place import Place
from .provided import provided_below, provided_for, provides
from .selection import Field, Item, Selection, merge_items
from .solution import Part, Solution


class AbstractPlace(Place):
    """A place of which only some of the possible types are known."""

    def solve_abstract(self, selection: Selection) -> Solution:
        """Solves a selection on an interface or union: what all types share at once, the rest by type."""
        solution = Solution(self.type, self.at)
        here = self._graph.possible_in(self.type, self.at)
        rest: list[Item] = []
        for type_name, field in selection.items:
            if field.name == "__typename" and here <= self._graph.possible(type_name):
                continue
            part = self._uniform(type_name, field, here)
            if part is None:
                rest.append((type_name, field))
            else:
                solution.parts.append(part)
        if rest:
            self._solve_by_type(solution, Selection(self.type, rest), self._expected(selection.parent, here))
        solution.cost += sum(part.cost for part in solution.parts)
        return solution

    def _uniform(self, type_name: str, field: Field, here: frozenset[str]) -> Part | None:
        """Returns the field as selected on the abstract type itself, if every concrete type allows it."""
        if not here <= self._graph.possible(type_name):
            return None
        local = self._graph.field(self.type, self.at, field.name)
        if local is None or local.external:
            return None
        if field.defer is not None and any(self._graph.entries(concrete) for concrete in here):
            return None
        for concrete in here:
            own = self._graph.field(concrete, self.at, field.name)
            if own is None or not own.is_plain:
                return None
            if own.external and not provides(self.provided, concrete, field.name, self._graph):
                return None
        if field.selection is None:
            return Part(field, local)
        alive = frozenset().union(*(self._graph.alive_after(c, field.name, self.alive) for c in here))
        below = provided_below(self.provided, local.provides, self.type, field.name, self._graph)
        child = self._solver.solve(
            local.output, self.at, below, field.selection, alive or frozenset({self.at}), self.excluded
        )
        return Part(field, local, None, child, cost=1 + child.total) if child.is_local else None

    def _expected(self, declared: str, here: frozenset[str]) -> frozenset[str]:
        """Returns the concrete types that every subgraph which could answer this place agrees on."""
        expected = here
        for graph in self.alive:
            known = self._graph.types.get(declared)
            if known is not None and graph in known.joins:
                expected &= self._graph.possible_in(declared, graph)
        return expected

    def _solve_by_type(self, solution: Solution, rest: Selection, expected: frozenset[str]) -> None:
        residue: list[Item] = []
        jumps: set[str] = set()
        for concrete in sorted(expected):
            fields = rest.on_type(concrete, self._graph.possible)
            if not fields:
                continue
            narrowed = Selection(concrete, [(concrete, f) for f in fields])
            child = self._solver.solve(
                concrete, self.at, provided_for(self.provided, concrete, self._graph), narrowed, self.alive,
                self.excluded,
            )  # fmt: skip
            solution.by_type[concrete] = child
            solution.cost += child.cost
            jumps |= child.jumps
            if child.residue is not None:
                residue.extend(self._whole(rest, concrete, child.residue))
        if not self._graph.possible_in(self.type, self.at):
            residue.extend(
                item for item in rest.items if item[0] == self.type and item[1].name != "__typename"
            )
        solution.jumps = frozenset(jumps)
        solution.residue = Selection(self.type, merge_items(residue)) if residue else None

    def _whole(self, rest: Selection, concrete: str, residue: Selection) -> list[Item]:
        """Returns what to solve elsewhere: a field asked of all types is never split by type."""
        found: list[Item] = []
        for _, field in residue.items:
            shared = [(t, f) for t, f in rest.items if t == self.type and f.key == field.key]
            found.extend(shared or [(concrete, field)])
        return found
