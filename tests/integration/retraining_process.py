"""A process that retrains the smallest engine as a job: started, and killed, by the tests.

    python -m tests.integration.retraining_process STORE SLOW_S

Prints a line for each step that it really does.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from symphonies.kernel import SystemClock
from symphonies.platform.jobs import JobsSettings, Work, open_jobs
from symphonies.platform.learning import Bench, LearningSettings, open_registry, retrain
from symphonies.platform.learning.testing import GivenTables
from tests.unit.learning.habit.engine import Habit, invoices

AS_OF = date(2026, 1, 31)


def main(store: Path, slow_s: float) -> None:
    """Ask for a retraining, or take up the one that was broken off, and do it to its end."""
    registry = open_registry(LearningSettings(), store)
    bench = Bench(Habit(), GivenTables(invoicing__invoices=invoices("2026-01-31")), registry, SystemClock())

    def handle(work: Work, _arguments: Mapping[str, Any]) -> Any:
        def step(name: str, act: Any) -> Any:
            def told() -> Any:
                sys.stdout.write(f"{name}\n")
                sys.stdout.flush()
                time.sleep(slow_s)
                return act()

            return work.step(name, told)

        return retrain(bench, AS_OF, work.id, step=step, report=work.report).model_dump(mode="json")

    jobs = open_jobs(JobsSettings(), store)
    asked = jobs.submit("retrain", {}, key="retrain habit")
    with jobs.work({"retrain": handle}):
        while not jobs.find(asked.id).state.is_over:
            time.sleep(0.1)
    sys.stdout.write(f"{asked.id} {jobs.find(asked.id).state}\n")
    jobs.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
