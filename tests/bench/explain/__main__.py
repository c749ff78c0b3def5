"""Explanations on generated changes with known causes, and on the PetShop data.

    python -m tests.bench.explain [CASES]

Reads PetShop from SYMPHONIES_DATASETS (default ../shared/data); says so where it is not.
"""

from __future__ import annotations

import sys
import time

from symphonies.platform.vizier.explain import localise
from tests.bench.explain import petshop
from tests.bench.explain.cases import generate
from tests.bench.report import say
from tests.conftest import DATASETS

FLOOR = 0.77
PUBLISHED = {"RiskLoc": 0.77, "AutoRoot": 0.50, "Adtributor": 0.05, "Recursive Adtributor": 0.0}
CASES = 100


def main() -> int:
    """Print both tables; 1 when the floor is missed."""
    f1 = _localisation(int(sys.argv[1]) if len(sys.argv) > 1 else CASES)
    folder = DATASETS / "cio" / "petshop_rca"
    if folder.exists():
        petshop.measure(folder)
    else:
        say(f"PetShop is not at {folder}; SYMPHONIES_DATASETS names the folder of data sets.")
    say("Every floor is held." if f1 >= FLOOR else f"missed: F1 {f1:.3f}, at least {FLOOR}")
    return int(f1 < FLOOR)


def _localisation(count: int) -> float:
    right = extra = missed = 0
    spent = 0.0
    for seed in range(count):
        case = generate(seed)
        before = time.process_time()
        found = {each.values for each in localise(case.codes, case.expected, case.actual)}
        spent += time.process_time() - before
        right += len(found & case.truth)
        extra += len(found - case.truth)
        missed += len(case.truth - found)
    f1 = 2 * right / (2 * right + extra + missed)
    say(f"Localisation in five dimensions, {count} cases in the style of set S, {48_000:,} leaves each")
    say(f"  F1 {f1:.3f}, precision {right / (right + extra):.3f}, recall {right / (right + missed):.3f}")
    say(f"  {spent / count:.2f} CPU seconds a case")
    say(
        "  F1 of peers on their own set S: "
        + ", ".join(f"{name} {value}" for name, value in PUBLISHED.items())
    )
    return f1


if __name__ == "__main__":
    sys.exit(main())
