"""A fetch that takes values from enclosing objects: one request for each set of values."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from symphonies.federation.planning import Fetch

from .contexts import compile_groups
from .fetches import ask, compile_renames, merge_entities, place_entity_errors, variables_for
from .representations import Possible, compile_representations
from .state import Data, RunState


def compile_contextual(fetch: Fetch, possible: Possible) -> Callable[[RunState], Coroutine[Any, Any, None]]:
    """Returns the coroutine function that runs a fetch with contextual arguments."""
    (entity,) = fetch.entities
    groups = compile_groups(entity.path, fetch.contexts)
    present = compile_representations(entity, possible)
    correct = compile_renames(fetch.renames)

    async def run_group(state: RunState, values: Data, objects: list[Data]) -> None:
        representations, owners = present(objects)
        if not owners:
            return
        variables = dict(variables_for(fetch, state)) | values | {entity.variable: representations}
        response = await ask(fetch, variables, state, entity.path)
        if response is None:
            return
        if response.errors:
            place_entity_errors(response.errors, fetch, {entity.key: owners}, state)
        if response.data:
            correct(response.data)
            merge_entities(response, entity, owners, fetch, state)

    async def run(state: RunState) -> None:
        async with asyncio.TaskGroup() as group:
            for values, objects in groups(state.data):
                group.create_task(run_group(state, values, objects))

    return run
