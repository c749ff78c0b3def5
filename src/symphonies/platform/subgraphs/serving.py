"""A subgraph served: operations in, GraphQL answers out, in this process or over HTTP.

The gateway hands over parsed operations it has checked itself; texts from outside are parsed and
validated first. Root fields are answered side by side on worker threads, for the store blocks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    build_ast_schema,
    get_variable_values,
    is_non_null_type,
    parse,
    validate,
)
from graphql.execution.values import VariableValues

from symphonies.federation import SubgraphRequest, SubgraphResponse
from symphonies.kernel import SymphonyError
from symphonies.platform.subgraphs.context import RequestContext
from symphonies.platform.subgraphs.errors import OperationInvalidError
from symphonies.platform.subgraphs.resolve import graphql_error
from symphonies.platform.subgraphs.selection import Collector, Fragments, Selected

_MACHINERY = """
directive @link(url: String!, import: [String!]) repeatable on SCHEMA
directive @key(fields: String!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE
directive @shareable on OBJECT | FIELD_DEFINITION
scalar _Any
type _Service { sdl: String! }
"""
_MAX_TOKENS = 20_000

Resolver = Callable[[Selected], Any]
"""Answers one root field; called on a worker thread."""


class RootFields(Protocol):
    """Answers the root fields of one subgraph."""

    def prepare(
        self, collector: Collector, context: RequestContext, errors: list[dict[str, Any]]
    ) -> Resolver:
        """Return the resolver of one operation; notes for its answer go to ``errors``."""
        ...


def executable_schema(sdl: str, entities: Sequence[str]) -> GraphQLSchema:
    """Return a subgraph's schema with the federation machinery added to it."""
    union = f"union _Entity = {' | '.join(entities)}\n" if entities else ""
    fields = "_service: _Service!" + (" _entities(representations: [_Any!]!): [_Entity]!" if entities else "")
    added = parse(f"{_MACHINERY}{union}extend type Query {{ {fields} }}", no_location=True)
    own = parse(sdl, no_location=True)
    return build_ast_schema(
        DocumentNode(definitions=(*_without_links(own), *added.definitions)), assume_valid_sdl=True
    )


def _without_links(document: DocumentNode) -> tuple[Any, ...]:
    return tuple(node for node in document.definitions if node.kind != "schema_extension")


class ServedSubgraph:
    """A subgraph client of the gateway, and the handler of a standard subgraph endpoint.

    Args:
        name: The subgraph's name in the supergraph.
        sdl: Its schema document; what ``_service`` answers.
        entities: The types that ``_entities`` can be asked for.
        roots: Answers its root fields.
    """

    def __init__(self, name: str, sdl: str, entities: Sequence[str], roots: RootFields) -> None:
        self.name = name
        self.sdl = sdl
        self.schema = executable_schema(sdl, entities)
        self._roots = roots
        self._checked = lru_cache(maxsize=512)(self._check)

    async def fetch(self, request: SubgraphRequest) -> SubgraphResponse:
        """Answer one operation of the gateway; its context is a ``RequestContext``."""
        context = request.context
        assert isinstance(context, RequestContext), "the application passes a RequestContext to the gateway"
        data, errors = await self._run(request.operation, {}, request.variables, context)
        return SubgraphResponse(data, errors)

    async def execute(
        self, query: str, variables: Mapping[str, Any] | None, context: RequestContext,
        operation_name: str | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """Answer a GraphQL request as text: the body of ``POST``, as a JSON object to send back."""
        try:
            operations, fragments = self._checked(query)
            operation = _choose(operations, operation_name)
        except OperationInvalidError as error:
            return {"errors": [graphql_error(error)]}
        data, errors = await self._run(operation, fragments, variables or {}, context)
        return {"data": data, "errors": errors} if errors else {"data": data}

    async def _run(
        self, operation: OperationDefinitionNode, fragments: Fragments,
        variables: Mapping[str, Any], context: RequestContext,
    ) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:  # fmt: skip
        coerced = get_variable_values(self.schema, operation.variable_definitions or (), dict(variables))
        if not isinstance(coerced, VariableValues):
            return None, [_shown(error) for error in coerced]
        collector = Collector(self.schema, fragments, coerced)
        errors: list[dict[str, Any]] = []
        resolve = self._roots.prepare(collector, context, errors)
        asked = collector.fields("Query", [operation.selection_set])
        answers = await asyncio.gather(*(self._answer(resolve, selected) for selected in asked))
        data: dict[str, Any] | None = {}
        for selected, (value, error) in zip(asked, answers, strict=True):
            if error is not None:
                errors.append(error)
            if data is not None:
                data = (
                    None if value is None and self._required(selected.name) else {**data, selected.key: value}
                )
        return data, errors

    async def _answer(self, resolve: Resolver, selected: Selected) -> tuple[Any, dict[str, Any] | None]:
        if selected.name == "__typename":
            return "Query", None
        if selected.name == "_service":
            return {node.key: self.sdl for node in self._service_fields(selected)}, None
        try:
            return await asyncio.to_thread(resolve, selected), None
        except SymphonyError as error:
            return None, graphql_error(error, [selected.key])
        except GraphQLError as error:
            return None, {**_shown(error), "path": [selected.key]}

    def _service_fields(self, selected: Selected) -> list[Selected]:
        collector = Collector(self.schema, {}, VariableValues({}, {}))
        return [node for node in collector.below("_Service", selected) if node.name == "sdl"]

    def _required(self, name: str) -> bool:
        query = self.schema.query_type
        return query is not None and name in query.fields and is_non_null_type(query.fields[name].type)

    def _check(self, query: str) -> tuple[tuple[OperationDefinitionNode, ...], Fragments]:
        try:
            document = parse(query, max_tokens=_MAX_TOKENS, no_location=True)
        except GraphQLError as error:
            raise OperationInvalidError(error.message, hint="Send one GraphQL document as text.") from error
        problems = validate(self.schema, document, max_errors=5)
        if problems:
            raise OperationInvalidError(
                problems[0].message, hint="Compare with the schema: { _service { sdl } }."
            )
        operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
        fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        return tuple(operations), fragments


def _choose(operations: Sequence[OperationDefinitionNode], name: str | None) -> OperationDefinitionNode:
    found = [each for each in operations if name is None or (each.name and each.name.value == name)]
    if len(found) != 1 or found[0].operation is not OperationType.QUERY:
        raise OperationInvalidError(
            "the document does not name exactly one query to run",
            hint="Send one query, or say which by operationName.",
        )
    return found[0]


def _shown(error: GraphQLError) -> dict[str, Any]:
    return {"message": error.message, "extensions": {"code": OperationInvalidError.code}}
