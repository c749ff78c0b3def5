"""Anomalies planted in the sample company: how many the watch tells, how many of those told are real, where they began.

    python -m tests.bench.watch --seeds 20 [--first 0] [--scale 1] [--kept /tmp/symphonies-watch] [--verbose]

Every company is made by its seed as ``symphonies demo`` makes it, nine plants each, and looked at as the CFO. The rule that
decides which plant an item tells of is in ``matching.py``.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import gettempdir

from tests.bench.report import say
from tests.bench.watch.companies import Told, look

RECALL, PRECISION, FIRST_CAUSE = 0.9, 0.8, 0.8


def main() -> int:
    """Print the table; 1 when a floor is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--kept", type=Path, default=Path(gettempdir()) / "symphonies-watch")
    parser.add_argument("--verbose", action="store_true", help="tell every item of every company")
    asked = parser.parse_args()
    started = time.process_time()
    told = []
    for seed in range(asked.first, asked.first + asked.seeds):
        told.append(look(seed, asked.scale, asked.kept))
        if asked.verbose:
            _tell(told[-1])
    scores = Scores(told)
    say(f"{'plant':22}{'told':>8}{'first cause':>14}")
    for kind, (found, right, planted) in scores.kinds.items():
        say(f"{kind:22}{found:>5}/{planted}{right:>11}/{found}")
    say(f"{scores.items} items, {scores.false} false alarms: {dict(scores.false_metrics)}")
    say(
        f"recall {scores.recall:.3f}, precision {scores.precision:.3f}, first cause {scores.first_cause:.3f}"
        f" ({asked.seeds} companies at scale {asked.scale:g}, {time.process_time() - started:.0f} CPU s)"
    )
    return int(scores.recall < RECALL or scores.precision < PRECISION or scores.first_cause < FIRST_CAUSE)


class Scores:
    """Recall over plants, precision over items, first cause over the plants that were told."""

    def __init__(self, told: list[Told]) -> None:
        planted, found, right = Counter[str](), Counter[str](), Counter[str]()
        self.items = self.false = 0
        self.false_metrics = Counter[str]()
        for company in told:
            planted.update(plant.kind for plant in company.plants)
            self.items += len(company.of)
            for plant in company.plants:
                places = [place for place, of in enumerate(company.of) if of is plant]
                found[plant.kind] += bool(places)
                right[plant.kind] += bool(places) and plant.named(company.causes[places[0]])
            wrong = [
                each.head.metric for each, of in zip(company.findings, company.of, strict=True) if of is None
            ]
            self.false += len(wrong)
            self.false_metrics.update(wrong)
        self.kinds = {kind: (found[kind], right[kind], planted[kind]) for kind in planted}
        self.recall = found.total() / planted.total()
        self.precision = 1 - self.false / self.items if self.items else 1.0
        self.first_cause = right.total() / max(found.total(), 1)


def _tell(company: Told) -> None:
    say(
        f"== {company.seed}; missed: {', '.join(p.kind for p in company.plants if p not in company.of) or 'none'}"
    )
    for each, of, cause in zip(company.findings, company.of, company.causes, strict=True):
        head = each.head
        right = "" if of is None else "+" if of.named(cause) else "-"
        say(
            f"  {of.kind if of else 'FALSE':20}{right:2}{head.metric} {dict(head.slice)} {head.kind} {head.grain}"
            f" {head.first_on}..{head.last_on} {head.value:.4g} [{head.low:.4g}, {head.high:.4g}]"
            f" p={head.chance:.1g} <- {cause.metric} {dict(cause.slice)} {cause.first_on}; {len(each.others)} more"
        )


if __name__ == "__main__":
    sys.exit(main())
