"""Documents and chunks as plain data, for stores, and back."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from symphonies.platform.retrieval.documents import Chunk, Document

_DOCUMENTS = TypeAdapter(Document)
_CHUNKS = TypeAdapter(Chunk)


def document_to_dict(document: Document) -> dict[str, Any]:
    """Return a document as JSON holds it."""
    told: dict[str, Any] = _DOCUMENTS.dump_python(document, mode="json")
    return told


def document_from_dict(given: object) -> Document:
    """Return what `document_to_dict` wrote."""
    return _DOCUMENTS.validate_python(given)


def chunk_to_dict(chunk: Chunk) -> dict[str, Any]:
    """Return a chunk as JSON holds it."""
    told: dict[str, Any] = _CHUNKS.dump_python(chunk, mode="json")
    return told


def chunk_from_dict(given: object) -> Chunk:
    """Return what `chunk_to_dict` wrote."""
    return _CHUNKS.validate_python(given)
