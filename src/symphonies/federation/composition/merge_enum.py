"""Merging enums by how they are used: answers may be any value known, inputs must be known to all."""

from __future__ import annotations

from collections.abc import Sequence

from symphonies.federation.subgraph import Element, ExpandedSubgraph

from .merged import MergedType, MergedValue
from .scene import Scene, Source, description_of, list_names


def merge_enum(scene: Scene, name: str) -> MergedType:
    """Merges an enum."""
    sources = scene.sources(name)
    merged = MergedType(
        name,
        "enum",
        description_of(sources),
        [f"@join__type(graph: {scene.graph(s)})" for s, _ in sources],
        scene.merged_directives(sources),
    )
    inputs, outputs = scene.positions
    is_input, is_output = name in inputs, name in outputs
    for value in dict.fromkeys(v for _, t in sources for v in t.values):
        having = [(s, t.values[value]) for s, t in sources if value in t.values]
        hidden = any(element.has("inaccessible") for _, element in having)
        if len(having) < len(sources) and is_input and not hidden:
            if is_output:
                _mismatch(scene, name, value, having, sources)
            else:
                scene.hint(
                    "INCONSISTENT_ENUM_VALUE_FOR_INPUT_ENUM",
                    f'Value "{value}" of enum "{name}" is left out of the supergraph: "{name}" is used '
                    "as an input, "
                    f"and only {list_names([s.name for s, _ in having])} would take it.",
                    *having,
                )
                continue
        merged.values[value] = _merge_value(scene, value, having)
    if not merged.values:
        scene.fail(
            "EMPTY_MERGED_ENUM_TYPE",
            f'None of the values of enum type "{name}" are defined consistently in all the subgraphs '
            "defining that "
            "type. As only values common to all subgraphs are merged, this would result in an empty type.",
            *sources,
        )
    return merged


def _merge_value(scene: Scene, value: str, having: Sequence[tuple[ExpandedSubgraph, Element]]) -> MergedValue:
    return MergedValue(
        value,
        description_of(having),
        [f"@join__enumValue(graph: {scene.graph(s)})" for s, _ in having],
        scene.merged_directives(having),
    )


def _mismatch(
    scene: Scene,
    name: str,
    value: str,
    having: Sequence[tuple[ExpandedSubgraph, Element]],
    sources: Sequence[Source],
) -> None:
    known = [s.name for s, _ in having]
    missing = [s.name for s, _ in sources if s.name not in known]
    scene.fail(
        "ENUM_VALUE_MISMATCH",
        f'Enum type "{name}" is used as both input type and output type, but value "{value}" is not '
        "defined in all "
        f'the subgraphs defining "{name}": "{value}" is defined in {list_names(known)} but not in '
        f"{list_names(missing)}",
        *having,
    )
