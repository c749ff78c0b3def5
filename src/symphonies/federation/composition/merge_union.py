"""Merging unions: every subgraph's members together."""

from __future__ import annotations

from .merged import MergedType
from .scene import Scene, description_of


def merge_union(scene: Scene, name: str) -> MergedType:
    """Merges a union."""
    sources = scene.sources(name)
    merged = MergedType(
        name,
        "union",
        description_of(sources),
        [f"@join__type(graph: {scene.graph(s)})" for s, _ in sources],
        scene.merged_directives(sources),
    )
    for subgraph, type_ in sources:
        for member in type_.members:
            merged.joins.append(f'@join__unionMember(graph: {scene.graph(subgraph)}, member: "{member}")')
            if member not in merged.members:
                merged.members.append(member)
    return merged
