"""The query graph: places are (type, subgraph), moves are local fields and entity entries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from graphql import SelectionSetNode

from symphonies.federation.supergraph import ContextArgument, FieldJoin, Supergraph, TypeDef

from .selection import Selection, SelectionReader


@dataclass(frozen=True, slots=True, eq=False)
class LocalField:
    """A field as one subgraph knows it.

    Attributes:
        type: the output type there as written, for example ``[Item!]!``.
        output: the name inside it; a leaf type's name is of no use.
        external: the subgraph cannot answer it unless a path provides it.
        requires: what the subgraph must be given first.
        provides: what it can answer below though external.
        contexts: arguments that are filled from enclosing objects.
    """

    type: str
    output: str
    external: bool
    requires: Selection | None
    provides: Selection | None
    contexts: tuple[ContextArgument, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether the field can be asked for wherever its parent is."""
        return self.requires is None and not self.contexts


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A way into a subgraph: by entity type (an interface, when it is an interface object there) and key."""

    graph: str
    type: str
    key: Selection
    text: str


class QueryGraph:
    """Answers what a subgraph can do, with every answer computed once.

    Args:
        supergraph: the supergraph.
        labels: the override labels that are active.
    """

    def __init__(self, supergraph: Supergraph, labels: frozenset[str] = frozenset()) -> None:
        self.supergraph = supergraph
        self._labels = labels
        self.types = supergraph.types
        self.roots = {name: kind for kind, name in supergraph.roots.items()}
        self._possible: dict[str, frozenset[str]] = {}
        self._possible_in: dict[tuple[str, str], frozenset[str]] = {}
        self._fields: dict[tuple[str, str, str], LocalField | None] = {}
        self._entries: dict[str, tuple[Entry, ...]] = {}
        self._closures: dict[tuple[str, frozenset[str]], frozenset[str]] = {}
        self.reader = SelectionReader(self.output_of, self.possible, self.has_field)

    @cached_property
    def _implementations(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for definition in self.types.values():
            for interface in {i for names in definition.implements.values() for i in names}:
                if definition.kind == "object":
                    found.setdefault(interface, set()).add(definition.name)
        return {interface: frozenset(names) for interface, names in found.items()}

    def possible(self, type_name: str) -> frozenset[str]:
        """Returns the concrete types a type name stands for in the supergraph."""
        found = self._possible.get(type_name)
        if found is None:
            definition = self.types.get(type_name)
            if definition is None or definition.kind == "object":
                found = frozenset({type_name})
            elif definition.kind == "union":
                found = frozenset().union(*definition.members.values())
            else:
                found = self._implementations.get(type_name, frozenset())
            self._possible[type_name] = found
        return found

    def possible_in(self, type_name: str, graph: str) -> frozenset[str]:
        """Returns the concrete types one subgraph may answer with for a type."""
        key = (type_name, graph)
        found = self._possible_in.get(key)
        if found is None:
            found = self._possible_in[key] = self._find_possible_in(type_name, graph)
        return found

    def _find_possible_in(self, type_name: str, graph: str) -> frozenset[str]:
        definition = self.types[type_name]
        if definition.kind == "object":
            return frozenset({type_name})
        if definition.kind == "union":
            return definition.members.get(graph, frozenset())
        if self.is_interface_object(type_name, graph):
            return self.possible(type_name)
        return frozenset(
            name
            for name in self.possible(type_name)
            if type_name in self.types[name].implements.get(graph, frozenset())
        )

    def is_composite(self, type_name: str) -> bool:
        """Returns whether values of the type have fields."""
        return type_name in self.types

    def is_abstract(self, type_name: str) -> bool:
        """Returns whether the type is an interface or a union."""
        return self.types[type_name].kind != "object"

    def is_interface_object(self, type_name: str, graph: str) -> bool:
        """Returns whether a subgraph knows the interface only as an object of its own."""
        join = self.types[type_name].joins.get(graph)
        return join is not None and join.is_interface_object

    def has_field(self, type_name: str, field: str) -> bool:
        """Returns whether a type declares a field in the supergraph."""
        definition = self.types.get(type_name)
        return definition is not None and field in definition.fields

    def output_of(self, type_name: str, field: str) -> str | None:
        """Returns the composite output type of a field, None for a leaf."""
        definition = self.types.get(type_name)
        found = definition.fields.get(field) if definition else None
        return found.output if found and found.output in self.types else None

    def field(self, type_name: str, graph: str, field: str) -> LocalField | None:
        """Returns a field as a subgraph knows it, None when it does not."""
        key = (type_name, graph, field)
        if key not in self._fields:
            self._fields[key] = self._find_field(self.types[type_name], graph, field)
        return self._fields[key]

    def _find_field(self, definition: TypeDef, graph: str, field: str) -> LocalField | None:
        found = definition.fields.get(field)
        if found is None or graph not in definition.joins:
            return None
        join = FieldJoin(graph) if found.joins is None else found.joins.get(graph)
        if join is None or not join.is_live(self._labels):
            return None
        written = join.type or found.type
        output = written.strip("[]! ")
        return LocalField(
            type=written,
            output=output,
            external=join.external or join.overridden,
            requires=self._read(join.requires, definition.name),
            provides=self._read(join.provides, output),
            contexts=join.contexts,
        )

    def _read(self, node: SelectionSetNode | None, parent: str) -> Selection | None:
        return self.reader.read(node, parent) if node is not None and parent in self.types else None

    @cached_property
    def contexts(self) -> dict[str, list[str]]:
        """The types that set each context."""
        found: dict[str, list[str]] = {}
        for definition in self.types.values():
            for context in definition.contexts:
                found.setdefault(context, []).append(definition.name)
        return found

    def sets(self, type_name: str) -> frozenset[str]:
        """Returns the contexts that values of a concrete type set for what they enclose."""
        return frozenset(
            context
            for context, setters in self.contexts.items()
            if any(type_name in self.possible(setter) for setter in setters)
        )

    def answering(self, type_name: str, field: str) -> set[str]:
        """Returns the subgraphs that answer a field of a type."""
        joins = self.types[type_name].joins
        known = {graph: self.field(type_name, graph, field) for graph in joins}
        return {graph for graph, local in known.items() if local is not None and not local.external}

    def contextual(self, type_name: str, field: str) -> tuple[ContextArgument, ...]:
        """Returns the arguments that any subgraph fills from enclosing objects for a field of a type."""
        owners = {type_name} if self.has_field(type_name, field) else self.possible(type_name)
        if self.is_abstract(type_name):
            owners = owners | self.possible(type_name)
        return tuple(
            argument
            for owner in sorted(owners)
            for graph in self.types[owner].joins
            if (local := self.field(owner, graph, field)) is not None
            for argument in local.contexts
        )

    def entries(self, type_name: str) -> tuple[Entry, ...]:
        """Returns every way to enter a subgraph with a value of a type at hand."""
        found = self._entries.get(type_name)
        if found is None:
            definition = self.types[type_name]
            ways = list(self._entries_as(definition))
            if definition.kind == "object":
                for interface in sorted({i for names in definition.implements.values() for i in names}):
                    known = {way.graph for way in ways}
                    ways += [
                        way
                        for way in self._entries_as(self.types[interface])
                        if way.graph not in known and self.is_interface_object(interface, way.graph)
                    ]
            found = self._entries[type_name] = tuple(ways)
        return found

    def _entries_as(self, definition: TypeDef) -> list[Entry]:
        return [
            Entry(graph, definition.name, self.reader.read(key.fields, definition.name), key.text)
            for graph, join in definition.joins.items()
            for key in join.keys
            if key.resolvable
        ]

    def reachable(self, type_name: str, graphs: frozenset[str]) -> frozenset[str]:
        """Returns the subgraphs that a value found in any of some subgraphs can be carried to by keys."""
        key = (type_name, graphs)
        found = self._closures.get(key)
        if found is None:
            found = self._closures[key] = self._find_reachable(type_name, graphs)
        return found

    def _find_reachable(self, type_name: str, graphs: frozenset[str]) -> frozenset[str]:
        if type_name in self.roots:
            return frozenset(self.types[type_name].joins)
        reached = set(graphs)
        pending = [way for way in self.entries(type_name) if way.graph not in reached]
        grown = True
        while grown and pending:
            usable = [way for way in pending if self._knows(type_name, reached, way.key)]
            reached |= {way.graph for way in usable}
            pending = [way for way in pending if way.graph not in reached]
            grown = bool(usable)
        return frozenset(reached)

    def _knows(self, type_name: str, graphs: set[str], key: Selection) -> bool:
        return all(
            any(
                (local := self.field(type_name, graph, field.name)) and not local.external for graph in graphs
            )
            for _, field in key.items
        )

    def alive_after(self, type_name: str, field: str, alive: frozenset[str]) -> frozenset[str]:
        """Returns the subgraphs that could answer a field of a value found in any of some subgraphs."""
        found = set()
        for graph in self.reachable(type_name, alive):
            local = self.field(type_name, graph, field)
            if local is not None and not local.external:
                found.add(graph)
        return frozenset(found)
