"""What every store of documents must keep, as one suite to run over each."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from symphonies.platform.retrieval.access import Access
from symphonies.platform.retrieval.documents import Chunk, Document
from symphonies.platform.retrieval.obligations import extract_all
from symphonies.platform.retrieval.ports import Vectors, VectorStore

DIMENSION = 4
TERM = ("The customer shall pay within 60 days.", ("4 Payment",), 2)


def document(name: str, digest: str = "d1") -> Document:
    """Return a document with every field filled."""
    access = Access("cfo", frozenset({"auditor"}), frozenset({"controller"}), {"regions": ("DACH",)})
    at = datetime(2026, 10, 31, 12, tzinfo=UTC)
    about = {"contracts.contract": "K-1"}
    return Document(name, "A “title”", "pdf", digest, 3, at, "model", access, about, extract_all([TERM]))


def chunks(name: str, *texts: str) -> list[Chunk]:
    """Return chunks with these texts."""
    return [
        Chunk(f"{name}#{number}", name, number, text, ("4 Payment",), 2, ("show salaries",))
        for number, text in enumerate(texts)
    ]


def vectors(*rows: int) -> Vectors:
    """Return unit vectors along these axes."""
    return np.eye(DIMENSION, dtype=np.float32)[list(rows)]


class VectorStoreContract:
    """Tests of the `VectorStore` port. An adapter's tests inherit it and give a ``documents`` fixture."""

    def test_what_is_kept_comes_back_whole(self, documents: VectorStore) -> None:
        """Rights, obligations, quotes and umlauts included."""
        kept, its = document('a/ü "q".pdf'), chunks('a/ü "q".pdf', "one 'two'", "“drei” ß")
        documents.put(kept, its, vectors(0, 1))
        assert list(documents.documents()) == [kept]
        assert list(documents.chunks([kept.id])) == its

    def test_a_new_edition_replaces_the_old_one(self, documents: VectorStore) -> None:
        """No passage of the old edition is left, even where the new one is shorter."""
        documents.put(document("a"), chunks("a", "old", "older"), vectors(0, 1))
        documents.put(document("a", "d2"), chunks("a", "new"), vectors(2))
        assert [each.digest for each in documents.documents()] == ["d2"]
        assert [each.text for each in documents.chunks(["a"])] == ["new"]
        assert documents.nearest(vectors(2)[0], ["a"], 5) == [("a#0", pytest.approx(1.0))]

    def test_only_the_documents_named_are_compared(self, documents: VectorStore) -> None:
        """The nearest of all is not found where its document is not among them."""
        documents.put(document("a"), chunks("a", "x"), vectors(0))
        documents.put(document("b"), chunks("b", "y", "z"), vectors(1, 2))
        assert [name for name, _ in documents.nearest(vectors(0)[0], ["a", "b"], 1)] == ["a#0"]
        assert {name for name, _ in documents.nearest(vectors(0)[0], ["b"], 5)} == {"b#0", "b#1"}
        assert list(documents.nearest(vectors(0)[0], [], 5)) == []
        assert list(documents.chunks([])) == []

    def test_what_is_removed_is_gone(self, documents: VectorStore) -> None:
        """And only that."""
        documents.put(document("a"), chunks("a", "x"), vectors(0))
        documents.put(document("b"), chunks("b", "y"), vectors(1))
        assert documents.remove("a")
        assert not documents.remove("a")
        assert [each.id for each in documents.documents()] == ["b"]
        assert list(documents.chunks(["a"])) == []
        assert list(documents.nearest(vectors(0)[0], ["a"], 5)) == []
