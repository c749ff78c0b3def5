"""How like texts are by their words: the cosine of weighted words and pairs of words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

_WORD = re.compile(r"\b\w\w+\b")


class Wording:
    """The weighted words and pairs of words of texts.

    Source: Salton and Buckley, Term-weighting approaches in automatic text retrieval, 1988: sublinear term
    frequency, smoothed inverse document frequency, rows of length 1.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        """Weigh the words of texts.

        Args:
            texts: At least one.
        """
        import numpy as np

        counts = [_counted(text) for text in texts]
        self._places = {term: place for place, term in enumerate(dict.fromkeys(t for c in counts for t in c))}
        held = Counter(term for each in counts for term in each)
        self._rarity = np.array([1 + np.log((1 + len(texts)) / (1 + held[term])) for term in self._places])
        self._rows = self._weighed(counts)

    def like(self, said: str) -> NDArray[np.float64]:
        """Return how like each text is to a phrase, 0..1, (texts,); what no text has counts for nothing."""
        return (self._rows @ self._weighed([_counted(said)]).T).toarray().ravel()

    def _weighed(self, counts: Sequence[Counter[str]]) -> csr_array:
        import numpy as np
        from scipy.sparse import csr_array

        known = [
            (row, self._places[term], count)
            for row, each in enumerate(counts)
            for term, count in each.items()
            if term in self._places
        ]
        rows, places, times = np.array(known, dtype=np.intp).reshape(-1, 3).T
        weights = (1 + np.log(times)) * self._rarity[places]
        lengths = np.sqrt(np.bincount(rows, weights**2, len(counts)))
        return csr_array((weights / lengths[rows], (rows, places)), (len(counts), len(self._places)))


def _counted(text: str) -> Counter[str]:
    words = _WORD.findall(text.lower())
    return Counter([*words, *(f"{first} {second}" for first, second in pairwise(words))])
