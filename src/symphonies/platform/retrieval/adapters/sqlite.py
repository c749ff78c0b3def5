"""The embedded store: one SQLite file, and an exact search over vectors in memory."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

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

_TABLES = """
CREATE TABLE IF NOT EXISTS document (id TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS chunk (
  id TEXT PRIMARY KEY,
  document TEXT NOT NULL REFERENCES document ON DELETE CASCADE,
  number INTEGER NOT NULL,
  body TEXT NOT NULL,
  vector BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS chunk_of_document ON chunk (document, number);
"""
_SELECT = (
    "SELECT {} FROM chunk JOIN json_each(?) wanted ON wanted.value = chunk.document ORDER BY document, number"
)


class SqliteVectorStore:
    """Documents in one file; several processes may read and write it."""

    def __init__(self, file: Path) -> None:
        """Open the file, or make it.

        Raises:
            DocumentStoreError: it is no store of documents, or cannot be opened.
        """
        self._file = file
        self._lock = RLock()
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(file, check_same_thread=False, timeout=10)
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._connection.execute("PRAGMA secure_delete = ON")  # what is removed is not left on the disk
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.executescript(_TABLES)
        except (OSError, sqlite3.Error) as error:
            raise DocumentStoreError(
                f"{file.name} cannot be opened as a store of documents.",
                hint="Check that the folder can be written, or move the file away and load again.",
            ) from error

    def put(self, document: Document, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Keep a document in one transaction."""
        rows = [
            (chunk.id, chunk.document, chunk.number, json.dumps(chunk_to_dict(chunk)), vector.tobytes())
            for chunk, vector in zip(chunks, vectors, strict=True)
        ]
        with self._used() as connection, connection:
            connection.execute("DELETE FROM document WHERE id = ?", (document.id,))
            body = json.dumps(document_to_dict(document))
            connection.execute("INSERT INTO document VALUES (?, ?)", (document.id, body))
            connection.executemany("INSERT INTO chunk VALUES (?, ?, ?, ?, ?)", rows)

    def remove(self, document: str) -> bool:
        """Delete a document with its chunks."""
        with self._used() as connection, connection:
            return connection.execute("DELETE FROM document WHERE id = ?", (document,)).rowcount > 0

    def documents(self) -> Sequence[Document]:
        """Read all documents."""
        with self._used() as connection:
            rows = connection.execute("SELECT body FROM document ORDER BY id").fetchall()
        return [document_from_dict(json.loads(body)) for (body,) in rows]

    def chunks(self, documents: Collection[str]) -> Sequence[Chunk]:
        """Read the chunks of some documents."""
        with self._used() as connection:
            rows = connection.execute(_SELECT.format("body"), (json.dumps(sorted(documents)),)).fetchall()
        return [chunk_from_dict(json.loads(body)) for (body,) in rows]

    def nearest(self, vector: Vectors, documents: Collection[str], limit: int) -> Sequence[tuple[str, float]]:
        """Compare with every chunk of the documents."""
        with self._used() as connection:
            wanted = (json.dumps(sorted(documents)),)
            rows = connection.execute(_SELECT.format("chunk.id, vector"), wanted).fetchall()
        if not rows:
            return []
        known = np.frombuffer(b"".join(blob for _, blob in rows), np.float32).reshape(len(rows), -1)
        scores = known @ np.asarray(vector, np.float32)
        best = np.argsort(-scores, kind="stable")[:limit]
        return [(str(rows[place][0]), float(scores[place])) for place in best]

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def _used(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._connection
            except sqlite3.Error as error:
                raise DocumentStoreError(
                    f"{self._file.name} does not answer.", hint="Check that the disk has room and try again."
                ) from error
