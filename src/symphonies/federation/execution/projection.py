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
    get_named_type,
)

from symphonies.federation.planning.selection import read_conditions

from .state import Data
from .values import (
    KINDS,
    RANGES,
    Errors,
    NullBubble,
    Place,
    Project,
    as_is,
    compile_leaf,
    refuse,
    report_null,
    withhold,
)

Part = tuple[Any, SelectionSetNode]
"""A selection and the type it is written on."""
Asked = tuple[Any, FieldNode]
"""A field and the type it is asked of."""
Usual = tuple[type, tuple[float, float] | None]
"""The type that a field's values usually have, and their range: such a value is copied without a call."""
Field = tuple[Project | None, bool, str]
"""How a field is made, whether it must be there, and its name, which is the value when nothing makes it."""
UNUSUAL: Usual = (object, None)


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
        project = self._object(root, [(root, operation.selection_set)])

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
        return self._object(type_, [(type_, selection)])

    # ---- objects ---------------------------------------------------------------------------------------

    def _object(self, type_: GraphQLObjectType | GraphQLInterfaceType, parts: list[Part]) -> Project:
        """Compiles selections on one type; an interface stands for a type that nobody knows."""
        collected: dict[str, list[Asked]] = {}
        spread: set[str] = set()
        for on, node in parts:
            self._collect(node, _narrowed(type_, on), type_, collected, spread)
        fields = [(key, *self._field(type_, same)) for key, same in collected.items()]
        return _object_projection(type_.name, fields)

    def _field(
        self, type_: GraphQLObjectType | GraphQLInterfaceType, same: list[Asked]
    ) -> tuple[Usual, Field]:
        """Compiles what is asked of one field."""
        name = same[0][1].name.value
        if name == "__typename":
            return UNUSUAL, (None, False, type_.name)
        if name in {"__schema", "__type"}:
            return UNUSUAL, (as_is, False, "")
        outputs = [on.fields[name].type for on, _ in same]
        output: Any = min(outputs, key=lambda each: len(self._possible(get_named_type(each))))
        is_required = isinstance(output, GraphQLNonNull)
        inner: Any = output.of_type if is_required else output
        label = f"{type_.name}.{name}"
        if self._is_hidden(type_, name):
            return UNUSUAL, (withhold, is_required, label)
        below = [
            (get_named_type(each), field.selection_set)
            for each, (_, field) in zip(outputs, same, strict=True)
            if field.selection_set is not None
        ]
        scalar = inner.name if isinstance(inner, GraphQLScalarType) else ""
        return (KINDS.get(scalar, object), RANGES.get(scalar)), (
            self._value(inner, below),
            is_required,
            label,
        )

    def _is_hidden(self, type_: GraphQLObjectType | GraphQLInterfaceType, field: str) -> bool:
        return bool(self._hidden) and any((each, field) in self._hidden for each in self._possible(type_))

    # ---- selections ------------------------------------------------------------------------------------

    def _collect(
        self,
        node: SelectionSetNode,
        on: Any,
        type_: Any,
        found: dict[str, list[Asked]],
        spread: set[str],
        left: list[str] | None = None,
    ) -> None:
        """Gathers the fields that apply to every value of a type, each with the type it is asked of.

        Args:
            node: the selection.
            on: the type it is written on.
            type_: the type of the values.
            found: takes the fields by response key.
            spread: names of the fragments that are in already.
            left: takes the conditions of fragments that apply to some values only.
        """
        for child in self._kept(node):
            if isinstance(child, FieldNode):
                found.setdefault(child.alias.value if child.alias else child.name.value, []).append(
                    (on, child)
                )
                continue
            fragment: Any = child
            if isinstance(child, FragmentSpreadNode):
                if child.name.value in spread:
                    continue
                spread.add(child.name.value)
                fragment = self._fragments[child.name.value]
            condition = fragment.type_condition
            inside = on if condition is None else self._schema.type_map[condition.name.value]
            if self._possible(type_) <= self._possible(inside):
                self._collect(fragment.selection_set, _narrowed(type_, inside), type_, found, spread, left)
            elif (
                left is not None
                and self._possible(type_) & self._possible(inside)
                and self._asks(fragment.selection_set)
            ):
                left.append(inside.name)

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

    def _depends_on_type(self, part: Part, type_: GraphQLInterfaceType) -> bool:
        """Whether an answer cannot be given before it is known which type an interface stands for."""
        found: dict[str, list[Asked]] = {}
        narrower: list[str] = []
        self._collect(part[1], part[0], type_, found, set(), narrower)
        return bool(narrower) or any(same[0][1].name.value == "__typename" for same in found.values())

    def _possible(self, type_: Any) -> frozenset[str]:
        return possible_types(self._schema, type_)

    # ---- values ----------------------------------------------------------------------------------------

    def _value(self, type_: Any, below: list[Part]) -> Project:
        if isinstance(type_, GraphQLList):
            return self._list(type_, below)
        if isinstance(type_, GraphQLObjectType):
            return self._object(type_, below)
        if isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
            return self._abstract(type_, below)
        return compile_leaf(type_)

    def _list(self, type_: Any, below: list[Part]) -> Project:
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

    def _abstract(self, type_: Any, below: list[Part]) -> Project:
        by_type: dict[str | None, Project | None] = {}

        def run(value: Any, place: Place, errors: Errors) -> Any:
            name = value.get("__typename") if type(value) is dict else False
            if not (name is None or type(name) is str):
                return refuse(f"an object of type {type_.name}", place, errors)
            if name not in by_type:
                by_type[name] = self._of_type(type_, name, below)
            project = by_type[name]
            if project is None:
                return refuse(f"an object of type {type_.name}", place, errors)
            return project(value, place, errors)

        return run

    def _of_type(self, type_: Any, name: str | None, below: list[Part]) -> Project | None:
        """Compiles selections on a value of an abstract type that says it is of another, or does not say."""
        possible = self._possible(type_)
        is_unknown = isinstance(type_, GraphQLInterfaceType) and name in {None, type_.name}
        if is_unknown and len(possible) != 1:
            if any(self._depends_on_type(part, type_) for part in below):
                return None
            return self._object(type_, below)
        if is_unknown:
            (name,) = possible
        concrete: Any = self._schema.type_map[name] if name in possible else None
        return self._object(concrete, below) if concrete else None


def possible_types(schema: GraphQLSchema, type_: Any) -> frozenset[str]:
    """Returns the names of the concrete types that a type stands for."""
    if isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
        return frozenset(each.name for each in schema.get_possible_types(type_))
    return frozenset({type_.name})


def _narrowed(type_: Any, on: Any) -> Any:
    """Returns what knows most of the fields asked of values of a type in a selection on another."""
    return type_ if isinstance(type_, GraphQLObjectType) else on


def _object_projection(name: str, fields: list[tuple[str, Usual, Field]]) -> Project:
    plan = tuple((key, kind, span, field) for key, (kind, span), field in fields)

    def run(value: Any, place: Place, errors: Errors) -> Any:
        if type(value) is not dict:
            return refuse(f"an object of type {name}", place, errors)
        out: Data = {}
        for key, kind, span, field in plan:
            found: Any = value.get(key)
            if type(found) is kind and (span is None or span[0] <= found <= span[1]):
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
