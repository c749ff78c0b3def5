"""The address where cached answers are invalidated over HTTP."""

from __future__ import annotations

import hmac
import logging

import orjson

from symphonies.federation.caching import InvalidationRefused, Invalidations
from symphonies.federation.errors import RequestRefused

from .body import read_body
from .wire import ClientGone, RawHeaders, Receive, Scope, Send, headers_of, send_whole

log = logging.getLogger("symphonies.federation.server")
MAX_BYTES = 1_000_000
TIMEOUT_S = 10.0
HEADERS: RawHeaders = [(b"content-type", b"application/json; charset=utf-8"), (b"cache-control", b"no-store")]


class InvalidationEndpoint:
    """Takes ``POST`` with the key as a bearer token and says how many answers were dropped.

    Args:
        invalidations: drops them.
        key: what a caller proves itself with.
    """

    def __init__(self, invalidations: Invalidations, key: str) -> None:
        self._invalidations = invalidations
        self._expected = f"Bearer {key}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        headers = headers_of(scope)
        if scope["method"] != "POST":
            await _tell(send, 405, "METHOD_NOT_ALLOWED", "Use POST.", [(b"allow", b"POST")])
        elif not hmac.compare_digest(headers.get("authorization", "").encode("latin-1"), self._expected):
            await _tell(
                send, 401, "UNAUTHENTICATED", "The key is not good.", [(b"www-authenticate", b"Bearer")]
            )
        else:
            await self._invalidate(headers, receive, send)

    async def _invalidate(self, headers: dict[str, str], receive: Receive, send: Send) -> None:
        try:
            given = orjson.loads(await read_body(receive, headers, MAX_BYTES, TIMEOUT_S))
            count = self._invalidations.apply(given)
        except ClientGone:
            return
        except orjson.JSONDecodeError:
            await _tell(send, 400, "JSON_INVALID", "The body is not JSON.")
        except RequestRefused as refusal:
            await _tell(send, refusal.status, refusal.code, refusal.message)
        except InvalidationRefused as refusal:
            await _tell(send, 400, refusal.code, refusal.message)
        else:
            log.info("Cached answers were invalidated.", extra={"facts": {"count": count}})
            await send_whole(send, 202, HEADERS, orjson.dumps({"count": count}))


async def _tell(send: Send, status: int, code: str, message: str, headers: RawHeaders | None = None) -> None:
    body = {"errors": [{"message": message, "extensions": {"code": code}}]}
    await send_whole(send, status, [*HEADERS, *(headers or [])], orjson.dumps(body))
