"""Who is at the screen: opaque server-side sessions on loopback.

Before sign-on is set up the product listens on loopback only. The sample company offers its
personas to choose from; any other company has the one local owner.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from symphonies.kernel import NotFoundError, did_you_mean
from symphonies.platform.security import Principal

COOKIE = "symphonies_session"


@dataclass
class Sessions:
    """Maps a session cookie to the persona its holder chose."""

    personas: Mapping[str, Principal]
    """By id; the first is who one is before choosing."""
    _chosen: dict[str, str] = field(default_factory=dict)

    def principal(self, cookie: str | None) -> Principal:
        """Return who holds the cookie; the first persona for strangers and expired sessions."""
        default = next(iter(self.personas))
        return self.personas[self._chosen.get(_digest(cookie), default) if cookie else default]

    def choose(self, persona_id: str) -> str:
        """Start a session as the persona and return its cookie value.

        Raises:
            NotFoundError: there is no such persona.
        """
        if persona_id not in self.personas:
            raise NotFoundError(
                f"There is no persona {persona_id!r}.", hint=did_you_mean(persona_id, self.personas)
            )
        cookie = secrets.token_urlsafe(32)
        self._chosen[_digest(cookie)] = persona_id
        return cookie


def _digest(cookie: str | None) -> str:
    """Only digests are kept, so that memory shows no usable session."""
    return hashlib.sha256((cookie or "").encode()).hexdigest()
