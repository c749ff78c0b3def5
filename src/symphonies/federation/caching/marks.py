"""The marks of entries: what an invalidation finds them by."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any


def subgraph_mark(service: str) -> Hashable:
    """Returns the mark of everything from one subgraph."""
    return "subgraph", service


def type_mark(service: str, type_name: str) -> Hashable:
    """Returns the mark of every entity of a type."""
    return "type", service, type_name


def field_mark(service: str, type_name: str, field: str, value: object) -> Hashable:
    """Returns the mark of entities with a value in a field of their representation."""
    return "field", service, type_name, field, str(value)


def tag_mark(service: str, tag: str) -> Hashable:
    """Returns the mark of a tag."""
    return "tag", service, tag


def root_marks(service: str, tags: Iterable[str]) -> Iterator[Hashable]:
    """Yields the marks of an answer to root fields."""
    yield subgraph_mark(service)
    yield from (tag_mark(service, tag) for tag in tags)


def entity_marks(service: str, representation: Mapping[str, Any], tags: Iterable[str]) -> Iterator[Hashable]:
    """Yields the marks of an entity."""
    yield from root_marks(service, tags)
    named = str(representation.get("__typename"))
    yield type_mark(service, named)
    for field, value in representation.items():
        if field != "__typename" and isinstance(value, (str, int, float)):
            yield field_mark(service, named, field, value)


def told_tags(extensions: Mapping[str, Any], name: str) -> list[Any]:
    """Returns the tags that a subgraph's answer itself tells."""
    given = extensions.get(name)
    return given if isinstance(given, list) else []
