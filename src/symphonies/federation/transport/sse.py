"""Events of a subgraph over server-sent events."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING

import orjson

from symphonies.federation.errors import SubgraphUnavailable

from .http import HeadersFor, headers_of, result_of
from .protocol import SubgraphRequest, SubgraphResponse

if TYPE_CHECKING:
    import aiohttp

MAX_EVENT_BYTES = 16_000_000


class SseEvents:
    """Subscribes by a request of its own for each subscription.

    Args:
        url: the subgraph's endpoint.
        headers_for: chooses headers of a request.
        connect_timeout_s: how long the subgraph may take to begin.

    Source: GraphQL over Server-Sent Events, "distinct connections mode"; WHATWG HTML, "Server-sent events".
    """

    def __init__(
        self, url: str, *, headers_for: HeadersFor | None = None, connect_timeout_s: float = 10.0
    ) -> None:
        self._url = url
        self._headers_for = headers_for
        self._connect_timeout_s = connect_timeout_s

    async def subscribe(self, request: SubgraphRequest) -> AsyncIterator[SubgraphResponse]:
        """Yields events until the subgraph completes.

        Raises:
            SubgraphUnavailable: when it does not answer with events, or breaks off.
        """
        import aiohttp

        always = {"content-type": "application/json", "accept": "text/event-stream"}
        body = orjson.dumps({"query": request.document, "variables": request.variables}, default=str)
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=self._connect_timeout_s)
        headers = headers_of(request, always, self._headers_for)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as session,
                session.post(self._url, data=body, headers=headers, allow_redirects=False) as answer,
            ):
                if answer.status != 200 or answer.content_type != "text/event-stream":
                    raise SubgraphUnavailable("does not answer with events", status=answer.status)
                async for kind, data in _events(answer.content):
                    if kind == "complete":
                        return
                    if kind == "next":
                        yield _result(data)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise SubgraphUnavailable("broke off its events", is_transient=True) from error
        raise SubgraphUnavailable("broke off its events", is_transient=True)


def _result(data: bytes) -> SubgraphResponse:
    try:
        content = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise SubgraphUnavailable("sent an event that is not JSON") from error
    if not isinstance(content, Mapping):
        raise SubgraphUnavailable("sent an event that is not a GraphQL result")
    return result_of(content)


async def _events(content: aiohttp.StreamReader) -> AsyncIterator[tuple[str, bytes]]:
    """Yields kind and data of every event; comments are passed over."""
    kind, data = "message", []
    async for line in _lines(content):
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if not line:
            if data or kind != "message":
                yield kind, b"\n".join(data)
            kind, data = "message", []
        elif name == b"event":
            kind = value.decode("utf-8", "replace")
        elif name == b"data":
            data.append(value)


async def _lines(content: aiohttp.StreamReader) -> AsyncIterator[bytes]:
    pending = b""
    async for chunk in content.iter_any():
        pending += chunk
        if len(pending) > MAX_EVENT_BYTES:
            raise SubgraphUnavailable(f"sent an event of more than {MAX_EVENT_BYTES} bytes")
        *lines, pending = pending.split(b"\n")
        for line in lines:
            yield line.removesuffix(b"\r")
