"""A subgraph that is a graphql-core schema, such as Strawberry and Ariadne make."""

from __future__ import annotations

import copy
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLSchema,
    build_ast_schema,
    execute,
    parse,
    subscribe,
)

from symphonies.federation.errors import SubgraphUnavailable
from symphonies.federation.subgraph import read_subgraph

from .protocol import SubgraphRequest, SubgraphResponse

ResolveInfo = Any
"""graphql-core's ``GraphQLResolveInfo``, generic only in some of its versions."""
ReferenceResolver = Callable[[Mapping[str, Any], ResolveInfo], Any | Awaitable[Any]]
"""Turns a representation (``__typename``, key fields, required fields) into the entity's source value."""

MACHINERY = """
scalar _Any
type _Service { sdl: String }
"""


class SchemaClient:
    """Runs operations on a graphql-core schema that already serves ``_entities``.

    Args:
        schema: the executable subgraph schema; see ``make_subgraph_schema``.
        context_of: makes the resolvers' context from a request's context; by default it is passed on.
        root_value: the source value of root fields.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        *,
        context_of: Callable[[object], object] | None = None,
        root_value: object = None,
    ) -> None:
        self._schema = schema
        self._context_of = context_of
        self._root_value = root_value

    async def fetch(self, request: SubgraphRequest) -> SubgraphResponse:
        """Runs one operation.

        Raises:
            SubgraphUnavailable: when the schema cannot run it at all.
        """
        result = execute(**self._arguments(request))
        done = await result if inspect.isawaitable(result) else result
        if not isinstance(done, ExecutionResult):
            raise SubgraphUnavailable("answered in several parts")
        return _response(done)

    async def subscribe(self, request: SubgraphRequest) -> AsyncIterator[SubgraphResponse]:
        """Yields the events of a subscription; one that cannot be had is one event with its errors."""
        result = subscribe(**self._arguments(request))
        events = await result if inspect.isawaitable(result) else result
        if isinstance(events, ExecutionResult):
            yield _response(events)
            return
        try:
            async for event in events:
                yield _response(event)
        finally:
            close = getattr(events, "aclose", None)
            if close is not None:
                await close()

    def _arguments(self, request: SubgraphRequest) -> dict[str, Any]:
        return {
            "schema": self._schema,
            "document": DocumentNode(definitions=(request.operation,)),
            "root_value": self._root_value,
            "context_value": self._context_of(request.context) if self._context_of else request.context,
            "variable_values": copy.deepcopy(dict(request.variables)),
        }


def _response(result: ExecutionResult) -> SubgraphResponse:
    return SubgraphResponse(result.data, [dict(error.formatted) for error in result.errors or ()])


def make_subgraph_schema(
    sdl: str,
    resolvers: Mapping[str, Mapping[str, Callable[..., Any]]],
    references: Mapping[str, ReferenceResolver] | None = None,
    events: Mapping[str, Callable[..., AsyncIterator[Any]]] | None = None,
) -> GraphQLSchema:
    """Builds an executable subgraph from Federation SDL.

    Args:
        sdl: the subgraph's schema document, @link and all; it is what ``_service`` answers.
        resolvers: field resolvers by type and field name; fields without one read keys or attributes.
        references: by entity type, how a representation becomes a source value. Without one the
            representation itself is the source value.
        events: by field of the subscription type, an asynchronous generator of what the field answers with;
            it is called like a resolver.

    Raises:
        SubgraphInvalid: when the document cannot be read.
    """
    subgraph = read_subgraph("subgraph", sdl)
    entities = sorted(subgraph.entities)
    schema = build_ast_schema(
        _with_machinery(subgraph.document, entities, subgraph.query_name), assume_valid_sdl=True
    )
    for field_name, source in (events or {}).items():
        assert schema.subscription_type is not None
        field = schema.subscription_type.fields[field_name]
        field.subscribe, field.resolve = source, _event_itself
    for type_name, fields in resolvers.items():
        for field_name, resolve in fields.items():
            schema.type_map[type_name].fields[field_name].resolve = resolve  # type: ignore[attr-defined]
    query = schema.query_type
    assert query is not None
    query.fields["_service"].resolve = _service_resolver(sdl)
    if entities:
        query.fields["_entities"].resolve = _entities_resolver(references or {})
        schema.type_map["_Entity"].resolve_type = _entity_type  # type: ignore[attr-defined]
    return schema


def _event_itself(event: object, *_: object, **__: object) -> object:
    return event


def _service_resolver(sdl: str) -> Callable[..., Any]:
    def resolve(*_: object) -> dict[str, str]:
        return {"sdl": sdl}

    return resolve


def _with_machinery(document: DocumentNode, entities: list[str], query_name: str) -> DocumentNode:
    union = f"union _Entity = {' | '.join(entities)}\n" if entities else ""
    field = " _entities(representations: [_Any!]!): [_Entity]!" if entities else ""
    has_query = any(
        getattr(getattr(d, "name", None), "value", None) == query_name for d in document.definitions
    )
    query = f"{'extend ' if has_query else ''}type {query_name} {{ _service: _Service!{field} }}"
    return DocumentNode(definitions=(*document.definitions, *parse(MACHINERY + union + query).definitions))


def _entities_resolver(references: Mapping[str, ReferenceResolver]) -> Callable[..., Any]:
    def resolve(_source: object, info: ResolveInfo, representations: list[dict[str, Any]]) -> list[Any]:
        return [_entity(references, representation, info) for representation in representations]

    return resolve


def _entity(references: Mapping[str, ReferenceResolver], given: Mapping[str, Any], info: ResolveInfo) -> Any:
    type_name = given.get("__typename", "")
    reference = references.get(type_name)
    if reference is None:
        return given
    try:
        found = reference(given, info)
    except Exception as error:  # one unknown entity does not fail the others
        return error
    if inspect.isawaitable(found):
        return _named_later(found, type_name)
    return _named(found, type_name)


async def _named_later(found: Awaitable[Any], type_name: str) -> Any:
    try:
        return _named(await found, type_name)
    except Exception as error:
        return error


def _named(found: Any, type_name: str) -> Any:
    return {"__typename": type_name, **found} if isinstance(found, Mapping) else found


def _entity_type(value: Any, info: ResolveInfo, _type: object) -> str | None:
    if isinstance(value, Mapping):
        return value.get("__typename")
    name = getattr(value, "__typename", None) or type(value).__name__
    return name if name in info.schema.type_map else None
