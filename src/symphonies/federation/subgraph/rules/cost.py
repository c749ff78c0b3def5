"""Where @cost and @listSize make sense."""

from __future__ import annotations

from collections.abc import Iterator

from graphql import ListTypeNode, NonNullTypeNode, TypeNode, print_ast

from symphonies.federation.subgraph.fields import named
from symphonies.federation.subgraph.issue import Issue
from symphonies.federation.subgraph.model import Applied, ExpandedSubgraph, SubField, SubType


def check_cost(subgraph: ExpandedSubgraph) -> list[Issue]:
    """Checks the demand-control directives."""
    found: list[Issue] = []
    for type_ in subgraph.types.values():
        for field in type_.fields.values():
            label = f"{type_.name}.{field.name}"
            if field.has("cost") and (type_.kind == "interface" or type_.is_interface_object):
                message = f'@cost cannot be applied to interface "{label}"'
                found.append(subgraph.issue("COST_APPLIED_TO_INTERFACE_FIELD", message, field))
            for applied in field.all("listSize"):
                found.extend(_check_list_size(subgraph, label, field, applied))
    return found


def _check_list_size(
    subgraph: ExpandedSubgraph, label: str, field: SubField, applied: Applied
) -> Iterator[Issue]:
    sized = applied.arguments.get("sizedFields")
    if sized is None and not _is_list(field.type):
        yield subgraph.issue("LIST_SIZE_APPLIED_TO_NON_LIST", f'"{label}" is not a list', field)
    assumed = applied.arguments.get("assumedSize")
    if isinstance(assumed, int) and assumed < 0:
        message = f'Assumed size of "{label}" cannot be negative'
        yield subgraph.issue("LIST_SIZE_INVALID_ASSUMED_SIZE", message, field)
    for name in applied.arguments.get("slicingArguments") or ():
        argument = field.arguments.get(name)
        if argument is None:
            message = f'Slicing argument "{name}" is not an argument of "{label}"'
            yield subgraph.issue("LIST_SIZE_INVALID_SLICING_ARGUMENT", message, field)
        elif print_ast(argument.type) not in {"Int", "Int!"}:
            message = f'Slicing argument "{label}({name}:)" must be Int or Int!'
            yield subgraph.issue("LIST_SIZE_INVALID_SLICING_ARGUMENT", message, field)
    if sized is not None:
        yield from _check_sized(subgraph, field, sized)


def _check_sized(subgraph: ExpandedSubgraph, field: SubField, sized: list[str]) -> Iterator[Issue]:
    type_: SubType | None = subgraph.types.get(named(field.type))
    if type_ is None or type_.kind not in {"object", "interface"}:
        shown = print_ast(field.type)
        message = f'Sized fields cannot be used because "{shown}" is not a composite type'
        yield subgraph.issue("LIST_SIZE_INVALID_SIZED_FIELD", message, field)
        return
    for name in sized:
        below = type_.fields.get(name)
        if below is None:
            message = f'Sized field "{name}" is not a field on type "{type_.name}"'
            yield subgraph.issue("LIST_SIZE_INVALID_SIZED_FIELD", message, field)
        elif not _is_list(below.type):
            message = f'Sized field "{type_.name}.{name}" is not a list'
            yield subgraph.issue("LIST_SIZE_APPLIED_TO_NON_LIST", message, field)


def _is_list(node: TypeNode) -> bool:
    inner = node.type if isinstance(node, NonNullTypeNode) else node
    return isinstance(inner, ListTypeNode)
