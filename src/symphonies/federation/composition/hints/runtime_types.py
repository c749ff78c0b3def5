"""Shareable fields whose subgraphs may answer with different concrete types."""

from __future__ import annotations

from symphonies.federation.composition.scene import Scene
from symphonies.federation.subgraph import ExpandedSubgraph, SubField
from symphonies.federation.subgraph.fields import named


def hint_runtime_types(scene: Scene) -> None:
    """Hints at shared fields of abstract types that mean other types in other subgraphs."""
    for name in scene.type_names:
        sources = [(s, t) for s, t in scene.sources(name) if t.kind == "object"]
        for field in dict.fromkeys(f for _, t in sources for f in t.fields):
            having = [(s, t.fields[field]) for s, t in sources if field in t.fields]
            _hint(scene, f"{name}.{field}", [(s, f) for s, f in having if not f.external])


def _hint(scene: Scene, label: str, having: list[tuple[ExpandedSubgraph, SubField]]) -> None:
    if len(having) < 2:
        return
    found = {s.name: _runtime_types(s, named(f.type)) for s, f in having}
    if any(types is None for types in found.values()) or len(set(found.values())) < 2:
        return
    shown = " but ".join(
        f'{", ".join(sorted(types or ())) or "none"} in subgraph "{name}"' for name, types in found.items()
    )
    scene.hint(
        "INCONSISTENT_RUNTIME_TYPES_FOR_SHAREABLE_RETURN",
        f'Field "{label}" is resolved by several subgraphs, whose possible types differ: {shown}. It must be '
        "resolved alike in all of them.",
        *having,
    )


def _runtime_types(subgraph: ExpandedSubgraph, name: str) -> frozenset[str] | None:
    """Returns the concrete types of an abstract type, None for any other."""
    type_ = subgraph.types.get(name)
    if type_ is None or type_.kind not in {"interface", "union"}:
        return None
    if type_.kind == "union":
        return frozenset(type_.members)
    return frozenset(t.name for t in subgraph.types.values() if t.kind == "object" and name in t.interfaces)
