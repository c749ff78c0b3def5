"""Rewrite: a model's words in place of the composer's, where they say nothing else."""

from symphonies.platform.vizier.rewrite.rewriter import Rewriter
from symphonies.platform.vizier.rewrite.writer import AnswerWriter, Composed, Worded

__all__ = ["AnswerWriter", "Composed", "Rewriter", "Worded"]
