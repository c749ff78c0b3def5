"""What is refused before any planning: oversized documents, introspection, untrusted texts."""

from .documents import PersistedDocuments, hash_of
from .shape import Limits, check_shape, check_values, parse_within

__all__ = ["Limits", "PersistedDocuments", "check_shape", "check_values", "hash_of", "parse_within"]
