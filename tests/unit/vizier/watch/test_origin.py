"""Where something began, and the truth that there is no single cause."""

from __future__ import annotations

from datetime import date

from symphonies.kernel import Grain
from symphonies.platform.vizier.watch import Anomaly, Family, Finding, Kind, Origin, origin

DAY = date(2026, 8, 1)
UPSTREAM = {"cash": frozenset({"revenue", "cost"}), "revenue": frozenset({"orders"})}


def moved(metric: str, excess: float, chance: float = 1e-6, **where: str) -> Anomaly:
    usual = 40.0 if where else 100.0
    return Anomaly(
        metric, tuple(where.items()), " ".join(where.values()), Kind.LEVEL, Grain.MONTH, Family.FLOW,
        DAY, date(2026, 10, 1), usual, usual + excess, DAY, usual + excess, 0.9 * usual, 1.1 * usual, 9.0,
        chance, excess,
    )  # fmt: skip


def traced(*every: Anomaly) -> Origin:
    return origin(Finding(every[0], every[1:]), every, UPSTREAM, lambda _metric: True)


def test_a_slice_that_holds_the_move_is_the_single_cause() -> None:
    found = traced(moved("revenue", -80), moved("revenue", -70, region="north"))
    assert found.single
    assert found.cause.slice == (("region", "north"),)
    assert found.calm == ("orders",)
    assert found.parts == found.rivals == ()


def test_slices_that_share_a_move_are_no_single_cause() -> None:
    parts = [
        moved("revenue", -excess, region=name)
        for excess, name in [(30, "north"), (28, "south"), (32, "east")]
    ]
    found = traced(moved("revenue", -90), *parts, moved("revenue", 20, region="west"))
    assert not found.single
    assert [each.label for each in found.parts] == ["east", "north", "south"]
    assert found.calm == ("orders",)


def test_a_move_that_shows_in_no_slice_has_no_single_cause() -> None:
    found = traced(moved("revenue", -90))
    assert not found.single
    assert found.parts == ()


def test_two_metrics_upstream_that_moved_by_themselves_are_rivals() -> None:
    found = traced(
        moved("cash", -100, region="north"),
        moved("revenue", -60, 1e-9, region="north"),
        moved("cost", 40, 1e-7, region="north"),
    )
    assert not found.single
    assert (found.cause.metric, [each.metric for each in found.rivals]) == ("revenue", ["cost"])


def test_a_metric_further_up_the_same_way_is_no_rival() -> None:
    found = traced(
        moved("cash", -100, region="north"),
        moved("revenue", -60, 1e-9, region="north"),
        moved("orders", -60, 1e-7, region="north"),
    )
    assert found.single
    assert found.cause.metric == "orders"
    assert found.rivals == ()
