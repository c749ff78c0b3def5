"""Plain mappings -> the fields asked for: closures compiled once for all rows of a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphql import GraphQLObjectType, get_named_type

from symphonies.platform.subgraphs.selection import Collector, Selected

Projection = Callable[[Any], Any]


def compile_projection(collector: Collector, type_name: str, selections: list[Selected]) -> Projection:
    """Return a function from a source mapping to the response of its selections.

    A source is a mapping by field name, or None, or a list of sources; a value may be a function
    without arguments, which is called only when the field is asked for.
    """
    definition = collector.schema.type_map[type_name]
    assert isinstance(definition, GraphQLObjectType)
    parts = [(selected.key, _reader(collector, definition, selected)) for selected in selections]

    def project(source: Any) -> Any:
        if source is None:
            return None
        if isinstance(source, list):
            return [project(each) for each in source]
        return {key: read(source) for key, read in parts}

    return project


def _reader(
    collector: Collector, definition: GraphQLObjectType, selected: Selected
) -> Callable[[Mapping[str, Any]], Any]:
    name = selected.name
    if name == "__typename":
        return lambda _source: definition.name
    named = get_named_type(definition.fields[name].type)
    if not isinstance(named, GraphQLObjectType):
        return lambda source: _called(source.get(name))
    below = compile_projection(collector, named.name, collector.below(named.name, selected))
    return lambda source: below(_called(source.get(name)))


def _called(value: Any) -> Any:
    return value() if callable(value) else value
