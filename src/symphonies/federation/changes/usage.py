"""Which elements of a schema an operation uses, by schema coordinate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLSchema,
    TypeInfo,
    TypeInfoVisitor,
    get_named_type,
    is_input_type,
    type_from_ast,
    visit,
)
from graphql.language import Visitor


def used_coordinates(document: DocumentNode, schema: GraphQLSchema) -> frozenset[str]:
    """Returns the coordinates of every element that an operation uses.

    A field asked of an interface is used on its implementations too. An input type in a variable counts
    with all of its fields and values, as nobody knows what will be sent.

    Args:
        document: valid against the schema.
        schema: what clients see.

    Source: GraphQL specification, section 3.14 "Schema Coordinates".
    """
    info = TypeInfo(schema)
    usage = _Usage(info, schema)
    visit(document, TypeInfoVisitor(info, usage))
    return frozenset(usage.found)


class _Usage(Visitor):
    def __init__(self, info: TypeInfo, schema: GraphQLSchema) -> None:
        super().__init__()
        self._info = info
        self._schema = schema
        self.found: set[str] = set()

    def enter_field(self, node: Any, *_: Any) -> None:
        parent, definition = self._info.get_parent_type(), self._info.get_field_def()
        if parent is None or definition is None:
            return
        owners = [parent.name]
        if isinstance(parent, GraphQLInterfaceType):
            owners += [type_.name for type_ in self._schema.get_possible_types(parent)]
        for owner in owners:
            coordinate = f"{owner}.{node.name.value}"
            self.found.update((owner, coordinate))
            self.found.update(f"{coordinate}({argument.name.value}:)" for argument in node.arguments or ())
        self.found.add(get_named_type(definition.type).name)

    def enter_directive(self, node: Any, *_: Any) -> None:
        name = f"@{node.name.value}"
        self.found.add(name)
        self.found.update(f"{name}({argument.name.value}:)" for argument in node.arguments or ())

    def enter_object_field(self, node: Any, *_: Any) -> None:
        owner = get_named_type(self._info.get_parent_input_type())
        if isinstance(owner, GraphQLInputObjectType):
            self.found.update((owner.name, f"{owner.name}.{node.name.value}"))

    def enter_enum_value(self, node: Any, *_: Any) -> None:
        owner = get_named_type(self._info.get_input_type())
        if isinstance(owner, GraphQLEnumType):
            self.found.update((owner.name, f"{owner.name}.{node.value}"))

    def enter_named_type(self, node: Any, *_: Any) -> None:
        self.found.add(node.name.value)

    def enter_variable_definition(self, node: Any, *_: Any) -> None:
        type_ = type_from_ast(self._schema, node.type)
        if type_ is not None and is_input_type(type_):
            self.found.update(_reachable(get_named_type(type_), set()))


def _reachable(type_: Any, seen: set[str]) -> Iterator[str]:
    """Yields an input type with everything inside it."""
    if type_.name in seen:
        return
    seen.add(type_.name)
    yield type_.name
    if isinstance(type_, GraphQLEnumType):
        yield from (f"{type_.name}.{value}" for value in type_.values)
    elif isinstance(type_, GraphQLInputObjectType):
        for name, field in type_.fields.items():
            yield f"{type_.name}.{name}"
            yield from _reachable(get_named_type(field.type), seen)
