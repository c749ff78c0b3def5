"""Ranking by words: BM25."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

DEPTH = 100
"""How far down a ranking is read."""
_PLURALS = (
    (re.compile(r"(?<![ae])ies$"), "y"),
    (re.compile(r"(?<![aeo])es$"), "e"),
    (re.compile(r"(?<![us])s$"), ""),
)


class Words:
    """Texts by name, scored by the words they share with a search.

    Source: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        import bm25s

        self._names = list(texts)
        self._index: Any = None
        tokens = _tokens(list(texts.values()))
        if any(tokens):
            self._index = bm25s.BM25()
            self._index.index(tokens, show_progress=False)

    def scores(self, words: str) -> dict[str, float]:
        """Return the score of the texts that share a word, the best first."""
        sought = _tokens([words])
        if self._index is None or not sought[0]:
            return {}
        depth = min(DEPTH, len(self._names))
        places, scores = self._index.retrieve(sought, k=depth, show_progress=False)
        ranked = zip(places[0], scores[0], strict=True)
        return {self._names[place]: float(score) for place, score in ranked if score > 0}


def singular(word: str) -> str:
    """Return a word without the ending of an English plural.

    Source: Harman, How Effective Is Suffixing?, 1991: the S stemmer.
    """
    if len(word) > 3:
        for ending, instead in _PLURALS:
            if ending.search(word):
                return ending.sub(instead, word)
    return word


def _tokens(texts: Sequence[str]) -> list[list[str]]:
    import bm25s

    tokens: Any = bm25s.tokenize(list(texts), stopwords="en", return_ids=False, show_progress=False)
    return [[singular(word) for word in each] for each in tokens]
