"""Merging input objects: only fields every subgraph takes can be given."""

from __future__ import annotations

from graphql import NonNullTypeNode

from symphonies.federation.subgraph import ExpandedSubgraph, InputValue

from .merge_argument import merge_default, merge_type
from .merged import MergedInput, MergedType
from .scene import Scene, Source, description_of, list_names, quoted
from .types import text


def merge_input(scene: Scene, name: str) -> MergedType:
    """Merges an input object type."""
    sources = scene.sources(name)
    merged = MergedType(
        name,
        "input_object",
        description_of(sources),
        [f"@join__type(graph: {scene.graph(s)})" for s, _ in sources],
        scene.merged_directives(sources),
    )
    for field in dict.fromkeys(f for _, t in sources for f in t.inputs):
        value = _merge_field(scene, name, field, sources)
        if value is not None:
            merged.inputs[field] = value
    if not merged.inputs:
        scene.fail(
            "EMPTY_MERGED_INPUT_TYPE",
            f'None of the fields of input object type "{name}" are consistently defined in all the subgraphs '
            "defining that type. As only fields common to all subgraphs are merged, this would result "
            "in an empty type.",
            *sources,
        )
    return merged


def _merge_field(scene: Scene, name: str, field: str, sources: list[Source]) -> MergedInput | None:
    having = [(s, t.inputs[field]) for s, t in sources if field in t.inputs]
    place = f"{name}.{field}"
    missing = [s.name for s, t in sources if field not in t.inputs]
    if missing:
        _missing_somewhere(scene, place, having, missing)
        return None
    merged = merge_type(scene, "FIELD_TYPE_MISMATCH", f'field "{place}"', having)
    types = {text(value.type) for _, value in having}
    joins = []
    if len(types) > 1:
        joins = [f"@join__field(graph: {scene.graph(s)}, type: {quoted(text(v.type))})" for s, v in having]
    return MergedInput(
        name=field,
        type=text(merged),
        default=merge_default(scene, "INPUT_FIELD_DEFAULT_MISMATCH", f'Input field "{place}"', having),
        description=description_of(having),
        joins=joins,
        directives=scene.merged_directives(having),
    )


def _missing_somewhere(
    scene: Scene, place: str, having: list[tuple[ExpandedSubgraph, InputValue]], missing: list[str]
) -> None:
    required = [(s, v) for s, v in having if isinstance(v.type, NonNullTypeNode) and v.default is None]
    if required:
        scene.fail(
            "REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH",
            f'Input object field "{place}" is required in some subgraphs but does not appear in all '
            f"subgraphs: it is required in {list_names([s.name for s, _ in required])} but does not "
            f"appear in {list_names(missing)}",
            *required,
        )
    else:
        scene.hint(
            "INCONSISTENT_INPUT_OBJECT_FIELD",
            f'Input field "{place}" is left out of the supergraph: it is not in {list_names(missing)}.',
            *having,
        )
