"""Hybrid ranking: by words (BM25) and by meaning (vectors), fused by their ranks."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from symphonies.platform.retrieval.documents import Chunk, Document
from symphonies.platform.retrieval.lexical import DEPTH, Words
from symphonies.platform.retrieval.ports import Embedder, VectorStore

DAMPING = 10
"""How slowly a rank loses weight: 1 / (DAMPING + rank)."""
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

    Source: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009;
    Cormack et al., Reciprocal Rank Fusion outperforms Condorcet, 2009.
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
        ids = [document.id for document in documents]
        words_first = index.passages.ranked(words)
        vector = self._embedder.embed([words])[0]
        meant_first = [chunk for chunk, _ in self._store.nearest(vector, ids, DEPTH) if chunk in index.chunks]
        of_chunks = fused([words_first, meant_first])
        of_documents = fused(
            [
                index.whole.ranked(words),
                list(dict.fromkeys(index.chunks[chunk].document for chunk in meant_first)),
            ]
        )
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


def fused(rankings: Sequence[Sequence[str]]) -> dict[str, float]:
    """Return the reciprocal rank fusion of rankings: for each name the sum of 1 / (DAMPING + rank)."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, name in enumerate(ranking, 1):
            scores[name] = scores.get(name, 0.0) + 1.0 / (DAMPING + rank)
    return scores


def _made(chunks: Sequence[Chunk]) -> _Index:
    texts = {chunk.id: " ".join((*chunk.section, chunk.text)) for chunk in chunks}
    whole: dict[str, str] = {}
    for chunk in chunks:
        whole[chunk.document] = f"{whole.get(chunk.document, '')} {texts[chunk.id]}"
    return _Index({chunk.id: chunk for chunk in chunks}, Words(texts), Words(whole))
