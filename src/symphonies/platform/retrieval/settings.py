"""Where documents are kept."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from symphonies.kernel import Clock, SystemClock
from symphonies.platform.retrieval.errors import DocumentStoreError
from symphonies.platform.retrieval.library import Library
from symphonies.platform.retrieval.ports import Embedder, VectorStore


class RetrievalSettings(BaseModel):
    """The store of documents; absent settings mean a file beside the lakehouse."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["embedded", "milvus"] = "embedded"
    url: str | None = None
    """Of Milvus, such as ``http://milvus:19530``."""
    token: SecretStr | None = None
    """Of Milvus: ``user:password`` or an API key."""
    collection: str = Field(default="symphonies", max_length=255, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")
    """Of Milvus."""


def open_embedder() -> Embedder:
    """Return the embedder; its model is read when it is first used."""
    from symphonies.platform.retrieval.adapters.minilm import MiniLmEmbedder

    return MiniLmEmbedder()


def open_store(settings: RetrievalSettings, folder: Path, dimension: int) -> VectorStore:
    """Open the store of documents.

    Args:
        settings: where.
        folder: the store's folder, for the embedded one.
        dimension: of the vectors.

    Raises:
        DocumentStoreError: it cannot be opened.
    """
    if settings.kind == "embedded":
        from symphonies.platform.retrieval.adapters.sqlite import SqliteVectorStore

        return SqliteVectorStore(folder / "documents.db")
    from symphonies.platform.retrieval.adapters.milvus import MilvusVectorStore

    if settings.url is None:
        raise DocumentStoreError(
            "retrieval.kind is milvus and retrieval.url is not set.",
            hint="Set SYMPHONIES_RETRIEVAL__URL, such as http://milvus:19530.",
        )
    token = settings.token.get_secret_value() if settings.token else ""
    return MilvusVectorStore(settings.url, settings.collection, dimension, token)


def open_library(settings: RetrievalSettings, folder: Path, clock: Clock | None = None) -> Library:
    """Open the library of a store.

    Raises:
        DocumentStoreError: its store cannot be opened.
    """
    embedder = open_embedder()
    return Library(open_store(settings, folder, embedder.dimension), embedder, clock or SystemClock())
