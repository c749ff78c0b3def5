"""Who asks, by a JSON Web Token: verified, never trusted for what it says of itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any

import orjson
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet
from joserfc.util import urlsafe_b64decode

from symphonies.federation.errors import RequestRefused
from symphonies.federation.exchange import Exchange
from symphonies.federation.identity import Identity
from symphonies.federation.request import GraphQLResponse

from .keys import KeySource, KeysUnavailable


@dataclass(frozen=True, slots=True)
class JwtRules:
    """What makes a token good.

    Attributes:
        algorithms: the signatures that are accepted; what the token says does not widen them.
        issuer: who must have issued it, None for anybody whose key is known.
        audience: whom it must be for, None for anybody.
        leeway_s: how far clocks may differ.
        header: where it is sent, name in lower case.
        prefix: the word before it.
        cookie: a cookie to look in when the header is absent.
        subject_claim: the claim that names the caller.
        scopes_claim: a dotted path to the scopes, a list or words; by default ``scope``, then ``scp``.
        required: whether a request without a token is refused.
    """

    algorithms: tuple[str, ...] = ("RS256", "ES256", "Ed25519")
    issuer: str | None = None
    audience: str | None = None
    leeway_s: int = 30
    header: str = "authorization"
    prefix: str = "Bearer"
    cookie: str | None = None
    subject_claim: str = "sub"
    scopes_claim: str | None = None
    required: bool = False

    def __post_init__(self) -> None:
        symmetric = {name for name in self.algorithms if name.startswith("HS")}
        if not self.algorithms or "none" in self.algorithms:
            raise ValueError("A token must be signed: algorithms may not be empty or hold 'none'.")
        if symmetric and len(symmetric) < len(self.algorithms):
            raise ValueError("Shared-secret and public-key algorithms cannot be accepted together.")


class JwtIdentity:
    """A ``request`` hook that finds out who asks.

    Args:
        keys: what signatures are verified with.
        rules: what makes a token good.

    Source: RFC 7519 (JSON Web Token), RFC 8725 (best current practices).
    """

    def __init__(self, keys: KeySource, rules: JwtRules | None = None) -> None:
        self._keys = keys
        self._rules = rules or JwtRules()
        essential: dict[str, Any] = {"exp": {"essential": True}}
        if self._rules.issuer is not None:
            essential["iss"] = {"essential": True, "value": self._rules.issuer}
        if self._rules.audience is not None:
            essential["aud"] = {"essential": True, "value": self._rules.audience}
        self._claims = jwt.JWTClaimsRegistry(leeway=self._rules.leeway_s, **essential)

    async def __call__(
        self, exchange: Exchange, proceed: Callable[[], Awaitable[GraphQLResponse]]
    ) -> GraphQLResponse:
        """Sets the identity of a request.

        Raises:
            RequestRefused: ``UNAUTHENTICATED`` when the token is not good, or is missing and required.
        """
        token = self._token(exchange.headers)
        if token is not None:
            exchange.identity = await self.identify(token)
        elif self._rules.required:
            raise _refuse("A token is required.", exchange)
        return await proceed()

    async def connect(self, headers: Mapping[str, str]) -> None:
        """Looks at a new WebSocket; a ``connect`` hook.

        Raises:
            RequestRefused: ``UNAUTHENTICATED`` when its token is not good, or is missing and required.
        """
        token = self._token(headers)
        if token is not None:
            await self.identify(token)
        elif self._rules.required:
            raise _refuse("A token is required.")

    async def identify(self, token: str) -> Identity:
        """Returns whom a token stands for.

        Raises:
            RequestRefused: ``UNAUTHENTICATED`` when it is not good.
        """
        try:
            keys = _fitting(await self._keys.keys(_key_id(token)))
            decoded = jwt.decode(token, keys, algorithms=list(self._rules.algorithms))
            self._claims.validate(decoded.claims)
        except KeysUnavailable as error:
            raise RequestRefused(error.message, code="KEYS_UNAVAILABLE", status=503) from error
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise _refuse("The token is not good.") from error
        claims = decoded.claims
        subject = claims.get(self._rules.subject_claim)
        if not isinstance(subject, str) or not subject:
            raise _refuse("The token names nobody.")
        return Identity(subject, self._scopes(claims), claims=claims)

    def _token(self, headers: Mapping[str, str]) -> str | None:
        rules = self._rules
        given = headers.get(rules.header)
        if given is not None:
            prefix, _, token = given.strip().partition(" ")
            if not rules.prefix:
                return given.strip()
            if prefix.lower() != rules.prefix.lower() or not token.strip():
                raise _refuse(f"The header {rules.header} is not of the form {rules.prefix} TOKEN.")
            return token.strip()
        return _cookie(headers.get("cookie", ""), rules.cookie) if rules.cookie else None

    def _scopes(self, claims: Mapping[str, Any]) -> frozenset[str]:
        path = self._rules.scopes_claim
        found: Any = claims.get("scope", claims.get("scp")) if path is None else claims
        for step in path.split(".") if path else ():
            found = found.get(step) if isinstance(found, Mapping) else None
        words = found.split() if isinstance(found, str) else found
        return frozenset(map(str, words)) if isinstance(words, (list, tuple)) else frozenset()


def _cookie(header: str, name: str) -> str | None:
    try:
        found = SimpleCookie(header).get(name)
    except CookieError:
        return None
    return found.value if found else None


def _fitting(keys: KeySet) -> KeySet | Key:
    """Returns the only key by itself when nobody named it: whatever a token calls it, there is no other."""
    only = keys.keys[0] if len(keys.keys) == 1 else None
    return only if only is not None and only.kid == only.thumbprint() else keys


def _key_id(token: str) -> str | None:
    """Returns the key a token names; it is only used to look the key up."""
    try:
        head = orjson.loads(urlsafe_b64decode(token.partition(".")[0].encode()))
    except (ValueError, orjson.JSONDecodeError):
        return None
    named = head.get("kid") if isinstance(head, dict) else None
    return named if isinstance(named, str) else None


def _refuse(message: str, exchange: Exchange | None = None) -> RequestRefused:
    if exchange is not None:
        exchange.response_headers["www-authenticate"] = "Bearer"
    return RequestRefused(message, code="UNAUTHENTICATED", status=401)
