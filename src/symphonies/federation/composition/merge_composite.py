"""Merging objects and interfaces: their keys, interfaces and fields."""

from __future__ import annotations

from collections.abc import Sequence

from symphonies.federation.subgraph import ExpandedSubgraph, SubField, SubType
from symphonies.federation.subgraph.fields import used_fields

from .field_source import FieldSource
from .merge_field import merge_field
from .merged import MergedType
from .scene import Scene, Source, description_of, quoted

QUERY = "Query"


def merge_composite(scene: Scene, name: str, kind: str) -> MergedType:
    """Merges an object or interface type; interface objects count as the interface they stand for."""
    sources = scene.sources(name)
    merged = MergedType(
        name=name,
        kind=kind,
        description=description_of(sources),
        joins=_type_joins(scene, name, sources),
        directives=scene.merged_directives(sources),
    )
    _merge_interfaces(scene, merged, sources)
    holders = len(scene.subgraphs) if name == QUERY else len(sources)
    for field_name in dict.fromkeys(f for _, t in sources for f in t.fields):
        field = merge_field(scene, _field_sources(scene, sources, field_name), holders)
        if field is not None:
            merged.fields[field_name] = field
    return merged


def _type_joins(scene: Scene, name: str, sources: Sequence[Source]) -> list[str]:
    by_name = {s.name: t for s, t in sources}
    joins: list[str] = []
    for subgraph in scene.subgraphs:
        type_ = by_name.get(subgraph.name)
        if type_ is not None:
            joins.extend(_joins_of(scene, subgraph, type_))
        elif name == QUERY:
            joins.append(f"@join__type(graph: {scene.graph(subgraph)})")
    return joins


def _joins_of(scene: Scene, subgraph: ExpandedSubgraph, type_: SubType) -> list[str]:
    graph = f"graph: {scene.graph(subgraph)}"
    suffix = ""
    if type_.is_extension and type_.keys:
        suffix += ", extension: true"
    marks = ", isInterfaceObject: true" if type_.is_interface_object else ""
    joins: dict[str, None] = {}
    for key in type_.keys:
        fields = key.arguments.get("fields")
        closed = ", resolvable: false" if key.arguments.get("resolvable") is False else ""
        joins[f"@join__type({graph}, key: {quoted(str(fields))}{suffix}{closed}{marks})"] = None
    return list(joins) or [f"@join__type({graph}{marks})"]


def _merge_interfaces(scene: Scene, merged: MergedType, sources: Sequence[Source]) -> None:
    for subgraph, type_ in sources:
        for interface in type_.interfaces:
            graph = scene.graph(subgraph)
            merged.joins.insert(
                _implements_count(merged), f'@join__implements(graph: {graph}, interface: "{interface}")'
            )
            if interface not in merged.interfaces:
                merged.interfaces.append(interface)


def _implements_count(merged: MergedType) -> int:
    return sum(join.startswith("@join__implements") for join in merged.joins)


def _field_sources(scene: Scene, sources: Sequence[Source], name: str) -> list[FieldSource]:
    found = [(s, t, t.fields[name]) for s, t in sources if name in t.fields]
    taken = _overridden(found)
    return [
        FieldSource(s, t, f, s.name in taken, s.name in taken and is_used(s, t, name)) for s, t, f in found
    ]


def _overridden(found: Sequence[tuple[ExpandedSubgraph, SubType, SubField]]) -> set[str]:
    """Returns the subgraphs whose field another one takes over for good."""
    return {
        str(field.argument("override", "from"))
        for subgraph, _, field in found
        if field.has("override")
        and not field.argument("override", "label")
        and field.argument("override", "from") != subgraph.name
    }


def is_used(subgraph: ExpandedSubgraph, type_: SubType, field: str) -> bool:
    """Returns whether a subgraph that lost a field still mentions it in a key, an input or an interface."""
    if any(field in subgraph.types[i].fields for i in type_.interfaces if i in subgraph.types):
        return True
    return (type_.name, field) in used_fields(subgraph)
