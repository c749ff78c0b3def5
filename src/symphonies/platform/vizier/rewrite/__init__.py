"""Rewrite: a model's words in place of the composer's, where they say nothing else."""

from symphonies.platform.vizier.rewrite.rewriter import Rewriter

__all__ = ["Rewriter"]
