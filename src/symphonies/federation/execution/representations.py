"""Representation templates compiled to functions, and the batching of equal representations."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

import orjson

from symphonies.federation.planning import EntityFetch, Representation, Template

from .paths import is_one_of
from .state import Data

MISSING: Any = object()
Made = tuple[Hashable, Data]
"""What equal representations have in common, and the representation."""
Build = Callable[[Data], Made | None]
Possible = Callable[[str], frozenset[str]]


def compile_representations(
    fetch: EntityFetch, possible: Possible
) -> Callable[[list[Data]], tuple[list[Data], list[list[Data]]]]:
    """Returns a function from objects to distinct representations and the objects each stands for."""
    # A type's own input goes before that of an interface it has: the latter may lack what the type requires.
    by_type = {type_name: _entity(given, possible) for type_name, given in fetch.inputs.items()}
    for type_name, build in list(by_type.items()):
        for concrete in possible(type_name):
            by_type.setdefault(concrete, build)
    default = _entity(fetch.default, possible) if fetch.default else None

    def present(objects: list[Data]) -> tuple[list[Data], list[list[Data]]]:
        representations: list[Data] = []
        owners: list[list[Data]] = []
        seen: dict[Hashable, list[Data]] = {}
        for value in objects:
            name = value.get("__typename")
            build = by_type.get(name, default) if type(name) is str else default
            made = build(value) if build is not None else None
            if made is None:
                continue
            identity, representation = made
            same = seen.get(identity)
            if same is None:
                seen[identity] = same = []
                representations.append(representation)
                owners.append(same)
            same.append(value)
        return representations, owners

    return present


def _entity(given: Representation, possible: Possible) -> Build:
    entity, fill = given.entity, _compile(given.template, possible)

    def build(value: Data) -> Made | None:
        out: Data = {"__typename": entity}
        return (orjson.dumps(out, default=str), out) if fill(value, out) else None

    return _by_one_name(given, build) or build


def _by_one_name(given: Representation, build: Build) -> Build | None:
    """Returns a quicker way for what most entities are known by: one field, a text or a number."""
    template = given.template
    if len(template.fields) != 1 or template.branches:
        return None
    ((name, (key, child)),) = template.fields.items()
    if child is not None:
        return None
    entity = given.entity

    def build_named(value: Data) -> Made | None:
        found = value.get(key)
        if type(found) is str or type(found) is int:
            return (entity, found), {"__typename": entity, name: found}
        return build(value)

    return build_named


def _compile(template: Template, possible: Possible) -> Callable[[Data, Data], bool]:
    """Returns a function that fills a representation and says whether the data sufficed."""
    leaves = tuple(
        (name, key, name in template.keys) for name, (key, child) in template.fields.items() if child is None
    )
    nested = tuple(
        (name, key, name in template.keys, _compile_nested(child, possible))
        for name, (key, child) in template.fields.items()
        if child is not None
    )
    branches = tuple(
        (frozenset({name, *possible(name)}), _compile(branch, possible))
        for name, branch in template.branches.items()
    )

    def fill(value: Data, out: Data) -> bool:
        for name, key, is_key in leaves:
            found = value.get(key, MISSING)
            if found is MISSING or (is_key and found is None):
                return False
            out[name] = found
        for name, key, is_key, build in nested:
            found = build(value.get(key, MISSING))
            if found is MISSING or (is_key and found is None):
                return False
            out[name] = found
        name = value.get("__typename")
        return all(fill_branch(value, out) for types, fill_branch in branches if is_one_of(name, types))

    return fill


def _compile_nested(template: Template, possible: Possible) -> Callable[[Any], Any]:
    fill, with_typename = _compile(template, possible), template.with_typename

    def build(value: Any) -> Any:
        if type(value) is dict:
            out: Data = {"__typename": value["__typename"]} if with_typename and "__typename" in value else {}
            return out if fill(value, out) else MISSING
        if type(value) is list:
            items = [build(item) for item in value]
            return MISSING if any(item is MISSING for item in items) else items
        return value

    return build
