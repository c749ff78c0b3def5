"""Which pages may ask: permission for other origins, and refusal of what a page can send unasked.

Source: the CORS protocol of the Fetch standard; the security notes of GraphQL over HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from symphonies.federation.errors import RequestRefused

from .settings import CorsSettings
from .wire import RawHeaders

FORCE_PREFLIGHT = ("graphql-require-preflight", "apollo-require-preflight", "x-apollo-operation-name")
"""Headers that a page of another origin cannot send without being asked for permission."""
SIMPLE_TYPES = frozenset({"", "application/x-www-form-urlencoded", "multipart/form-data", "text/plain"})
"""Content types of requests that browsers send without asking for permission."""
VARY = (b"vary", b"Origin")


def check_intended(headers: Mapping[str, str]) -> None:
    """Refuses a request that any page could have made a browser send.

    Raises:
        RequestRefused: ``CSRF_PREVENTED``.
    """
    if headers.get("content-type", "").partition(";")[0].strip().lower() not in SIMPLE_TYPES:
        return
    if any(headers.get(name) for name in FORCE_PREFLIGHT):
        return
    if headers.get("sec-fetch-site") in {"same-origin", "none"}:
        return
    message = f"A request without a JSON body must carry the header {FORCE_PREFLIGHT[0]} with any value."
    raise RequestRefused(message, code="CSRF_PREVENTED", status=403)


class Cors:
    """Answers browsers that ask whether a page of another origin may call.

    Args:
        settings: who may.
    """

    def __init__(self, settings: CorsSettings) -> None:
        self._settings = settings
        self._origins = frozenset(settings.origins)
        self.is_open = "*" in self._origins
        self._always: RawHeaders = []
        if settings.credentials and not self.is_open:
            self._always.append((b"access-control-allow-credentials", b"true"))
        if settings.expose:
            self._always.append((b"access-control-expose-headers", ", ".join(settings.expose).encode()))

    def allows(self, origin: str) -> bool:
        """Returns whether pages of an origin may call."""
        return self.is_open or origin in self._origins

    def headers(self, origin: str | None) -> RawHeaders:
        """Returns the headers that every answer carries."""
        if not self._origins:
            return []
        if origin is None or not self.allows(origin):
            return [VARY]
        allowed = b"*" if self.is_open else origin.encode("latin-1")
        return [(b"access-control-allow-origin", allowed), VARY, *self._always]

    def preflight(self, headers: Mapping[str, str]) -> RawHeaders:
        """Returns the headers that answer the question whether a call would be allowed."""
        given = self.headers(headers.get("origin"))
        if len(given) < 2:
            return given
        asked = headers.get("access-control-request-headers", "")
        allowed = asked if "*" in self._settings.headers else ", ".join(self._settings.headers)
        return [
            *given,
            (b"access-control-allow-methods", b"GET, POST"),
            (b"access-control-allow-headers", allowed.encode("latin-1")),
            (b"access-control-max-age", b"%d" % self._settings.max_age_s),
        ]


def is_same_origin(headers: Mapping[str, str]) -> bool:
    """Returns whether a request comes from a page of this host, or from no page at all."""
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == headers.get("host", "").lower()
