"""@inaccessible: what is hidden may not be needed by what is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from symphonies.federation.composition.merged import MergedField, MergedInput, MergedType, MergedValue
from symphonies.federation.composition.scene import Scene

Marked = MergedType | MergedField | MergedInput | MergedValue


def check_inaccessible(scene: Scene, types: Mapping[str, MergedType]) -> None:
    """Checks the API schema that remains when hidden elements are left out."""
    if not any(_all_marks(types)):
        return
    for type_ in types.values():
        if is_hidden(type_):
            if type_.name == "Query":
                scene.fail(
                    "QUERY_ROOT_TYPE_INACCESSIBLE",
                    'Type "Query" is @inaccessible but is the root query type, which must be in the API '
                    "schema.",
                    *scene.defined(type_.name),
                )
            continue
        _check_children(scene, type_)
        _check_references(scene, types, type_)
        _check_interfaces(scene, types, type_)


def is_hidden(element: Marked) -> bool:
    """Returns whether an element is not shown to clients."""
    return "@inaccessible" in element.directives


def _all_marks(types: Mapping[str, MergedType]) -> Iterator[bool]:
    for type_ in types.values():
        yield is_hidden(type_)
        for child in (*type_.fields.values(), *type_.inputs.values(), *type_.values.values()):
            yield is_hidden(child)
        for field in type_.fields.values():
            yield from (is_hidden(a) for a in field.arguments)


def _check_children(scene: Scene, type_: MergedType) -> None:
    children: list[Marked] = [*type_.fields.values(), *type_.inputs.values(), *type_.values.values()]
    if children and all(is_hidden(child) for child in children):
        scene.fail(
            "ONLY_INACCESSIBLE_CHILDREN",
            f'Type "{type_.name}" is in the API schema but all of its children are @inaccessible.',
            *scene.defined(type_.name),
        )


def _check_references(scene: Scene, types: Mapping[str, MergedType], type_: MergedType) -> None:
    for field in type_.fields.values():
        if is_hidden(field):
            continue
        _check_reference(scene, types, field.type, f"{type_.name}.{field.name}")
        for argument in field.arguments:
            place = f"{type_.name}.{field.name}({argument.name}:)"
            _check_value(scene, types, argument, place, ("Argument", "argument of its field"))
    for value in type_.inputs.values():
        place = f"{type_.name}.{value.name}"
        _check_value(scene, types, value, place, ("Input field", "input field of its type"))


def _check_value(
    scene: Scene, types: Mapping[str, MergedType], value: MergedInput, place: str, words: tuple[str, str]
) -> None:
    """Check an argument or an input field; ``words`` say which of the two it is."""
    if not is_hidden(value):
        _check_reference(scene, types, value.type, place)
        _check_default(scene, types, value, place)
    elif value.type.endswith("!") and value.default is None:
        scene.fail(
            "REQUIRED_INACCESSIBLE",
            f'{words[0]} "{place}" is @inaccessible but is a required {words[1]}.',
            *scene.defined(place),
        )


def _check_reference(scene: Scene, types: Mapping[str, MergedType], written: str, place: str) -> None:
    name = written.strip("[]!")
    referenced = types.get(name)
    if referenced is not None and is_hidden(referenced):
        scene.fail(
            "REFERENCED_INACCESSIBLE",
            f'Type "{name}" is @inaccessible but is referenced by "{place}", which is in the API schema.',
            *scene.defined(place),
        )


def _check_default(scene: Scene, types: Mapping[str, MergedType], value: MergedInput, place: str) -> None:
    enum = types.get(value.type.strip("[]!"))
    if enum is None or enum.kind != "enum" or value.default is None:
        return
    for name in value.default.strip("[]").replace(",", " ").split():
        found = enum.values.get(name)
        if found is not None and is_hidden(found):
            scene.fail(
                "DEFAULT_VALUE_USES_INACCESSIBLE",
                f'Enum value "{enum.name}.{name}" is @inaccessible but is used in the default value of '
                f'"{place}", '
                "which is in the API schema.",
                *scene.defined(place),
            )


def _check_interfaces(scene: Scene, types: Mapping[str, MergedType], type_: MergedType) -> None:
    for name in type_.interfaces:
        interface = types.get(name)
        if interface is None or is_hidden(interface):
            continue
        for field in interface.fields.values():
            mine = type_.fields.get(field.name)
            if mine is not None and is_hidden(mine) and not is_hidden(field):
                scene.fail(
                    "IMPLEMENTED_BY_INACCESSIBLE",
                    f'Field "{type_.name}.{field.name}" is @inaccessible but implements the interface field '
                    f'"{name}.{field.name}", which is in the API schema.',
                    *scene.defined(f"{type_.name}.{field.name}"),
                )
