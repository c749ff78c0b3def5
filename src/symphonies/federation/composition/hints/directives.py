"""Directives that subgraphs define or apply differently."""

from __future__ import annotations

from collections.abc import Iterator

from graphql import DirectiveDefinitionNode, print_ast

from symphonies.federation.composition.applications import COMBINERS
from symphonies.federation.composition.merge_directive import EXECUTABLE
from symphonies.federation.composition.scene import Scene, list_names
from symphonies.federation.subgraph import Applied, Element, ExpandedSubgraph

Defined = tuple[ExpandedSubgraph, DirectiveDefinitionNode]
ONE_TAKEN = ("deprecated", "specifiedBy")
"""Directives of which the supergraph takes the first subgraph's application."""


def hint_directives(scene: Scene) -> None:
    """Hints at definitions of executable directives and at arguments of applications that differ."""
    for name in sorted({n for s in scene.subgraphs for n in s.definitions}):
        if name not in scene.composed and not any(name in s.names.local for s in scene.subgraphs):
            _hint_definition(scene, name)
    for label, having in _elements(scene):
        _hint_applications(scene, label, having)


def _hint_definition(scene: Scene, name: str) -> None:
    defined = [(s, s.definitions[name]) for s in scene.subgraphs if name in s.definitions]
    usable = [(s, node) for s, node in defined if _places(node)]
    if not usable:
        return
    missing = [s.name for s in scene.subgraphs if name not in s.definitions]
    if missing:
        found = list_names([s.name for s, _ in defined])
        message = (
            f'Executable directive "@{name}" is left out of the supergraph: it is in {found} but not in '
            f"{list_names(missing)}."
        )
        scene.hint("INCONSISTENT_EXECUTABLE_DIRECTIVE_PRESENCE", message, *scene.defined(f"@{name}"))
        return
    shared = set.intersection(*(_places(node) for _, node in defined))
    if not shared:
        message = (
            f'Executable directive "@{name}" is left out of the supergraph: no location is common to all '
            "subgraphs."
        )
        scene.hint("NO_EXECUTABLE_DIRECTIVE_LOCATIONS_INTERSECTION", message, *scene.defined(f"@{name}"))
    elif any(_places(node) != shared for _, node in defined):
        message = (
            f'Executable directive "@{name}" has inconsistent locations across subgraphs: the supergraph '
            f"has {', '.join(sorted(shared))}, common to all."
        )
        scene.hint("INCONSISTENT_EXECUTABLE_DIRECTIVE_LOCATIONS", message, *scene.defined(f"@{name}"))
    if shared and len({node.repeatable for _, node in defined}) > 1:
        repeatable = list_names([s.name for s, node in defined if node.repeatable])
        message = (
            f'Executable directive "@{name}" is not repeatable in the supergraph: it is only in {repeatable}.'
        )
        scene.hint("INCONSISTENT_EXECUTABLE_DIRECTIVE_REPEATABLE", message, *scene.defined(f"@{name}"))


def _places(node: DirectiveDefinitionNode) -> set[str]:
    return {place.value for place in node.locations} & set(EXECUTABLE)


Having = list[tuple[ExpandedSubgraph, Element]]


def _elements(scene: Scene) -> Iterator[tuple[str, Having]]:
    """Yields every type, field and argument with its definitions."""
    found: dict[str, Having] = {}
    for subgraph in scene.subgraphs:
        for type_ in subgraph.types.values():
            found.setdefault(type_.name, []).append((subgraph, type_))
            for child in (*type_.fields.values(), *type_.inputs.values(), *type_.values.values()):
                found.setdefault(f"{type_.name}.{child.name}", []).append((subgraph, child))
            for field in type_.fields.values():
                for argument in field.arguments.values():
                    label = f"{type_.name}.{field.name}({argument.name}:)"
                    found.setdefault(label, []).append((subgraph, argument))
    yield from found.items()


def _hint_applications(scene: Scene, label: str, having: Having) -> None:
    for name in (*COMBINERS, *ONE_TAKEN):
        applied = [(s, e, d) for s, e in having for d in e.all(name)]
        written = {_written(d) for _, _, d in applied}
        if len(written) < 2:
            continue
        elements = tuple((s, e) for s, e, _ in applied)
        shown = " but ".join(f'{_written(d)} in subgraph "{s.name}"' for s, _, d in applied)
        if name in COMBINERS:
            message = (
                f'Directive @{name} is applied to "{label}" with different arguments, which the '
                f"supergraph combines: {shown}."
            )
            scene.hint("MERGED_NON_REPEATABLE_DIRECTIVE_ARGUMENTS", message, *elements)
        else:
            message = (
                f'Directive @{name} is applied to "{label}" with different arguments: {shown}. The '
                "supergraph takes the first."
            )
            scene.hint("INCONSISTENT_NON_REPEATABLE_DIRECTIVE_ARGUMENTS", message, *elements)


def _written(applied: Applied) -> str:
    return f"@{applied.name}" + print_ast(applied.node)[1 + len(applied.node.name.value) :]
