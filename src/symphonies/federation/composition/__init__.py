"""Composition: subgraph schemas in, a supergraph document or errors out."""

from .compose import CompositionResult, SubgraphSchema, compose

__all__ = ["CompositionResult", "SubgraphSchema", "compose"]
