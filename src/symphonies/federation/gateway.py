"""The gateway: a supergraph and subgraph clients in, GraphQL answers out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from typing import Any

from graphql import GraphQLSchema

from .errors import FederationError, RequestRefused
from .exchange import Exchange
from .execution import RunState
from .hooks import Hooks, around
from .incremental import Found, PreparedInParts, run_first, run_later
from .limits import PersistedDocuments
from .options import GatewayOptions
from .preparation import Preparation
from .prepared import Prepared
from .request import GraphQLRequest, GraphQLResponse
from .streaming import OPENED, Answer, Following
from .subscriptions import Subscriptions, subscribe
from .supergraph import Supergraph, api_schema, read_supergraph
from .transport.protocol import SubgraphClient


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
        self._preparation = Preparation(
            self.supergraph, self.schema, self.options, documents or PersistedDocuments(), self.hooks
        )
        self.subscriptions = Subscriptions(self.options.subscriptions)
        """The live subscriptions; whoever replaces the gateway says ``retire`` to them."""

    @property
    def plan_bytes(self) -> int:
        """The memory that read and prepared operations take, by estimate."""
        return self._preparation.bytes

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
            return with_headers(exchange, await self._shown(exchange, response))
        except RequestRefused as refusal:
            return with_headers(exchange, refused(exchange, refusal))

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
        return self._preparation.kind_of(request)

    def explain(
        self,
        query: str,
        operation_name: str | None = None,
        *,
        labels: frozenset[str] = frozenset(),
        stages: bool = False,
    ) -> str:
        """Returns the query plan of an operation as text.

        Args:
            query: the document.
            operation_name: which of its operations.
            labels: the override labels that are active.
            stages: tell, before the plan, how the operation was understood and who can answer what.

        Raises:
            RequestRefused: when it is invalid.
            PlanningError: when the subgraphs cannot answer it.
        """
        return self._preparation.explain(query, operation_name, labels=labels, stages=stages)

    async def _shown(self, exchange: Exchange, response: GraphQLResponse) -> GraphQLResponse:
        for hook in self.hooks.result:
            response = await hook(exchange, response)
        return response

    async def _begin(self, exchange: Exchange, following: Following) -> GraphQLResponse:
        """Answers at once what can be; what follows is told apart."""
        try:
            reading = await self._preparation.read(exchange)
            variables = self._preparation.variables(exchange, reading)
            state = self._state(exchange, variables)
            if reading.kind == "subscription":
                prepared = await self._preparation.prepare(exchange, reading)
                following.with_events(subscribe(self.subscriptions, prepared, state))
                return OPENED
            deferrals = reading.deferrable.active(variables)
            most = self.options.deferred
            if not deferrals or len(deferrals.numbers) > most:
                return await self._answer(exchange)
            in_parts = await self._preparation.prepare_in_parts(exchange, reading, deferrals)
            if len(in_parts.plan.deferred) > most:
                return await self._answer(exchange)
        except RequestRefused as refusal:
            return refused(exchange, refusal)
        except FederationError as error:
            return GraphQLResponse(data=None, errors=[error.as_graphql()])
        begun: list[Found] = []
        first = partial(self._run_first, in_parts, state, variables, begun)
        response = await around(self.hooks.execute, exchange, first)
        later = partial(run_later, in_parts, state, variables, begun)
        following.with_parts([found.place for found in begun], later)
        return response

    async def _answer(self, exchange: Exchange) -> GraphQLResponse:
        try:
            reading = await self._preparation.read(exchange)
            if reading.kind == "subscription":
                message = "A subscription is answered as a stream; ask for text/event-stream or a WebSocket."
                raise RequestRefused(message, code="SUBSCRIPTION_NEEDS_STREAM", status=406)
            variables = self._preparation.variables(exchange, reading)
            prepared = await self._preparation.prepare(exchange, reading)
        except RequestRefused as refusal:
            return refused(exchange, refusal)
        except FederationError as error:
            return GraphQLResponse(data=None, errors=[error.as_graphql()])
        run = partial(self._run, prepared, self._state(exchange, variables))
        return await around(self.hooks.execute, exchange, run)

    @staticmethod
    async def _run(prepared: Prepared, state: RunState) -> GraphQLResponse:
        state.errors.extend(map(dict, prepared.errors))
        await prepared.run(state)
        prepared.introspect(state)
        project = prepared.projection(state.variables)
        return GraphQLResponse(data=project(state.data, state.errors), errors=state.errors)

    @staticmethod
    async def _run_first(
        prepared: PreparedInParts, state: RunState, variables: Mapping[str, Any], begun: list[Found]
    ) -> GraphQLResponse:
        response, found = await run_first(prepared, state, variables)
        begun += found
        return response

    def _state(self, exchange: Exchange, variables: Mapping[str, Any]) -> RunState:
        return RunState(variables, self._clients, exchange, self.options.timeout_s, self.hooks.fetch)


def with_headers(exchange: Exchange, response: GraphQLResponse) -> GraphQLResponse:
    """Returns a response with the headers that the stages want it to have."""
    return replace(response, headers=exchange.response_headers) if exchange.response_headers else response


def refused(exchange: Exchange, refusal: RequestRefused) -> GraphQLResponse:
    """Returns the answer to a request that is not run."""
    exchange.facts["refused"] = refusal.code
    return GraphQLResponse(errors=refusal.all_errors(), has_data=False, status=refusal.status)
