"""The gateway: a supergraph and subgraph clients in, GraphQL answers out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from functools import partial
from typing import Any

from graphql import DocumentNode, GraphQLSchema

from .errors import FederationError, RequestRefused
from .exchange import Exchange
from .execution import RunState
from .hooks import Hooks, around
from .incremental import PreparedInParts, run_first, run_later
from .limits import PersistedDocuments
from .memory import Memory
from .options import GatewayOptions
from .planning import Deferrals, Planner, QueryPlan
from .prepared import INTROSPECTION, Prepared
from .reading import Reading, check_document, read_document, select
from .request import GraphQLRequest, GraphQLResponse
from .streaming import OPENED, Answer, Following
from .subscriptions import Subscriptions, subscribe
from .supergraph import Supergraph, api_schema, read_supergraph
from .transport.protocol import SubgraphClient

READING_WEIGHT = 40
"""Bytes of memory that one character of a document takes once it is parsed, roughly."""


class Gateway:
    """Answers GraphQL requests over the subgraphs of one supergraph.

    Args:
        supergraph_sdl: a supergraph document, by ``compose`` or another composer of join v0.3 and later.
        clients: subgraph clients by the subgraph's name.
        options: limits and switches.
        documents: trusted and persisted documents.
        hooks: functions around every stage.

    Raises:
        SupergraphInvalid: when the document cannot be read.
    """

    def __init__(
        self,
        supergraph_sdl: str,
        clients: Mapping[str, SubgraphClient],
        options: GatewayOptions | None = None,
        documents: PersistedDocuments | None = None,
        hooks: Hooks | None = None,
    ) -> None:
        self.options = options or GatewayOptions()
        self.hooks = hooks or Hooks()
        self.supergraph: Supergraph = read_supergraph(supergraph_sdl)
        self.schema: GraphQLSchema = api_schema(self.supergraph.document)
        """The schema clients see."""
        self._clients = clients
        self._documents = documents or PersistedDocuments()
        self._planner = Planner(self.supergraph, self.options.planning_budget)
        self._readings: Memory[Reading] = Memory(self.options.plan_bytes // 4)
        self._plans: Memory[Prepared] = Memory(self.options.plan_bytes)
        self._plans_in_parts: Memory[PreparedInParts] = Memory(self.options.plan_bytes // 4)
        self.subscriptions = Subscriptions(self.options.subscriptions)
        """The live subscriptions; whoever replaces the gateway says ``retire`` to them."""

    # ---- answering ---------------------------------------------------------------------------------------

    async def execute(self, request: GraphQLRequest, context: object = None) -> GraphQLResponse:
        """Answers one request; failures are part of the answer, never raised.

        Args:
            request: the operation.
            context: handed to every subgraph client, for example the principal.
        """
        exchange = Exchange(request, context)
        try:
            response = await around(self.hooks.request, exchange, partial(self._answer, exchange))
            return await self._shown(exchange, response)
        except RequestRefused as refusal:
            return refused(exchange, refusal)

    async def stream(self, request: GraphQLRequest, context: object = None) -> AsyncIterator[Answer]:
        """Yields the answers to one request; closing it ends whatever is under way for it.

        A query or a mutation yields one response, or a ``FirstPart`` and ``LaterParts`` when fragments of it
        are deferred; a subscription yields a response for each event.

        Args:
            request: the operation.
            context: handed to every subgraph client.
        """
        exchange = Exchange(request, context)
        following = Following(partial(self._shown, exchange))
        try:
            begin = partial(self._begin, exchange, following)
            first = await around(self.hooks.request, exchange, begin)
            async with aclosing(following.answers(first)) as answers:  # type: ignore[type-var]
                async for answer in answers:
                    yield answer
        except RequestRefused as refusal:
            yield refused(exchange, refusal)
        finally:
            await following.aclose()

    def kind_of(self, request: GraphQLRequest) -> str | None:
        """Returns what a request means to run; None when it will be refused."""
        try:
            document = read_document(self._documents.text_of(request), self.options.limits)
            return select(document, request.operation_name)[0].operation.value
        except RequestRefused:
            return None

    async def _shown(self, exchange: Exchange, response: GraphQLResponse) -> GraphQLResponse:
        for hook in self.hooks.result:
            response = await hook(exchange, response)
        return response

    async def _begin(self, exchange: Exchange, following: Following) -> GraphQLResponse:
        """Answers at once what can be; what follows is told apart."""
        try:
            reading = await self._read(exchange)
            variables = reading.coerce(exchange.request.variables)
            state = self._state(exchange, variables)
            if reading.kind == "subscription":
                prepared = await self._prepare(exchange, reading)
                following.with_events(subscribe(self.subscriptions, prepared, state))
                return OPENED
            deferrals = reading.deferrable.active(variables)
            if not deferrals:
                return await self._answer(exchange)
            in_parts = await self._prepare_in_parts(exchange, reading, deferrals)
        except RequestRefused as refusal:
            return refused(exchange, refusal)
        except FederationError as error:
            return GraphQLResponse(data=None, errors=[error.as_graphql()])
        response, begun = await run_first(in_parts, state, variables)
        later = partial(run_later, in_parts, state, variables, begun)
        following.with_parts([found.place for found in begun], later)
        return response

    async def _answer(self, exchange: Exchange) -> GraphQLResponse:
        try:
            reading = await self._read(exchange)
            if reading.kind == "subscription":
                message = "A subscription is answered as a stream; ask for text/event-stream or a WebSocket."
                raise RequestRefused(message, code="SUBSCRIPTION_NEEDS_STREAM", status=406)
            prepared = await self._prepare(exchange, reading)
            variables = reading.coerce(exchange.request.variables)
        except RequestRefused as refusal:
            return refused(exchange, refusal)
        except FederationError as error:
            return GraphQLResponse(data=None, errors=[error.as_graphql()])
        state = self._state(exchange, variables)
        state.errors.extend(map(dict, prepared.errors))
        await prepared.run(state)
        prepared.introspect(state)
        project = prepared.projection(variables)
        return GraphQLResponse(data=project(state.data, state.errors), errors=state.errors)

    def _state(self, exchange: Exchange, variables: Mapping[str, Any]) -> RunState:
        return RunState(variables, self._clients, exchange, self.options.timeout_s, self.hooks.fetch)

    # ---- getting ready -----------------------------------------------------------------------------------

    async def _read(self, exchange: Exchange) -> Reading:
        request = exchange.request
        text = self._documents.text_of(request)
        key = (text, request.operation_name)
        reading = self._readings.get(key)
        if reading is None:
            check = partial(self._check, text, request.operation_name)
            document = await around(self.hooks.parse, exchange, check)
            reading = Reading(document, request.operation_name, self.schema)
            self._readings.keep(key, reading, READING_WEIGHT * len(text))
        exchange.operation = reading.operation
        if request.only_queries and reading.kind != "query":
            raise RequestRefused("GET serves queries only.", code="METHOD_NOT_ALLOWED", status=405)
        return reading

    async def _check(self, text: str, operation_name: str | None) -> DocumentNode:
        document = read_document(text, self.options.limits)
        check_document(document, operation_name, self.schema, self.options)
        return document

    async def _prepare(self, exchange: Exchange, reading: Reading) -> Prepared:
        key = reading.meaning
        prepared = self._plans.get(key)
        exchange.facts["plan_cached"] = prepared is not None
        if prepared is None:
            plan = await around(self.hooks.plan, exchange, partial(self._plan, reading))
            prepared = Prepared(
                reading.operation, reading.fragments, plan, self.schema, self._planner.graph.possible
            )
            self._plans.keep(key, prepared, READING_WEIGHT * len(reading.meaning))
        return prepared

    async def _prepare_in_parts(
        self, exchange: Exchange, reading: Reading, deferrals: Deferrals
    ) -> PreparedInParts:
        key = (reading.meaning, deferrals.numbers)
        prepared = self._plans_in_parts.get(key)
        exchange.facts["plan_cached"] = prepared is not None
        if prepared is None:
            plan = await around(self.hooks.plan, exchange, partial(self._plan, reading, deferrals))
            possible = self._planner.graph.possible
            prepared = PreparedInParts(
                reading.operation, reading.fragments, deferrals, plan, self.schema, possible
            )
            self._plans_in_parts.keep(key, prepared, READING_WEIGHT * len(reading.meaning))
        return prepared

    async def _plan(self, reading: Reading, deferrals: Deferrals | None = None) -> QueryPlan:
        return self._planner.plan(
            reading.operation, reading.fragments, without=INTROSPECTION, deferrals=deferrals
        )

    def explain(self, query: str, operation_name: str | None = None) -> str:
        """Returns the query plan of an operation as text.

        Raises:
            RequestRefused: when it is invalid.
            PlanningError: when the subgraphs cannot answer it.
        """
        document = read_document(query, self.options.limits)
        check_document(document, operation_name, self.schema, self.options)
        reading = Reading(document, operation_name, self.schema)
        plan = self._planner.plan(
            reading.operation,
            reading.fragments,
            without=INTROSPECTION,
            deferrals=reading.deferrable.active({}),
        )
        return plan.explain()


def refused(exchange: Exchange, refusal: RequestRefused) -> GraphQLResponse:
    """Returns the answer to a request that is not run."""
    exchange.facts["refused"] = refusal.code
    return GraphQLResponse(errors=refusal.all_errors(), has_data=False, status=refusal.status)
