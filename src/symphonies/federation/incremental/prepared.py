"""An operation with deferred fragments, made ready to be answered in parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphql import FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode

from symphonies.federation.authorization import EVERYTHING, Allowed
from symphonies.federation.execution import Place, Project, Projector, RunState, compile_plan
from symphonies.federation.planning import Deferral, Deferrals, QueryPlan
from symphonies.federation.prepared import Prepared, switches

from .parts import Path
from .places import Found, Places, Spot
from .strip import Stripper

MAX_SHAPES = 64
"""Compiled shapes kept per operation, one for each combination of variable values that change it."""


class Shape:
    """What the parts of an answer look like for some @skip/@include values."""

    def __init__(self, prepared: PreparedInParts, variables: Mapping[str, Any]) -> None:
        self._prepared = prepared
        fragments = prepared.stripper.fragments(prepared.fragments)
        self._projector = Projector(prepared.schema, fragments, variables, prepared.hidden)
        self._places = Places(prepared.schema, prepared.fragments, prepared.deferrals, variables)
        self._projects: dict[tuple[int, str], Project] = {}

    def begun(self, data: dict[str, Any], shown: Mapping[str, Any]) -> list[Found]:
        """Returns the fragments that begin in what is answered at once."""
        operation = self._prepared.operation
        root = self._prepared.schema.get_root_type(operation.operation)
        assert root is not None
        return self._places.find(operation.selection_set, Spot(data, shown, root.name), None)

    def begun_in(self, found: Found, shown: Mapping[str, Any]) -> list[Found]:
        """Returns the fragments that begin in a later part."""
        place = found.place
        keys = place.deferral.path
        spot = Spot(found.value, shown, found.type_name, keys, place.path)
        return self._places.find(found.selection, spot, place.deferral)

    def project(self, found: Found, errors: list[dict[str, Any]]) -> dict[str, Any]:
        """Returns a part's data.

        Raises:
            NullBubble: when a null stands where the schema allows none and nothing in the part may be null.
        """
        key = (id(found.selection), found.type_name)
        project = self._projects.get(key)
        if project is None:
            selection = self._prepared.stripper.selection(found.selection)
            project = self._projects[key] = self._projector.compile_part(found.type_name, selection)
        return project(found.value, _linked(found.place.path), errors)


class PreparedInParts:
    """One operation with its plan and everything compiled from it, for some set of deferred fragments.

    Args:
        operation: what was asked.
        fragments: the document's fragments.
        deferrals: the fragments that come later.
        plan: how to fetch it, with ``deferred`` nodes.
        schema: the API schema.
        possible: the concrete types of a type.
        allowed: what of it the caller may see, and what the first part tells besides.
    """

    def __init__(
        self,
        operation: OperationDefinitionNode,
        fragments: Mapping[str, FragmentDefinitionNode],
        deferrals: Deferrals,
        plan: QueryPlan,
        schema: GraphQLSchema,
        possible: Callable[[str], frozenset[str]],
        allowed: Allowed = EVERYTHING,
    ) -> None:
        self.operation = operation
        self.fragments = fragments
        self.deferrals = deferrals
        self.schema = schema
        self.plan = plan
        self.hidden = allowed.hidden
        self.stripper = Stripper(deferrals)
        stripped = self.stripper.operation(operation)
        self.first = Prepared(stripped, self.stripper.fragments(fragments), plan, schema, possible, allowed)
        """What is answered at once."""
        self.fetches = {
            part.deferral: (compile_plan(QueryPlan(part.node), possible), part.after)
            for part in plan.deferred
        }
        """How each deferred fragment is fetched, and whose data it starts from."""
        self._switches = switches(operation, fragments)
        self._shapes: dict[tuple[Any, ...], Shape] = {}

    def shape(self, variables: Mapping[str, Any]) -> Shape:
        """Returns what the parts look like for the given variables."""
        key = tuple(variables.get(name) for name in self._switches)
        found = self._shapes.get(key)
        if found is None:
            if len(self._shapes) >= MAX_SHAPES:
                self._shapes.clear()
            found = self._shapes[key] = Shape(self, variables)
        return found

    async def fetch(self, deferral: Deferral, state: RunState) -> None:
        """Fetches what a deferred fragment needs besides what is there."""
        if deferral in self.fetches:
            await self.fetches[deferral][0](state)


def _linked(path: Path) -> Place:
    place: Place = None
    for key in path:
        place = (place, key)
    return place
