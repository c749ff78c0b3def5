"""The gateway: a supergraph and subgraph clients in, GraphQL answers out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    print_ast,
    validate,
)

from .errors import FederationError, RequestRefused
from .execution import RunState
from .limits import Limits, PersistedDocuments, check_shape, parse_within
from .planning import PlanCache, Planner
from .prepared import Prepared, prepare
from .request import GraphQLRequest, GraphQLResponse
from .supergraph import api_schema, read_supergraph
from .transport.protocol import SubgraphClient


@dataclass(frozen=True, slots=True)
class GatewayOptions:
    """How a gateway behaves.

    Attributes:
        limits: how large a request may be.
        introspection: whether ``__schema`` and ``__type`` are answered.
        suggestions: whether validation errors name similar fields; off for strangers.
        timeout_s: how long one subgraph request may take; None for as long as it likes.
        plans: how many prepared operations are remembered.
        planning_budget: how many places one operation may need.
    """

    limits: Limits = field(default_factory=Limits)
    introspection: bool = True
    suggestions: bool = True
    timeout_s: float | None = 30.0
    plans: int = 1000
    planning_budget: int = 200_000


class Gateway:
    """Answers GraphQL requests over the subgraphs of one supergraph.

    Args:
        supergraph_sdl: a supergraph document, by ``compose`` or another composer of join v0.3 and later.
        clients: subgraph clients by the subgraph's name.
        options: limits and switches.
        documents: trusted and persisted documents.

    Raises:
        SupergraphInvalid: when the document cannot be read.
    """

    def __init__(
        self,
        supergraph_sdl: str,
        clients: Mapping[str, SubgraphClient],
        options: GatewayOptions | None = None,
        documents: PersistedDocuments | None = None,
    ) -> None:
        self.options = options or GatewayOptions()
        self._clients = clients
        self._documents = documents or PersistedDocuments()
        supergraph = read_supergraph(supergraph_sdl)
        self.schema: GraphQLSchema = api_schema(supergraph.document)
        """The schema clients see."""
        self._planner = Planner(supergraph, self.options.planning_budget)
        self._cache: PlanCache[Prepared] = PlanCache(self.options.plans)

    async def execute(self, request: GraphQLRequest, context: object = None) -> GraphQLResponse:
        """Answers one request; failures are part of the answer, never raised.

        Args:
            request: the operation.
            context: handed to every subgraph client, for example the principal.
        """
        try:
            prepared = self.prepare(request)
            variables = prepared.coerce(request.variables)
        except RequestRefused as refusal:
            return GraphQLResponse(errors=refusal.all_errors(), has_data=False, status=refusal.status)
        except FederationError as error:
            return GraphQLResponse(data=None, errors=[error.as_graphql()])
        state = RunState(variables, self._clients, context, self.options.timeout_s)
        await prepared.run(state)
        prepared.introspect(self.schema, state)
        project = prepared.projection(self.schema, variables)
        return GraphQLResponse(data=project(state.data, state.errors), errors=state.errors)

    def prepare(self, request: GraphQLRequest) -> Prepared:
        """Parses, checks, plans and compiles an operation, or finds it prepared.

        Raises:
            RequestRefused: when it is too large, invalid, or not allowed.
            PlanningError: when the subgraphs cannot answer it.
        """
        text = self._documents.text_of(request)
        key = (text, request.operation_name)
        found = self._cache.by_text(key)
        if found is not None:
            return found
        document = parse_within(text, self.options.limits)
        operation, fragments = _select(document, request.operation_name)
        check_shape(operation, fragments, self.options.limits, introspection=self.options.introspection)
        self._validate(document)
        meaning = _meaning(operation, fragments)
        return self._cache.by_meaning(
            key, meaning, lambda: prepare(operation, fragments, self.schema, self._planner)
        )

    def explain(self, query: str, operation_name: str | None = None) -> str:
        """Returns the query plan of an operation as text.

        Raises:
            RequestRefused: when it is invalid.
            PlanningError: when the subgraphs cannot answer it.
        """
        return self.prepare(GraphQLRequest(query, operation_name=operation_name)).plan.explain()

    def _validate(self, document: DocumentNode) -> None:
        found = validate(self.schema, document, hide_suggestions=not self.options.suggestions)
        if found:
            shown = tuple(_shown(error) for error in found)
            raise RequestRefused(found[0].message, code="GRAPHQL_VALIDATION_FAILED", errors=shown)


def _shown(error: GraphQLError) -> Mapping[str, Any]:
    return {**error.formatted, "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"}}


def _select(
    document: DocumentNode, name: str | None
) -> tuple[OperationDefinitionNode, dict[str, FragmentDefinitionNode]]:
    """Returns the operation to run and the document's fragments."""
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    if name is not None:
        operations = [o for o in operations if o.name is not None and o.name.value == name]
        if not operations:
            raise RequestRefused(
                f"The document has no operation {name!r}.", code="OPERATION_RESOLUTION_FAILURE"
            )
    if not operations:
        raise RequestRefused("The document has no operation.", code="OPERATION_RESOLUTION_FAILURE")
    if len(operations) > 1:
        message = "The document has several operations; operationName must say which to run."
        raise RequestRefused(message, code="OPERATION_RESOLUTION_FAILURE")
    if operations[0].operation is OperationType.SUBSCRIPTION:
        raise RequestRefused("Subscriptions are not served here.", code="SUBSCRIPTIONS_NOT_SERVED")
    return operations[0], fragments


def _meaning(operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]) -> str:
    """Returns a text that equal operations share, whatever their layout."""
    used = [print_ast(fragments[name]) for name in sorted(fragments)]
    return print_ast(operation) + "\n".join(used)
