"""What some subgraphs know of a type and others do not, and enums nobody uses."""

from __future__ import annotations

from collections.abc import Iterable

from symphonies.federation.composition.rules.presence import ROOTS
from symphonies.federation.composition.scene import Scene, Source, list_names

VALUE_TYPE_CODES = {
    "object": "INCONSISTENT_OBJECT_VALUE_TYPE_FIELD",
    "interface": "INCONSISTENT_INTERFACE_VALUE_TYPE_FIELD",
}


def hint_presence(scene: Scene) -> None:
    """Hints at fields, keys, members and values that are not everywhere."""
    for name in scene.type_names:
        if name in ROOTS:
            continue
        sources = scene.sources(name)
        kind = sources[0][1].kind
        if kind in VALUE_TYPE_CODES:
            _hint_composite(scene, name, kind, sources)
        elif kind == "union":
            _hint_members(scene, name, sources)
        elif kind == "enum":
            _hint_enum(scene, name, sources)


def _hint_composite(scene: Scene, name: str, kind: str, sources: list[Source]) -> None:
    keyed = [s for s in sources if s[1].keys]
    if keyed and len(keyed) < len(sources) and kind == "object":
        without = [s for s in sources if not s[1].keys]
        scene.hint(
            "INCONSISTENT_ENTITY",
            f'Type "{name}" is declared as an entity (has a @key applied) in {_names(keyed)} but not in '
            f"{_names(without)}.",
            *without,
        )
    if keyed or any(t.is_interface_object for _, t in sources):
        return
    for field in dict.fromkeys(f for _, t in sources for f in t.fields):
        having = [(s, t.fields[field]) for s, t in sources if field in t.fields]
        missing = [s for s in sources if field not in s[1].fields]
        if missing:
            scene.hint(
                VALUE_TYPE_CODES[kind],
                f'Field "{name}.{field}" of {kind} type "{name}", which is no entity, is defined in some '
                "but not "
                f"all subgraphs that define the type: it is in {_named(s.name for s, _ in having)} but "
                "not in "
                f"{_names(missing)}.",
                *having,
            )


def _hint_members(scene: Scene, name: str, sources: list[Source]) -> None:
    for member in dict.fromkeys(m for _, t in sources for m in t.members):
        having = [s for s in sources if member in s[1].members]
        missing = [s for s in sources if member not in s[1].members]
        if missing:
            scene.hint(
                "INCONSISTENT_UNION_MEMBER",
                f'Union type "{name}" includes member type "{member}" in {_names(having)} but not in '
                f"{_names(missing)}.",
                *having,
            )


def _hint_enum(scene: Scene, name: str, sources: list[Source]) -> None:
    inputs, outputs = scene.positions
    if name not in inputs and name not in outputs:
        scene.hint("UNUSED_ENUM_TYPE", f'Enum type "{name}" is defined but is not used.', *sources)
        return
    if name in inputs:
        return
    for value in dict.fromkeys(v for _, t in sources for v in t.values):
        having = [(s, t.values[value]) for s, t in sources if value in t.values]
        missing = [s for s in sources if value not in s[1].values]
        if missing:
            scene.hint(
                "INCONSISTENT_ENUM_VALUE_FOR_OUTPUT_ENUM",
                f'Value "{value}" of enum "{name}" is in the supergraph though not all subgraphs define '
                "it: it is in "
                f"{_named(s.name for s, _ in having)} but not in {_names(missing)}.",
                *having,
            )


def _names(sources: Iterable[Source]) -> str:
    return _named(s.name for s, _ in sources)


def _named(names: Iterable[str]) -> str:
    return list_names(list(names))
