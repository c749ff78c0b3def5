"""Answering in parts: deferred fragments are fetched side by side and handed over as they are ready."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from typing import Any

from symphonies.federation.execution import NullBubble, RunState
from symphonies.federation.planning import Deferral
from symphonies.federation.request import GraphQLResponse

from .parts import LaterPart, LaterParts
from .places import Found
from .prepared import PreparedInParts, Shape

Errors = list[dict[str, Any]]


async def run_first(
    prepared: PreparedInParts, state: RunState, variables: Mapping[str, Any]
) -> tuple[GraphQLResponse, list[Found]]:
    """Fetches and shapes what is answered at once.

    Returns:
        The response, and the deferred fragments that are still to come.
    """
    first = prepared.first
    state.errors.extend(map(dict, first.errors))
    await first.run(state)
    first.introspect(state)
    data = first.projection(variables)(state.data, state.errors)
    begun = [] if data is None else prepared.shape(variables).begun(state.data, data)
    return GraphQLResponse(data=data, errors=state.errors), begun


async def run_later(
    prepared: PreparedInParts, state: RunState, variables: Mapping[str, Any], begun: list[Found]
) -> AsyncIterator[LaterParts]:
    """Yields the deferred parts as they become ready; closing it stops their fetches.

    Args:
        prepared: the operation.
        state: the run that answered the first part.
        variables: the coerced variables.
        begun: the fragments known to be still to come.
    """
    fetching = _Fetching(prepared, state)
    waiting = _Waiting(prepared.shape(variables), begun)
    try:
        while waiting.open:
            await fetching.some(waiting.deferrals)
            yield waiting.deliver(fetching.errors_of)
    finally:
        await fetching.stop()


class _Fetching:
    """The fetches of all deferred fragments, each started as soon as its data is there."""

    def __init__(self, prepared: PreparedInParts, state: RunState) -> None:
        self._prepared = prepared
        self._state = state
        self._tasks: dict[Deferral, asyncio.Task[Errors]] = {}
        for deferral in sorted(prepared.fetches, key=lambda d: d.depth):
            self._tasks[deferral] = asyncio.create_task(self._fetch(deferral))

    async def _fetch(self, deferral: Deferral) -> Errors:
        _, after = self._prepared.fetches[deferral]
        before = [self._tasks[other] for other in after]
        if before:
            await asyncio.wait(before)
        own = copy.copy(self._state)
        own.errors = []
        await self._prepared.fetch(deferral, own)
        return own.errors

    async def some(self, deferrals: Iterable[Deferral]) -> None:
        """Waits until at least one of some fragments is fetched."""
        tasks = [self._tasks.get(deferral) for deferral in deferrals]
        pending = [task for task in tasks if task is not None]
        if len(pending) == len(tasks):
            await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)

    def errors_of(self, deferral: Deferral) -> Errors | None:
        """Returns the errors of a fragment's fetches, None while they run."""
        task = self._tasks.get(deferral)
        if task is None:
            return []
        return task.result() if task.done() else None

    async def stop(self) -> None:
        """Ends what is still being fetched."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)


class _Waiting:
    """The deferred fragments that are known to come and were not handed over yet."""

    def __init__(self, shape: Shape, begun: list[Found]) -> None:
        self._shape = shape
        self.open = begun

    @property
    def deferrals(self) -> set[Deferral]:
        """The fragments waited for."""
        return {found.place.deferral for found in self.open}

    def deliver(self, errors_of: Callable[[Deferral], Errors | None]) -> LaterParts:
        """Shapes every part that is fetched, and those inside of them that are fetched too."""
        parts: list[LaterPart] = []
        still: list[Found] = []
        begun: list[Found] = []
        queue = self.open
        while queue:
            inner: list[Found] = []
            for group in _by_deferral(queue):
                errors = errors_of(group[0].place.deferral)
                if errors is None:
                    still += group
                    continue
                for found, own in zip(group, _shared_out(errors, group), strict=True):
                    part = self._part(found, own)
                    parts.append(part)
                    if part.response.data is not None:
                        inner += self._shape.begun_in(found, part.response.data)
            begun += inner
            queue = inner
        self.open = still
        pending = tuple(found.place for found in begun if found in still)
        return LaterParts(tuple(parts), pending, has_next=bool(still))

    def _part(self, found: Found, errors: Errors) -> LaterPart:
        try:
            data: dict[str, Any] | None = self._shape.project(found, errors)
        except NullBubble:
            data = None
        return LaterPart(found.place, GraphQLResponse(data=data, errors=errors))


def _by_deferral(found: list[Found]) -> list[list[Found]]:
    groups: dict[Deferral, list[Found]] = {}
    for one in found:
        groups.setdefault(one.place.deferral, []).append(one)
    return list(groups.values())


def _shared_out(errors: Errors, group: list[Found]) -> list[Errors]:
    """Gives each error of a fragment's fetches to the object it concerns, else to the first one."""
    shares: list[Errors] = [[] for _ in group]
    for error in errors:
        shares[_concerned(error, group)].append(error)
    return shares


def _concerned(error: Mapping[str, Any], group: list[Found]) -> int:
    path = tuple(error.get("path") or ())
    for index, found in enumerate(group):
        if path[: len(found.place.path)] == found.place.path:
            return index
    return 0
