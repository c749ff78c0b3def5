"""Contracts: the part of a supergraph that some clients may see, chosen by @tag."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .merged import MergedField, MergedInput, MergedType, MergedValue
from .rules.inaccessible import Marked, is_hidden
from .rules.presence import ROOTS
from .scene import Scene

TAG = re.compile(r'^@tag\(name: "(.*)"\)$')
HIDDEN = "@inaccessible"


@dataclass(frozen=True, slots=True)
class Contract:
    """Which elements clients may see.

    A tag on an object or interface counts for all its fields. What has an excluded tag is left out, whatever
    else it has. With included tags, fields of objects and interfaces, and unions, that have none of them are
    left out too. Types of which nothing remains, or that nothing visible leads to, disappear.

    Attributes:
        include: tags to keep; empty: everything is kept that is not excluded.
        exclude: tags to leave out.
    """

    include: frozenset[str] = frozenset()
    exclude: frozenset[str] = frozenset()


def apply_contract(scene: Scene, types: Mapping[str, MergedType], contract: Contract) -> None:
    """Marks what a contract leaves out as inaccessible; the subgraphs still answer it among themselves."""
    _tell_unknown_tags(scene, types, contract)
    for type_ in types.values():
        _exclude(type_, contract.exclude)
        if contract.include:
            _include(type_, contract.include)
    _hide_empty(types)
    _hide_unreachable(types)
    if any(is_hidden(element) for type_ in types.values() for element in _elements(type_)):
        scene.used_directives.add("inaccessible")


def _tell_unknown_tags(scene: Scene, types: Mapping[str, MergedType], contract: Contract) -> None:
    known = {tag for type_ in types.values() for element in _elements(type_) for tag in _tags(element)}
    for tag in sorted((contract.include | contract.exclude) - known):
        scene.hint("CONTRACT_TAG_UNUSED", f'The contract names the tag "{tag}", which no element has.')


def _elements(type_: MergedType) -> Iterable[Marked]:
    yield type_
    yield from _children(type_)
    for field in type_.fields.values():
        yield from field.arguments


def _children(type_: MergedType) -> list[MergedField | MergedInput | MergedValue]:
    return [*type_.fields.values(), *type_.inputs.values(), *type_.values.values()]


def _tags(element: Marked) -> set[str]:
    return {match[1] for directive in element.directives if (match := TAG.match(directive))}


def _hide(element: Marked) -> None:
    if not is_hidden(element):
        element.directives = [*element.directives, HIDDEN]


def _exclude(type_: MergedType, tags: frozenset[str]) -> None:
    for element in _elements(type_):
        if _tags(element) & tags:
            _hide(element)


def _include(type_: MergedType, tags: frozenset[str]) -> None:
    if _tags(type_) & tags:
        return
    if type_.kind == "union":
        _hide(type_)
    for field in type_.fields.values():
        if not _tags(field) & tags:
            _hide(field)


def _hide_empty(types: Mapping[str, MergedType]) -> None:
    """Hides types of which nothing remains: no field, no value, no member."""
    for type_ in types.values():
        children = _children(type_)
        if children and all(is_hidden(child) for child in children):
            _hide(type_)
    for type_ in types.values():
        if type_.members and all(is_hidden(types[m]) for m in type_.members if m in types):
            _hide(type_)


def _hide_unreachable(types: Mapping[str, MergedType]) -> None:
    reached: set[str] = set()
    pending = [name for name in ROOTS if name in types]
    implementations: dict[str, list[str]] = {}
    for type_ in types.values():
        for interface in type_.interfaces:
            implementations.setdefault(interface, []).append(type_.name)
    while pending:
        name = pending.pop()
        type_ = types.get(name)
        if name in reached or type_ is None or is_hidden(type_):
            continue
        reached.add(name)
        pending += [*_mentioned(type_), *type_.members, *type_.interfaces, *implementations.get(name, ())]
    for type_ in types.values():
        if type_.name not in reached:
            _hide(type_)


def _mentioned(type_: MergedType) -> Iterable[str]:
    """Returns the types that the visible parts of a type name."""
    for value in (*type_.fields.values(), *type_.inputs.values()):
        if not is_hidden(value):
            yield value.type.strip("[]!")
    for field in type_.fields.values():
        if not is_hidden(field):
            yield from (a.type.strip("[]!") for a in field.arguments if not is_hidden(a))
