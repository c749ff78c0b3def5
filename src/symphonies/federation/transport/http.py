"""A subgraph behind HTTP."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import orjson

from symphonies.federation.errors import SubgraphUnavailable

from .protocol import SubgraphRequest, SubgraphResponse

if TYPE_CHECKING:
    import aiohttp


class HttpClient:
    """Posts operations as JSON over kept-open connections.

    Args:
        url: the subgraph's endpoint.
        headers: headers of every request.
        headers_for: further headers made from a request's context, for example a forwarded token.
        timeout_s: how long an answer may take.
        max_bytes: the largest answer that is read.
        connections: how many connections are kept to this subgraph.
    """

    def __init__(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        headers_for: Callable[[object], Mapping[str, str]] | None = None,
        timeout_s: float = 30.0,
        max_bytes: int = 64_000_000,
        connections: int = 100,
    ) -> None:
        self._url = url
        self._headers = {
            "content-type": "application/json",
            "accept": "application/graphql-response+json, application/json",
            **(headers or {}),
        }
        self._headers_for = headers_for
        self._timeout_s = timeout_s
        self._max_bytes = max_bytes
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    async def fetch(self, request: SubgraphRequest) -> SubgraphResponse:
        """Posts one operation.

        Raises:
            SubgraphUnavailable: when it cannot be reached, is too slow, or answers no GraphQL.
        """
        body = orjson.dumps({"query": request.document, "variables": request.variables}, default=str)
        import aiohttp  # taken in where it is used: a gateway over in-process subgraphs starts faster without

        headers = self._headers
        if self._headers_for is not None:
            headers = {**headers, **self._headers_for(request.context)}
        try:
            async with self._open().post(self._url, data=body, headers=headers) as answer:
                raw = await self._read(answer)
                return self._understand(answer.status, raw)
        except (TimeoutError, aiohttp.ClientError, ConnectionError) as error:
            what = "took too long to answer" if isinstance(error, TimeoutError) else "could not be reached"
            raise SubgraphUnavailable(what) from error

    async def _read(self, answer: aiohttp.ClientResponse) -> bytes:
        chunks: list[bytes] = []
        size = 0
        async for chunk in answer.content.iter_any():
            size += len(chunk)
            if size > self._max_bytes:
                answer.close()
                raise SubgraphUnavailable(f"answered more than {self._max_bytes} bytes")
            chunks.append(chunk)
        return b"".join(chunks)

    @staticmethod
    def _understand(status: int, raw: bytes) -> SubgraphResponse:
        try:
            answer = orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            raise SubgraphUnavailable("answered something that is not JSON", status=status) from error
        if not isinstance(answer, dict) or not ("data" in answer or "errors" in answer):
            raise SubgraphUnavailable("answered something that is not a GraphQL result", status=status)
        errors = answer.get("errors") or ()
        if not isinstance(errors, (list, tuple)):
            raise SubgraphUnavailable("answered something that is not a GraphQL result", status=status)
        return SubgraphResponse(answer.get("data"), [e for e in errors if isinstance(e, dict)])

    def _open(self) -> aiohttp.ClientSession:
        import aiohttp

        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                timeout=aiohttp.ClientTimeout(total=self._timeout_s),
                auto_decompress=True,
            )
        return self._session

    async def close(self) -> None:
        """Closes the kept connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def __aenter__(self) -> HttpClient:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
