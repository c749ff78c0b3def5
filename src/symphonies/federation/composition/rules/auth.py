"""@requires may not carry guarded data into a field that is guarded less."""

from __future__ import annotations

from collections.abc import Iterator

from graphql import FieldNode, InlineFragmentNode, SelectionSetNode

from symphonies.federation.composition.guards import Guard, both
from symphonies.federation.composition.scene import Scene
from symphonies.federation.subgraph import ExpandedSubgraph, SubField, SubType
from symphonies.federation.subgraph.fields import named, try_field_set


def check_auth(scene: Scene) -> None:
    """Checks that every field with @requires demands at least what its inputs demand."""
    for subgraph in scene.subgraphs:
        for type_ in subgraph.types.values():
            for field_ in type_.fields.values():
                node = (
                    try_field_set(field_.argument("requires", "fields")) if field_.has("requires") else None
                )
                if node is not None:
                    _check(scene, subgraph, type_, field_, node)


def _check(
    scene: Scene, subgraph: ExpandedSubgraph, type_: SubType, field_: SubField, node: SelectionSetNode
) -> None:
    mine = _guard_of_field(scene, type_.name, field_.name)
    for label, guard in _inputs(scene, type_.name, node):
        if not mine.covers(guard):
            scene.fail(
                "MISSING_TRANSITIVE_AUTH_REQUIREMENTS",
                f'[{subgraph.name}] Field "{type_.name}.{field_.name}" does not specify necessary '
                "@authenticated, "
                f"@requiresScopes and/or @policy auth requirements to access the transitive field "
                f'"{label}" data from @requires selection set.',
                (subgraph, field_),
            )
            return


def _inputs(scene: Scene, type_name: str, node: SelectionSetNode) -> Iterator[tuple[str, Guard]]:
    """Returns every field of a selection with its guard; an interface's with all implementations' guards."""
    for child in node.selections:
        if isinstance(child, InlineFragmentNode):
            below = child.type_condition.name.value if child.type_condition else type_name
            yield below, _guard_of_type(scene, below)
            yield from _inputs(scene, below, child.selection_set)
        elif isinstance(child, FieldNode):
            name = child.name.value
            guard = _guard_of_field(scene, type_name, name, with_parent=False)
            for other in _implementations(scene, type_name):
                own = _guard_of_field(scene, other, name)
                guard.authenticated |= own.authenticated
                guard.scopes = both(guard.scopes, own.scopes)
                guard.policies = both(guard.policies, own.policies)
            yield f"{type_name}.{name}", guard
            output = _output(scene, type_name, name)
            if child.selection_set is not None and output is not None:
                yield from _inputs(scene, output, child.selection_set)


def _implementations(scene: Scene, name: str) -> set[str]:
    return {
        t.name
        for s in scene.subgraphs
        for t in s.types.values()
        if name in t.interfaces and t.kind == "object"
    }


def _guard_of_type(scene: Scene, name: str) -> Guard:
    guard = Guard()
    for _, type_ in scene.sources(name):
        guard.add(type_)
    return guard


def _guard_of_field(scene: Scene, type_name: str, name: str, *, with_parent: bool = True) -> Guard:
    guard = _guard_of_type(scene, type_name) if with_parent else Guard()
    for _, type_ in scene.sources(type_name):
        field_ = type_.fields.get(name)
        if field_ is not None:
            guard.add(field_)
    output = _output(scene, type_name, name)
    if output is not None:
        for _, type_ in scene.sources(output):
            guard.add(type_)
    return guard


def _output(scene: Scene, type_name: str, name: str) -> str | None:
    for _, type_ in scene.sources(type_name):
        if name in type_.fields:
            return named(type_.fields[name].type)
    return None
