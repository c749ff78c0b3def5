"""Names by what they mean, not by their letters: the last resort for words that no name has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
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

_SURE, _MARGIN = 0.75, 0.05
"""A name this near, and nearer by the margin than any name of another figure, is meant."""
_SAYINGS = 30
"""No more sayings of a figure are compared: more of them add little and take long to learn."""
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
        self._rows: tuple[tuple[str, ...], NDArray[np.float32]] | None = None
        self._lock = Lock()

    def learn(self, metrics: Iterable[Metric]) -> None:
        """Learn what the names of figures mean before anybody asks."""
        self._learn([text for _, text in _names_of(metrics)])

    def nearest(self, said: str, metrics: Iterable[Metric]) -> list[Likeness]:
        """Return the figures whose names mean most nearly what was said, best first.

        Args:
            said: A phrase of a question.
            metrics: Those that the person may see; no other is compared.
        """
        import numpy as np

        names = _names_of(metrics)
        if not names or not said:
            return []
        known = self._matrix(tuple(text for _, text in names))
        with self._lock:
            vector = self._embedded([said])[0]
        scores = known @ vector
        best: dict[str, Likeness] = {}
        for place in np.argsort(-scores, kind="stable"):
            metric, text = names[int(place)]
            best.setdefault(metric, Likeness(metric, text, float(scores[place])))
        return list(best.values())

    def _matrix(self, texts: tuple[str, ...]) -> NDArray[np.float32]:
        """Return the vectors of texts, a row each."""
        import numpy as np

        if self._rows is None or self._rows[0] != texts:
            vectors = self._learn(list(texts))
            self._rows = (texts, np.stack([vectors[text] for text in texts]))
        return self._rows[1]

    def _learn(self, texts: list[str]) -> dict[str, Vector]:
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


def _names_of(metrics: Iterable[Metric]) -> list[tuple[str, str]]:
    return [
        (metric.id, text)
        for metric in metrics
        for text in dict.fromkeys((metric.title, *metric.synonyms, *metric.sayings[:_SAYINGS]))
        if not text.startswith(_ASKING)
    ]


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


def meant(found: list[Likeness]) -> Likeness | None:
    """Return the figure that is meant beyond reasonable doubt; None where there is doubt."""
    if not found:
        return None
    margin = found[0].score - (found[1].score if len(found) > 1 else 0.0)
    return found[0] if found[0].score >= _SURE and margin >= _MARGIN else None


def worth_offering(found: list[Likeness]) -> list[Likeness]:
    """Return the few figures near enough to be asked about."""
    return [each for each in found[:_MOST] if each.score >= _NEAR]
