"""Merging scalars."""

from __future__ import annotations

from .merged import MergedType
from .scene import Scene, description_of


def merge_scalar(scene: Scene, name: str) -> MergedType:
    """Merges a scalar."""
    sources = scene.sources(name)
    return MergedType(
        name,
        "scalar",
        description_of(sources),
        [f"@join__type(graph: {scene.graph(s)})" for s, _ in sources],
        scene.merged_directives(sources),
    )
