"""Orders at hand and open deals are drivers of their own: in a level, in a change, and in what is to be invoiced."""

from dataclasses import replace

import numpy as np
import pytest

from symphonies.platform.scenarios import Lever
from symphonies.suite.cfo.pinnacle.archive import load_position, save_position
from symphonies.suite.cfo.pinnacle.explanation import Part, explain_billed, explain_level, explain_since
from symphonies.suite.cfo.pinnacle.levers import change_of
from symphonies.suite.cfo.pinnacle.position import Input, Position
from symphonies.suite.cfo.pinnacle.simulation import CashSimulation, Settings
from tests.bench.cash.companies import company


def told_from(orders: float, pipeline: float) -> Position:
    """Returns a company whose billings of the first days rest on orders in part, later ones on deals."""
    found = company(2, invoices=200)
    early = found.billings.day <= 4
    billings = replace(
        found.billings,
        from_orders=np.where(early, orders, 0.0),
        from_pipeline=np.where(early, 0.0, pipeline),
    )
    return replace(found, billings=billings)


def simulated(position: Position) -> CashSimulation:
    return CashSimulation(position, Settings(horizon=60, paths=100))


def amounts(parts: tuple[Part, ...]) -> dict[str, int]:
    return {part.name: part.amount for part in parts}


@pytest.mark.parametrize("lever", [None, Lever(kind="demand", value=-0.2), Lever(kind="dso", value=10)])
def test_the_level_names_orders_and_deals_and_adds_up(lever: Lever | None) -> None:
    plain, split = simulated(told_from(0.0, 0.0)), simulated(told_from(0.4, 0.25))
    change = change_of(split.position, [lever] if lever else [])
    whole, parts = (amounts(explain_level(each.paths(change), 55)) for each in (plain, split))
    assert sum(parts.values()) == round(float(split.paths(change).cash[54].mean()))
    assert min(parts["orders"], parts["pipeline"]) > 0
    assert parts["orders"] + parts["pipeline"] + parts["billings"] == pytest.approx(whole["billings"], abs=2)
    assert not {"orders", "pipeline"} & set(whole)


def test_a_forecast_that_changed_because_deals_came_says_so_and_adds_up() -> None:
    then = told_from(0.4, 0.1)
    came = then.billings.from_pipeline > 0
    more = replace(then.billings, amount=np.where(came, then.billings.amount * 2, then.billings.amount))
    now = replace(then, billings=replace(more, from_pipeline=np.where(came, 0.55, 0.0)))
    before, after = simulated(then), simulated(now)
    parts = explain_since(after, before, 0)
    moved = (
        after.baseline.mean[after.baseline.low.day - 1] - before.baseline.mean[before.baseline.low.day - 1]
    )
    assert sum(part.amount for part in parts) == moved
    told = [
        amounts(explain_level(each.paths(), each.baseline.low.day)).get("pipeline", 0)
        for each in (after, before)
    ]
    assert amounts(parts)["pipeline"] == told[0] - told[1] != 0


def test_what_is_to_be_invoiced_names_its_sources_by_segment_and_adds_up() -> None:
    position = told_from(0.4, 0.25)
    found = explain_billed(position, 60)
    rows = position.billings.day <= 60
    spot = position.markets.spot[position.accounts.currency[position.billings.account]]
    worth = (position.billings.amount * spot)[rows].sum()
    assert sum(part.amount for part in found) == pytest.approx(worth, abs=len(found))
    assert {each.name for part in found for each in part.parts} == {"orders", "pipeline", "billings"}
    for part in found:
        assert sum(each.amount for each in part.parts) == part.amount


def test_inputs_are_kept_with_the_position(tmp_path) -> None:
    inputs = (Input("orders", "used", "Better.", 0.1, 0.2, 12, 0.01, ("2 were cancelled",)),)
    position = replace(told_from(0.4, 0.25), inputs=inputs)
    save_position(position, tmp_path / "kept.npz")
    found = load_position(tmp_path / "kept.npz")
    assert found is not None
    assert (found.inputs, found.fingerprint()) == (inputs, position.fingerprint())
