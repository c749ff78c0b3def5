"""One fetch compiled to a coroutine: present entities, ask, correct, merge, place errors."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping
from copy import deepcopy
from typing import Any

from symphonies.federation.errors import FederationError, SubgraphUnavailable
from symphonies.federation.hooks import around_fetch
from symphonies.federation.planning import EntityFetch, Fetch, Path, Rename
from symphonies.federation.transport.protocol import SubgraphRequest, SubgraphResponse

from .paths import compile_path, locate, merge
from .representations import Possible, compile_representations
from .state import Data, RunState

RunNode = Callable[[RunState], Coroutine[Any, Any, None]]
Owners = dict[str, list[list[Data]]]


def compile_fetch(fetch: Fetch, possible: Possible) -> RunNode:
    """Returns the coroutine function that runs a fetch."""
    return _compile_entities(fetch, possible) if fetch.entities else _compile_root(fetch)


def _compile_root(fetch: Fetch) -> RunNode:
    collect = compile_path(fetch.path)
    correct = compile_renames(fetch.renames)

    async def run(state: RunState) -> None:
        targets = collect(state.data)
        if not targets:
            return
        response = await ask(fetch, dict(variables_for(fetch, state)), state, fetch.path)
        if response is None:
            return
        if response.errors:
            prefix = locate(state.data, fetch.path)[0][1] if fetch.path else ()
            state.errors.extend(_placed(e, fetch, (*prefix, *_path_of(e, fetch))) for e in response.errors)
        if response.data:
            correct(response.data)
            for target in targets:
                merge(target, response.data)

    return run


def compile_event(fetch: Fetch) -> Callable[[SubgraphResponse, RunState], None]:
    """Returns the function that begins a run with an event of a subscription."""
    correct = compile_renames(fetch.renames)

    def begin(event: SubgraphResponse, state: RunState) -> None:
        state.errors.extend(_placed(error, fetch, _path_of(error, fetch)) for error in event.errors)
        if isinstance(event.data, dict):
            correct(event.data)
            state.data = event.data
        elif event.data is not None or not event.errors:
            _fail(SubgraphUnavailable("told an event that is not a GraphQL result"), fetch, state, ())

    return begin


def _compile_entities(fetch: Fetch, possible: Possible) -> RunNode:
    plans = [
        (entity, compile_path(entity.path), compile_representations(entity, possible))
        for entity in fetch.entities
    ]
    correct = compile_renames(fetch.renames)

    async def run(state: RunState) -> None:
        variables = dict(variables_for(fetch, state))
        owners: Owners = {}
        for entity, collect, present in plans:
            variables[entity.variable], owners[entity.key] = present(collect(state.data))
        if not any(owners.values()):
            return
        response = await ask(fetch, variables, state, fetch.entities[0].path)
        if response is None:
            return
        if response.errors:
            place_entity_errors(response.errors, fetch, owners, state)
        if response.data:
            correct(response.data)
            for entity, _, _ in plans:
                merge_entities(response, entity, owners[entity.key], fetch, state)

    return run


def variables_for(fetch: Fetch, state: RunState) -> Iterable[tuple[str, Any]]:
    """Returns the client's variables that a fetch uses."""
    given = state.variables
    return ((name, given[name]) for name in fetch.variables if name in given)


def merge_entities(
    response: SubgraphResponse, entity: EntityFetch, owners: list[list[Data]], fetch: Fetch, state: RunState
) -> None:
    """Merges the answers of an entity field into the objects they are for."""
    assert response.data is not None
    answers = response.data.get(entity.key)
    if not isinstance(answers, list) or len(answers) != len(owners):
        _disbelieve("another number of entities than asked", response, entity, fetch, state)
        return
    if any(type(answer) is not dict and answer is not None for answer in answers):
        _disbelieve("something else than entities", response, entity, fetch, state)
    for answer, targets in zip(answers, owners, strict=True):
        if type(answer) is dict:
            for number, target in enumerate(targets):
                merge(target, deepcopy(answer) if number and fetch.is_separate else answer)


