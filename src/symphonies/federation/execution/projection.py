"""The last pass: what was fetched becomes what was asked, with the specification's rules for nulls.

A projection is compiled once for an operation and its @skip/@include values. Closures visit every asked
field, check it against the API schema and copy it; whatever was fetched besides stays behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
)

from symphonies.federation.planning.selection import read_conditions

from .state import Data

Place = tuple[Any, str | int] | None
"""A path as a linked list, built only as deep as objects go."""
Errors = list[dict[str, Any]]
Project = Callable[[Any, Place, Errors], Any]
Field = tuple[Project | None, bool, str]
"""How a field is made, whether it must be there, and its name, which is the value when nothing makes it."""


class NullBubble(Exception):
    """A null stands where the schema allows none; the nearest nullable parent becomes null."""


KINDS: dict[str, type] = {"Int": int, "Float": float, "String": str, "Boolean": bool, "ID": str}
"""By scalar, the type of nearly all of its values: one that has it needs no further look."""
LEAF_CHECKS: dict[str, Callable[[Any], bool]] = {
    "Int": lambda v: type(v) is int or (type(v) is float and v.is_integer()),
    "Float": lambda v: type(v) is float or type(v) is int,
    "String": lambda v: type(v) is str,
    "Boolean": lambda v: type(v) is bool,
    "ID": lambda v: type(v) is str or type(v) is int,
}


class Projector:
    """Compiles the projection of one operation.

    Args:
        schema: the API schema.
        fragments: the document's fragments.
        variables: values of the variables that @skip and @include use.
        hidden: concrete types and fields of theirs that are null whatever was fetched.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: Mapping[str, Any],
        hidden: frozenset[tuple[str, str]] = frozenset(),
    ) -> None:
        self._schema = schema
        self._fragments = fragments
        self._variables = variables
        self._hidden = hidden

    def compile(self, operation: OperationDefinitionNode) -> Callable[[Data, Errors], Data | None]:
        """Returns the function from fetched data to the response's ``data``."""
        root = self._schema.get_root_type(operation.operation)
        assert root is not None
        project = self._object(root, [operation.selection_set])

        def run(data: Data, errors: Errors) -> Data | None:
            try:
                return project(data, None, errors)
            except NullBubble:
                return None

        return run

    def compile_part(self, type_name: str, selection: SelectionSetNode) -> Project:
        """Returns the function from a fetched object to what a selection asks of it.

        It raises ``NullBubble`` when a null reaches the object itself.
        """
        type_ = self._schema.type_map[type_name]
        assert isinstance(type_, GraphQLObjectType | GraphQLInterfaceType)
        return self._object(type_, [selection])

    # ---- objects ---------------------------------------------------------------------------------------

    def _object(
        self, type_: GraphQLObjectType | GraphQLInterfaceType, nodes: list[SelectionSetNode]
    ) -> Project:
        """Compiles a selection on one type; an interface stands for a type that nobody knows."""
        collected: dict[str, list[FieldNode]] = {}
        for node in nodes:
            self._collect(node, type_, collected, set())
        fields = [(key, *self._field(type_, same)) for key, same in collected.items()]
        return _object_projection(type_.name, fields)

    def _field(
        self, type_: GraphQLObjectType | GraphQLInterfaceType, same: list[FieldNode]
    ) -> tuple[type | None, Field]:
        """Compiles what is asked of one field; the type is what its values usually have."""
        name = same[0].name.value
        if name == "__typename":
            return None, (None, False, type_.name)
        if name in {"__schema", "__type"}:
            return None, (_as_is, False, "")
        output = type_.fields[name].type
        is_required = isinstance(output, GraphQLNonNull)
        inner: Any = output.of_type if isinstance(output, GraphQLNonNull) else output
        label = f"{type_.name}.{name}"
        if self._is_hidden(type_, name):
            return None, (_withheld, is_required, label)
        below = [f.selection_set for f in same if f.selection_set is not None]
        kind = KINDS.get(inner.name) if isinstance(inner, GraphQLScalarType) else None
        return kind, (self._value(inner, below), is_required, label)

    def _is_hidden(self, type_: GraphQLObjectType | GraphQLInterfaceType, field: str) -> bool:
        if not self._hidden:
            return False
        is_known = isinstance(type_, GraphQLObjectType)
        concrete = [type_] if is_known else self._schema.get_possible_types(type_)
        return any((each.name, field) in self._hidden for each in concrete)

    def _collect(
        self,
        node: SelectionSetNode,
        type_: Any,
        found: dict[str, list[FieldNode]],
        spread: set[str],
        left: list[str] | None = None,
    ) -> None:
        """Gathers the fields that apply to a type; ``left`` takes the conditions of fragments that do not."""
        for child in self._kept(node):
            if isinstance(child, FieldNode):
                found.setdefault(child.alias.value if child.alias else child.name.value, []).append(child)
                continue
            fragment: Any = child
            if isinstance(child, FragmentSpreadNode):
                if child.name.value in spread:
                    continue
                spread.add(child.name.value)
                fragment = self._fragments[child.name.value]
            condition = fragment.type_condition
            if condition is None or self._applies(condition.name.value, type_):
                self._collect(fragment.selection_set, type_, found, spread, left)
            elif left is not None and self._asks(fragment.selection_set):
                left.append(condition.name.value)

    def _kept(self, node: SelectionSetNode) -> Iterator[SelectionNode]:
        """Yields what is left of a selection once its conditions are looked at."""
        for child in node.selections:
            conditions = read_conditions(child)
            if conditions is not None and all(self._variables.get(n) is wanted for n, wanted in conditions):
                yield child

    def _asks(self, node: SelectionSetNode) -> bool:
        """Whether anything is left of a selection once its conditions are looked at."""
        for child in self._kept(node):
            if isinstance(child, FieldNode):
                return True
            fragment: Any = child
            if isinstance(child, FragmentSpreadNode):
                fragment = self._fragments[child.name.value]
            if self._asks(fragment.selection_set):
                return True
        return False

    def _depends_on_type(self, node: SelectionSetNode, type_: GraphQLInterfaceType) -> bool:
        """Whether an answer cannot be given before it is known which type an interface stands for."""
        found: dict[str, list[FieldNode]] = {}
        narrower: list[str] = []
        self._collect(node, type_, found, set(), narrower)
        return bool(narrower) or any(same[0].name.value == "__typename" for same in found.values())

    def _applies(self, condition: str, type_: Any) -> bool:
        if condition == type_.name:
            return True
        abstract = self._schema.type_map.get(condition)
        if isinstance(abstract, GraphQLInterfaceType | GraphQLUnionType):
            return self._schema.is_sub_type(abstract, type_)
        return False

    # ---- values ----------------------------------------------------------------------------------------

    def _value(self, type_: Any, below: list[SelectionSetNode]) -> Project:
        if isinstance(type_, GraphQLList):
            return self._list(type_, below)
        if isinstance(type_, GraphQLObjectType):
            return self._object(type_, below)
        if isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
            return self._abstract(type_, below)
        if isinstance(type_, GraphQLEnumType):
            return _leaf(type_.name, frozenset(type_.values).__contains__)
        assert isinstance(type_, GraphQLScalarType)
        check = LEAF_CHECKS.get(type_.name)
        if type_.name == "ID":
            return _identifier
        return _leaf(type_.name, check) if check else _as_is

    def _list(self, type_: Any, below: list[SelectionSetNode]) -> Project:
        inner = type_.of_type
        is_required = isinstance(inner, GraphQLNonNull)
        project = self._value(inner.of_type if is_required else inner, below)

        def run(values: Any, place: Place, errors: Errors) -> Any:
            if type(values) is not list:
                return refuse("a list", place, errors)
            out = []
            for index, value in enumerate(values):
                if value is None:
                    if is_required:
                        report_null("a list item", (place, index), errors)
                        raise NullBubble
                    out.append(None)
                    continue
                try:
                    projected = project(value, (place, index), errors)
                except NullBubble:
                    projected = None
                if projected is None and is_required:
                    raise NullBubble
                out.append(projected)
            return out

        return run

    def _abstract(self, type_: Any, below: list[SelectionSetNode]) -> Project:
        by_type: dict[str | None, Project | None] = {}

        def find(name: str | None) -> Project | None:
            concrete = self._schema.type_map.get(name) if name else None
            if isinstance(concrete, GraphQLObjectType) and self._schema.is_sub_type(type_, concrete):
                return self._object(concrete, below)
            is_unknown = isinstance(type_, GraphQLInterfaceType) and (name is None or name == type_.name)
            if not is_unknown:
                return None
            if not any(self._depends_on_type(node, type_) for node in below):
                return self._object(type_, below)
            possible = self._schema.get_possible_types(type_)
            return self._object(possible[0], below) if len(possible) == 1 else None

        def run(value: Any, place: Place, errors: Errors) -> Any:
            if type(value) is not dict:
                return refuse(f"an object of type {type_.name}", place, errors)
            name = value.get("__typename")
            if name not in by_type:
                by_type[name] = find(name)
            project = by_type[name]
            if project is None:
                return refuse(f"an object of type {type_.name}", place, errors)
            return project(value, place, errors)

        return run


