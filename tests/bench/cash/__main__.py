"""``python -m tests.bench.cash``: how long simulating and moving a lever take, and what memory they need."""

from __future__ import annotations

import resource
import statistics
import time

from symphonies.platform.scenarios import Lever
from symphonies.suite.cfo.pinnacle.levers import LEVERS, change_of
from symphonies.suite.cfo.pinnacle.simulation import CashSimulation, Settings
from tests.bench.cash.companies import company

MOVED = ("dso=5", "dpo=5", "demand=-0.1", "fx.USD=-0.1", "cost=0.05", "default.K003=1", "invoice.R000007=20")


def main() -> None:
    """Print one table for each size."""
    for invoices in (20_000, 100_000):
        position, usual = company(1, invoices=invoices, billings=400), Settings()
        started, worked = time.perf_counter(), time.process_time()
        simulation = CashSimulation(position, usual)
        simulation.baseline  # noqa: B018
        print(f"\n{invoices:,} invoices x {usual.paths:,} paths x {usual.horizon} days")
        took, work = time.perf_counter() - started, time.process_time() - worked
        print(f"  first answer          {took:8.3f} s, {work:.3f} s of processor time")
        for text in MOVED:
            print(f"  {text:<20}  {1000 * _median(simulation, LEVERS.parse(text)):8.1f} ms")
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(f"  memory, most so far   {memory:8.2f} GB")


def _median(simulation: CashSimulation, lever: Lever) -> float:
    times = []
    for _ in range(5):
        started = time.perf_counter()
        simulation.run(change_of(simulation.position, [lever]))
        times.append(time.perf_counter() - started)
    return statistics.median(times)


if __name__ == "__main__":
    main()
