"""Pay days, losses and runway: a sketch until the engines tell them, a draft until somebody reviews the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from symphonies.app.contexts import make_contexts
from symphonies.app.estimating import Estimating
from symphonies.app.wiring import Instance
from symphonies.app.wiring_symphonies import Services
from symphonies.platform.learning import Review, find_version
from symphonies.platform.subgraphs.metrics import MetricFields
from symphonies.suite.cfo import estimates

METRICS = ("ar.pay_date", "ar.ecl", "corp.runway")


@pytest.fixture(scope="module")
def sketched(instance: Instance) -> Mapping[str, Any]:
    return {metric: figure(instance, metric) for metric in METRICS}


@pytest.fixture(scope="module")
def told(instance: Instance, sketched: Mapping[str, Any]) -> Estimating:
    estimating = Estimating(instance)
    before, months_back = estimating._data(), estimates.MONTHS_BACK
    assert estimating.is_due()
    estimates.MONTHS_BACK = 0  # each takes ten seconds
    try:
        report = estimating.run()
    finally:
        estimates.MONTHS_BACK = months_back
    assert report.ok, report.lines()
    assert estimating._data() == before
    return estimating


def figure(instance: Instance, metric: str) -> Mapping[str, Any]:
    fields = MetricFields(instance.catalog, make_contexts(instance).of(instance.principal("cfo")))
    return fields.answer(metric, {"grain": "MONTH", "period": {"last": 2}})


def rows_of(instance: Instance, query: str) -> list[dict[str, Any]]:
    return instance.lakehouse.engine.execute(query).to_pylist()


@pytest.mark.parametrize("metric", METRICS)
def test_before_an_engine_tells_it_the_figure_says_so(sketched: Mapping[str, Any], metric: str) -> None:
    assert sketched[metric]["state"] == "DRAFT"
    assert "no engine has told it yet" in sketched[metric]["reason"]


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("metric", METRICS)
def test_told_by_an_unreviewed_model_it_is_a_draft_of_that_model(instance: Instance, metric: str) -> None:
    found = figure(instance, metric)
    assert (found["state"], found["reason"]) == (
        "DRAFT", "Told by pay_days 1 (draft): nobody has reviewed that model yet."
    )  # fmt: skip
    assert found["nextStep"].endswith("symphonies models approve pay_days --by NAME")


def test_telling_again_is_due_for_new_data_only(instance: Instance, told: Estimating) -> None:
    assert not told.is_due()
    assert not Estimating(instance).is_due()
    assert instance.lakehouse.plan(publish=False).empty


@pytest.mark.usefixtures("told")
def test_every_open_invoice_has_a_band_that_holds_its_middle(instance: Instance) -> None:
    rows = rows_of(instance, "FROM invoicing.expected_payment")
    assert rows
    assert {row["basis"] for row in rows} == {"model"}
    for row in rows:
        days = [
            row[name] for name in ("early_80_on", "early_50_on", "expected_on", "late_50_on", "late_80_on")
        ]
        known = [day for day in days if day is not None]
        assert known == sorted(known)
        assert all(day > row["estimated_on"] for day in known)
        assert days == known + [None] * (5 - len(known))  # what is not reached within a year comes last
        assert 0 <= row["never_ratio"] <= 1
        assert row["latest_days"] >= row["expected_days"] >= 1


@pytest.mark.usefixtures("told")
def test_losses_are_exposure_times_chance_times_share_of_the_same_invoices(instance: Instance) -> None:
    (found,) = rows_of(
        instance,
        "SELECT sum(expected_amount)::DOUBLE AS told, (SELECT sum(exposure * default_ratio * loss_ratio) "
        "FROM invoicing.loss_estimate) AS added, sum(exposure)::DOUBLE AS exposure, (SELECT sum(open_amount)::DOUBLE "
        "FROM invoicing.loss_bucket WHERE month_end IN (SELECT estimated_on FROM invoicing.loss_estimate)) AS open "
        "FROM invoicing.expected_loss",
    )
    assert found["told"] == pytest.approx(found["added"], rel=1e-4)
    assert found["exposure"] == pytest.approx(found["open"], rel=1e-6)
    assert 0 < found["told"] < found["exposure"] / 5


@pytest.mark.usefixtures("told")
def test_runway_is_told_of_the_day_and_the_sketch_is_gone(instance: Instance) -> None:
    (row,) = rows_of(instance, "FROM corporate.runway_estimate")
    assert (row["estimated_on"].isoformat(), row["basis"]) == ("2026-10-31", "model")
    assert 0 <= row["runway_months"] <= 24


@pytest.mark.usefixtures("told")
def test_month_ends_of_half_a_year_are_told_that_are_not_yet(instance: Instance) -> None:
    days = estimates.month_ends(Services(instance), instance.company.as_of)
    assert [day.isoformat() for day in days] == [
        "2026-09-30", "2026-08-31", "2026-07-31", "2026-06-30", "2026-05-31", "2026-04-30",
    ]  # fmt: skip


def test_an_approved_model_makes_it_ready(instance: Instance, told: Estimating) -> None:
    registry = Services(instance).registry
    version = find_version(registry, "pay_days")
    registry.review("pay_days", version.number, Review(reviewer="A. Reader", at=instance.clock.now()))
    assert figure(instance, "ar.pay_date")["state"] in {"READY", "STALE"}
    assert not told.is_due()


def test_new_data_make_a_sketch_of_it_again(instance: Instance, told: Estimating) -> None:
    day = rows_of(instance, "SELECT as_of FROM meta.company")[0]["as_of"]
    instance.lakehouse.engine.execute("UPDATE meta.company SET as_of = as_of - 1")
    instance.__dict__.pop("company")
    try:
        assert instance.lakehouse.build(publish=False).ok
        found = figure(instance, "corp.runway")
        assert (found["state"], told.is_due()) == ("DRAFT", True)
        assert f"no engine has told it since {day}" in found["reason"]
        assert {row["basis"] for row in rows_of(instance, "FROM corporate.runway_estimate")} == {"sketch"}
    finally:
        instance.lakehouse.engine.execute("UPDATE meta.company SET as_of = as_of + 1")
        instance.__dict__.pop("company")
