"""Hybrid ranking: by words (BM25) and by meaning (vectors), fused by their scores."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from symphonies.platform.retrieval.documents import Chunk, Document
from symphonies.platform.retrieval.lexical import DEPTH, Words
from symphonies.platform.retrieval.ports import Embedder, VectorStore

_REMEMBERED = 8


@dataclass(frozen=True)
class _Index:
    chunks: Mapping[str, Chunk]
    passages: Words
    whole: Words


class Ranker:
    """Ranks the chunks of some documents; word statistics are of those documents alone.

    A passage is as good as it is itself and as its document is: a search whose words are spread over
    several passages of one document finds that document.

    Source: Bruch, Gai and Ingber, An Analysis of Fusion Functions for Hybrid Retrieval, 2023: scores that are
    brought to one scale and averaged do better than their ranks.
    """

    def __init__(self, store: VectorStore, embedder: Embedder) -> None:
        self._store = store
        self._embedder = embedder
        self._indices: OrderedDict[frozenset[tuple[str, str]], _Index] = OrderedDict()
        self._lock = Lock()

    def rank(self, words: str, documents: Sequence[Document], limit: int) -> list[tuple[Chunk, float]]:
        """Return the best chunks of these documents with their scores, the best first."""
        documents = [document for document in documents if document.embedder == self._embedder.name]
        if not documents:
            return []
        index = self._index(documents)
        vector = self._embedder.embed([words])[0]
        near = self._store.nearest(vector, [document.id for document in documents], DEPTH)
        meant = {chunk: likeness for chunk, likeness in near if chunk in index.chunks and likeness > 0}
        meant_whole: dict[str, float] = {}
        for chunk, likeness in meant.items():
            meant_whole.setdefault(index.chunks[chunk].document, likeness)
        of_chunks = fused(index.passages.scores(words), meant)
        of_documents = fused(index.whole.scores(words), meant_whole)
        scores = {
            chunk: score + of_documents.get(index.chunks[chunk].document, 0.0)
            for chunk, score in of_chunks.items()
        }
        best = sorted(scores, key=lambda chunk: (-scores[chunk], chunk))
        return [(index.chunks[chunk], scores[chunk]) for chunk in best[:limit]]

    def _index(self, documents: Sequence[Document]) -> _Index:
        """Return the index of exactly these documents as they are now; the last few are remembered."""
        key = frozenset((document.id, document.digest) for document in documents)
        with self._lock:
            if key not in self._indices:
                self._indices[key] = _made(self._store.chunks([document.id for document in documents]))
                while len(self._indices) > _REMEMBERED:
                    self._indices.popitem(last=False)
            self._indices.move_to_end(key)
            return self._indices[key]


def fused(*scored: Mapping[str, float]) -> dict[str, float]:
    """Return the mean of scores, each taken as a share of the best of its kind; what is missing counts 0."""
    means: dict[str, float] = {}
    for scores in scored:
        best = max(scores.values(), default=1.0)
        for name, score in scores.items():
            means[name] = means.get(name, 0.0) + score / best / len(scored)
    return means


def _made(chunks: Sequence[Chunk]) -> _Index:
    texts = {chunk.id: " ".join((*chunk.section, chunk.text)) for chunk in chunks}
    whole: dict[str, str] = {}
    for chunk in chunks:
        whole[chunk.document] = f"{whole.get(chunk.document, '')} {texts[chunk.id]}"
    return _Index({chunk.id: chunk for chunk in chunks}, Words(texts), Words(whole))
