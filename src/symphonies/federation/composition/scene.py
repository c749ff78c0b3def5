"""What every merge step looks at: the subgraphs, their supergraph names, and the issues found so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from graphql import print_ast

from symphonies.federation.subgraph import (
    Applied,
    Element,
    ExpandedSubgraph,
    Issue,
    Location,
    SubField,
    SubType,
)
from symphonies.federation.subgraph.fields import provided_fields
from symphonies.federation.subgraph.spec import MERGED

from .applications import COMBINERS
from .types import named

Source = tuple[ExpandedSubgraph, SubType]


class Scene:
    """One composition under way.

    Args:
        subgraphs: in the order of their names.
    """

    def __init__(self, subgraphs: Sequence[ExpandedSubgraph]) -> None:
        self.subgraphs = subgraphs
        self.graph_names = _graph_names([s.name for s in subgraphs])
        self.issues: list[Issue] = []
        self.hints: list[Issue] = []
        self.used_directives: set[str] = set()
        self.composed: set[str] = set()
        self._provided: dict[str, frozenset[tuple[str, str]]] = {}

    def graph(self, subgraph: ExpandedSubgraph) -> str:
        """Returns a subgraph's name in the supergraph's enum."""
        return self.graph_names[subgraph.name]

    def sources(self, type_name: str) -> list[Source]:
        """Returns a type's definitions with their subgraphs."""
        return [(s, s.types[type_name]) for s in self.subgraphs if type_name in s.types]

    def defined(self, coordinate: str) -> list[tuple[ExpandedSubgraph, Element]]:
        """Returns the definitions of a ``Type``, ``Type.field``, ``Type.field(argument:)`` or ``@name``."""
        if coordinate.startswith("@"):
            return [
                (s, Element(coordinate, None, (), s.definitions[coordinate[1:]]))
                for s in self.subgraphs
                if coordinate[1:] in s.definitions
            ]
        type_name, _, rest = coordinate.partition(".")
        child, _, argument = rest.rstrip(":)").partition("(")
        found: list[tuple[ExpandedSubgraph, Element]] = []
        for subgraph, type_ in self.sources(type_name):
            element: Element | None = type_
            if child:
                element = type_.fields.get(child) or type_.inputs.get(child) or type_.values.get(child)
            if argument:
                element = element.arguments.get(argument) if isinstance(element, SubField) else None
            if element is not None:
                found.append((subgraph, element))
        return found

    def locate(self, coordinate: str) -> tuple[Location, ...]:
        """Returns where an element stands in the subgraphs that define it."""
        return tuple(place for s, e in self.defined(coordinate) for place in s.locate(e))

    @cached_property
    def type_names(self) -> list[str]:
        """Returns all type names, sorted."""
        return sorted({name for s in self.subgraphs for name in s.types})

    def is_provided(self, subgraph: ExpandedSubgraph, label: str) -> bool:
        """Returns whether a subgraph answers an external field (``Type.field``) on some of its paths."""
        if subgraph.name not in self._provided:
            self._provided[subgraph.name] = provided_fields(subgraph)
        type_name, _, field = label.partition(".")
        return (type_name, field) in self._provided[subgraph.name]

    def fail(self, code: str, message: str, *elements: tuple[ExpandedSubgraph, Element]) -> None:
        """Records an error that concerns the whole."""
        places = tuple(place for s, e in elements for place in s.locate(e))
        self.issues.append(Issue(code, message, places))

    def hint(self, code: str, message: str, *elements: tuple[ExpandedSubgraph, Element]) -> None:
        """Records something to know that is no error."""
        places = tuple(place for s, e in elements for place in s.locate(e))
        self.hints.append(Issue(code, message, places))

    @cached_property
    def _supertypes(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for subgraph in self.subgraphs:
            for type_ in subgraph.types.values():
                for interface in type_.interfaces:
                    found.setdefault(type_.name, set()).add(interface)
                for member in type_.members:
                    found.setdefault(member, set()).add(type_.name)
        return found

    def is_named_subtype(self, name: str, base: str) -> bool:
        """Returns whether a named type is another's implementation, member or itself, anywhere."""
        return name == base or base in self._supertypes.get(name, ())

    @cached_property
    def positions(self) -> tuple[set[str], set[str]]:
        """Returns the named types used as inputs and the ones used as outputs."""
        inputs: set[str] = set()
        outputs: set[str] = set()
        for subgraph in self.subgraphs:
            for type_ in subgraph.types.values():
                inputs.update(named(i.type) for i in type_.inputs.values())
                for field in type_.fields.values():
                    outputs.add(named(field.type))
                    inputs.update(named(a.type) for a in field.arguments.values())
        return inputs, outputs

    def merged_directives(self, elements: Iterable[tuple[ExpandedSubgraph, Element]]) -> list[str]:
        """Returns the applications that the supergraph keeps on an element, without repetition."""
        found: dict[str, None] = {}
        combined: dict[str, list[Applied]] = {}
        deprecated: str | None = None
        for subgraph, element in elements:
            for applied in element.directives:
                if applied.name == "context":
                    self.used_directives.add("context")
                    found.setdefault(
                        f"@context(name: {quoted(context_name(subgraph, applied.arguments['name']))})"
                    )
                elif applied.name in COMBINERS:
                    combined.setdefault(applied.name, []).append(applied)
                elif (
                    applied.name in MERGED
                    or applied.name in {"specifiedBy", "oneOf"}
                    or self._is_composed(subgraph, applied)
                ):
                    found.setdefault(self._print(subgraph, applied))
                elif applied.name == "deprecated" and deprecated is None:
                    deprecated = print_ast(applied.node)
        self.used_directives.update(combined)
        together = [COMBINERS[name]([a.arguments for a in same]) for name, same in combined.items()]
        return [*found, *together, *([deprecated] if deprecated else [])]

    def _is_composed(self, subgraph: ExpandedSubgraph, applied: Applied) -> bool:
        """Returns whether this very subgraph asked for the directive to be kept."""
        return f"@{applied.node.name.value}" in {c.arguments.get("name") for c in subgraph.composed}

    def _print(self, subgraph: ExpandedSubgraph, applied: Applied) -> str:
        if applied.name in MERGED:
            self.used_directives.add(applied.name)
        written = print_ast(applied.node)
        return f"@{applied.name}" + written[1 + len(applied.node.name.value) :]


def description_of(elements: Iterable[tuple[ExpandedSubgraph, Element]]) -> str | None:
    """Returns the description most subgraphs agree on, the first of them when there are several."""
    counts: dict[str, int] = {}
    for _, element in elements:
        if element.description:
            counts[element.description] = counts.get(element.description, 0) + 1
    return max(counts, key=lambda d: counts[d]) if counts else None


def context_name(subgraph: ExpandedSubgraph, name: str) -> str:
    """Returns what the supergraph calls a subgraph's context."""
    return f"{subgraph.name}__{name}"


def quoted(value: str) -> str:
    """Returns a GraphQL string literal."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def list_names(names: Sequence[str]) -> str:
    """Returns subgraph names as words of a sentence."""
    shown = [f'"{name}"' for name in names]
    if len(shown) == 1:
        return f"subgraph {shown[0]}"
    return f"subgraphs {', '.join(shown[:-1])} and {shown[-1]}"


def _graph_names(names: Sequence[str]) -> dict[str, str]:
    """Returns enum values for subgraph names: upper case, made unique by a number."""
    plain = {name: _enum_name(name) for name in names}
    counts: dict[str, int] = {}
    for value in plain.values():
        counts[value] = counts.get(value, 0) + 1
    seen: dict[str, int] = {}
    out: dict[str, str] = {}
    for name, value in plain.items():
        if counts[value] == 1:
            out[name] = value
        else:
            seen[value] = seen.get(value, 0) + 1
            out[name] = f"{value}_{seen[value]}"
    return out


def _enum_name(name: str) -> str:
    value = re.sub(r"[^A-Z0-9_]", "_", name.upper())
    if not value or value[0].isdigit():
        value = f"_{value}"
    return value + "_" if re.fullmatch(r".*_\d+", value) else value
