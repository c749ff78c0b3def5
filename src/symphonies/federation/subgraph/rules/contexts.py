"""Where contexts are set, and what is taken from them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graphql import (
    FieldNode,
    GraphQLError,
    InlineFragmentNode,
    ListTypeNode,
    NonNullTypeNode,
    SelectionSetNode,
    TypeNode,
)

from symphonies.federation.subgraph.contexts import ContextUse, read_use, setting_types
from symphonies.federation.subgraph.fields import named
from symphonies.federation.subgraph.issue import Issue
from symphonies.federation.subgraph.model import ExpandedSubgraph, InputValue, SubField, SubType
from symphonies.federation.supergraph.fieldset import parse_field_set

NAME = re.compile(r"^[A-Za-z][A-Za-z0-9]*$")


def check_contexts(subgraph: ExpandedSubgraph) -> list[Issue]:
    """Checks every context and every contextual argument."""
    found: list[Issue] = []
    for type_ in subgraph.types.values():
        for applied in type_.all("context"):
            found.extend(_check_name(subgraph, type_, applied.arguments.get("name")))
        for field in type_.fields.values():
            for argument in field.arguments.values():
                if argument.has("fromContext"):
                    found.extend(_check_argument(subgraph, type_, field, argument))
    return found


def _check_name(subgraph: ExpandedSubgraph, type_: SubType, name: object) -> Iterator[Issue]:
    if isinstance(name, str) and "_" in name:
        message = f'Context name "{name}" may not contain an underscore.'
        yield subgraph.issue("CONTEXT_NAME_INVALID", message, type_)
    elif not isinstance(name, str) or not NAME.match(name):
        message = (
            f'Context name "{name}" is invalid: it must start with a letter, and hold letters and digits.'
        )
        yield subgraph.issue("CONTEXT_NAME_INVALID", message, type_)


def _check_argument(
    subgraph: ExpandedSubgraph, type_: SubType, field: SubField, argument: InputValue
) -> Iterator[Issue]:
    place = f"{type_.name}.{field.name}({argument.name}:)"
    misplaced = _misplaced(subgraph, type_, field, argument)
    if misplaced:
        yield subgraph.issue("CONTEXT_NOT_SET", f'@fromContext on "{place}" {misplaced}', argument)
        return
    use = read_use(argument.argument("fromContext", "field"))
    if use is None or not use.selection:
        message = f'@fromContext on "{place}" selects nothing from a context, as "$name {{ field }}" does.'
        yield subgraph.issue("NO_CONTEXT_IN_SELECTION", message, argument)
        return
    setting = setting_types(subgraph, use.context)
    if not setting:
        message = f'Context "{use.context}", used at "{place}", is never set in this subgraph.'
        yield subgraph.issue("CONTEXT_NOT_SET", message, argument)
        return
    if not any(k.arguments.get("resolvable") is not False for k in type_.keys):
        message = f'Type "{type_.name}", with contextual argument "{place}", has no resolvable key.'
        yield subgraph.issue("CONTEXT_NO_RESOLVABLE_KEY", message, argument)
    for setter in setting:
        problem = _problem(subgraph, setter, use, argument)
        if problem:
            message = f'Context "{use.context}" is used at "{place}" but the selection is invalid: {problem}'
            yield subgraph.issue("CONTEXT_INVALID_SELECTION", message, argument)
            return


def _misplaced(
    subgraph: ExpandedSubgraph, type_: SubType, field: SubField, argument: InputValue
) -> str | None:
    """Returns why an argument cannot be contextual at all."""
    if type_.kind != "object":
        return "is of no use: only fields of object types take values from contexts."
    if argument.default is not None:
        return "has a default value, which would never be used."
    declared = [name for name in type_.interfaces if field.name in subgraph.types[name].fields]
    if declared:
        return f'is on a field of interface "{declared[0]}", whose other types would have to take it too.'
    return None


def _problem(
    subgraph: ExpandedSubgraph, setter: SubType, use: ContextUse, argument: InputValue
) -> str | None:
    """Returns what is wrong with a selection on one of the types that set its context."""
    try:
        node = parse_field_set(use.selection)
    except GraphQLError as error:
        return error.message
    applying = [s for s in node.selections if _applies(subgraph, setter, s)]
    if len(applying) != 1:
        return f'it must select exactly one field on type "{setter.name}".'
    (only,) = applying
    inner = (
        only.selection_set if isinstance(only, InlineFragmentNode) else SelectionSetNode(selections=(only,))
    )
    found = _selected(subgraph, setter, inner)
    if isinstance(found, str):
        return found
    if not _fits(found, argument.type):
        return f'the type of the selected field does not match that of the argument on "{setter.name}".'
    return None


def _applies(subgraph: ExpandedSubgraph, setter: SubType, selection: object) -> bool:
    if not isinstance(selection, InlineFragmentNode) or selection.type_condition is None:
        return True
    name = selection.type_condition.name.value
    condition = subgraph.types.get(name)
    return (
        name == setter.name
        or name in setter.interfaces
        or (
            condition is not None
            and (setter.name in condition.interfaces or setter.name in condition.members)
        )
        or name in setter.members
    )


def _selected(subgraph: ExpandedSubgraph, type_: SubType, node: SelectionSetNode) -> TypeNode | str:
    """Returns the type of the one leaf that is selected, or what is wrong; wrappers on the way are kept."""
    if len(node.selections) != 1 or not isinstance(node.selections[0], FieldNode):
        return "it must select exactly one field at each level."
    (child,) = node.selections
    assert isinstance(child, FieldNode)
    if child.alias is not None or child.directives or child.arguments:
        return "aliases, directives and arguments are not allowed."
    owners = [type_] if child.name.value in type_.fields else _implementations(subgraph, type_)
    fields = [t.fields[child.name.value] for t in owners if child.name.value in t.fields]
    if not fields or len(fields) < len(owners):
        return f'cannot query field "{child.name.value}" on type "{type_.name}".'
    below = subgraph.types.get(named(fields[0].type))
    is_composite = below is not None and below.kind in {"object", "interface", "union"}
    if child.selection_set is None:
        return "it does not end at a leaf field." if is_composite else fields[0].type
    if below is None or not is_composite:
        return f'field "{child.name.value}" has no subfields.'
    inner = _selected(subgraph, below, child.selection_set)
    return inner if isinstance(inner, str) else _within(fields[0].type, inner)


def _implementations(subgraph: ExpandedSubgraph, type_: SubType) -> list[SubType]:
    return [t for t in subgraph.types.values() if type_.name in t.interfaces or t.name in type_.members]


def _within(outer: TypeNode, inner: TypeNode) -> TypeNode:
    """Returns the type of a leaf as seen from above a field: nullable and repeated as the field is."""
    if isinstance(outer, NonNullTypeNode):
        return _within(outer.type, inner)
    bare = inner.type if isinstance(inner, NonNullTypeNode) else inner
    return ListTypeNode(type=inner) if isinstance(outer, ListTypeNode) else bare


def _fits(found: TypeNode, wanted: TypeNode) -> bool:
    if isinstance(found, NonNullTypeNode) and not isinstance(wanted, NonNullTypeNode):
        return _fits(found.type, wanted)
    if isinstance(found, NonNullTypeNode) and isinstance(wanted, NonNullTypeNode):
        return _fits(found.type, wanted.type)
    if isinstance(wanted, NonNullTypeNode):
        return _fits(found, wanted.type)  # where there is no value, the field is not asked for
    if isinstance(found, ListTypeNode) or isinstance(wanted, ListTypeNode):
        return (
            isinstance(found, ListTypeNode)
            and isinstance(wanted, ListTypeNode)
            and _fits(found.type, wanted.type)
        )
    return named(found) == named(wanted)
