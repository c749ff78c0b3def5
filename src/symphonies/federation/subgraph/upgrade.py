"""Reading a Federation 1 subgraph as a Federation 2 one: what version 1 tolerated is dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graphql import FieldNode, SelectionSetNode

from .fields import key_fields, named, try_field_set, used_fields
from .model import Applied, ExpandedSubgraph, SubField, SubType


def upgrade(subgraph: ExpandedSubgraph, others: Sequence[ExpandedSubgraph] = ()) -> ExpandedSubgraph:
    """Returns the subgraph in terms of version 2; a version 2 subgraph is returned as it is."""
    if not subgraph.names.is_first_version:
        return subgraph
    types = {name: _upgrade_type(_knowing_keys(t, others)) for name, t in subgraph.types.items()}
    provided = replace(subgraph, types=types)
    types = {name: _without_idle(provided, t) for name, t in types.items()}
    slim = replace(subgraph, types=types)
    used = used_fields(slim)
    return replace(slim, types={name: _without_unused(slim, t, used) for name, t in types.items()})


def _knowing_keys(type_: SubType, others: Sequence[ExpandedSubgraph]) -> SubType:
    """Makes an extension without a key know the fields of the keys it is defined with elsewhere."""
    if not type_.is_extension or type_.keys:
        return type_
    elsewhere = [s.types[type_.name] for s in others if type_.name in s.types]
    keyed = key_fields(k.arguments.get("fields") for t in elsewhere for k in t.keys if not t.is_extension)
    fields = {
        name: replace(_plain(f), shareable=True) if f.external and name in keyed else f
        for name, f in type_.fields.items()
    }
    return replace(type_, fields=fields)


def _upgrade_type(type_: SubType) -> SubType:
    """Drops what version 1 ignored: keys and externals of interfaces, the mark of a plain ``extend``."""
    marks = type_
    if type_.kind == "interface":
        marks = replace(
            type_,
            directives=tuple(d for d in type_.directives if d.name != "key"),
            fields={name: _plain(f) for name, f in type_.fields.items()},
        )
    return replace(marks, is_extension=type_.has("extends"))


def _plain(field: SubField) -> SubField:
    dropped = {"external", "requires", "provides"}
    return replace(
        field, external=False, directives=tuple(d for d in field.directives if d.name not in dropped)
    )


def _without_idle(subgraph: ExpandedSubgraph, type_: SubType) -> SubType:
    return replace(type_, fields={name: _active(subgraph, type_, f) for name, f in type_.fields.items()})


def _active(subgraph: ExpandedSubgraph, type_: SubType, field: SubField) -> SubField:
    """Drops a @provides or @requires of nothing external."""
    below = subgraph.types.get(named(field.type))
    on = {"provides": below, "requires": type_}
    kept = tuple(d for d in field.directives if d.name not in on or _has_external(subgraph, on[d.name], d))
    return field if len(kept) == len(field.directives) else replace(field, directives=kept)


def _has_external(subgraph: ExpandedSubgraph, type_: SubType | None, applied: Applied) -> bool:
    node = try_field_set(applied.arguments.get("fields"))
    if node is None:
        return isinstance(applied.arguments.get("fields"), str) is False or type_ is not None
    return type_ is not None and _mentions_external(subgraph, type_, node)


def _mentions_external(subgraph: ExpandedSubgraph, type_: SubType, node: SelectionSetNode) -> bool:
    for child in node.selections:
        if not isinstance(child, FieldNode):
            return True
        field = type_.fields.get(child.name.value)
        if field is None or field.external:
            return True
        below = subgraph.types.get(named(field.type))
        is_composite = below is not None and below.kind in {"object", "interface", "union"}
        if is_composite != (child.selection_set is not None):
            return True  # not a field set at all; validation says so
        if below is None or child.selection_set is None:
            continue
        if _mentions_external(subgraph, below, child.selection_set):
            return True
    return False


def _without_unused(subgraph: ExpandedSubgraph, type_: SubType, used: frozenset[tuple[str, str]]) -> SubType:
    kept = {
        name: field
        for name, field in type_.fields.items()
        if not field.external or (type_.name, name) in used or _satisfies_interface(subgraph, type_, name)
    }
    return type_ if len(kept) == len(type_.fields) else replace(type_, fields=kept)


def _satisfies_interface(subgraph: ExpandedSubgraph, type_: SubType, field: str) -> bool:
    return any(field in subgraph.types[i].fields for i in type_.interfaces if i in subgraph.types)
