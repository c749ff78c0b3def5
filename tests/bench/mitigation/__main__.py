"""``python -m tests.bench.mitigation [COMPANIES]``: whether plans keep in a fresh draw what they promise."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass

import numpy as np

from symphonies.suite.cfo.pinnacle.mitigation import Plan, Verdict, chance_in, mitigate
from symphonies.suite.cfo.pinnacle.simulation import Settings
from tests.bench.mitigation.companies import strained
from tests.bench.report import say

CONFIDENCE, FRESH, WITHIN = 0.95, 4000, 0.02


@dataclass(frozen=True)
class Row:
    """One company."""

    seed: int
    line: str
    plan: Plan
    fresh: float
    """How often the floor is kept in a draw of its own."""
    seconds: float

    @property
    def needs(self) -> bool:
        """Whether something must be done to keep the promise."""
        return self.plan.promise.verdict is not Verdict.NEEDLESS


def measured(seed: int) -> Row:
    """Return the plan for one company, tried in a fresh draw."""
    position, started = strained(seed), time.process_time()
    made = mitigate(position, Settings(seed=seed), confidence=CONFIDENCE)
    seconds = time.process_time() - started
    found = chance_in(position, Settings(seed=90_000 + seed, paths=FRESH), made)
    line = "automatic" if position.facilities.automatic[0] else "manual"
    return Row(seed, line, made.plan, found, seconds)


def main() -> None:
    """Print one row for each company, then the score."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    say("company | line | before | verdict | fresh | cost | regret | best by | programme | policy | CPU s")
    rows = []
    for seed in range(1, number + 1):
        row = measured(seed)
        rows.append(row)
        plan, promise = row.plan, row.plan.promise
        tried = {each.name: f"{each.chance:.1%} at {each.cost / 100:,.0f}" for each in promise.contenders}
        regret = "unknown" if plan.regret is None else f"{plan.regret / 100:,.0f}"
        say(
            f"{seed} | {row.line} | {plan.before:.1%} | {promise.verdict} | {row.fresh:.1%} "
            f"| {plan.cost / 100:,.0f} | {regret} | {promise.winner} "
            f"| {tried['programme']} | {tried.get('policy', '')} | {row.seconds:.1f}"
        )
    _score(rows)


def _score(rows: list[Row]) -> None:
    needless = [each for each in rows if not each.needs]
    met = [each for each in rows if each.plan.promise.verdict is Verdict.MET]
    beyond = [each for each in rows if each.plan.promise.verdict is Verdict.UNREACHABLE]
    off = np.array([each.fresh - CONFIDENCE for each in met])
    say(f"\npromise of {CONFIDENCE:.0%} within {100 * WITHIN:.0f} points in a fresh draw of {FRESH:,} paths:")
    say(f"a plan is needed and promises it: {len(met)}; within either way {(abs(off) <= WITHIN).sum()}, "
        f"below {(off < -WITHIN).sum()}, above {(off > WITHIN).sum()}")  # fmt: skip
    if met:
        say(f"fresh less promised, points: least {100 * off.min():+.1f}, middle {100 * np.median(off):+.1f}, "
            f"most {100 * off.max():+.1f}")  # fmt: skip
    spare = [each.fresh for each in needless]
    say(f"kept with no action, so that only spare cash is placed: {len(needless)}; "
        f"of them at least as sure as promised less 2 points: {sum(each >= CONFIDENCE - WITHIN for each in spare)}")  # fmt: skip
    told = [abs(each.fresh - each.plan.chance) <= WITHIN for each in beyond]
    say(
        f"beyond reach, the best attainable is told: {len(beyond)}; fresh within 2 points of what is told: {sum(told)}"
    )
    needy = [each for each in rows if each.needs]
    wins = sum(each.plan.promise.winner == "programme" for each in needy)
    regrets = [each.plan.regret / 100 for each in needy if each.plan.regret is not None]
    say(f"programme wins {wins}, policy {len(needy) - wins}; regret, middle {np.median(regrets) if regrets else 0:,.0f}; "
        f"CPU s, middle {np.median([each.seconds for each in rows]):.1f}, most {max(each.seconds for each in rows):.1f}")  # fmt: skip


if __name__ == "__main__":
    main()
