"""What names mean, learned once and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from uuid import uuid4

from symphonies.platform.retrieval import Embedder, open_embedder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from symphonies.platform.semantics import Metric

    Vector = NDArray[np.float32]

_SAYINGS = 10
"""So many sayings of a figure are compared with every question, beside those that share its words."""


class Meanings:
    """Remembers what names mean; safe to share between threads and between principals."""

    def __init__(self, embedder: Callable[[], Embedder] = open_embedder, kept: Path | None = None) -> None:
        """Make a memory.

        Args:
            embedder: Opens what tells meaning.
            kept: The file that keeps what names mean from one process to the next; None: none does.
        """
        self._open = embedder
        self._kept = kept
        self._embedder: Embedder | None = None
        self._vectors: dict[str, Vector] | None = None
        self._lock = Lock()

    def learn(self, metrics: Iterable[Metric]) -> None:
        """Learn what the first names of figures mean before anybody asks."""
        self._learn([text for metric in metrics for text in first_names(metric)])

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return what names mean, a row each, (names, dimension); what is not yet known is learned."""
        import numpy as np

        known = self._learn(texts)
        return np.stack([known[text] for text in texts])

    def vector(self, said: str) -> Vector:
        """Return what a phrase of a question means, which is not kept."""
        with self._lock:
            return self._embedded([said])[0]

    def _learn(self, texts: Sequence[str]) -> dict[str, Vector]:
        with self._lock:
            if self._vectors is None:
                self._vectors = _load(self._kept, self._opened().name)
            known = self._vectors
            new = [text for text in dict.fromkeys(texts) if text not in known]
            if new:
                known |= dict(zip(new, self._embedded(new), strict=True))
                _save(known, self._kept, self._opened().name)
            return known

    def _embedded(self, texts: list[str]) -> list[Vector]:
        return list(self._opened().embed(texts).astype("float32"))

    def _opened(self) -> Embedder:
        self._embedder = self._embedder or self._open()
        return self._embedder


def first_names(metric: Metric) -> tuple[str, ...]:
    """Return the names by which a figure is best known: title, synonyms, the first sayings."""
    return tuple(dict.fromkeys((metric.title, *metric.synonyms, *metric.sayings[:_SAYINGS])))


def _load(file: Path | None, model: str) -> dict[str, Vector]:
    """Return what a file keeps by the same model; nothing where there is none that can be read."""
    import numpy as np

    try:
        if file is not None and file.is_file():
            with np.load(file, allow_pickle=False) as kept:
                names = kept["names"].tolist() if str(kept["model"]) == model else []
                return dict(zip(names, kept["vectors"] if names else (), strict=True))
    except (OSError, ValueError, KeyError):
        return {}
    return {}


def _save(known: dict[str, Vector], file: Path | None, model: str) -> None:
    """Keep what names mean, where the folder can be written."""
    import numpy as np

    if file is None:
        return
    half = file.with_name(f"{uuid4().hex}.npz")
    try:
        vectors = np.stack(list(known.values()))
        np.savez(half, model=np.array(model), names=np.array(list(known)), vectors=vectors)
        half.replace(file)
    except OSError:
        half.unlink(missing_ok=True)
