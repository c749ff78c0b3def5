"""The ports: what turns texts into vectors, and what keeps documents and finds the nearest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from symphonies.platform.retrieval.documents import Chunk, Document

Vectors: TypeAlias = NDArray[np.float32]
"""One row a text, each of unit length."""


class Embedder(Protocol):
    """Turns texts into vectors whose inner product says how alike they are in meaning."""

    @property
    def name(self) -> str:
        """Which model it is; vectors of different models are never compared."""
        ...

    @property
    def dimension(self) -> int:
        """How long its vectors are."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a text, in order."""
        ...


class VectorStore(Protocol):
    """Keeps documents with their chunks and vectors; safe to share between threads."""

    def put(self, document: Document, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Keep a document, all of it or nothing; what was kept under its id before is gone.

        Args:
            document: what it is and who may read it.
            chunks: its passages, in order.
            vectors: one row a chunk.
        """
        ...

    def remove(self, document: str) -> bool:
        """Forget a document, its text and its vectors; tell whether there was one."""
        ...

    def documents(self) -> Sequence[Document]:
        """Return every document, by id."""
        ...

    def chunks(self, documents: Collection[str]) -> Sequence[Chunk]:
        """Return the chunks of these documents, and of no other."""
        ...

    def nearest(self, vector: Vectors, documents: Collection[str], limit: int) -> Sequence[tuple[str, float]]:
        """Return ids of chunks and their inner product with a vector, the nearest first.

        Args:
            vector: of shape (dimension,).
            documents: only their chunks are compared at all.
            limit: how many at most.
        """
        ...

    def close(self) -> None:
        """Let go of the store."""
        ...
