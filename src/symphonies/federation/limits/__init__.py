"""What is refused before any planning: oversized documents, introspection, untrusted texts."""

from .documents import PersistedDocuments, hash_of
from .shape import Limits, check_shape, parse_within

__all__ = ["Limits", "PersistedDocuments", "check_shape", "hash_of", "parse_within"]
