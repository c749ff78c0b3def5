"""Which plant an item tells of, strictly.

An item concerns a plant when, for its head:

- metric: it is one in which the plant shows, named in ``truth.yaml`` or downstream of one by the cascade;
- direction: the figure left its range the way the plant moves it;
- onset: it began no earlier than one period (31 days by month, 7 by day) before the plant did, no later than the plant's last
  day, nor more than 92 days after its first one, and lasted into the plant's days (a month's slack for what passes by month);
- slice: every dimension of its slice holds a value that the plant's rows have; dimensions across which the plant is
  spread count for nothing; any other dimension contradicts.

Each item tells of one plant at most, the one with the nearest onset. An item that tells of none is a false alarm. Further
items of a plant are neither counted again nor false. The first cause of a plant is right when the first of its items names as
cause a metric in which the plant begins, in a slice that is one of the plant's and names one of its own dimensions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import yaml

from symphonies.kernel import Grain
from symphonies.platform.vizier import Cascade
from symphonies.platform.vizier.watch import Anomaly

TRUTH = Path(__file__).with_name("truth.yaml")
LATEST = timedelta(days=92)
EARLY = {Grain.DAY: timedelta(days=7), Grain.MONTH: timedelta(days=31)}


@dataclass(frozen=True)
class Truth:
    """What one plant does."""

    kind: str
    first_on: date
    last_on: date
    metrics: Mapping[str, str]
    first: Sequence[str]
    slices: Mapping[str, Sequence[str]]
    blind: Sequence[str]

    def concerns(self, item: Anomaly) -> bool:
        """Return whether an item tells of this plant."""
        sign = self.metrics.get(item.metric)
        return sign is not None and self._direction(item, sign) and self._time(item) and self._place(item)

    def named(self, cause: Anomaly) -> bool:
        """Return whether a cause is the first one of this plant."""
        own = any(path in self.slices for path, _ in cause.slice)
        return cause.metric in self.first and own and self._time(cause) and self._place(cause)

    def _direction(self, item: Anomaly, sign: str) -> bool:
        above = item.value > (item.low + item.high) / 2
        # cost, and what is owed, may stand as negative figures
        return sign == "?" or above == (sign == "+")

    def _time(self, item: Anomaly) -> bool:
        latest = min(self.last_on, self.first_on + LATEST)
        slack = EARLY[item.grain]
        return self.first_on - slack <= item.first_on <= latest and item.last_on + slack >= self.first_on

    def _place(self, item: Anomaly) -> bool:
        return all(path in self.blind or value in self.slices.get(path, ()) for path, value in item.slice)


def read_truth(planted: Sequence[Mapping[str, str]], cascade: Cascade) -> list[Truth]:
    """Return what the plants of one company do."""
    known = yaml.safe_load(TRUTH.read_text("utf-8"))
    found = []
    for plant in planted:
        told = known[plant["kind"]]
        days = (date.fromisoformat(plant[name]) for name in ("first_on", "last_on"))
        metrics = _downstream(told["metrics"], cascade)
        found.append(
            Truth(plant["kind"], *days, metrics, told["first"], told["slices"], told.get("blind", ()))
        )
    return found


def _downstream(metrics: Mapping[str, str], cascade: Cascade) -> dict[str, str]:
    """Return the metrics and those they move, each with the way it goes."""
    signs = dict(metrics)
    while True:
        further = {
            link.effect: "?" if signs[link.cause] == "?" else "+" if signs[link.cause] == link.sign else "-"
            for link in cascade.links
            if link.cause in signs and link.effect not in signs
        }
        if not further:
            return signs
        signs |= further


def match(items: Sequence[Anomaly], plants: Sequence[Truth]) -> list[Truth | None]:
    """Return the plant of each item; None: a false alarm."""
    found: list[Truth | None] = []
    for item in items:
        fitting = [plant for plant in plants if plant.concerns(item)]
        found.append(min(fitting, key=lambda plant: abs(plant.first_on - item.first_on), default=None))
    return found
