"""``python -m tests.bench.cash.served [STORE]``: from the move of a lever to the answer, over HTTP.

Without a store, the sample company is made at full scale in a folder that is left behind for the next time.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from symphonies.federation import read_operations
from tests.live import Server, run, serving

MOVED = ("dso", "dpo", "demand", "cost")
STEPS = {"dso": 1.0, "dpo": 1.0, "demand": 0.01, "cost": 0.01}
ROUNDS = 10
OPERATIONS = Path("src/symphonies/suite/cfo/operations")


def main() -> None:
    """Print how long the first answer and each lever take."""
    store = Path(sys.argv[1]) if len(sys.argv) > 1 else _sample()
    [document] = (o.document for o in read_operations(OPERATIONS) if o.name == "cash_forecast.graphql")
    with serving(store) as server:
        started = time.perf_counter()
        first = _ready(server, document)
        print(f"first answer after the server started    {time.perf_counter() - started:8.2f} s")
        print(f"{first['paths']:,} paths x {first['horizon']} days")
        for kind in MOVED:
            worked = _processor_s()
            times = [_moved(server, document, kind, step) for step in range(1, ROUNDS + 1)]
            work = (_processor_s() - worked) / ROUNDS
            middle, worst = statistics.median(times), max(times)
            print(
                f"  {kind:<8} {1000 * middle:8.1f} ms in the middle, {1000 * worst:8.1f} ms at worst, "
                f"{1000 * work:8.1f} ms of the server's processor time"
            )


def _sample() -> Path:
    store = Path(tempfile.gettempdir()) / "symphonies-bench-cash"
    if not store.is_dir():
        done = run("demo", "--store", store)
        assert done.returncode == 0, done.stdout + done.stderr
    return store


def _processor_s() -> float:
    """Return the processor time of this process's children, which other load does not lengthen (Linux)."""
    own = os.getpid()
    total = 0.0
    for child in Path(f"/proc/{own}/task/{own}/children").read_text().split():
        fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def _ready(server: Server, document: str) -> dict[str, int]:
    while True:
        answer = server.post("/graphql", {"query": document, "variables": {"levers": []}}).json()
        if not answer.get("errors"):
            return answer["data"]["cash"]
        assert answer["errors"][0]["extensions"]["code"] in ("POSITION_PREPARING", "SUBGRAPH_UNAVAILABLE"), (
            answer
        )


def _moved(server: Server, document: str, kind: str, step: int) -> float:
    levers = [{"kind": kind, "value": step * STEPS[kind]}]
    started = time.perf_counter()
    server.query(document, levers=levers)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
