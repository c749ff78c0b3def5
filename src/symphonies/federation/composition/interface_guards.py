"""An interface is guarded as its implementations are: whoever asks through it may meet any of them."""

from __future__ import annotations

from collections.abc import Mapping

from symphonies.federation.subgraph import Element

from .applications import minimal, print_demand
from .guards import Alternatives, Guard
from .merged import MergedField, MergedType
from .scene import Scene

GUARDS = ("@authenticated", "@requiresScopes", "@policy")
FREE: Alternatives = [frozenset()]


def guard_interfaces(scene: Scene, types: Mapping[str, MergedType]) -> None:
    """Gives interfaces and their fields the demands of all implementations together."""
    if not {"authenticated", "requiresScopes", "policy"} & _applied(scene):
        return
    for interface in types.values():
        if interface.kind != "interface":
            continue
        implementations = [t for t in types.values() if t.kind == "object" and interface.name in t.interfaces]
        _guard(scene, interface, _guard_of(scene, [interface, *implementations]))
        for field in interface.fields.values():
            names = [interface.name, *(t.name for t in implementations)]
            _guard(scene, field, _field_guard(scene, names, field.name))
            _guard_added(scene, implementations, field)


def _applied(scene: Scene) -> set[str]:
    return {
        applied.name
        for subgraph in scene.subgraphs
        for type_ in subgraph.types.values()
        for element in (type_, *type_.fields.values())
        for applied in element.directives
    }


def _guard_of(scene: Scene, types: list[MergedType]) -> Guard:
    guard = Guard()
    for type_ in types:
        for _, source in scene.sources(type_.name):
            guard.add(source)
    return guard


def _field_guard(scene: Scene, names: list[str], field: str) -> Guard:
    guard = Guard()
    for name in names:
        for _, source in scene.sources(name):
            element: Element | None = source.fields.get(field)
            if element is not None:
                guard.add(element)
    return guard


def _guard_added(scene: Scene, implementations: list[MergedType], field: MergedField) -> None:
    """Guards the implementations' fields too, where an interface object adds a demand of its own."""
    for type_ in implementations:
        mine = type_.fields.get(field.name)
        through = [
            t.fields[field.name]
            for interface in type_.interfaces
            for _, t in scene.sources(interface)
            if t.is_interface_object and field.name in t.fields
        ]
        if mine is not None and through:
            own = _field_guard(scene, [type_.name], field.name)
            for element in through:
                own.add(element)
            _guard(scene, mine, own)


def _guard(scene: Scene, element: MergedType | MergedField, guard: Guard) -> None:
    kept = [d for d in element.directives if not d.startswith(GUARDS)]
    if guard.authenticated:
        kept.append("@authenticated")
        scene.used_directives.add("authenticated")
    for name, argument, demand in (
        ("requiresScopes", "scopes", guard.scopes),
        ("policy", "policies", guard.policies),
    ):
        if demand != FREE:
            kept.append(print_demand(name, argument, minimal(demand)))
            scene.used_directives.add(name)
    element.directives = kept
