"""@override: from another subgraph, once, and not of a field with directives that bind it to its place."""

from __future__ import annotations

from difflib import get_close_matches

from symphonies.federation.composition.scene import Scene
from symphonies.federation.subgraph import ExpandedSubgraph, SubField, SubType

BINDING = ("external", "provides", "requires")
"""A field with one of these is bound to its subgraph; the overridden one may at least be external."""
Overriding = tuple[ExpandedSubgraph, SubType, SubField]


def check_overrides(scene: Scene) -> None:
    """Checks every @override against its source."""
    for subgraph in scene.subgraphs:
        for type_ in subgraph.types.values():
            for field in type_.fields.values():
                if field.has("override"):
                    _check(scene, (subgraph, type_, field))


def _check(scene: Scene, overriding: Overriding) -> None:
    subgraph, type_, field = overriding
    label = f"{type_.name}.{field.name}"
    source = field.argument("override", "from")
    if type_.kind == "interface":
        scene.fail(
            "OVERRIDE_ON_INTERFACE",
            f'@override cannot be used on field "{label}" on subgraph "{subgraph.name}": @override is '
            "not supported on interface type fields.",
            (subgraph, field),
        )
        return
    if source == subgraph.name:
        scene.fail(
            "OVERRIDE_FROM_SELF_ERROR",
            f'Source and destination subgraphs "{source}" are the same for overridden field "{label}"',
            (subgraph, field),
        )
        return
    others = [s for s in scene.subgraphs if s.name == source]
    if not others:
        scene.hint(
            "FROM_SUBGRAPH_DOES_NOT_EXIST",
            f'Source subgraph "{source}" for field "{label}" on subgraph "{subgraph.name}" does not exist.'
            + _near(str(source), [s.name for s in scene.subgraphs]),
            (subgraph, field),
        )
    _collide(scene, overriding, (subgraph, type_, field))
    for other in others:
        their_type = other.types.get(type_.name)
        their_field = their_type.fields.get(field.name) if their_type else None
        if their_type is not None and their_field is not None:
            _check_source(scene, overriding, (other, their_type, their_field))


def _check_source(scene: Scene, overriding: Overriding, source: Overriding) -> None:
    subgraph, type_, field = overriding
    other, _, their_field = source
    if their_field.has("override"):
        scene.fail(
            "OVERRIDE_SOURCE_HAS_OVERRIDE",
            f'Field "{type_.name}.{field.name}" on subgraph "{subgraph.name}" is also marked with directive '
            f'@override in subgraph "{other.name}". Only one @override directive is allowed per field.',
            (subgraph, field),
            (other, their_field),
        )
    _collide(scene, overriding, source)


def _near(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f' Is "{near[0]}" meant?' if near else ""


def _collide(scene: Scene, overriding: Overriding, other: Overriding) -> None:
    subgraph, type_, field = overriding
    label = f"{type_.name}.{field.name}"
    their_subgraph, _, their_field = other
    for name in BINDING:
        if (name == "requires") == (their_field is field) and name != "provides":
            continue
        is_bound = their_field.external if name == "external" else their_field.has(name)
        if is_bound:
            scene.fail(
                "OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE",
                f'@override cannot be used on field "{label}" on subgraph "{subgraph.name}" since '
                f'"{label}" on '
                f'"{their_subgraph.name}" is marked with directive "@{name}"',
                (subgraph, field),
            )
            return
