"""How the gateway tells a subgraph in another process whose request it is: a short-lived signed header."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from symphonies.kernel import Clock, SymphonyError, SystemClock
from symphonies.platform.security import Principal

HEADER = "symphonies-principal"
ALGORITHM = "HS256"
GOOD_FOR_S = 30
LEEWAY_S = 5


class PrincipalUnprovenError(SymphonyError):
    """A subgraph was asked without proof of whose request it is."""

    code: ClassVar[str] = "PRINCIPAL_UNPROVEN"


class Voucher:
    """Signs principals for subgraphs, and believes only what it would have signed.

    Args:
        key: the secret that gateway and subgraphs share.
        clock: tells when a header was made.
    """

    def __init__(self, key: str, clock: Clock | None = None) -> None:
        self._key = OctKey.import_key(key)
        self._clock = clock or SystemClock()

    def header(self, principal: Principal, subgraph: str) -> Mapping[str, str]:
        """Return the header that names a principal to one subgraph for a few seconds."""
        now = int(self._clock.now().timestamp())
        claims = {"sub": principal.id, "aud": subgraph, "iat": now, "exp": now + GOOD_FOR_S}
        return {HEADER: jwt.encode({"alg": ALGORITHM}, claims, self._key)}

    def principal(
        self, header: str | None, subgraph: str, find: Callable[[str], Principal | None]
    ) -> Principal:
        """Return whom a header names.

        Args:
            header: what came with the request.
            subgraph: the one that was asked.
            find: looks a principal up by id; what it may see is decided here, never told by the header.

        Raises:
            PrincipalUnprovenError: the header is missing, forged, old, for another subgraph, or names nobody.
        """
        found = find(self._subject(header, subgraph))
        if found is None:
            raise PrincipalUnprovenError("The request names a principal that this store does not have.")
        return found

    def _subject(self, header: str | None, subgraph: str) -> str:
        now = int(self._clock.now().timestamp())
        essential = {"essential": True}
        rules = jwt.JWTClaimsRegistry(
            now, LEEWAY_S, sub=essential, exp=essential, iat=essential,
            aud={"essential": True, "value": subgraph},
        )  # fmt: skip
        try:
            claims = jwt.decode(header or "", self._key, algorithms=[ALGORITHM]).claims
            rules.validate(claims)
        except (JoseError, ValueError) as error:
            raise PrincipalUnprovenError(
                "The request does not prove whose it is.",
                hint=f"Subgraphs answer the gateway, which signs {HEADER} with the key of [federation].",
            ) from error
        return str(claims["sub"])
