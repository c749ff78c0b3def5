"""Lending: credit lines and loans, what lenders ask for, and currency contracts, as known on the cut."""

from .covenants import read_covenants
from .facilities import read_facilities, read_forwards

__all__ = ["read_covenants", "read_facilities", "read_forwards"]
