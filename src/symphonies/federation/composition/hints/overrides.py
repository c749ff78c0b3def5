"""How far a move of a field by @override has come."""

from __future__ import annotations

from symphonies.federation.composition.merge_composite import is_used
from symphonies.federation.composition.scene import Scene
from symphonies.federation.subgraph import ExpandedSubgraph, SubField, SubType


def hint_overrides(scene: Scene) -> None:
    """Hints at what can be removed, and at moves under way."""
    by_name = {s.name: s for s in scene.subgraphs}
    for subgraph in scene.subgraphs:
        for type_ in subgraph.types.values():
            for field in type_.fields.values():
                source = by_name.get(str(field.argument("override", "from")))
                if source is not None:
                    _hint(scene, subgraph, type_, field, source)


def _hint(
    scene: Scene, subgraph: ExpandedSubgraph, type_: SubType, field: SubField, source: ExpandedSubgraph
) -> None:
    label = f"{type_.name}.{field.name}"
    theirs = source.types.get(type_.name)
    overridden = theirs.fields.get(field.name) if theirs else None
    if theirs is None or overridden is None:
        scene.hint(
            "OVERRIDE_DIRECTIVE_CAN_BE_REMOVED",
            f'Field "{label}" on subgraph "{subgraph.name}" no longer exists in the from subgraph '
            f'"{source.name}". The @override directive can be removed.',
            (subgraph, field),
        )
    elif field.argument("override", "label"):
        scene.hint(
            "OVERRIDE_MIGRATION_IN_PROGRESS",
            f'Field "{label}" is being moved from subgraph "{source.name}" to "{subgraph.name}" under '
            "the label "
            f'"{field.argument("override", "label")}".',
            (subgraph, field),
            (source, overridden),
        )
    elif not is_used(source, theirs, field.name):
        scene.hint(
            "OVERRIDDEN_FIELD_CAN_BE_REMOVED",
            f'Field "{label}" on subgraph "{source.name}" is overridden by "{subgraph.name}". It can be '
            "removed.",
            (source, overridden),
        )
    elif not overridden.external:
        scene.hint(
            "OVERRIDDEN_FIELD_CAN_BE_REMOVED",
            f'Field "{label}" on subgraph "{source.name}" is overridden by "{subgraph.name}". It is '
            "still used in "
            "some federation directive(s) or by an interface there; it can be marked @external.",
            (source, overridden),
        )
