"""What subgraphs say about caching, carried over into the supergraph with the subgraph that said it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graphql import print_ast

from symphonies.federation.subgraph.model import Element

from .merged import MergedType
from .scene import Scene

CARRIED = {"cacheTag": "federation__cacheTag", "cacheControl": "cacheControl"}
"""Directives whose applications are told by @join__directive, with the name they have there."""
FIRST_VERSION = (2, 7)
"""The federation version whose supergraphs have @join__directive."""


def carry_caching(scene: Scene, types: Mapping[str, MergedType]) -> None:
    """Adds every application of @cacheTag and @cacheControl to the type or field it stands on."""
    if max(s.names.version for s in scene.subgraphs) < FIRST_VERSION:
        return
    for subgraph in scene.subgraphs:
        graph = scene.graph(subgraph)
        for type_ in subgraph.types.values():
            merged = types.get(type_.name)
            if merged is None or merged.kind not in {"object", "interface"}:
                continue
            merged.directives += _told(scene, graph, type_)
            for name, field in type_.fields.items():
                if name in merged.fields:
                    merged.fields[name].directives += _told(scene, graph, field)


def _told(scene: Scene, graph: str, element: Element) -> Iterator[str]:
    for name, shown in CARRIED.items():
        if name in scene.composed:
            continue
        for applied in element.all(name):
            given = applied.node.arguments or ()
            arguments = ", ".join(f"{each.name.value}: {print_ast(each.value)}" for each in given)
            yield f'@join__directive(graphs: [{graph}], name: "{shown}", args: {{{arguments}}})'
