"""Keys that tokens are verified with: given, or fetched and kept fresh."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

import orjson
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, OKPKey, RSAKey, import_key

from symphonies.federation.errors import FederationError

REFRESH_S = 600.0
RETRY_S = 30.0
TIMEOUT_S = 5.0
MAX_BYTES = 1_000_000


class KeysUnavailable(FederationError):
    """The keys that tokens are verified with cannot be had."""

    code = "KEYS_UNAVAILABLE"


class KeySource(Protocol):
    """Where keys come from."""

    async def keys(self, key_id: str | None) -> KeySet:
        """Returns the keys, fresh enough to hold the one of an identifier if there is one.

        Raises:
            KeysUnavailable: when they cannot be had.
        """
        ...


class StaticKeys:
    """Keys that are given.

    Args:
        content: a JSON Web Key, a key set, or a PEM text.

    Raises:
        KeysUnavailable: when it is none of these.
    """

    def __init__(self, content: str | Mapping[str, Any]) -> None:
        self._keys = _key_set(content)

    @classmethod
    def read(cls, path: Path) -> StaticKeys:
        """Reads a file of keys.

        Raises:
            KeysUnavailable: when it is not there or holds no key.
        """
        try:
            return cls(path.read_text("utf-8"))
        except OSError as error:
            raise KeysUnavailable(f"The keys at {path} cannot be read: {error.strerror}.") from error

    async def keys(self, key_id: str | None) -> KeySet:
        """Returns the keys."""
        return self._keys


class RemoteKeys:
    """Keys of an identity provider, by the address of its key set.

    Fetched when first needed, again when old, and when a token names a key that is not among them, but for
    that not more often than every ``retry_s``. While the provider cannot be reached, known keys stay good.

    Args:
        url: the address of the JSON Web Key set.
        refresh_s: after how long the keys are old.
        retry_s: how long to wait before fetching again for an unknown key or after a failure.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        url: str,
        *,
        refresh_s: float = REFRESH_S,
        retry_s: float = RETRY_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url = url
        self._refresh_s = refresh_s
        self._retry_s = retry_s
        self._clock = clock
        self._known: KeySet | None = None
        self._fetched_at = float("-inf")
        self._tried_at = float("-inf")
        self._lock = asyncio.Lock()

    async def keys(self, key_id: str | None) -> KeySet:
        """Returns the keys, fetched when needed.

        Raises:
            KeysUnavailable: when none are known and none can be fetched.
        """
        if not self._suffice(key_id):
            async with self._lock:
                if not self._suffice(key_id) and self._clock() - self._tried_at >= self._retry_s:
                    await self._fetch()
        if self._known is None:
            raise KeysUnavailable("The keys of the identity provider cannot be had.")
        return self._known

    def _suffice(self, key_id: str | None) -> bool:
        if self._known is None or self._clock() - self._fetched_at > self._refresh_s:
            return False
        return key_id is None or any(key.kid == key_id for key in self._known.keys)

    async def _fetch(self) -> None:
        import aiohttp

        self._tried_at = self._clock()
        timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.get(self._url, allow_redirects=False) as answer,
            ):
                answer.raise_for_status()
                raw = await answer.content.read(MAX_BYTES)
            self._known = _key_set(orjson.loads(raw))
            self._fetched_at = self._clock()
        except (aiohttp.ClientError, TimeoutError, orjson.JSONDecodeError, KeysUnavailable):
            return  # what is known stays good; the next request after a while tries again


def _key_set(content: str | Mapping[str, Any]) -> KeySet:
    try:
        given: Any = content
        if isinstance(given, str) and given.lstrip().startswith("{"):
            given = orjson.loads(given)
        if isinstance(given, Mapping) and "keys" in given:
            return KeySet.import_key_set({"keys": list(given["keys"])})
        if isinstance(given, Mapping):
            return KeySet([import_key(dict(given))])
        return KeySet([_pem(given)])
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise KeysUnavailable(f"The keys cannot be read: {error}.") from error


def _pem(text: str) -> Any:
    for read in (RSAKey, ECKey, OKPKey):
        try:
            return read.import_key(text)
        except (JoseError, ValueError, TypeError):
            continue
    raise ValueError("neither a JSON Web Key nor a PEM text of an RSA, EC or Ed25519 key")
