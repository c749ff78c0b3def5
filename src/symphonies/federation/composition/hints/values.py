"""The same element said differently: types that fit together though they differ, and descriptions."""

from __future__ import annotations

from collections.abc import Sequence

from graphql import TypeNode

from symphonies.federation.composition.scene import Scene, Source, description_of, list_names
from symphonies.federation.composition.types import text
from symphonies.federation.subgraph import Element, ExpandedSubgraph, InputValue, SubField

Placed = tuple[ExpandedSubgraph, Element]


def hint_values(scene: Scene) -> None:
    """Hints at differing types and descriptions of types, fields, arguments and values."""
    for name in scene.type_names:
        sources = scene.sources(name)
        _describe(scene, f'Type "{name}"', sources)
        _hint_fields(scene, name, sources)
        _hint_inputs(scene, name, sources)
        for value in dict.fromkeys(v for _, t in sources for v in t.values):
            _describe(
                scene,
                f'Enum value "{name}.{value}"',
                [(s, t.values[value]) for s, t in sources if value in t.values],
            )


def _hint_fields(scene: Scene, name: str, sources: Sequence[Source]) -> None:
    for field in dict.fromkeys(f for _, t in sources for f in t.fields):
        having = [(s, t.fields[field]) for s, t in sources if field in t.fields]
        label = f"{name}.{field}"
        _describe(scene, f'Field "{label}"', having)
        code = "INCONSISTENT_BUT_COMPATIBLE_FIELD_TYPE"
        _compare(scene, code, f'field "{label}"', [(s, f, f.type) for s, f in having if not f.external])
        _hint_arguments(scene, label, having)


def _hint_arguments(scene: Scene, label: str, fields: Sequence[tuple[ExpandedSubgraph, SubField]]) -> None:
    for argument in dict.fromkeys(a for _, f in fields for a in f.arguments):
        having = [(s, f.arguments[argument]) for s, f in fields if argument in f.arguments]
        _hint_value(scene, f'argument "{label}({argument}:)"', having)


def _hint_inputs(scene: Scene, name: str, sources: Sequence[Source]) -> None:
    for field in dict.fromkeys(f for _, t in sources for f in t.inputs):
        having = [(s, t.inputs[field]) for s, t in sources if field in t.inputs]
        _hint_value(scene, f'input field "{name}.{field}"', having)


def _hint_value(scene: Scene, what: str, having: Sequence[tuple[ExpandedSubgraph, InputValue]]) -> None:
    _describe(scene, what[0].upper() + what[1:], having)
    code = "INCONSISTENT_BUT_COMPATIBLE_ARGUMENT_TYPE"
    _compare(scene, code, what, [(s, v, v.type) for s, v in having])


def _compare(
    scene: Scene, code: str, what: str, having: Sequence[tuple[ExpandedSubgraph, Element, TypeNode]]
) -> None:
    by_type: dict[str, list[str]] = {}
    for subgraph, _, written in having:
        by_type.setdefault(text(written), []).append(subgraph.name)
    if len(by_type) > 1:
        found = " but ".join(f'type "{shown}" in {list_names(names)}' for shown, names in by_type.items())
        message = f"Type of {what} is inconsistent but compatible across subgraphs: it has {found}."
        scene.hint(code, message, *((s, e) for s, e, _ in having))


def _describe(scene: Scene, what: str, having: Sequence[Placed]) -> None:
    """Hints at descriptions that differ; the supergraph takes the most frequent."""
    described = [(s, e) for s, e in having if e.description]
    if len({e.description for _, e in described}) > 1:
        kept = description_of(described)
        owner = next(s.name for s, e in described if e.description == kept)
        message = (
            f'{what} has different descriptions across subgraphs: the supergraph takes that of "{owner}".'
        )
        scene.hint("INCONSISTENT_DESCRIPTION", message, *described)
