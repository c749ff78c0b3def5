"""The score of the Numenta Anomaly Benchmark, from its definition.

Each anomaly window earns the best of its detections, the earlier the more; each detection outside costs, less so
just after a window; a window missed costs. The threshold is the one that is best for all files together. The sum
is scaled so that detecting nothing gives 0 and the first moment of every window and nothing else gives 100.

Source: Lavin and Ahmad, Evaluating Real-time Anomaly Detection Algorithms (2015).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PROBATION_SHARE, PROBATION_MOST = 0.15, 5000
PROFILES = {
    "standard": (1.0, 0.11, 1.0),
    "few false alarms": (1.0, 0.22, 1.0),
    "few misses": (1.0, 0.11, 2.0),
}
"""Worth of a hit, cost of a false alarm, cost of a miss."""


@dataclass(frozen=True)
class Stream:
    """One file: seconds since 1970, values, and its anomaly windows as first and last places."""

    name: str
    at: NDArray[np.int64]
    values: NDArray[np.float64]
    windows: Sequence[tuple[int, int]]

    @property
    def probation(self) -> int:
        """How many first values are not scored."""
        return int(PROBATION_SHARE * min(len(self.values), PROBATION_MOST))


@dataclass(frozen=True)
class Score:
    """A scaled score, and the threshold at which it was reached."""

    scaled: float
    threshold: float


def score(
    streams: Sequence[Stream],
    scores: Mapping[str, NDArray[np.float64]],
    profile: str,
    threshold: float | None = None,
) -> Score:
    """Return the best score over all thresholds, or that at one."""
    hit, false_alarm, miss = PROFILES[profile]
    parts = [_points(stream, scores[stream.name], hit, false_alarm) for stream in streams]
    counts = np.cumsum([0, *(len(stream.windows) for stream in streams)])
    found = np.concatenate([values for values, _, _ in parts])
    worth = np.concatenate([worths for _, worths, _ in parts])
    window = np.concatenate([
        np.where(windows >= 0, windows + before, -1) for (_, _, windows), before in zip(parts, counts, strict=False)
    ])  # fmt: skip
    order = np.argsort(-found, kind="stable")
    found, worth, window = found[order], worth[order], window[order]
    total = int(counts[-1])
    gains = np.where(window < 0, worth, 0.0)
    for each in range(total):
        places = np.flatnonzero(window == each)
        best = np.maximum.accumulate(np.maximum(worth[places], -miss))
        gains[places] = np.diff(best, prepend=-miss)
    sums = np.concatenate([[0.0], np.cumsum(gains)]) - miss * total
    last = np.concatenate([[True], np.append(found[1:] != found[:-1], True)])
    if threshold is not None:
        at = int((found >= threshold).sum())
    else:
        at = int(np.argmax(np.where(last, sums, -np.inf)))
    scaled = 100 * (sums[at] + miss * total) / ((hit + miss) * total)
    return Score(float(scaled), float(found[at - 1]) if at else 1.1)


def _points(
    stream: Stream, scores: NDArray[np.float64], hit: float, false_alarm: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Return scores, worth if detected, and window (-1: none) of each value past probation."""
    count = len(stream.values)
    place = np.arange(count)
    worth, window = np.full(count, -false_alarm), np.full(count, -1)
    for number, (first, last) in enumerate(stream.windows):
        inside = slice(first, last + 1)
        width = last - first + 1
        worth[inside] = hit * _sigmoid(-(last - place[inside] + 1) / width) / _sigmoid(-1.0)
        window[inside] = number
        end = stream.windows[number + 1][0] if number + 1 < len(stream.windows) else count
        past = (place[last + 1 : end] - last) / (width - 1)
        worth[last + 1 : end] = false_alarm * np.where(past >= 3, -1.0, _sigmoid(past))
    kept = slice(stream.probation, None)
    return scores[kept], worth[kept], window[kept]


def _sigmoid(position: NDArray[np.float64] | float) -> NDArray[np.float64]:
    return 2 / (1 + np.exp(5 * np.asarray(position))) - 1