def _object_projection(name: str, fields: list[tuple[str, type | None, Field]]) -> Project:
    plan = tuple(fields)

    def run(value: Any, place: Place, errors: Errors) -> Any:
        if type(value) is not dict:
            return refuse(f"an object of type {name}", place, errors)
        out: Data = {}
        for key, kind, field in plan:
            found = value.get(key)
            if type(found) is kind:
                out[key] = found
                continue
            project, is_required, label = field
            if project is None:
                out[key] = label
                continue
            if found is None:
                if is_required:
                    report_null(label, (place, key), errors)
                    raise NullBubble
                out[key] = None
                continue
            try:
                out[key] = found = project(found, (place, key), errors)
            except NullBubble:
                out[key] = found = None
            if found is None and is_required:
                raise NullBubble
        return out

    return run


def _leaf(name: str, is_valid: Callable[[Any], bool]) -> Project:
    def run(value: Any, place: Place, errors: Errors) -> Any:
        try:
            if is_valid(value):
                return value
        except TypeError:
            pass
        return refuse(f"a value of type {name}", place, errors)

    return run


def _identifier(value: Any, place: Place, errors: Errors) -> Any:
    if type(value) is str:
        return value
    return str(value) if type(value) is int else refuse("a value of type ID", place, errors)


def _withheld(value: Any, place: Place, errors: Errors) -> Any:
    """Shows nothing, though it was fetched as the key or the input of another fetch."""
    return None