def _disbelieve(
    what: str, response: SubgraphResponse, entity: EntityFetch, fetch: Fetch, state: RunState
) -> None:
    """Reports entities that are none, unless the subgraph says itself what went wrong."""
    if not response.errors:
        _fail(SubgraphUnavailable(f"answered {what}"), fetch, state, entity.path)


async def ask(
    fetch: Fetch, variables: Mapping[str, Any], state: RunState, path: Path
) -> SubgraphResponse | None:
    """Sends one request; a failure becomes an error of the result and no response."""
    exchange = state.exchange
    request = SubgraphRequest(
        fetch.document,
        fetch.operation,
        variables,
        exchange.context,
        fetch.service,
        exchange.request.headers,
        entities=fetch.entity_keys,
    )
    client = state.clients.get(fetch.service)
    try:
        if client is None:
            raise SubgraphUnavailable("has no client")
        send = around_fetch(state.hooks, exchange, client.fetch) if state.hooks else client.fetch
        if state.timeout_s is None:
            response = await send(request)
        else:
            async with asyncio.timeout(state.timeout_s):
                response = await send(request)
        if not (response.data is None or isinstance(response.data, dict)) or (
            response.data is None and not response.errors
        ):
            raise SubgraphUnavailable("answered something that is not a GraphQL result")
    except TimeoutError:
        _fail(SubgraphUnavailable("took too long to answer"), fetch, state, path)
    except FederationError as error:
        _fail(error, fetch, state, path)
    except Exception:
        _fail(SubgraphUnavailable("failed"), fetch, state, path)
    else:
        return response
    return None


def _fail(error: FederationError, fetch: Fetch, state: RunState, path: Path) -> None:
    located = locate(state.data, path)
    place = located[0][1] if path and located else [key for key, _ in path]
    state.errors.append(
        {
            "message": f"Subgraph {fetch.service} {error.message}.",
            **({"path": list(place)} if place else {}),
            "extensions": {"code": error.code, "service": fetch.service, **error.facts},
        }
    )


def place_entity_errors(
    errors: Iterable[Mapping[str, Any]], fetch: Fetch, owners: Owners, state: RunState
) -> None:
    """Gives every error the places of the objects it concerns."""
    places: dict[int, list[tuple[str | int, ...]]] = {}
    for entity in fetch.entities:
        for value, place in locate(state.data, entity.path):
            places.setdefault(id(value), []).append(place)  # one object may stand in several places
    first = next(iter(places.values()), [()])[0]
    for error in errors:
        path = _path_of(error, fetch)
        concerned: list[tuple[Any, ...]] = [first]
        if (
            len(path) >= 2
            and path[0] in owners
            and isinstance(path[1], int)
            and 0 <= path[1] < len(owners[path[0]])
        ):
            objects = {id(value) for value in owners[path[0]][path[1]]}
            concerned = [(*place, *path[2:]) for each in objects for place in places.get(each, ())]
        state.errors.extend(_placed(error, fetch, place) for place in concerned)


def _placed(error: Mapping[str, Any], fetch: Fetch, path: tuple[Any, ...]) -> dict[str, Any]:
    given = error.get("extensions")
    extensions = dict(given) if isinstance(given, Mapping) else {}
    extensions.setdefault("code", "SUBGRAPH_ERROR")
    extensions["service"] = fetch.service
    message = error.get("message")
    if not isinstance(message, str):
        message = f"Subgraph {fetch.service} told an error without a message."
    placed: dict[str, Any] = {"message": message, "extensions": extensions}
    if path:
        placed["path"] = list(path)
    return placed


def _path_of(error: Mapping[str, Any], fetch: Fetch) -> tuple[Any, ...]:
    path = error.get("path")
    if not isinstance(path, (list, tuple)) or not all(type(step) in (str, int) for step in path):
        return ()
    names = {rename.sent: rename.key for rename in fetch.renames}
    return tuple(names.get(step, step) for step in path)


def compile_renames(renames: tuple[Rename, ...]) -> Callable[[Data], None]:
    """Returns a function that gives fields sent under an alias their own key again."""
    plans = [(compile_path(rename.path), rename) for rename in renames]

    def correct(data: Data) -> None:
        for collect, rename in plans:
            for value in collect(data):
                if rename.sent in value:
                    value[rename.key] = value.pop(rename.sent)

    return correct
