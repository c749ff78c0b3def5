"""Paths compiled to functions that find objects in the result."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from symphonies.federation.planning import Path

from .state import Data

Collector = Callable[[Data], list[Data]]
Located = tuple[Data, tuple[str | int, ...]]


def compile_path(path: Path) -> Collector:
    """Returns a function from the result's root to all objects at a path, lists opened."""
    if not path:
        return lambda root: [root]
    segments = tuple(path)

    def collect(root: Data) -> list[Data]:
        found = [root]
        for key, types in segments:
            below: list[Data] = []
            for value in found:
                if types is not None and not is_one_of(value.get("__typename"), types):
                    continue
                child = value.get(key)
                if type(child) is dict:
                    below.append(child)
                elif type(child) is list:
                    _open(child, below)
            found = below
        return found

    return collect


def is_one_of(name: Any, types: Collection[str]) -> bool:
    """Returns whether what a subgraph says is the name of a type is one of these; it may say anything."""
    return type(name) is str and name in types


def _open(values: list[Any], found: list[Data]) -> None:
    for value in values:
        if type(value) is dict:
            found.append(value)
        elif type(value) is list:
            _open(value, found)


def locate(root: Data, path: Path) -> list[Located]:
    """Returns the same objects as the compiled path, in the same order, each with its place in the result."""
    found: list[Located] = [(root, ())]
    for key, types in path:
        below: list[Located] = []
        for value, place in found:
            if types is None or is_one_of(value.get("__typename"), types):
                below.extend(_located(value.get(key), (*place, key)))
        found = below
    return found


def _located(value: Any, place: tuple[str | int, ...]) -> Iterator[Located]:
    if isinstance(value, dict):
        yield value, place
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _located(item, (*place, index))


def merge(target: Data, source: Data) -> None:
    """Merges an answer into an object: objects by field, lists by position, the newer value wins."""
    if target.keys().isdisjoint(source):
        target.update(source)
        return
    for key, new in source.items():
        old = target.get(key)
        if type(old) is dict and type(new) is dict:
            if old is not new:
                merge(old, new)
        elif type(old) is list and type(new) is list and len(old) == len(new):
            target[key] = [_merged(a, b) for a, b in zip(old, new, strict=True)]
        elif new is not None or key not in target:
            target[key] = new


def _merged(old: Any, new: Any) -> Any:
    if type(old) is dict and type(new) is dict:
        if old is not new:
            merge(old, new)
        return old
    if type(old) is list and type(new) is list and len(old) == len(new):
        return [_merged(a, b) for a, b in zip(old, new, strict=True)]
    return old if new is None else new
