"""Names by what they mean, not by their letters: the last resort for words that no name has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from symphonies.platform.retrieval import Embedder, open_embedder

if TYPE_CHECKING:
    from symphonies.platform.semantics import Metric

_SURE, _SURE_MARGIN = 0.88, 0.12
_LIKELY, _LIKELY_MARGIN = 0.75, 0.28
"""A name this near, and nearer by the margin than any name of another figure, is meant.

Calibrated on phrases that no name has: of those that no figure answers the nearest is ``working capital`` to
``capital employed``, 0.84 with a margin of 0.22.
"""
_ASKING = ("when ", "how ")
"""Names that ask are near to every question."""
_NEAR = 0.6
"""A name as near as this is worth offering."""
_MOST = 3


@dataclass(frozen=True)
class Likeness:
    """A figure and how like its nearest name is to what was said: the cosine, -1..1."""

    metric: str
    name: str
    score: float


class Meanings:
    """Remembers what names mean; safe to share between threads and between principals."""

    def __init__(self, embedder: Callable[[], Embedder] = open_embedder) -> None:
        self._open = embedder
        self._embedder: Embedder | None = None
        self._vectors: dict[str, list[float]] = {}
        self._lock = Lock()

    def nearest(self, said: str, metrics: Iterable[Metric]) -> list[Likeness]:
        """Return the figures whose names mean most nearly what was said, best first.

        Args:
            said: A phrase of a question.
            metrics: Those that the person may see; no other is compared.
        """
        import numpy as np

        names = [
            (metric.id, text)
            for metric in metrics
            for text in (metric.title, *metric.synonyms)
            if not text.startswith(_ASKING)
        ]
        if not names or not said:
            return []
        self._learn([text for _, text in names])
        known = np.array([self._vectors[text] for _, text in names])
        with self._lock:
            vector = self._embedded([said])[0]
        scores = known @ np.array(vector)
        best: dict[str, Likeness] = {}
        for place in np.argsort(-scores, kind="stable"):
            metric, text = names[int(place)]
            best.setdefault(metric, Likeness(metric, text, float(scores[place])))
        return list(best.values())

    def _learn(self, texts: list[str]) -> None:
        with self._lock:
            new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
            for text, vector in zip(new, self._embedded(new) if new else [], strict=True):
                self._vectors[text] = vector

    def _embedded(self, texts: list[str]) -> list[list[float]]:
        self._embedder = self._embedder or self._open()
        return self._embedder.embed(texts).tolist()


def meant(found: list[Likeness]) -> Likeness | None:
    """Return the figure that is meant beyond reasonable doubt; None where there is doubt."""
    if not found:
        return None
    margin = found[0].score - (found[1].score if len(found) > 1 else 0.0)
    sure = found[0].score >= _SURE and margin >= _SURE_MARGIN
    likely = found[0].score >= _LIKELY and margin >= _LIKELY_MARGIN
    return found[0] if sure or likely else None


def worth_offering(found: list[Likeness]) -> list[Likeness]:
    """Return the few figures near enough to be asked about."""
    return [each for each in found[:_MOST] if each.score >= _NEAR]
