"""A subgraph in its states: parsed, expanded, validated. Each state is a type of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import DirectiveDefinitionNode, DocumentNode, TypeNode, ValueNode

from .issue import Issue, Location, location_of
from .links import Names


@dataclass(frozen=True, slots=True)
class Applied:
    """One application of a directive; federation directives go by their canonical name."""

    name: str
    arguments: Mapping[str, Any]
    node: Any


@dataclass(frozen=True, slots=True)
class Element:
    """What every part of a schema has."""

    name: str
    description: str | None
    directives: tuple[Applied, ...]
    node: Any

    def all(self, name: str) -> list[Applied]:
        """Returns the applications of a directive."""
        return [d for d in self.directives if d.name == name]

    def has(self, name: str) -> bool:
        """Returns whether a directive is applied."""
        return any(d.name == name for d in self.directives)

    def argument(self, directive: str, name: str) -> Any:
        """Returns an argument of the first application of a directive, None without one."""
        return next((d.arguments.get(name) for d in self.directives if d.name == directive), None)


@dataclass(frozen=True, slots=True)
class InputValue(Element):
    """An argument or an input field."""

    type: TypeNode
    default: ValueNode | None


@dataclass(frozen=True, slots=True)
class SubField(Element):
    """A field of an object or interface.

    Attributes:
        external: only mentioned, not answered.
        shareable: may be answered by other subgraphs too.
    """

    type: TypeNode
    arguments: Mapping[str, InputValue]
    external: bool = False
    shareable: bool = False


@dataclass(frozen=True, slots=True)
class SubType(Element):
    """A named type.

    Attributes:
        kind: object, interface, union, enum, input_object or scalar.
        is_extension: every definition is an extension, or carries @extends.
        has_definition: at least one definition is not written as ``extend``.
    """

    kind: str
    fields: Mapping[str, SubField] = field(default_factory=dict)
    inputs: Mapping[str, InputValue] = field(default_factory=dict)
    values: Mapping[str, Element] = field(default_factory=dict)
    interfaces: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    is_extension: bool = False
    has_definition: bool = True

    @property
    def is_interface_object(self) -> bool:
        """Whether the object stands for an interface of other subgraphs."""
        return self.kind == "object" and self.has("interfaceObject")

    @property
    def keys(self) -> list[Applied]:
        """The applications of @key."""
        return self.all("key")


@dataclass(frozen=True, slots=True)
class ParsedSubgraph:
    """A document that is GraphQL."""

    name: str
    url: str
    sdl: str
    document: DocumentNode


@dataclass(frozen=True, slots=True)
class ExpandedSubgraph:
    """A document with extensions merged, root types named plainly and directives under canonical names.

    Attributes:
        document: the merged definitions, without the machinery of federation.
        names: the federation version and its local names.
        types: all named types but the built-in ones.
        definitions: the subgraph's own directive definitions.
        composed: applications of @composeDirective.
        schema: the schema element itself.
        shadowed_roots: types with the usual name of a root type that another type is the root of.
    """

    name: str
    url: str
    document: DocumentNode
    names: Names
    types: Mapping[str, SubType]
    definitions: Mapping[str, DirectiveDefinitionNode]
    composed: tuple[Applied, ...]
    schema: Element
    shadowed_roots: tuple[str, ...] = ()

    @property
    def entities(self) -> list[str]:
        """Object types with a key."""
        return [t.name for t in self.types.values() if t.kind == "object" and t.keys]

    @property
    def query_name(self) -> str:
        """The name of the query type."""
        return "Query"

    def locate(self, element: Element | Any) -> tuple[Location, ...]:
        """Returns where an element or a node stands in the subgraph's document."""
        return location_of(self.name, getattr(element, "node", element))

    def issue(self, code: str, message: str, element: Element | Any = None) -> Issue:
        """Returns an issue this subgraph alone is to blame for."""
        return Issue(code, f"[{self.name}] {message}", self.locate(element) if element is not None else ())


@dataclass(frozen=True, slots=True)
class ValidatedSubgraph:
    """An expanded subgraph in which no rule was found broken."""

    subgraph: ExpandedSubgraph
