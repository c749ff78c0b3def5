"""Where the federation directives may be applied."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symphonies.federation.subgraph.fields import named, used_fields
from symphonies.federation.subgraph.issue import Issue
from symphonies.federation.subgraph.model import ExpandedSubgraph, SubField, SubType
from symphonies.federation.subgraph.spec import MERGED

LABEL = re.compile(r"^[a-zA-Z][a-zA-Z0-9_\-:./]*$")
PERCENT = re.compile(r"^percent\((\d{1,2}(\.\d{1,8})?|100)\)$")
GUARDS = ("authenticated", "requiresScopes", "policy")


def check_usage(subgraph: ExpandedSubgraph) -> list[Issue]:
    """Checks applications of federation directives."""
    found: list[Issue] = []
    used = used_fields(subgraph)
    for type_ in subgraph.types.values():
        found.extend(_check_type(subgraph, type_))
        for field in type_.fields.values():
            found.extend(_check_field(subgraph, type_, field))
            if field.external:
                found.extend(_check_external(subgraph, type_, field, used))
    return found


def _check_type(subgraph: ExpandedSubgraph, type_: SubType) -> Iterator[Issue]:
    if type_.is_interface_object and not type_.keys:
        message = (
            "The @interfaceObject directive can only be applied to entity types but type "
            f'"{type_.name}" has no @key in this subgraph.'
        )
        yield subgraph.issue("INTERFACE_OBJECT_USAGE_ERROR", message, type_)
    if type_.kind == "interface" and type_.keys:
        yield from _check_interface_keys(subgraph, type_)
    for guard in GUARDS:
        if type_.has(guard) and (type_.kind == "interface" or type_.is_interface_object):
            what = "interface object" if type_.is_interface_object else "interface"
            yield _guarded(subgraph, guard, f'{what} "{type_.name}"', type_)


def _guarded(subgraph: ExpandedSubgraph, guard: str, what: str, element: SubType | SubField) -> Issue:
    message = (
        f"Invalid use of @{guard} on {what}: @{guard} cannot be applied on interfaces, interface fields and "
        "interface objects"
    )
    return subgraph.issue("AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE", message, element)


def _check_interface_keys(subgraph: ExpandedSubgraph, type_: SubType) -> Iterator[Issue]:
    if subgraph.names.version < (2, 3):
        message = f'Cannot use @key on interface "{type_.name}": @key is not yet supported on interfaces'
        yield subgraph.issue("KEY_UNSUPPORTED_ON_INTERFACE", message, type_)
        return
    for key in type_.keys:
        fields = key.arguments.get("fields")
        if key.arguments.get("resolvable") is False:
            continue
        for other in subgraph.types.values():
            if other.kind == "interface" or type_.name not in other.interfaces:
                continue
            if not any(_same(k.arguments.get("fields"), fields) for k in other.keys):
                message = (
                    f'Key @key(fields: "{fields}") on interface type "{type_.name}" is missing on '
                    "implementation "
                    f'type "{other.name}".'
                )
                yield subgraph.issue("INTERFACE_KEY_NOT_ON_IMPLEMENTATION", message, other)


def _same(one: object, other: object) -> bool:
    return str(one).split() == str(other).split()


def _check_field(subgraph: ExpandedSubgraph, type_: SubType, field: SubField) -> Iterator[Issue]:
    label = f"{type_.name}.{field.name}"
    if type_.kind == "interface":
        yield from _check_interface_field(subgraph, type_, field, label)
    if field.has("provides"):
        below = subgraph.types.get(named(field.type))
        if below is None or below.kind not in {"object", "interface", "union"}:
            message = (
                f'Invalid @provides directive on field "{label}": field has type "{named(field.type)}" '
                "which is not "
                "a Composite Type"
            )
            yield subgraph.issue("PROVIDES_ON_NON_OBJECT_FIELD", message, field)
    text = field.argument("override", "label")
    if isinstance(text, str) and not (LABEL.match(text) or PERCENT.match(text)):
        yield subgraph.issue("OVERRIDE_LABEL_INVALID", _label_message(text, label, subgraph.name), field)


def _label_message(text: str, label: str, name: str) -> str:
    return (
        f'Invalid @override label "{text}" on field "{label}" on subgraph "{name}": labels must start '
        "with a letter "
        "and after that may contain alphanumerics, underscores, minuses, colons, periods, or slashes. "
        "Alternatively, "
        'labels may be of the form "percent(x)" where x is a float between 0-100 inclusive.'
    )


def _check_interface_field(
    subgraph: ExpandedSubgraph, type_: SubType, field: SubField, label: str
) -> Iterator[Issue]:
    below = subgraph.types.get(named(field.type))
    for name in ("requires", "provides"):
        if field.has(name) and (name == "requires" or below is not None):
            message = (
                f'Cannot use @{name} on field "{label}" of parent type "{type_.name}": not within interfaces'
            )
            yield subgraph.issue(f"{name.upper()}_UNSUPPORTED_ON_INTERFACE", message, field)
    if field.has("shareable"):
        message = (
            f'Invalid use of @shareable on field "{label}": only object type fields can be marked @shareable'
        )
        yield subgraph.issue("INVALID_SHAREABLE_USAGE", message, field)
    for guard in GUARDS:
        if field.has(guard):
            yield _guarded(subgraph, guard, f'field "{label}"', field)
    if field.has("external"):
        message = f'Interface type field "{label}" is marked @external, which is not allowed there'
        yield subgraph.issue("EXTERNAL_ON_INTERFACE", message, field)


def _check_external(
    subgraph: ExpandedSubgraph, type_: SubType, field: SubField, used: frozenset[tuple[str, str]]
) -> Iterator[Issue]:
    label = f"{type_.name}.{field.name}"
    for applied in field.directives:
        if applied.name in MERGED:
            shown = f'(name: "{applied.arguments["name"]}")' if "name" in applied.arguments else ""
            message = f'Cannot apply merged directive @{applied.name}{shown} to external field "{label}"'
            yield subgraph.issue("MERGED_DIRECTIVE_APPLICATION_ON_EXTERNAL", message, field)
    for_interface = any(
        field.name in subgraph.types[i].fields for i in type_.interfaces if i in subgraph.types
    )
    if not for_interface and (type_.name, field.name) not in used:
        message = (
            f'Field "{label}" is marked @external but is not used in any federation directive (@key, '
            "@provides, "
            "@requires) or to satisfy an interface; the field declaration has no use and should be "
            "removed (or the "
            "field should not be @external)."
        )
        yield subgraph.issue("EXTERNAL_UNUSED", message, field)
