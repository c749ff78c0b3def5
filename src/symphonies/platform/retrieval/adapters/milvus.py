"""A Milvus collection as the store: vectors, chunks and documents in one place, for several machines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from symphonies.platform.retrieval.documents import Chunk, Document
from symphonies.platform.retrieval.errors import DocumentStoreError
from symphonies.platform.retrieval.plain import (
    chunk_from_dict,
    chunk_to_dict,
    document_from_dict,
    document_to_dict,
)
from symphonies.platform.retrieval.ports import Vectors

_LONGEST = 65_535
_PAGE = 1_000


class MilvusVectorStore:
    """Chunks as rows; the first chunk of a document also carries the document."""

    def __init__(self, url: str, collection: str, dimension: int, token: str = "") -> None:
        """Connect, and make the collection if there is none.

        Args:
            url: such as ``http://milvus:19530``, or the path of a file for Milvus Lite.
            collection: its name.
            dimension: of the vectors.
            token: ``user:password`` or an API key.

        Raises:
            DocumentStoreError: Milvus does not answer.
        """
        self._collection = collection
        with _told():
            from pymilvus import DataType, MilvusClient

            self._client = MilvusClient(uri=url, token=token)
            if not self._client.has_collection(collection):
                schema = self._client.create_schema(auto_id=False)
                schema.add_field("id", DataType.VARCHAR, is_primary=True, max_length=64)
                schema.add_field("chunk", DataType.VARCHAR, max_length=1_100)
                schema.add_field("document", DataType.VARCHAR, max_length=1_000)
                schema.add_field("edition", DataType.VARCHAR, max_length=64)
                schema.add_field("number", DataType.INT64)
                schema.add_field("body", DataType.VARCHAR, max_length=_LONGEST)
                schema.add_field("told", DataType.JSON)
                schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension)
                index = self._client.prepare_index_params()
                index.add_index("vector", index_type="FLAT", metric_type="IP")
                self._client.create_collection(
                    collection, schema=schema, index_params=index, consistency_level="Strong"
                )
            self._client.load_collection(collection)

    def put(self, document: Document, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Write the new edition in one call, then delete the one before."""
        rows = [
            {
                "id": _key(document, chunk),
                "chunk": chunk.id,
                "document": document.id,
                "edition": document.digest,
                "number": chunk.number,
                "body": json.dumps(chunk_to_dict(chunk), ensure_ascii=False),
                "told": document_to_dict(document) if chunk.number == 0 else {},
                "vector": vector.tolist(),
            }
            for chunk, vector in zip(chunks, vectors, strict=True)
        ]
        with _told():
            self._client.upsert(self._collection, rows)
            others = f"document == {_quoted(document.id)} and edition != {_quoted(document.digest)}"
            self._client.delete(self._collection, filter=others)

    def remove(self, document: str) -> bool:
        """Delete every chunk of a document."""
        its = f"document == {_quoted(document)}"
        with _told():
            there = bool(self._client.query(self._collection, filter=its, output_fields=["id"], limit=1))
            self._client.delete(self._collection, filter=its)
        return there

    def documents(self) -> Sequence[Document]:
        """Read what the first chunks carry."""
        found = [document_from_dict(row["told"]) for row in self._rows("number == 0", ["told"])]
        return sorted(found, key=lambda document: document.id)

    def chunks(self, documents: Collection[str]) -> Sequence[Chunk]:
        """Read the chunks of some documents."""
        if not documents:
            return []
        rows = self._rows(_among(documents), ["body"])
        found = [chunk_from_dict(json.loads(row["body"])) for row in rows]
        return sorted(found, key=lambda chunk: (chunk.document, chunk.number))

    def nearest(self, vector: Vectors, documents: Collection[str], limit: int) -> Sequence[tuple[str, float]]:
        """Let Milvus compare, with the documents as a filter that it applies before."""
        if not documents:
            return []
        with _told():
            found = self._client.search(
                self._collection,
                data=[np.asarray(vector, np.float32).tolist()],
                filter=_among(documents),
                limit=limit,
                output_fields=["chunk"],
                search_params={"metric_type": "IP"},
            )[0]
        return [(str(hit["entity"]["chunk"]), float(hit["distance"])) for hit in found]

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def _rows(self, condition: str, fields: list[str]) -> list[dict[str, Any]]:
        """Read rows page by page, by their ids: a query of Milvus gives a limited number at once."""
        rows: list[dict[str, Any]] = []
        with _told():
            pages = self._client.query_iterator(
                self._collection, filter=condition, output_fields=fields, batch_size=_PAGE
            )
            while page := pages.next():
                rows += page
            pages.close()
        return rows


def _key(document: Document, chunk: Chunk) -> str:
    """Return a key of hexadecimal digits: the driver's pages put keys into conditions as they are."""
    return hashlib.sha256(f"{document.digest}:{chunk.id}".encode()).hexdigest()


def _among(documents: Collection[str]) -> str:
    return f"document in [{', '.join(map(_quoted, sorted(documents)))}]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@contextmanager
def _told() -> Iterator[None]:
    """Tell of what the driver reports in the product's own words."""
    try:
        yield
    except ImportError as error:
        raise DocumentStoreError(
            "The driver of Milvus is not installed.", hint="pip install 'symphonies[milvus]'"
        ) from error
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in ("pymilvus", "milvus_lite", "grpc"):
            raise
        raise DocumentStoreError(
            f"Milvus does not answer as expected ({type(error).__name__}).",
            hint="Check retrieval.url and retrieval.token, and that Milvus runs.",
        ) from error
