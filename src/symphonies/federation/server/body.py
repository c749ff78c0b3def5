"""Reading a request's body, no more and no longer than allowed."""

from __future__ import annotations

import asyncio

from symphonies.federation.errors import RequestRefused
from symphonies.federation.http import too_large

from .wire import ClientGone, Receive


async def read_body(receive: Receive, headers: dict[str, str], limit: int, timeout_s: float) -> bytes:
    """Reads a body.

    Args:
        receive: the ASGI channel.
        headers: the request's headers.
        limit: bytes; what is longer is refused before it is read.
        timeout_s: seconds the client has to send it.

    Raises:
        RequestRefused: ``BODY_TOO_LARGE`` or ``REQUEST_TIMEOUT``.
        ClientGone: when the client left.
    """
    length = headers.get("content-length", "")
    if length.isdigit() and int(length) > limit:
        raise too_large(limit)
    try:
        async with asyncio.timeout(timeout_s):
            return await _gather(receive, limit)
    except TimeoutError as error:
        message = f"The body was not sent within {timeout_s:g} seconds."
        raise RequestRefused(message, code="REQUEST_TIMEOUT", status=408) from error


async def _gather(receive: Receive, limit: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > limit:
            raise too_large(limit)
        if not message.get("more_body", False):
            return b"".join([*chunks, chunk]) if chunks else chunk
        chunks.append(chunk)
