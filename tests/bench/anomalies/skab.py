"""The outlier task of the Skoltech Anomaly Benchmark: learn on a file's first 400 rows, judge the others."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from symphonies.platform.vizier.watch import JointDetector
from tests.bench.report import say

TRAINED = 400
FLOOR = 0.75
PUBLISHED = {
    "Conv-AE": 0.78,
    "MSET": 0.78,
    "T2+Q (PCA)": 0.76,
    "LSTM-AE": 0.74,
    "T2": 0.66,
    "Isolation forest": 0.29,
}


def measure(folder: Path) -> list[str]:
    """Print the table; returns what was missed."""
    rows = pd.read_parquet(folder / "skab.parquet")
    signals = [name for name in rows.columns if name not in ("datetime", "file", "anomaly", "changepoint")]
    told, truth = [], []
    for name, group in rows.groupby("file", sort=True):
        if "anomaly-free" in str(name):
            continue
        values = group[signals].to_numpy(float)
        told.append(JointDetector(values[:TRAINED]).outliers(values)[TRAINED:])
        truth.append(group.anomaly.to_numpy()[TRAINED:] > 0)
    found, wrong = np.concatenate(told), np.concatenate(truth)
    f1 = 2 * (found & wrong).sum() / (found.sum() + wrong.sum())
    false_alarms, misses = (found & ~wrong).sum() / (~wrong).sum(), (wrong & ~found).sum() / wrong.sum()
    everything = 2 * wrong.sum() / (len(wrong) + wrong.sum())
    say(f"Skoltech Anomaly Benchmark, outliers, {len(told)} files")
    say(f"  this detector: F1 {f1:.3f}, false alarms {false_alarms:.1%}, misses {misses:.1%}")
    say(f"  calling every row an outlier: F1 {everything:.3f}")
    say("  published: " + ", ".join(f"{name} {value}" for name, value in PUBLISHED.items()))
    return [] if f1 >= FLOOR else [f"missed: SKAB F1 {f1:.3f}, at least {FLOOR}"]
