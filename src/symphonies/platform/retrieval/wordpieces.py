"""The pieces of words that the embedder was trained with; the whole ones are the commonest of English."""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path

WORDPIECES = Path(__file__).with_name("wordpieces.txt.gz")
"""The uncased word pieces of BERT, in their order. Apache-2.0, Google."""


def wordpieces() -> list[str]:
    """Return the pieces in their order; ``##`` opens those that go on."""
    return gzip.decompress(WORDPIECES.read_bytes()).decode("utf-8").split("\n")


@lru_cache(maxsize=1)
def whole_words() -> frozenset[str]:
    """Return the pieces that are whole words."""
    return frozenset(piece for piece in wordpieces() if piece.isalpha())
