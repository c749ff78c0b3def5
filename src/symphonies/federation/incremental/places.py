"""Finding the objects of an answer at which deferred fragments stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    SelectionSetNode,
    get_named_type,
)

from symphonies.federation.execution import possible_types
from symphonies.federation.planning import Deferral, Deferrals
from symphonies.federation.planning.selection import read_conditions

from .parts import PartPlace, Path


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A deferred fragment at an object.

    Attributes:
        place: where it stands.
        value: the object as it was fetched; it still grows.
        type_name: the object's type.
        selection: what the fragment selects.
    """

    place: PartPlace
    value: dict[str, Any]
    type_name: str
    selection: SelectionSetNode


@dataclass(frozen=True, slots=True)
class Spot:
    """An object of the answer on the way down.

    Attributes:
        value: the object as it was fetched.
        shown: the object as the client has it.
        type_name: its type.
        keys: response keys from the root.
        path: the same with list positions.
    """

    value: dict[str, Any]
    shown: Mapping[str, Any]
    type_name: str
    keys: tuple[str, ...] = ()
    path: Path = ()


class Places:
    """Walks an answer along the selections that contain deferred fragments.

    Args:
        schema: the API schema.
        fragments: the document's fragments.
        deferrals: the deferred fragments.
        variables: values of the variables that @skip and @include use.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        deferrals: Deferrals,
        variables: Mapping[str, Any],
    ) -> None:
        self._schema = schema
        self._fragments = fragments
        self._deferrals = deferrals
        self._variables = variables
        self._worth: dict[int, bool] = {}

    def find(self, node: SelectionSetNode, spot: Spot, within: Deferral | None) -> list[Found]:
        """Returns the fragments that begin in a selection, each object once.

        Args:
            node: what is selected at the object.
            spot: the object.
            within: the deferred fragment the selection belongs to; None for what is answered at once.
        """
        found: dict[PartPlace, Found] = {}
        for one in self._walk(node, spot, within):
            found.setdefault(one.place, one)
        return list(found.values())

    def _walk(self, node: SelectionSetNode, spot: Spot, within: Deferral | None) -> Iterator[Found]:
        if not self._is_worth_it(node):
            return
        for child in node.selections:
            conditions = read_conditions(child)
            if conditions is None or any(self._variables.get(n) is not wanted for n, wanted in conditions):
                continue
            if isinstance(child, FieldNode):
                yield from self._below(child, spot, within)
                continue
            fragment = self._definition(child)
            inside = self._inside(fragment, spot)
            if inside is None:
                continue
            deferral = self._deferrals.at(child, spot.keys, within)
            if deferral is None:
                yield from self._walk(fragment.selection_set, inside, within)
            else:
                place = PartPlace(deferral, spot.path)
                yield Found(place, spot.value, inside.type_name, fragment.selection_set)

    def _below(self, field: FieldNode, spot: Spot, within: Deferral | None) -> Iterator[Found]:
        name = field.name.value
        if field.selection_set is None or name.startswith("__") or not self._is_worth_it(field.selection_set):
            return
        key = field.alias.value if field.alias else name
        type_: Any = self._schema.type_map[spot.type_name]
        output = get_named_type(type_.fields[name].type)
        keys = (*spot.keys, key)
        for value, shown, path in _objects(spot.value.get(key), spot.shown.get(key), (*spot.path, key)):
            type_name = output.name
            if not isinstance(output, GraphQLObjectType):
                type_name = value.get("__typename") or output.name
            yield from self._walk(field.selection_set, Spot(value, shown, type_name, keys, path), within)

    def _definition(self, node: Any) -> Any:
        return self._fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else node

    def _inside(self, fragment: Any, spot: Spot) -> Spot | None:
        """Returns the object as a fragment sees it, None when it is none of the fragment's."""
        if fragment.type_condition is None:
            return spot
        here = self._schema.type_map[spot.type_name]
        condition = self._schema.type_map[fragment.type_condition.name.value]
        if not possible_types(self._schema, here) <= possible_types(self._schema, condition):
            return None
        is_unknown = isinstance(here, GraphQLInterfaceType) and not isinstance(condition, GraphQLUnionType)
        return replace(spot, type_name=condition.name) if is_unknown else spot

    def _is_worth_it(self, node: SelectionSetNode) -> bool:
        """Returns whether a deferred fragment begins anywhere in a selection."""
        known = self._worth.get(id(node))
        if known is None:
            known = self._worth[id(node)] = any(self._child_is_worth_it(child) for child in node.selections)
        return known

    def _child_is_worth_it(self, child: Any) -> bool:
        if self._deferrals.begins(child):
            return True
        below = self._definition(child).selection_set
        return below is not None and self._is_worth_it(below)


def _objects(value: Any, shown: Any, path: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any], Path]]:
    """Opens lists; an object that the client was shown as null is left out."""
    if isinstance(value, dict) and isinstance(shown, dict):
        yield value, shown, path
    elif isinstance(value, list) and isinstance(shown, list):
        for index, (inner, inner_shown) in enumerate(zip(value, shown, strict=False)):
            yield from _objects(inner, inner_shown, (*path, index))
