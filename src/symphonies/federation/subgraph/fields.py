"""Looking into field sets of @key, @requires and @provides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from graphql import (
    FieldNode,
    GraphQLError,
    InlineFragmentNode,
    ListTypeNode,
    NonNullTypeNode,
    SelectionSetNode,
    TypeNode,
)

from symphonies.federation.supergraph.fieldset import parse_field_set

from .contexts import read_use, setting_types

if TYPE_CHECKING:
    from .model import ExpandedSubgraph, SubType


def try_field_set(text: Any) -> SelectionSetNode | None:
    """Parses a field set, None when it is not one."""
    if not isinstance(text, str):
        return None
    try:
        return parse_field_set(text)
    except GraphQLError:
        return None


def key_fields(texts: Iterable[Any]) -> frozenset[str]:
    """Returns the top-level fields that any of some keys names."""
    found: set[str] = set()
    for text in texts:
        node = try_field_set(text)
        for child in node.selections if node else ():
            if isinstance(child, FieldNode):
                found.add(child.name.value)
    return frozenset(found)


Use = tuple[str, str]
"""A type name and a field name."""


def used_fields(subgraph: ExpandedSubgraph) -> frozenset[Use]:
    """Returns every field that a key, @requires, @provides or @fromContext of a subgraph mentions."""
    types = subgraph.types
    found = {*fields_of_keys(types), *provided_fields(subgraph)}
    for type_ in types.values():
        for field in type_.fields.values():
            if field.has("requires"):
                _walk(types, type_.name, field.argument("requires", "fields"), found)
            for argument in field.arguments.values():
                use = read_use(argument.argument("fromContext", "field"))
                for setter in setting_types(subgraph, use.context) if use else ():
                    _walk(types, setter.name, use.selection if use else None, found)
    return frozenset(found)


def provided_fields(subgraph: ExpandedSubgraph) -> frozenset[Use]:
    """Returns every field that a @provides of a subgraph mentions."""
    found: set[Use] = set()
    for type_ in subgraph.types.values():
        for field in type_.fields.values():
            if field.has("provides"):
                _walk(subgraph.types, named(field.type), field.argument("provides", "fields"), found)
    return frozenset(found)


def fields_of_keys(types: Mapping[str, SubType]) -> frozenset[Use]:
    """Returns every field that a key mentions, nested ones included."""
    found: set[Use] = set()
    for type_ in types.values():
        for key in type_.keys:
            _walk(types, type_.name, key.arguments.get("fields"), found)
    return frozenset(found)


def _walk(types: Mapping[str, SubType], type_name: str, text: Any, found: set[Use]) -> None:
    node = try_field_set(text)
    if node is not None:
        _collect(types, type_name, node, found)


def _collect(types: Mapping[str, SubType], type_name: str, node: SelectionSetNode, found: set[Use]) -> None:
    type_ = types.get(type_name)
    for child in node.selections:
        if isinstance(child, InlineFragmentNode):
            below = child.type_condition.name.value if child.type_condition else type_name
            _collect(types, below, child.selection_set, found)
        elif isinstance(child, FieldNode):
            name = child.name.value
            found.add((type_name, name))
            if type_ is not None and type_.kind == "interface":
                found |= {(t.name, name) for t in types.values() if type_name in t.interfaces}
            field = type_.fields.get(name) if type_ else None
            if field is not None and child.selection_set is not None:
                _collect(types, named(field.type), child.selection_set, found)


def named(node: TypeNode) -> str:
    """Returns the name inside lists and non-nulls."""
    while isinstance(node, ListTypeNode | NonNullTypeNode):
        node = node.type
    return node.name.value  # type: ignore[attr-defined]
