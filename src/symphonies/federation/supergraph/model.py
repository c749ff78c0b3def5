"""A supergraph as frozen values: types, fields, and which subgraph answers what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graphql import DocumentNode, SelectionSetNode


@dataclass(frozen=True, slots=True)
class Graph:
    """One subgraph as the supergraph names it: ``key`` is the enum value, ``name`` what people call it."""

    key: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Key:
    """One way to identify an entity; only a resolvable key can be used to enter the subgraph."""

    text: str
    fields: SelectionSetNode
    resolvable: bool


@dataclass(frozen=True, slots=True)
class TypeJoin:
    """A type's presence in one subgraph."""

    graph: str
    keys: tuple[Key, ...] = ()
    is_interface_object: bool = False


@dataclass(frozen=True, slots=True)
class ContextArgument:
    """An argument that a subgraph's field takes from an enclosing object.

    Attributes:
        graph: the subgraph.
        name: of the argument.
        type: of the argument there, as written.
        context: which types may enclose it.
        selection: the field to take from them.
    """

    graph: str
    name: str
    type: str
    context: str
    selection: SelectionSetNode


@dataclass(frozen=True, slots=True)
class FieldJoin:
    """A field's presence in one subgraph.

    Attributes:
        graph: the subgraph.
        type: the output type there as written, when it differs from the supergraph's.
        requires: fields the subgraph must be given first.
        provides: fields of the result that can be had on this path though they are external.
        external: whether the subgraph only mentions the field.
        overridden: whether another subgraph took the field over.
        since: the override label that must be active for the subgraph to answer the field.
        until: the override label that takes the field away from the subgraph while it is active.
        contexts: arguments that are filled from enclosing objects.
    """

    graph: str
    type: str | None = None
    requires: SelectionSetNode | None = None
    provides: SelectionSetNode | None = None
    external: bool = False
    overridden: bool = False
    since: str | None = None
    until: str | None = None
    contexts: tuple[ContextArgument, ...] = ()

    def is_live(self, labels: frozenset[str]) -> bool:
        """Returns whether the field is here while some override labels are active."""
        return (self.since is None or self.since in labels) and (
            self.until is None or self.until not in labels
        )


@dataclass(frozen=True, slots=True)
class FieldDef:
    """A field of an object or interface type; ``joins`` None means in every subgraph of its type."""

    name: str
    type: str
    joins: Mapping[str, FieldJoin] | None

    @property
    def labels(self) -> frozenset[str]:
        """The override labels that decide who answers the field."""
        joins = (self.joins or {}).values()
        return frozenset(label for join in joins for label in (join.since, join.until) if label)

    @property
    def output(self) -> str:
        """The name of the type inside lists and non-nulls."""
        return self.type.strip("[]! ")


@dataclass(frozen=True, slots=True)
class TypeDef:
    """An object, interface or union type; leaf and input types are of no concern to planning.

    Attributes:
        kind: ``object``, ``interface`` or ``union``.
        joins: presence by subgraph.
        implements: for an object or interface, its interfaces by subgraph.
        members: for a union, its members by subgraph.
        contexts: the contexts its values set for what they enclose.
    """

    name: str
    kind: str
    joins: Mapping[str, TypeJoin]
    fields: Mapping[str, FieldDef]
    implements: Mapping[str, frozenset[str]]
    members: Mapping[str, frozenset[str]]
    contexts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Supergraph:
    """Everything planning needs to know.

    Attributes:
        graphs: subgraphs by enum value.
        types: composite types by name.
        roots: ``query``, ``mutation``, ``subscription`` to type name.
        document: the parsed document, for the API schema.
    """

    graphs: Mapping[str, Graph]
    types: Mapping[str, TypeDef]
    roots: Mapping[str, str]
    document: DocumentNode

    @property
    def labels(self) -> frozenset[str]:
        """Every override label."""
        return frozenset(
            label
            for type_ in self.types.values()
            for field in type_.fields.values()
            for label in field.labels
        )
