"""Cold plans over the public gateway audit: CPU time of each, and the fetches they need beside a reference planner's.

    python -m tests.bench.federation.planning

Reads the recordings from SYMPHONIES_FEDERATION (default ../shared/federation); says so where they are not.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from typing import Any

from graphql import FragmentDefinitionNode, OperationDefinitionNode, parse

from symphonies.federation.errors import FederationError
from symphonies.federation.planning import Planner
from symphonies.federation.supergraph import Supergraph, read_supergraph
from tests.bench.report import say
from tests.integration.federation_audit import ABSENT, AUDIT, IS_HERE, suite, suites

MEAN_MS, WORST_MS = 8.0, 100.0
REPEATS = 3
FETCHES = frozenset({"Fetch", "BatchFetch"})


def main() -> int:
    """Print the table; 1 when a floor is missed."""
    if not IS_HERE:
        say(ABSENT)
        return 0
    reference = json.loads((AUDIT / "audit-plans-hive.json").read_text())
    spent, ours, theirs = [], 0, 0
    for name in suites():
        cases = suite(name)
        supergraph = read_supergraph(cases["supergraph"])
        for number, case in enumerate(cases["tests"]):
            best_ms, fetches = cold(supergraph, case["query"])
            spent.append((best_ms, f"{name}[{number}]"))
            planned = fetches_of(reference, name, number)
            if planned is not None and fetches is not None:
                ours, theirs = ours + fetches, theirs + planned
    worst = max(spent)
    mean = statistics.mean(ms for ms, _ in spent)
    say(f"| {len(spent)} cold plans | CPU |")
    say("|---|---|")
    say(f"| mean | {mean:.2f} ms |")
    say(f"| median | {statistics.median(ms for ms, _ in spent):.2f} ms |")
    say(f"| worst, {worst[1]} | {worst[0]:.2f} ms |")
    say(f"| fetches planned where both planners plan: ours, reference | {ours}, {theirs} |")
    return int(mean > MEAN_MS or worst[0] > WORST_MS)


def cold(supergraph: Supergraph, query: str) -> tuple[float, int | None]:
    """Return the CPU of a plan by a new planner, in ms, best of some, and the plan's fetches if there is one."""
    document = parse(query)
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    operation = next(d for d in document.definitions if isinstance(d, OperationDefinitionNode))
    best_ms, fetches = float("inf"), None
    for _ in range(REPEATS):
        planner = Planner(supergraph)
        started = time.process_time_ns()
        try:
            fetches = len(planner.plan(operation, fragments).fetches)
        except (FederationError, AttributeError, KeyError):
            fetches = None  # not valid against the API schema; a gateway refuses it before planning
        best_ms = min(best_ms, (time.process_time_ns() - started) / 1e6)
    return best_ms, fetches


def fetches_of(reference: dict[str, Any], name: str, number: int) -> int | None:
    """Return how many fetches the reference plans for a case, None where it plans none."""
    plan = reference.get(name, [])[number]
    return count(plan) or None if isinstance(plan, dict) else None


def count(node: Any) -> int:
    """Return the number of fetches in a plan."""
    if isinstance(node, dict):
        return (node.get("kind") in FETCHES) + sum(count(value) for value in node.values())
    return sum(count(value) for value in node) if isinstance(node, list) else 0


if __name__ == "__main__":
    sys.exit(main())
