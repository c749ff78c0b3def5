"""The general forecaster beside single methods: error, coverage and cost, in the same run.

    python -m tests.bench.forecasting [WORD] [--most N]

With a word, only the sets that have it in their name; with a number, at most so many series of each window.
Reads the series from SYMPHONIES_DATASETS (default ../shared/data); says so where they are not. 1 when a bar
of the M3 competition is missed, or when AutoETS is better on a set by more than chance.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import numpy as np

from tests.bench.forecasting.scoring import LEVELS, PEERS, Score, score
from tests.bench.forecasting.sets import DATA, SETS, Held
from tests.bench.report import say

COVERAGE_WITHIN = 0.03
CPU_ALLOWED = 1.5
"""Times the CPU of AutoETS alone."""
CHANCE = 2.0
"""So many standard errors a mean difference may be from 0 by chance."""
HEAD = (
    "| set | method | sMAPE | MASE | pinball | 50 % | 80 % | 95 % | CPU s |\n"
    "|---|---|---:|---:|---:|---:|---:|---:|---:|"
)


def main() -> int:
    """Print the table; 1 when a bar is missed."""
    asked = argparse.ArgumentParser(prog="tests.bench.forecasting")
    asked.add_argument("word", nargs="?", default="")
    asked.add_argument("--most", type=int, default=None)
    given = asked.parse_args()
    if not DATA.exists():
        say(f"There are no series at {DATA}; SYMPHONIES_DATASETS names the folder of data sets.")
        return 0
    missed: list[str] = []
    ratios: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    say(HEAD)
    for name, make in SETS.items():
        if given.word.lower() in name.lower():
            one = make()
            scores = {method: score(one, method, given.most) for method in ("Symphonies", *PEERS)}
            print_set(name, one, scores)
            missed += misses(name, one, scores)
            ratios[one.unseen].append(beside(scores["Symphonies"], scores["AutoETS"]))
    for unseen, found in ratios.items():
        if found:
            mase, pinball = np.exp(np.mean(np.log(found), axis=0))
            word = "not looked at while building" if unseen else "looked at while building"
            say(
                f"\n{len(found)} sets {word}: MASE {mase:.3f}, pinball {pinball:.3f} of AutoETS (geometric mean)."
            )
    say("\n" + ("\n".join(missed) or "Every bar is reached."))
    return int(bool(missed))


def print_set(name: str, one: Held, scores: dict[str, Score]) -> None:
    """Print the rows of a set."""
    series = len(scores["Symphonies"].errors)
    label = f"{name} ({series:,} forecasts, {one.horizon} ahead{', unseen' if one.unseen else ''})"
    for method, found in scores.items():
        bands = " | ".join(f"{found.covered[level]:.1%}" for level in LEVELS)
        figures = f"{found.smape:.2f} | {found.mase:.3f} | {found.pinball:.4f} | {bands} | {found.cpu:.1f}"
        say(f"| {label if method == 'Symphonies' else ''} | {method} | {figures} |")


def beside(ours: Score, peer: Score) -> tuple[float, float]:
    """Return MASE and pinball as shares of another method's."""
    return ours.mase / peer.mase, ours.pinball / peer.pinball


def misses(name: str, one: Held, scores: dict[str, Score]) -> list[str]:
    """Return what a set misses."""
    ours, peer = scores["Symphonies"], scores["AutoETS"]
    found = {
        "MASE above AutoETS by more than chance": is_worse(ours.errors, peer.errors),
        "pinball above AutoETS by more than chance": is_worse(ours.losses, peer.losses),
    }
    if one.bars:
        found |= {
            f"sMAPE at most {one.bars[0]}": ours.smape > one.bars[0],
            f"MASE at most {one.bars[1]}": ours.mase > one.bars[1],
            f"CPU at most {CPU_ALLOWED}x AutoETS": ours.cpu > CPU_ALLOWED * peer.cpu,
        }
        found |= {
            f"{level:.0%} band covers {ours.covered[level]:.1%}": abs(ours.covered[level] - level)
            > COVERAGE_WITHIN
            for level in LEVELS[1:]
        }
    return [f"missed: {name}: {what}" for what, is_missed in found.items() if is_missed]


def is_worse(ours: Sequence[float] | np.ndarray, theirs: Sequence[float] | np.ndarray) -> bool:
    """Return whether errors are larger by more than chance, series being independent of each other."""
    apart = np.asarray(ours) - np.asarray(theirs)
    apart = apart[np.isfinite(apart)]
    return bool(apart.mean() > CHANCE * apart.std(ddof=1) / np.sqrt(len(apart)))


if __name__ == "__main__":
    sys.exit(main())
