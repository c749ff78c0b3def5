"""Dropping cached answers on request.

Source: the request body is that of Apollo Router's invalidation endpoint.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from symphonies.federation.errors import FederationError

from .marks import field_mark, subgraph_mark, tag_mark, type_mark
from .store import CacheStore


class InvalidationRefused(FederationError):
    """What is to be invalidated cannot be told from the request."""

    code = "INVALIDATION_INVALID"


class Invalidations:
    """Drops entries from a store.

    Args:
        store: the cache.
    """

    def __init__(self, store: CacheStore) -> None:
        self._store = store

    def subgraph(self, service: str) -> int:
        """Drops everything from one subgraph; returns how many entries."""
        return self._store.invalidate([subgraph_mark(service)])

    def type(self, service: str, type_name: str) -> int:
        """Drops every entity of a type; returns how many entries."""
        return self._store.invalidate([type_mark(service, type_name)])

    def entity(self, service: str, type_name: str, key: Mapping[str, Any]) -> int:
        """Drops an entity; returns how many entries.

        Args:
            service: the subgraph.
            type_name: the entity's type.
            key: its key; of one with several fields, entities that share one of them are dropped too.
        """
        return self._store.invalidate([field_mark(service, type_name, *pair) for pair in key.items()])

    def tag(self, tag: str, *services: str) -> int:
        """Drops what carries a tag in some subgraphs; returns how many entries."""
        return self._store.invalidate([tag_mark(service, tag) for service in services])

    def apply(self, given: object) -> int:
        """Does what a JSON body asks for; returns how many entries were dropped.

        Args:
            given: a list of objects: ``{"kind": "subgraph", "subgraph"}``, ``{"kind": "type", "subgraph",
                "type"}``, ``{"kind": "entity", "subgraph", "type", "key"}`` or ``{"kind": "cache_tag",
                "subgraphs", "cache_tag"}``.

        Raises:
            InvalidationRefused: when one of them is none of these; then nothing was dropped.
        """
        if not isinstance(given, list):
            raise InvalidationRefused("The body must be a list of invalidations.")
        marks = [mark for position, each in enumerate(given) for mark in _marks(each, f"[{position}]")]
        return self._store.invalidate(marks)


def _marks(given: object, where: str) -> Iterator[Hashable]:
    if not isinstance(given, Mapping):
        raise InvalidationRefused(f"{where} must be an object.")
    kind = given.get("kind")
    read = KINDS.get(kind) if isinstance(kind, str) else None
    if read is None:
        near = get_close_matches(str(kind), KINDS, 1)
        told = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(KINDS)}."
        raise InvalidationRefused(f"{where} has no known kind: {told}")
    yield from read(given, where)


def _of_tag(given: Mapping[str, Any], where: str) -> Iterator[Hashable]:
    services = given.get("subgraphs")
    if not isinstance(services, list) or not all(isinstance(each, str) for each in services):
        raise InvalidationRefused(f"{where} must name its subgraphs in a list.")
    tag = _text(given, "cache_tag", where)
    yield from (tag_mark(service, tag) for service in services)


def _of_entity(given: Mapping[str, Any], where: str) -> Iterator[Hashable]:
    key = given.get("key")
    if not isinstance(key, Mapping) or not key:
        raise InvalidationRefused(f"{where} must give the entity's key as an object.")
    service, named = _text(given, "subgraph", where), _text(given, "type", where)
    yield from (field_mark(service, named, str(field), value) for field, value in key.items())


def _of_type(given: Mapping[str, Any], where: str) -> Iterator[Hashable]:
    yield type_mark(_text(given, "subgraph", where), _text(given, "type", where))


def _of_subgraph(given: Mapping[str, Any], where: str) -> Iterator[Hashable]:
    yield subgraph_mark(_text(given, "subgraph", where))


def _text(given: Mapping[str, Any], name: str, where: str) -> str:
    value = given.get(name)
    if not isinstance(value, str):
        raise InvalidationRefused(f"{where} must have the text {name}.")
    return value


KINDS: Mapping[str, Callable[[Mapping[str, Any], str], Iterator[Hashable]]] = {
    "subgraph": _of_subgraph,
    "type": _of_type,
    "entity": _of_entity,
    "cache_tag": _of_tag,
}
