"""``python -m tests.bench.mitigation [COMPANIES]``: whether plans keep in a fresh draw what they promise."""

from __future__ import annotations

import sys
import time

import numpy as np

from symphonies.suite.cfo.pinnacle.mitigation import Verdict, chance_in, mitigate
from symphonies.suite.cfo.pinnacle.simulation import Settings
from tests.bench.mitigation.companies import strained
from tests.bench.report import say

CONFIDENCE, FRESH, WITHIN = 0.95, 4000, 0.02


def main() -> None:
    """Print one row for each company, then the score."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    say("company | line | before | promised | fresh | cost | regret | best by | programme | policy | seconds")
    met, kept, below, regrets, wins = 0, 0, [], [], 0
    for seed in range(1, number + 1):
        position, started = strained(seed), time.perf_counter()
        plan = mitigate(position, Settings(seed=seed), confidence=CONFIDENCE)
        took = time.perf_counter() - started
        found = chance_in(position, Settings(seed=90_000 + seed, paths=FRESH), plan)
        tried = {each.name: f"{each.chance:.1%} at {each.cost / 100:,.0f}" for each in plan.contenders}
        reached = plan.verdict is Verdict.MET
        promised = f"{CONFIDENCE:.0%}" if reached else f"best {plan.chance:.1%}"
        regret = "unknown" if plan.regret is None else f"{plan.regret / 100:,.0f}"
        say(
            f"{seed} | {'automatic' if position.facilities.automatic[0] else 'manual'} | {plan.before:.1%} "
            f"| {promised} | {found:.1%} | {plan.cost / 100:,.0f} | {regret} | {plan.winner} "
            f"| {tried['programme']} | {tried['policy']} | {took:.1f}"
        )
        met += reached
        wins += plan.winner == "programme"
        if reached:
            kept += found >= CONFIDENCE - WITHIN
            below.append(found - CONFIDENCE)
        if plan.regret is not None:
            regrets.append(plan.regret / 100)
    say(
        f"\nfloor can be met: {met} of {number}; promise kept within 2 points in a fresh draw: {kept} of {met}"
    )
    if below:
        say(
            f"fresh less promised, points: least {100 * min(below):+.1f}, middle {100 * np.median(below):+.1f}, "
            f"most {100 * max(below):+.1f}; within 2 either way: "
            f"{sum(abs(each) <= WITHIN for each in below)}"
        )
    say(f"programme wins {wins}, policy {number - wins}; regret, middle {np.median(regrets):,.0f}")


if __name__ == "__main__":
    main()
