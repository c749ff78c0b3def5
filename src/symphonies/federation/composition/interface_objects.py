"""Fields that an interface object adds are fields of every implementation."""

from __future__ import annotations

from collections.abc import Mapping

from .merged import MergedField, MergedType
from .scene import Scene


def add_interface_object_fields(scene: Scene, types: Mapping[str, MergedType]) -> None:
    """Gives implementations the fields of interface objects that they do not define themselves."""
    for name in list(types):
        sources = scene.sources(name)
        added = [
            field
            for _, type_ in sources
            if type_.is_interface_object
            for field in type_.fields
            if not type_.fields[field].external
        ]
        if not added:
            continue
        for implementation in types.values():
            if implementation.kind == "object" and name in implementation.interfaces:
                _add(implementation, types[name], added)


def _add(implementation: MergedType, interface: MergedType, added: list[str]) -> None:
    for name in added:
        field = interface.fields.get(name)
        if field is not None and name not in implementation.fields:
            implementation.fields[name] = MergedField(
                field.name, field.type, field.arguments, field.description, ["@join__field"], field.directives
            )
