"""A few companies of the benchmark: what a plan promises is what a fresh draw shows."""

from __future__ import annotations

import pytest

from symphonies.suite.cfo.pinnacle.mitigation import Budget, Verdict, chance_in, mitigate
from symphonies.suite.cfo.pinnacle.simulation import Settings
from tests.bench.mitigation.companies import strained

SMALL = Budget(planned=300, held_out=2000, fresh=1000, foreseen=10)


@pytest.mark.parametrize("seed", [2, 6, 18])
def test_the_promise_is_kept_within_two_points(seed: int):
    position = strained(seed, invoices=100, horizon=60)
    made = mitigate(position, Settings(horizon=60, seed=seed), budget=SMALL)
    fresh = chance_in(position, Settings(horizon=60, seed=90_000 + seed, paths=3000), made)
    plan = made.plan
    if plan.promise.verdict is Verdict.UNREACHABLE:
        assert fresh == pytest.approx(plan.chance, abs=0.02)
    else:
        assert fresh >= 0.93
    if plan.promise.verdict is Verdict.MET:
        assert plan.before < fresh
