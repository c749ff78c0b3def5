"""A cache of what subgraphs answered: entity by entity and root field by root field, never anybody else's."""

from .control import CacheControl
from .fetches import CachedFetches, Lookup
from .invalidation import InvalidationRefused, Invalidations
from .response import tell_cache_control
from .settings import CacheRules, CacheSettings
from .store import CacheStore

__all__ = [
    "CacheControl",
    "CacheRules",
    "CacheSettings",
    "CacheStore",
    "CachedFetches",
    "InvalidationRefused",
    "Invalidations",
    "Lookup",
    "tell_cache_control",
]
