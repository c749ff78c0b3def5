"""The tags that cached answers can be invalidated by.

Source: @cacheTag of Apollo Federation 2.12: ``{$key.field}`` on entities, ``{$args.name}`` on root fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from graphql import FieldNode, SelectionSetNode, value_from_ast_untyped

from .directives import Said

PLACE = re.compile(r"\{\s*\$(key|args)\.([\w.]+)\s*\}")


class CacheTags:
    """The formats of a supergraph.

    Args:
        said: what it says about caching.
        query: the name of the query type.
    """

    def __init__(self, said: Iterable[Said], query: str) -> None:
        self._query = query
        self._formats: dict[tuple[str, str | None], list[tuple[str | None, str]]] = {}
        for each in said:
            if each.feature == "cacheTag" and isinstance(each.arguments.get("format"), str):
                told = (each.graph, each.arguments["format"])
                self._formats.setdefault((each.type, each.field), []).append(told)

    def of_entity(self, graph: str, representation: Mapping[str, Any]) -> Iterator[str]:
        """Yields the tags of an entity."""
        formats = self._formats.get((str(representation.get("__typename")), None), ())
        yield from _filled(formats, graph, {"key": representation})

    def of_root(self, graph: str, node: SelectionSetNode, variables: Mapping[str, Any]) -> Iterator[str]:
        """Yields the tags of root fields."""
        for child in node.selections:
            if isinstance(child, FieldNode):
                formats = self._formats.get((self._query, child.name.value), ())
                if formats:
                    given = {
                        argument.name.value: value_from_ast_untyped(argument.value, dict(variables))
                        for argument in child.arguments or ()
                    }
                    yield from _filled(formats, graph, {"args": given})


def _filled(
    formats: Iterable[tuple[str | None, str]], graph: str, values: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    """Yields formats with values in their places; one whose value is not there makes no tag."""
    for owner, text in formats:
        if owner not in (None, graph):
            continue
        filled = {place[0]: _at(values, place[1], place[2]) for place in PLACE.finditer(text)}
        if all(value is not None for value in filled.values()):
            yield PLACE.sub(partial(_value, filled), text)


def _value(filled: Mapping[str, Any], place: re.Match[str]) -> str:
    return str(filled[place[0]])


def _at(values: Mapping[str, Mapping[str, Any]], kind: str, path: str) -> Any:
    found: Any = values.get(kind)
    for step in path.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    if isinstance(found, bool):
        return "true" if found else "false"
    return found if isinstance(found, (str, int, float)) else None
