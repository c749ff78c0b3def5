"""What every way of streaming needs: signs of life, limits on slow clients, an end when the client leaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Coroutine
from contextlib import aclosing
from typing import Any, TypeVar

from .wire import ClientGone, Receive

T = TypeVar("T")


async def with_heartbeats(items: AsyncIterator[T], silence_s: float) -> AsyncIterator[T | None]:
    """Yields items, and None whenever none came for some seconds; closing it closes them.

    Args:
        items: an asynchronous generator.
        silence_s: seconds.
    """
    following: asyncio.Task[T] | None = None
    try:
        while True:
            if following is None:
                following = asyncio.ensure_future(_next(items))
            done, _ = await asyncio.wait({following}, timeout=silence_s)
            if not done:
                yield None
                continue
            task, following = following, None
            try:
                item = task.result()
            except StopAsyncIteration:
                return
            yield item
    finally:
        if following is not None:
            await stop(following)
        await _close(items)


async def _next(items: AsyncIterator[T]) -> T:
    return await anext(items)


async def _close(items: Any) -> None:
    async with aclosing(items):
        pass


async def stop(*tasks: asyncio.Task[Any]) -> None:
    """Cancels tasks and waits until they have ended."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def while_connected(receive: Receive, work: Coroutine[Any, Any, None]) -> None:
    """Runs work until it is done or the client leaves, which cancels it."""
    working = asyncio.ensure_future(work)
    watching = asyncio.ensure_future(until_gone(receive))
    try:
        await asyncio.wait({working, watching}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
    finally:
        await stop(working, watching)


async def until_gone(receive: Receive) -> None:
    """Waits until the client leaves."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def unless_gone(receive: Receive, work: Awaitable[T], patience_s: float) -> T:
    """Returns what work results in; looks for a client that left only when it takes a while.

    Args:
        receive: the ASGI channel.
        work: what is cancelled when the client leaves.
        patience_s: seconds before anybody looks; most requests are answered before.

    Raises:
        ClientGone: when the client left.
    """
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    assert task is not None
    watching: list[asyncio.Task[None]] = []
    is_gone = False

    async def watch() -> None:
        nonlocal is_gone
        await until_gone(receive)
        is_gone = True
        task.cancel()

    timer = loop.call_later(patience_s, lambda: watching.append(loop.create_task(watch())))
    try:
        return await work
    except asyncio.CancelledError:
        if not is_gone:
            raise
        task.uncancel()
        raise ClientGone from None
    finally:
        timer.cancel()
        if watching:
            watching[0].cancel()
