"""The gateway: a supergraph and subgraph clients in, GraphQL answers out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Hashable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import partial
from random import Random
from typing import Any, TypeVar

from graphql import DocumentNode, GraphQLSchema

from .authorization import EVERYTHING, Allowed, Authorization
from .demand import DemandControl
from .errors import FederationError, RequestRefused
from .exchange import Exchange
from .execution import RunState
from .hooks import Hooks, around
from .incremental import Found, PreparedInParts, run_first, run_later
from .limits import PersistedDocuments, check_values
from .memory import Memory
from .options import GatewayOptions
from .planning import Deferrals, Planner, QueryPlan, draw_labels
from .prepared import INTROSPECTION, Prepared
from .reading import Judges, Reading, check_document, read_document, select
from .request import GraphQLRequest, GraphQLResponse
from .streaming import OPENED, Answer, Following
from .subscriptions import Subscriptions, subscribe
from .supergraph import Supergraph, api_schema, read_supergraph
from .transport.protocol import SubgraphClient

Done = TypeVar("Done")
Ready = TypeVar("Ready", Prepared, PreparedInParts)
READING_WEIGHT = 40
"""Bytes of memory that one character of a document takes once it is parsed, roughly."""


@dataclass(frozen=True, slots=True)
class View:
    """What a plan depends on besides the operation.

    Attributes:
        outcome: which of the operation's demands the caller meets.
        labels: the override labels that are active.
    """

    outcome: Hashable = None
    labels: frozenset[str] = frozenset()


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
        self._planner = Planner(self.supergraph, self.options.planning_budget, self.options.planning_s)
        self._judges = Judges(
            self.schema,
            Authorization(self.supergraph, self.schema, self.options.authorization),
            DemandControl(self.supergraph, self.schema, self.options.list_size),
            self._planner.labels,
        )
        self._chance = Random()
        self._turn = asyncio.Lock()
        self._readings: Memory[Reading] = Memory(self.options.plan_bytes // 4)
        self._plans: Memory[Prepared] = Memory(self.options.plan_bytes)
        self._plans_in_parts: Memory[PreparedInParts] = Memory(self.options.plan_bytes // 4)
        self.subscriptions = Subscriptions(self.options.subscriptions)
        """The live subscriptions; whoever replaces the gateway says ``retire`` to them."""

    @property
    def plan_bytes(self) -> int:
        """The memory that read and prepared operations take, by estimate."""
        return self._readings.bytes + self._plans.bytes + self._plans_in_parts.bytes

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
            variables = self._variables(exchange, reading)
            state = self._state(exchange, variables)
            if reading.kind == "subscription":
                prepared = await self._prepare(exchange, reading)
                following.with_events(subscribe(self.subscriptions, prepared, state))
                return OPENED
            deferrals = reading.deferrable.active(variables)
            most = self.options.deferred
            if not deferrals or len(deferrals.numbers) > most:
                return await self._answer(exchange)
            in_parts = await self._prepare_in_parts(exchange, reading, deferrals)
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
            reading = await self._read(exchange)
            if reading.kind == "subscription":
                message = "A subscription is answered as a stream; ask for text/event-stream or a WebSocket."
                raise RequestRefused(message, code="SUBSCRIPTION_NEEDS_STREAM", status=406)
            variables = self._variables(exchange, reading)
            prepared = await self._prepare(exchange, reading)
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

    # ---- getting ready -----------------------------------------------------------------------------------

    async def _read(self, exchange: Exchange) -> Reading:
        request = exchange.request
        text = self._documents.text_of(request)
        key = (text, request.operation_name)
        reading = self._readings.get(key)
        if reading is None:
            document = await around(self.hooks.parse, exchange, partial(self._parse, text, exchange))
            reading = Reading(document, request.operation_name, self._judges)
            self._readings.keep(key, reading, READING_WEIGHT * len(text))
        exchange.operation = reading.operation
        if request.only_queries and reading.kind != "query":
            raise RequestRefused("GET serves queries only.", code="METHOD_NOT_ALLOWED", status=405)
        return reading

    async def _parse(self, text: str, exchange: Exchange) -> DocumentNode:
        document = await self._in_turn(partial(read_document, text, self.options.limits))
        await around(self.hooks.validate, exchange, partial(self._check, document, exchange))
        return document

    async def _check(self, document: DocumentNode, exchange: Exchange) -> None:
        suggests = self.options.suggests_to(exchange.identity)
        name = exchange.request.operation_name
        check = partial(check_document, document, name, self.schema, self.options, suggests=suggests)
        await self._in_turn(check)

    def _variables(self, exchange: Exchange, reading: Reading) -> dict[str, Any]:
        suggests = self.options.suggests_to(exchange.identity)
        if reading.operation.variable_definitions:
            check_values(exchange.request.variables, self.options.limits.values)
        variables = reading.coerce(exchange.request.variables, suggests=suggests)
        allowed = self.options.max_cost
        if allowed is not None:
            cost = exchange.facts["cost_estimated"] = reading.cost(variables)
            if cost > allowed:
                message = f"The operation would cost {cost:g}; at most {allowed:g} is served."
                raise RequestRefused(message, code="COST_ESTIMATED_TOO_EXPENSIVE")
        return variables

    def _view(self, exchange: Exchange, reading: Reading) -> View:
        """Returns how this caller sees the operation, as far as its plan depends on it."""
        outcome = reading.guards.view(exchange.identity) if reading.guards else None
        if not reading.labels:
            return View(outcome)
        drawn = draw_labels(sorted(reading.labels), self._chance)
        return View(outcome, (exchange.labels | drawn) & reading.labels)

    @staticmethod
    def _allowed(exchange: Exchange, reading: Reading) -> Allowed:
        return reading.guards.apply(exchange.identity) if reading.guards else EVERYTHING

    async def _prepare(self, exchange: Exchange, reading: Reading) -> Prepared:
        view = self._view(exchange, reading)
        key = (reading.meaning, view)
        prepared = self._plans.get(key)
        exchange.facts["plan_cached"] = prepared is not None
        if prepared is None:
            allowed = self._allowed(exchange, reading)
            making = partial(self._plan, reading, allowed, view, partial(self._plans.get, key))
            plan = await around(self.hooks.plan, exchange, making)
            if reading.kind == "subscription" and plan.subscription is None:
                raise RequestRefused(
                    "This may not be subscribed to.", code="UNAUTHORIZED_FIELD_OR_TYPE", status=403
                )
            possible = self._planner.graph.possible
            making_whole = partial(
                Prepared, reading.operation, reading.fragments, plan, self.schema, possible, allowed
            )
            prepared = self._kept(self._plans, key, making_whole, reading)
        return prepared

    async def _prepare_in_parts(
        self, exchange: Exchange, reading: Reading, deferrals: Deferrals
    ) -> PreparedInParts:
        view = self._view(exchange, reading)
        key = (reading.meaning, deferrals.numbers, view)
        prepared = self._plans_in_parts.get(key)
        exchange.facts["plan_cached"] = prepared is not None
        if prepared is None:
            allowed = self._allowed(exchange, reading)
            known = partial(self._plans_in_parts.get, key)
            making = partial(self._plan, reading, allowed, view, known, deferrals)
            plan = await around(self.hooks.plan, exchange, making)
            possible = self._planner.graph.possible
            making_parts = partial(
                PreparedInParts,
                reading.operation,
                reading.fragments,
                deferrals,
                plan,
                self.schema,
                possible,
                allowed,
            )
            prepared = self._kept(self._plans_in_parts, key, making_parts, reading)
        return prepared

    @staticmethod
    def _kept(memory: Memory[Ready], key: Hashable, make: Callable[[], Ready], reading: Reading) -> Ready:
        """Returns what is remembered by now: equal requests at once share what one of them made ready."""
        found = memory.get(key)
        if found is None:
            found = make()
            memory.keep(key, found, READING_WEIGHT * len(reading.meaning))
        return found

    async def _plan(
        self,
        reading: Reading,
        allowed: Allowed,
        view: View,
        known: Callable[[], Prepared | PreparedInParts | None],
        deferrals: Deferrals | None = None,
    ) -> QueryPlan:
        def plan() -> QueryPlan:
            ready = known()
            if ready is not None:
                return ready.plan
            return self._planner.plan(
                reading.operation,
                reading.fragments,
                without=INTROSPECTION,
                deferrals=deferrals,
                hidden=allowed.hidden,
                labels=view.labels,
            )

        return await self._in_turn(plan)

    async def _in_turn(self, work: Callable[[], Done]) -> Done:
        """Does what is done once for an operation, one at a time: requests that are prepared pass between."""
        async with self._turn:
            await asyncio.sleep(0)
            return work()

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
        document = read_document(query, self.options.limits)
        check_document(document, operation_name, self.schema, self.options, suggests=True)
        reading = Reading(document, operation_name, self._judges)
        deferrals = reading.deferrable.active({})
        operation, fragments = reading.operation, reading.fragments
        if stages:
            return self._planner.explain(
                operation, fragments, without=INTROSPECTION, deferrals=deferrals, labels=labels
            )
        plan = self._planner.plan(
            operation, fragments, without=INTROSPECTION, deferrals=deferrals, labels=labels
        )
        return plan.explain()


def with_headers(exchange: Exchange, response: GraphQLResponse) -> GraphQLResponse:
    """Returns a response with the headers that the stages want it to have."""
    return replace(response, headers=exchange.response_headers) if exchange.response_headers else response


def refused(exchange: Exchange, refusal: RequestRefused) -> GraphQLResponse:
    """Returns the answer to a request that is not run."""
    exchange.facts["refused"] = refusal.code
    return GraphQLResponse(errors=refusal.all_errors(), has_data=False, status=refusal.status)
