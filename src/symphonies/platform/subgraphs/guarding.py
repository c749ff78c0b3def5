"""Resolvers that compute: run in a thread, their expected errors told with code and hint."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import wraps
from typing import Any

from graphql import GraphQLError

from symphonies.kernel import SymphonyError


def off_loop(work: Callable[..., Any]) -> Callable[..., Any]:
    """Return a resolver that runs in a thread what takes the request's context and the field's arguments."""

    async def run(_source: object, info: Any, **arguments: Any) -> Any:
        return await asyncio.to_thread(guarded(work), info.context, **arguments)

    return run


def guarded(work: Callable[..., Any]) -> Callable[..., Any]:
    """Return the same work, whose expected errors are GraphQL errors that keep code and hint."""

    @wraps(work)
    def run(*given: Any, **arguments: Any) -> Any:
        try:
            return work(*given, **arguments)
        except SymphonyError as error:
            raise GraphQLError(error.message, extensions={"code": error.code, "hint": error.hint}) from error

    return run
