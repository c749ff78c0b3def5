"""How long an answer is good, and for whom.

Source: RFC 9111, HTTP Caching.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CacheControl:
    """What may be done with an answer.

    Attributes:
        max_age_s: seconds it is good from now on; 0 for not at all.
        is_private: whether it is for the one who asked only.
        is_public: whether its origin says that it is for everybody, although somebody in particular asked.
    """

    max_age_s: float = 0.0
    is_private: bool = False
    is_public: bool = False

    def __and__(self, other: CacheControl) -> CacheControl:
        """Returns what may be done with an answer made of both."""
        return CacheControl(
            min(self.max_age_s, other.max_age_s),
            self.is_private or other.is_private,
            self.is_public and other.is_public,
        )

    def at_most(self, age_s: float) -> CacheControl:
        """Returns the same for a shorter time."""
        return CacheControl(min(self.max_age_s, age_s), self.is_private, self.is_public)

    @property
    def header(self) -> str:
        """The value of a Cache-Control header."""
        if self.max_age_s < 1:
            return "no-store"
        return f"max-age={int(self.max_age_s)}, {'private' if self.is_private else 'public'}"


NOT_AT_ALL = CacheControl()
FOREVER = CacheControl(float("inf"), is_public=True)
"""Limits nothing when put together with others."""


def read_cache_control(headers: Mapping[str, str]) -> CacheControl | None:
    """Returns what an answer's headers say, None when they say nothing.

    Args:
        headers: names in lower case.
    """
    given = headers.get("cache-control")
    if given is None:
        return None
    said = dict(_directives(given))
    if said.keys() & {"no-store", "no-cache"}:
        return NOT_AT_ALL
    is_private = "private" in said
    age = said.get("max-age") if is_private else said.get("s-maxage", said.get("max-age"))
    if age is None or not age.isdigit():
        return NOT_AT_ALL
    spent = headers.get("age", "0")
    left = int(age) - (int(spent) if spent.isdigit() else 0)
    is_public = not is_private and ("public" in said or "s-maxage" in said)
    return CacheControl(float(max(0, left)), is_private, is_public)


def varying(headers: Mapping[str, str]) -> frozenset[str] | None:
    """Returns the request headers an answer depends on; None when it depends on more than can be told."""
    named = frozenset(name.strip().lower() for name in headers.get("vary", "").split(",") if name.strip())
    return None if "*" in named else named


def _directives(value: str) -> list[tuple[str, str]]:
    parts = (part.partition("=") for part in value.split(","))
    return [(name.strip().lower(), told.strip().strip('"')) for name, _, told in parts]