def _as_is(value: Any, place: Place, errors: Errors) -> Any:
    return value


def path_of(place: Place) -> list[str | int]:
    """Returns a linked place as a path from the root."""
    path: list[str | int] = []
    while place is not None:
        place, key = place
        path.append(key)
    return path[::-1]


def refuse(expected: str, place: Place, errors: Errors) -> None:
    """Reports a value that is not of the schema's type; the value becomes null."""
    error = {
        "message": f"A subgraph answered something else than {expected}.",
        "path": path_of(place),
        "extensions": {"code": "INVALID_SUBGRAPH_VALUE"},
    }
    errors.append(error)


def report_null(label: str, place: Place, errors: Errors) -> None:
    """Reports a null where none is allowed, unless an error about it is already there."""
    path = path_of(place)
    if any(_concerns(error.get("path"), path) for error in errors):
        return
    errors.append(
        {
            "message": f"Cannot return null for non-nullable field {label}.",
            "path": path,
            "extensions": {"code": "NULL_FOR_NON_NULL"},
        }
    )


def _concerns(known: Any, path: list[str | int]) -> bool:
    """Returns whether an error's path explains a missing value; one without indices stands for all items."""
    if not isinstance(known, list):
        return False
    if not any(isinstance(step, int) for step in known):
        path = [step for step in path if not isinstance(step, int)]
    length = min(len(known), len(path))
    return known[:length] == path[:length]
