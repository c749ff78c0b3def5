"""A query plan compiled to one coroutine function."""

from __future__ import annotations

import asyncio

from symphonies.federation.planning import ConditionNode, Fetch, Flatten, Node, Parallel, QueryPlan, Sequence

from .contextual import compile_contextual
from .fetches import RunNode, compile_fetch
from .representations import Possible
from .state import RunState


def compile_plan(plan: QueryPlan, possible: Possible) -> RunNode:
    """Returns the coroutine function that runs a plan; compiled once, run many times."""
    return _nothing if plan.node is None else _compile(plan.node, possible)


async def _nothing(state: RunState) -> None:
    """Runs a plan that needs no subgraph."""


def _compile(node: Node, possible: Possible) -> RunNode:
    match node:
        case Fetch():
            return compile_contextual(node, possible) if node.contexts else compile_fetch(node, possible)
        case Flatten():
            return _compile(node.node, possible)
        case ConditionNode():
            return _conditional(node, _compile(node.node, possible))
        case Sequence():
            return _sequence([_compile(child, possible) for child in node.nodes])
        case Parallel():
            return _parallel([_compile(child, possible) for child in node.nodes])


def _conditional(node: ConditionNode, run: RunNode) -> RunNode:
    conditions = tuple(node.conditions)

    async def run_if(state: RunState) -> None:
        if all(state.variables.get(name) is wanted for name, wanted in conditions):
            await run(state)

    return run_if


def _sequence(runs: list[RunNode]) -> RunNode:
    async def run_all(state: RunState) -> None:
        for run in runs:
            await run(state)

    return run_all


def _parallel(runs: list[RunNode]) -> RunNode:
    async def run_together(state: RunState) -> None:
        async with asyncio.TaskGroup() as group:
            for run in runs:
                group.create_task(run(state))

    return run_together
