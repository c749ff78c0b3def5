"""Ranking by words: BM25."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

DEPTH = 100
"""How far down a ranking is read."""


class Words:
    """Texts by name, ranked by the words they share with a search."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        import bm25s

        self._names = list(texts)
        self._index: Any = None
        tokens = _tokens(list(texts.values()))
        if any(tokens):
            self._index = bm25s.BM25()
            self._index.index(tokens, show_progress=False)

    def ranked(self, words: str) -> list[str]:
        """Return the names of the texts that share a word, the best first."""
        sought = _tokens([words])
        if self._index is None or not sought[0]:
            return []
        depth = min(DEPTH, len(self._names))
        places, scores = self._index.retrieve(sought, k=depth, show_progress=False)
        ranked = zip(places[0], scores[0], strict=True)
        return [self._names[place] for place, score in ranked if score > 0]


def _tokens(texts: Sequence[str]) -> list[list[str]]:
    import bm25s

    tokens: Any = bm25s.tokenize(list(texts), stopwords="en", return_ids=False, show_progress=False)
    return [list(each) for each in tokens]
