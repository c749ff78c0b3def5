"""Operations got ready: found, read, checked, planned and compiled, once for all who ask the same."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any, TypeVar

from graphql import DocumentNode, GraphQLSchema

from .authorization import EVERYTHING, Allowed, Authorization
from .demand import DemandControl
from .errors import RequestRefused
from .exchange import Exchange
from .hooks import Hooks, around
from .incremental import PreparedInParts
from .limits import PersistedDocuments, check_values
from .memory import Memory
from .options import GatewayOptions
from .planning import Deferrals, Planner, QueryPlan, draw_labels
from .prepared import INTROSPECTION, Prepared
from .reading import Judges, Reading, check_document, read_document, select
from .request import GraphQLRequest
from .supergraph import Supergraph

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


class Preparation:
    """Makes operations ready over one supergraph, and remembers them.

    Args:
        supergraph: what the subgraphs are.
        schema: what clients see of it.
        options: limits and switches.
        documents: trusted and persisted documents.
        hooks: functions around every stage.
    """

    def __init__(
        self,
        supergraph: Supergraph,
        schema: GraphQLSchema,
        options: GatewayOptions,
        documents: PersistedDocuments,
        hooks: Hooks,
    ) -> None:
        self._schema = schema
        self._options = options
        self._documents = documents
        self._hooks = hooks
        self._planner = Planner(supergraph, options.planning_budget, options.planning_s)
        self._judges = Judges(
            schema,
            Authorization(supergraph, schema, options.authorization),
            DemandControl(supergraph, schema, options.list_size),
            self._planner.labels,
        )
        self._chance = Random()
        self._turn = asyncio.Lock()
        self._readings: Memory[Reading] = Memory(options.plan_bytes // 4)
        self._plans: Memory[Prepared] = Memory(options.plan_bytes)
        self._plans_in_parts: Memory[PreparedInParts] = Memory(options.plan_bytes // 4)

    @property
    def bytes(self) -> int:
        """The memory that read and prepared operations take, by estimate."""
        return self._readings.bytes + self._plans.bytes + self._plans_in_parts.bytes

    def kind_of(self, request: GraphQLRequest) -> str | None:
        """Returns what a request means to run; None when it will be refused."""
        try:
            document = read_document(self._documents.text_of(request), self._options.limits)
            return select(document, request.operation_name)[0].operation.value
        except RequestRefused:
            return None

    async def read(self, exchange: Exchange) -> Reading:
        """Returns the operation of a request, read and checked.

        Raises:
            RequestRefused: when it is not to be run.
        """
        request = exchange.request
        text = self._documents.text_of(request)
        key = (text, request.operation_name)
        reading = self._readings.get(key)
        if reading is None:
            document = await around(self._hooks.parse, exchange, partial(self._parse, text, exchange))
            reading = Reading(document, request.operation_name, self._judges)
            self._readings.keep(key, reading, READING_WEIGHT * len(text))
        exchange.operation = reading.operation
        if request.only_queries and reading.kind != "query":
            raise RequestRefused("GET serves queries only.", code="METHOD_NOT_ALLOWED", status=405)
        return reading

    async def _parse(self, text: str, exchange: Exchange) -> DocumentNode:
        document = await self._in_turn(partial(read_document, text, self._options.limits))
        await around(self._hooks.validate, exchange, partial(self._check, document, exchange))
        return document

    async def _check(self, document: DocumentNode, exchange: Exchange) -> None:
        suggests = self._options.suggests_to(exchange.identity)
        name = exchange.request.operation_name
        check = partial(check_document, document, name, self._schema, self._options, suggests=suggests)
        await self._in_turn(check)

    def variables(self, exchange: Exchange, reading: Reading) -> dict[str, Any]:
        """Returns the variables of a request, coerced.

        Raises:
            RequestRefused: when one does not fit its type, or the operation costs too much with them.
        """
        suggests = self._options.suggests_to(exchange.identity)
        if reading.operation.variable_definitions:
            check_values(exchange.request.variables, self._options.limits.values)
        variables = reading.coerce(exchange.request.variables, suggests=suggests)
        allowed = self._options.max_cost
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

    async def prepare(self, exchange: Exchange, reading: Reading) -> Prepared:
        """Returns an operation planned as its caller may see it.

        Raises:
            RequestRefused: when the caller may not subscribe to it.
            PlanningError: when the subgraphs cannot answer it.
        """
        view = self._view(exchange, reading)
        key = (reading.meaning, view)
        prepared = self._plans.get(key)
        exchange.facts["plan_cached"] = prepared is not None
        if prepared is None:
            allowed = self._allowed(exchange, reading)
            making = partial(self._plan, reading, allowed, view, partial(self._plans.get, key))
            plan = await around(self._hooks.plan, exchange, making)
            if reading.kind == "subscription" and plan.subscription is None:
                raise RequestRefused(
                    "This may not be subscribed to.", code="UNAUTHORIZED_FIELD_OR_TYPE", status=403
                )
            possible = self._planner.graph.possible
            making_whole = partial(
                Prepared, reading.operation, reading.fragments, plan, self._schema, possible, allowed
            )
            prepared = self._kept(self._plans, key, making_whole, reading)
        return prepared

    async def prepare_in_parts(
        self, exchange: Exchange, reading: Reading, deferrals: Deferrals
    ) -> PreparedInParts:
        """Returns an operation planned to be answered in parts.

        Raises:
            PlanningError: when the subgraphs cannot answer it.
        """
        view = self._view(exchange, reading)
        key = (reading.meaning, deferrals.numbers, view)
        prepared = self._plans_in_parts.get(key)
        exchange.facts["plan_cached"] = prepared is not None
        if prepared is None:
            allowed = self._allowed(exchange, reading)
            known = partial(self._plans_in_parts.get, key)
            making = partial(self._plan, reading, allowed, view, known, deferrals)
            plan = await around(self._hooks.plan, exchange, making)
            possible = self._planner.graph.possible
            making_parts = partial(
                PreparedInParts,
                reading.operation,
                reading.fragments,
                deferrals,
                plan,
                self._schema,
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
        document = read_document(query, self._options.limits)
        check_document(document, operation_name, self._schema, self._options, suggests=True)
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
