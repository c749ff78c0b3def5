"""What is cached, for how long, and in how much memory."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CacheRules:
    """How the answers of one subgraph are cached.

    Attributes:
        enabled: whether they are cached at all.
        ttl_s: seconds an answer is good when neither its Cache-Control nor a @cacheControl hint says; None
            caches only what the subgraph says may be cached.
        max_ttl_s: seconds after which an answer is asked for again whatever the subgraph says.
    """

    enabled: bool = True
    ttl_s: float | None = None
    max_ttl_s: float = 86_400.0


@dataclass(frozen=True, slots=True)
class CacheSettings:
    """The cache as a whole.

    Attributes:
        enabled: whether anything is cached.
        max_bytes: memory that cached answers take; the least recently used go first.
        max_entry_bytes: the largest single answer that is kept.
        invalidation_path: where entries can be invalidated over HTTP; None for nowhere.
        invalidation_key: what a caller of that address proves itself with, in ``Authorization: Bearer``.
    """

    enabled: bool = False
    max_bytes: int = 128_000_000
    max_entry_bytes: int = 1_000_000
    invalidation_path: str | None = None
    invalidation_key: str | None = None

    def __post_init__(self) -> None:
        if self.invalidation_path is not None and not self.invalidation_key:
            raise ValueError("invalidation_path needs an invalidation_key.")
        if self.invalidation_key is not None and len(self.invalidation_key) < 16:
            raise ValueError("invalidation_key must have 16 characters at least.")
