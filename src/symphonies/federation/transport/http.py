"""A subgraph behind HTTP."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import orjson

from symphonies.federation.errors import SubgraphUnavailable

from .protocol import SubgraphRequest, SubgraphResponse

if TYPE_CHECKING:
    import aiohttp

HeadersFor = Callable[[SubgraphRequest], Mapping[str, str]]
"""Chooses the headers of a request besides those of every request, for example a forwarded token."""
TRANSIENT = frozenset({429, 502, 503, 504})
"""Statuses that may be gone in a moment."""


class HttpClient:
    """Posts operations as JSON over kept-open connections. Redirects are not followed, cookies not kept.

    Args:
        url: the subgraph's endpoint.
        headers: headers of every request.
        headers_for: further headers of one request.
        timeout_s: how long an answer may take, from the first byte sent to the last one read.
        max_bytes: the largest answer that is read, counted after decompression.
        connections: how many connections are kept to this subgraph.
    """

    def __init__(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        headers_for: HeadersFor | None = None,
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
        import aiohttp  # taken in where it is used: a gateway over in-process subgraphs starts faster without

        body = orjson.dumps({"query": request.document, "variables": request.variables}, default=str)
        headers = headers_of(request, self._headers, self._headers_for)
        try:
            async with self._open().post(
                self._url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                return understand(answer.status, await self._read(answer), answer.headers)
        except TimeoutError as error:
            raise SubgraphUnavailable("took too long to answer", is_transient=True) from error
        except (aiohttp.ClientPayloadError, ValueError) as error:
            raise SubgraphUnavailable("broke off its answer", is_transient=True) from error
        except (aiohttp.ClientError, OSError) as error:
            raise SubgraphUnavailable("could not be reached", is_transient=True) from error

    async def _read(self, answer: aiohttp.ClientResponse) -> bytes:
        told = answer.content_length
        if told is not None and told <= self._max_bytes and "content-encoding" not in answer.headers:
            return await answer.read()
        chunks: list[bytes] = []
        size = 0
        async for chunk in answer.content.iter_any():
            size += len(chunk)
            if size > self._max_bytes:
                answer.close()
                raise SubgraphUnavailable(f"answered more than {self._max_bytes} bytes")
            chunks.append(chunk)
        return b"".join(chunks)

    def _open(self) -> aiohttp.ClientSession:
        import aiohttp

        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                timeout=aiohttp.ClientTimeout(total=self._timeout_s),
                cookie_jar=aiohttp.DummyCookieJar(),
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


def headers_of(
    request: SubgraphRequest, always: Mapping[str, str], headers_for: HeadersFor | None
) -> Mapping[str, str]:
    """Returns the headers to send: those of every request, the chosen ones, and what hooks added."""
    if headers_for is None and not request.headers:
        return always
    chosen = headers_for(request) if headers_for else {}
    return {**always, **chosen, **request.headers}


def understand(status: int, raw: bytes, headers: Mapping[str, str]) -> SubgraphResponse:
    """Reads an HTTP answer as GraphQL.

    Raises:
        SubgraphUnavailable: when it is none.
    """
    try:
        answer = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise _not_graphql("JSON", status, headers) from error
    if not isinstance(answer, dict) or not ("data" in answer or "errors" in answer):
        raise _not_graphql("a GraphQL result", status, headers)
    return result_of(answer, {name.lower(): value for name, value in headers.items()}, status)


def result_of(
    answer: Mapping[str, Any], headers: Mapping[str, str] | None = None, status: int = 200
) -> SubgraphResponse:
    """Returns a GraphQL result as a response.

    Raises:
        SubgraphUnavailable: when its parts are not of the types the specification gives them.
    """
    data, errors = answer.get("data"), answer.get("errors") or ()
    extensions = answer.get("extensions")
    if not (data is None or isinstance(data, dict)) or not isinstance(errors, (list, tuple)):
        raise _not_graphql("a GraphQL result", status, headers or {})
    told = [error for error in errors if isinstance(error, dict)]
    if errors and not told:
        told = [{"message": "The subgraph told errors that cannot be read."}]
    return SubgraphResponse(data, told, headers or {}, extensions if isinstance(extensions, dict) else {})


def _not_graphql(wanted: str, status: int, headers: Mapping[str, str]) -> SubgraphUnavailable:
    asked = headers.get("retry-after", headers.get("Retry-After", ""))
    return SubgraphUnavailable(
        f"answered something that is not {wanted}",
        is_transient=status in TRANSIENT,
        retry_after_s=float(asked) if asked.isdigit() else None,
        status=status,
    )
