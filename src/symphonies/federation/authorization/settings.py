"""Who may ask and how that is proven, as a configuration says it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from .guards import Mode
from .jwt import JwtIdentity, JwtRules
from .keys import REFRESH_S, RETRY_S, KeySource, RemoteKeys, StaticKeys


@dataclass(frozen=True, slots=True)
class KeySettings:
    """Where the keys of tokens are; one of the three.

    Attributes:
        jwks_url: the address of the identity provider's key set.
        jwks_file: a file with a key set or one JSON Web Key.
        key_file: a file with a public key as PEM.
        refresh_s: seconds after which fetched keys are fetched again.
        retry_s: seconds between two attempts to fetch keys for an unknown key or after a failure.
    """

    jwks_url: str | None = None
    jwks_file: Path | None = None
    key_file: Path | None = None
    refresh_s: float = REFRESH_S
    retry_s: float = RETRY_S

    def __post_init__(self) -> None:
        given = [each for each in (self.jwks_url, self.jwks_file, self.key_file) if each is not None]
        if len(given) != 1:
            raise ValueError("exactly one of jwks_url, jwks_file and key_file must be given.")

    def open(self, folder: Path) -> KeySource:
        """Returns the keys.

        Args:
            folder: what the files are relative to.

        Raises:
            KeysUnavailable: when a file cannot be read.
        """
        if self.jwks_url is not None:
            return RemoteKeys(self.jwks_url, refresh_s=self.refresh_s, retry_s=self.retry_s)
        path = self.jwks_file or self.key_file
        assert path is not None
        return StaticKeys.read(folder / path)


@dataclass(frozen=True, slots=True)
class AuthorizationSettings:
    """Who may ask.

    Attributes:
        mode: what becomes of fields a caller may not see: ``filter`` answers null and an error, ``reject``
            refuses the request.
        keys: the keys of tokens; None takes no tokens.
        rules: what makes a token good.
    """

    mode: Mode = "filter"
    keys: KeySettings | None = None
    rules: JwtRules = field(default_factory=JwtRules)

    def identity(self, folder: Path) -> JwtIdentity | None:
        """Returns the hook that finds out who asks, if tokens are taken.

        Raises:
            KeysUnavailable: when the keys cannot be read.
        """
        return None if self.keys is None else JwtIdentity(self.keys.open(folder), self.rules)
