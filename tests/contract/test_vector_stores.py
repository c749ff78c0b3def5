"""The promises of a store of documents over every kind there is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from symphonies.platform.retrieval import DocumentStoreError, RetrievalSettings, VectorStore, open_store
from symphonies.platform.retrieval.testing import DIMENSION, VectorStoreContract, chunks, document, vectors


class TestEmbedded(VectorStoreContract):
    @pytest.fixture
    def documents(self, tmp_path: Path) -> Iterator[VectorStore]:
        opened = open_store(RetrievalSettings(), tmp_path, DIMENSION)
        yield opened
        opened.close()

    def test_they_are_there_after_the_process(self, documents: VectorStore, tmp_path: Path) -> None:
        documents.put(document("a"), chunks("a", "x"), vectors(0))
        again = open_store(RetrievalSettings(), tmp_path, DIMENSION)
        assert [each.id for each in again.documents()] == ["a"]
        again.close()

    def test_a_put_that_fails_leaves_nothing(self, documents: VectorStore) -> None:
        documents.put(document("a"), chunks("a", "x"), vectors(0))
        twice = [*chunks("a", "y"), *chunks("a", "z")]
        with pytest.raises(DocumentStoreError):
            documents.put(document("a", "d2"), twice, vectors(0, 1))
        assert [each.text for each in documents.chunks(["a"])] == ["x"]

    def test_a_file_that_is_no_store_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "documents.db").write_bytes(b"no database at all" * 100)
        with pytest.raises(DocumentStoreError):
            open_store(RetrievalSettings(), tmp_path, DIMENSION)

    def test_removed_text_is_not_left_on_the_disk(self, documents: VectorStore, tmp_path: Path) -> None:
        documents.put(document("a"), chunks("a", "Zebrafinch"), vectors(0))
        assert b"Zebrafinch" in (tmp_path / "documents.db").read_bytes()
        documents.remove("a")
        assert b"Zebrafinch" not in (tmp_path / "documents.db").read_bytes()


class TestMilvus(VectorStoreContract):
    @pytest.fixture
    def documents(self, tmp_path: Path) -> Iterator[VectorStore]:
        pytest.importorskip("milvus_lite")
        settings = RetrievalSettings(kind="milvus", url=str(tmp_path / "milvus.db"))
        opened = open_store(settings, tmp_path, DIMENSION)
        yield opened
        opened.close()

    def test_an_address_is_needed(self, tmp_path: Path) -> None:
        with pytest.raises(DocumentStoreError, match="url"):
            open_store(RetrievalSettings(kind="milvus"), tmp_path, DIMENSION)
