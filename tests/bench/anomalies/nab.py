"""The 58 streams of the Numenta Anomaly Benchmark, with one setting for all."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from symphonies.platform.vizier.watch import ALARM, StreamDetector
from tests.bench.anomalies.scoring import PROFILES, Score, Stream, score
from tests.bench.report import say

PUBLISHED = {
    "ARTime": 74.9, "Numenta HTM": 70.5, "CAD OSE": 69.9, "Skyline": 58.2, "KNN-CAD": 58.0,
    "Relative entropy": 54.6, "Random cut forest": 51.7, "Twitter ADVec": 47.1, "Windowed Gaussian": 39.6,
}  # fmt: skip
FLOOR = 58.0
HARNESS = (39.1, 40.7)
"""Where the score of the windowed Gaussian must lie if the scorer is right: published as 39.6."""


def measure(folder: Path) -> list[str]:
    """Print the table; returns what was missed."""
    streams = read(folder)
    ours = {stream.name: run_detector(stream) for stream in streams}
    gaussian = {stream.name: run_gaussian(stream.values) for stream in streams}
    told = {profile: score(streams, ours, profile) for profile in PROFILES}
    fixed = {profile: score(streams, ours, profile, ALARM) for profile in PROFILES}
    peer = {profile: score(streams, gaussian, profile) for profile in PROFILES}
    say(f"Numenta Anomaly Benchmark, {len(streams)} streams, {sum(len(s.windows) for s in streams)} windows")
    say("  " + " " * 38 + "  ".join(f"{profile:>16}" for profile in PROFILES))
    for name, found in (
        ("this detector, best threshold", told),
        ("this detector, its own threshold", fixed),
        ("windowed Gaussian, here", peer),
    ):
        say(f"  {name:<38}" + "  ".join(f"{found[profile].scaled:16.1f}" for profile in PROFILES))
    say("  published, standard: " + ", ".join(f"{name} {value}" for name, value in PUBLISHED.items()))
    return list(_missed(told["standard"], peer["standard"]))


def _missed(ours: Score, peer: Score) -> list[str]:
    missed = []
    if ours.scaled < FLOOR:
        missed.append(f"missed: NAB standard {ours.scaled:.1f}, at least {FLOOR}")
    if not HARNESS[0] <= peer.scaled <= HARNESS[1]:
        missed.append(f"missed: the windowed Gaussian scores {peer.scaled:.1f} here, published 39.6")
    return missed


def read(folder: Path) -> list[Stream]:
    """Read streams and windows, by name."""
    rows = pd.read_parquet(folder / "series.parquet")
    windows = json.loads((folder / "combined_windows.json").read_text())
    streams = []
    for name, group in rows.groupby("series", sort=True):
        at = pd.to_datetime(group.timestamp).to_numpy().astype("M8[s]")
        places = {stamp: place for place, stamp in reversed(list(enumerate(at)))}
        limits = [
            tuple(places[np.datetime64(edge[:19], "s")] for edge in window) for window in windows[str(name)]
        ]
        streams.append(Stream(str(name), at.astype(np.int64), group.value.to_numpy(float), limits))
    return streams


def run_detector(stream: Stream) -> NDArray[np.float64]:
    """Score a stream value by value; half of the probation is learned from."""
    detector = StreamDetector(learn=max(20, stream.probation // 2))
    return np.array([
        detector.observe(datetime.fromtimestamp(int(at), UTC), value).score
        for at, value in zip(stream.at, stream.values.tolist(), strict=True)
    ])  # fmt: skip


def run_gaussian(values: NDArray[np.float64], window: int = 6400, step: int = 100) -> NDArray[np.float64]:
    """Score by the tail of a normal distribution over a sliding window: the benchmark's own baseline."""
    scores = np.zeros(len(values))
    first, mean, deviation, waiting = 0, 0.0, 1.0, 0
    for place, value in enumerate(values.tolist()):
        if place:
            scores[place] = 1 - 0.5 * math.erfc(abs(value - mean) / deviation / math.sqrt(2))
        if place < window:
            seen = values[: place + 1]
        else:
            waiting += 1
            if waiting < step:
                continue
            waiting, first = 0, first + step
            seen = values[first : first + window]
        mean, deviation = float(seen.mean()), float(seen.std()) or 1e-6
    return scores
