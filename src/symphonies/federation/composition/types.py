"""Type references across subgraphs: which one stands for all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from graphql import ListTypeNode, NonNullTypeNode, TypeNode, print_ast

from symphonies.federation.subgraph.fields import named

IsSubtype = Callable[[str, str], bool]
"""Whether one named type is a subtype of another, equal ones included."""


def text(node: TypeNode) -> str:
    """Returns a type reference as written in SDL."""
    return print_ast(node)


def is_subtype(sub: TypeNode, base: TypeNode, is_named_subtype: IsSubtype) -> bool:
    """Returns whether every value of one reference is a value of another."""
    if isinstance(base, NonNullTypeNode):
        return isinstance(sub, NonNullTypeNode) and is_subtype(sub.type, base.type, is_named_subtype)
    if isinstance(sub, NonNullTypeNode):
        return is_subtype(sub.type, base, is_named_subtype)
    if isinstance(base, ListTypeNode):
        return isinstance(sub, ListTypeNode) and is_subtype(sub.type, base.type, is_named_subtype)
    return not isinstance(sub, ListTypeNode) and is_named_subtype(named(sub), named(base))


def widest(types: Sequence[TypeNode], is_named_subtype: IsSubtype) -> TypeNode | None:
    """Returns the reference that holds the values of all, None when there is none among them."""
    return _first(types, lambda one: all(is_subtype(other, one, is_named_subtype) for other in types))


def narrowest(types: Sequence[TypeNode]) -> TypeNode | None:
    """Returns the reference whose values all others accept, None when there is none among them."""
    return _first(types, lambda one: all(is_subtype(one, other, _same) for other in types))


def _same(one: str, other: str) -> bool:
    return one == other


def _first(types: Iterable[TypeNode], fits: Callable[[TypeNode], bool]) -> TypeNode | None:
    return next((one for one in types if fits(one)), None)
