"""The parts the sample company is made of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symphonies.platform.samples import (
    Calendar,
    CashFlows,
    Plant,
    Postings,
    SampleInvalidError,
    SampleNeedError,
    Step,
    World,
    constant,
    firm_names,
    labels,
    load_steps,
    money,
    next_weekday,
    numbered,
    only_where,
    order_steps,
    person_names,
    pick,
    rows,
    spread,
)
from symphonies.platform.samples.steps import ProductStep

WORLD = World(seed=1, scale=1.0, as_of=date(2026, 3, 15))


@given(st.lists(st.integers(-(10**16), 10**16), max_size=20))
def test_money_is_exact(cents: list[int]) -> None:
    column = money(np.array(cents, dtype=np.int64))
    assert column.to_pylist() == [Decimal(value) / 100 for value in cents]


def test_money_may_be_missing() -> None:
    assert money(np.array([5, 7]), np.array([True, False])).to_pylist() == [None, Decimal("0.07")]


def test_numbers_become_names_and_negative_ones_nothing() -> None:
    assert numbered("I-", np.array([7, -1]), 3).to_pylist() == ["I-007", None]
    assert labels(("a", "b"), np.array([1, -1, 0])).to_pylist() == ["b", None, "a"]


def test_rows_join_arrays_of_any_kind() -> None:
    table = rows(a=np.array([1, 2]), b=["x", "y"], c=constant("z", 2))
    assert table.to_pylist() == [{"a": 1, "b": "x", "c": "z"}, {"a": 2, "b": "y", "c": "z"}]


def test_days_may_be_missing() -> None:
    days = np.array(["2026-01-01", "2026-01-02"], dtype="M8[D]")
    assert pa.array(only_where(np.array([True, False]), days)).to_pylist() == [date(2026, 1, 1), None]


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6), st.integers(0, 2**32))
def test_parts_sum_to_their_total(counts: list[int], seed: int) -> None:
    totals = np.arange(1, len(counts) + 1) * 100_000.0
    cell, parts = spread(np.random.default_rng(seed), totals, np.array(counts), 0.7)
    sums = np.bincount(cell, weights=parts, minlength=len(counts))
    assert np.all(np.abs(sums - totals) <= np.array(counts))


def test_draws_follow_their_weights() -> None:
    found = pick(np.random.default_rng(1), (0.0, 3.0, 1.0), 4000)
    assert 0 not in found
    assert np.mean(found == 1) == pytest.approx(0.75, abs=0.03)


def test_the_calendar_ends_on_the_day() -> None:
    calendar = Calendar(date(2026, 3, 15), 3)
    assert [str(day) for day in calendar.month_starts] == ["2026-01-01", "2026-02-01", "2026-03-01"]
    assert [str(day) for day in calendar.month_ends] == ["2026-01-31", "2026-02-28", "2026-03-15"]
    assert calendar.elapsed_share.tolist() == [1.0, 1.0, 10 / 22]
    assert calendar.month_of_year.tolist() == [1, 2, 3]
    assert str(calendar.month_back(1, 10)) == "2026-02-10"


def test_business_falls_on_weekdays_of_the_month() -> None:
    calendar = Calendar(date(2026, 3, 15), 3)
    month = np.repeat([0, 1, 2], 200)
    days = calendar.draw_days(np.random.default_rng(3), month)
    assert np.is_busday(days).all()
    assert (calendar.month_index(days) == month).all()
    assert calendar.inside(days).all()


def test_weekends_roll_to_monday() -> None:
    assert str(next_weekday(np.array(["2026-03-14"], dtype="M8[D]"))[0]) == "2026-03-16"


def test_streams_depend_on_seed_and_name_only() -> None:
    other = World(seed=1, scale=9.0, as_of=date(2020, 1, 1))
    assert WORLD.rng("a").random() == other.rng("a").random()
    assert WORLD.rng("a").random() != WORLD.rng("b").random()
    assert World(seed=2, scale=1.0, as_of=date(2026, 3, 15)).rng("a").random() != other.rng("a").random()


def test_counts_follow_the_scale() -> None:
    small = World(seed=1, scale=0.01, as_of=date(2026, 3, 15))
    assert (WORLD.count(400, 10), small.count(400, 10), small.count(400, 10, 0.5)) == (400, 10, 40)


def test_one_number_stands_for_every_row() -> None:
    two = np.array([1, 2])
    days = np.array(["2026-01-01"] * 2, dtype="M8[D]")
    posted = Postings("x", days, two, two, 1100, 4000, two, constant("d", 2))
    moved = CashFlows("x", days, two, two, 1100, constant("c", 2), constant("r", 2))
    assert posted.debit.tolist() == moved.contra.tolist() == [1100, 1100]
    assert posted.cost_centre.tolist() == [-1, -1]


def test_invented_names_are_different() -> None:
    rng = np.random.default_rng(5)
    firms = firm_names(rng, np.array(["Retail"] * 600), np.array(["DE"] * 600))
    assert len(set(firms)) == 600
    assert len(set(person_names(rng, 500))) == 500


def test_a_plant_is_plain_data() -> None:
    plant = Plant(
        "jump",
        date(2026, 1, 1),
        date(2026, 1, 2),
        {"currency": ("GBP",)},
        ("corp.cash",),
        0.1,
        "share",
        "why",
    )
    assert plant.as_row()["first_on"] == "2026-01-01"


def named(product: str, name: str, needs: tuple[str, ...] = (), gives: tuple[str, ...] = ()) -> ProductStep:
    def run(world: World) -> Mapping[str, pa.Table]:
        return {}

    run.__name__ = name
    return ProductStep(product, Step(run, needs, gives))


def test_steps_run_after_all_that_give_what_they_need() -> None:
    order = order_steps(
        [
            named("a", "last", ("x", "y")),
            named("b", "first", (), ("x", "y")),
            named("c", "then", ("x",), ("y",)),
        ]
    )
    assert [step.name for step in order] == ["b.first", "c.then", "a.last"]


def test_a_need_nobody_gives_is_refused() -> None:
    with pytest.raises(SampleNeedError, match=r"a\.late needs 'z'") as refused:
        order_steps([named("a", "late", ("z",)), named("b", "first", (), ("x",))])
    assert "Given are: x" in refused.value.hint


def test_a_circle_is_refused() -> None:
    with pytest.raises(SampleNeedError, match=r"a\.one -> b\.two -> a\.one|b\.two -> a\.one -> b\.two"):
        order_steps([named("a", "one", ("y",), ("x",)), named("b", "two", ("x",), ("y",))])


def test_a_product_without_samples_has_no_steps(tmp_path: Path) -> None:
    assert load_steps("none", tmp_path) == ()


@pytest.mark.parametrize(
    ("text", "message"), [("1 / 0", "ZeroDivisionError"), ("STEPS = [1]", "declares no STEPS")]
)
def test_a_faulty_module_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "samples.py").write_text(text, "utf-8")
    with pytest.raises(SampleInvalidError, match=message):
        load_steps("bad", tmp_path)
