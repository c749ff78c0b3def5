"""Few large rows or many small ones: what a single row does is no news, what all rows do is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from symphonies.kernel import Grain
from symphonies.platform.vizier.watch import Anomaly, Family, Kind, Parts, Series, group, origin, scan

MONTHS = tuple(date(2023 + place // 12, place % 12 + 1, 1) for place in range(36))
SLICES = ("north", "south", "east")
CONTRACTS = 25


def rows(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Contracts of very different size, each invoiced every month but now and then forgotten: lost, due."""
    rng = np.random.default_rng(seed)
    due = np.repeat(np.exp(rng.normal(3, 1, (len(SLICES), CONTRACTS, 1))), 36, axis=2)
    return np.where(rng.random(due.shape) < 0.01, due, 0.0), due


def series(name: str, lost: np.ndarray, due: np.ndarray) -> list[Series]:
    made = []
    for where, part in [((), slice(None)), *(((("region", each),), [at]) for at, each in enumerate(SLICES))]:
        above, below = lost[part].reshape(-1, 36), due[part].reshape(-1, 36)
        parts = Parts((above**2).sum(axis=0), (below**2).sum(axis=0), (above * below).sum(axis=0))
        made.append(
            Series(
                name,
                where,
                "",
                Grain.MONTH,
                Family.RATIO,
                MONTHS,
                above.sum(axis=0),
                below.sum(axis=0),
                parts=parts,
            )
        )
    return made


def company(first: int, metrics: int = 30) -> list[list[Series]]:
    return [series(f"m.{number}", *rows(first + number)) for number in range(metrics)]


def flat(every: list[list[Series]]) -> list[Series]:
    return [each for of_metric in every for each in of_metric]


def test_one_large_row_is_no_news_though_the_share_leaps() -> None:
    lost, due = rows(1)
    largest = int(due[0, :, 0].argmax())
    lost[0, largest, -1] = due[0, largest, -1]
    every = flat([series("m.0", lost, due), *company(1000)[1:]])
    assert scan(every) == ()
    # the same figures without what is known of their rows
    assert scan([replace(each, parts=None) for each in every])


def test_a_little_of_every_row_is() -> None:
    lost, due = rows(1)
    lost[0, :, -5:] = 0.1 * due[0, :, -5:]
    first = scan(flat([series("m.0", lost, due), *company(1000)[1:]]))[0]
    assert (first.metric, dict(first.slice)["region"], first.kind) == ("m.0", "north", Kind.LEVEL)
    assert first.first_on == date(2025, 8, 1)
    assert first.value == pytest.approx(0.1)


def test_noise_of_few_rows_is_seldom_told() -> None:
    runs = [bool(scan(flat(company(place * 100, metrics=20)))) for place in range(6)]
    assert np.mean(runs) <= 0.2


def test_what_was_over_before_moved_nothing() -> None:
    def one(metric: str, first: date, last: date, grain: Grain) -> Anomaly:
        return Anomaly(
            metric,
            (),
            "",
            Kind.SPIKE,
            grain,
            Family.FLOW,
            first,
            last,
            1.0,
            2.0,
            first,
            2.0,
            0.5,
            1.5,
            9.0,
            1e-9,
            1.0,
        )

    effect = one("effect", date(2025, 9, 1), date(2025, 9, 1), Grain.MONTH)
    during = one("cause", date(2025, 8, 30), date(2025, 9, 2), Grain.DAY)
    before = one("cause", date(2025, 8, 14), date(2025, 8, 18), Grain.DAY)
    for cause, expected in ((during, "cause"), (before, "effect")):
        (found,) = group([effect], lambda left, right: left == right)
        assert (
            origin(
                found, [effect, cause], {"effect": frozenset({"cause"})}, lambda _metric: True
            ).cause.metric
            == expected
        )


def test_a_share_of_few_rows_says_so_and_heads_no_item_that_something_else_can() -> None:
    lost, due = rows(7)
    lost[0, :, -1] = due[0, :, -1]
    told = [each for each in scan(flat([series("m.few", lost, due), *company(3000)])) if each.slice]
    assert {each.metric for each in told} == {"m.few"}
    rows_of = [each.rows for each in told if each.last_on == each.first_on]
    assert rows_of == [pytest.approx((due[0, :, -1].sum()) ** 2 / (due[0, :, -1] ** 2).sum())]
    assert told[0].few
    many = replace(told[0], metric="m.many", rows=None)
    (item,) = group([told[0], many], lambda one, other: True)
    assert item.head.metric == "m.many"
    assert group(told[:1], lambda one, other: True)[0].head.few
