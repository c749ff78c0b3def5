"""The search: for every place of an operation, the cheapest way to answer what is selected there.

A place is a value of a type found in a subgraph. Its fields are answered by that subgraph or by another one
entered with a key; the sub-selections are solved first (they are places themselves), so a place only has to
choose which subgraphs to enter. Sub-problems are memoised, which keeps the work near (places x subgraphs).
Fields that only a part of can be had from one subgraph are split: what is left over is solved again.
"""

from __future__ import annotations

from math import inf
from time import thread_time

from symphonies.federation.errors import PlanningBudgetExceeded

from .abstract import AbstractPlace
from .graph import QueryGraph
from .place import Excluded, Place
from .selection import Selection
from .solution import Solution, Way

PAUSE_SHARE = 0.1
"""The most of its time that one step is charged: what takes longer was a pause of the interpreter."""


class Solver:
    """Solves places of one operation.

    Args:
        graph: the query graph.
        budget: how many places may be solved before the search is given up.
        seconds: how much processor time the search may take before it is given up.
    """

    def __init__(self, graph: QueryGraph, budget: int = 200_000, seconds: float = inf) -> None:
        self.graph = graph
        self._budget = budget
        self._seconds_left = seconds
        self._most_per_step = PAUSE_SHARE * seconds
        self._charged_until = thread_time()
        self._memo: dict[tuple[object, ...], Solution] = {}
        self.ways: dict[tuple[object, ...], dict[str, Way]] = {}

    def solve(
        self,
        type_name: str,
        graph: str,
        provided: Selection | None,
        selection: Selection,
        alive: frozenset[str],
        excluded: Excluded = frozenset(),
    ) -> Solution:
        """Returns the cheapest solution of a selection on a value of a type found in a subgraph.

        Raises:
            PlanningBudgetExceeded: when the operation is too entangled.
        """
        key = (type_name, graph, provided, selection, alive, excluded)
        found = self._memo.get(key)
        if found is None:
            self._charge()
            found = self._memo[key] = self._solve(type_name, graph, provided, selection, alive, excluded)
        return found

    def _charge(self) -> None:
        now = thread_time()
        self._seconds_left -= min(now - self._charged_until, self._most_per_step)
        self._charged_until = now
        self._budget -= 1
        if self._budget < 0 or self._seconds_left <= 0:
            raise PlanningBudgetExceeded("The operation needs more planning than one request may take.")

    def _solve(
        self,
        type_name: str,
        graph: str,
        provided: Selection | None,
        selection: Selection,
        alive: frozenset[str],
        excluded: Excluded,
    ) -> Solution:
        if not self.graph.is_abstract(type_name):
            place = Place(self, type_name, graph, provided, alive, excluded)
            return place.solve(selection.on_type(type_name, self.graph.possible))
        if graph and self.graph.is_interface_object(type_name, graph):
            place = Place(self, type_name, graph, provided, alive, excluded)
            plain = [f for t, f in selection.items if t == type_name and f.name != "__typename"]
            typed = [(t, f) for t, f in selection.items if t != type_name or f.name == "__typename"]
            return place.solve(plain, Selection(type_name, typed) if typed else None)
        return AbstractPlace(self, type_name, graph, provided, alive, excluded).solve_abstract(selection)
