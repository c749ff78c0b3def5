"""Composition: subgraph schemas in, a supergraph document or errors out."""

from .compose import CompositionResult, SubgraphSchema, compose
from .contract import Contract

__all__ = ["CompositionResult", "Contract", "SubgraphSchema", "compose"]
