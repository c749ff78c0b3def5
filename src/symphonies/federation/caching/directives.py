"""What a supergraph says about caching: @cacheControl and @cacheTag, by the subgraph that says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import DocumentNode, EnumTypeDefinitionNode, value_from_ast_untyped

FEATURES = {
    "cacheControl": "cacheControl",
    "cacheTag": "cacheTag",
    "federation__cacheTag": "cacheTag",
    "federation__cacheControl": "cacheControl",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One application.

    Attributes:
        feature: ``cacheControl`` or ``cacheTag``.
        graph: the subgraph it holds for; None for all.
        type: the type it stands on, or whose field it stands on.
        field: that field; None for the type itself.
        arguments: its arguments.
    """

    feature: str
    graph: str | None
    type: str
    field: str | None
    arguments: Mapping[str, Any]


def read_caching_directives(document: DocumentNode) -> list[Said]:
    """Returns every application in a supergraph document.

    Composers tell them by ``@join__directive``, or as themselves where ``@composeDirective`` asks for it.
    """
    graphs = _graph_names(document)
    found: list[Said] = []
    for node in document.definitions:
        name = getattr(getattr(node, "name", None), "value", None)
        if name is None:
            continue
        found += _on(node, name, None, graphs)
        for field in getattr(node, "fields", None) or ():
            found += _on(field, name, field.name.value, graphs)
    return found


def _on(node: Any, type_name: str, field: str | None, graphs: Mapping[str, str]) -> Iterator[Said]:
    for directive in getattr(node, "directives", None) or ():
        given = {a.name.value: value_from_ast_untyped(a.value) for a in directive.arguments or ()}
        named = directive.name.value
        if named != "join__directive":
            if named in FEATURES:
                yield Said(FEATURES[named], None, type_name, field, given)
            continue
        feature = FEATURES.get(str(given.get("name")))
        if feature is not None:
            for graph in given.get("graphs") or ():
                yield Said(feature, graphs.get(graph), type_name, field, given.get("args") or {})


def _graph_names(document: DocumentNode) -> dict[str, str]:
    """Returns subgraph names by their value of the enum ``join__Graph``."""
    names: dict[str, str] = {}
    for node in document.definitions:
        if isinstance(node, EnumTypeDefinitionNode) and node.name.value == "join__Graph":
            for value in node.values or ():
                for directive in value.directives or ():
                    for argument in directive.arguments or ():
                        if argument.name.value == "name":
                            names[value.name.value] = value_from_ast_untyped(argument.value)
    return names
