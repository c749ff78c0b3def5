"""Different people see different figures on the sample company's pages."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from symphonies.app.wiring import table_resources
from symphonies.kernel import Grain, Period, SymphonyError
from symphonies.platform.samples import PERSONAS
from symphonies.platform.security import PolicyStore, Scope, load_principals
from symphonies.platform.semantics import Filter, MetricQuery, Op
from tests.contract.products import catalog, products, sample

METRICS = [metric.id for metric in catalog().metrics]
OF_THE_GROUP = ("corp.covenant", "corp.runway")
"""Figures that exist for the group alone."""
MONTHS = Period(date(2026, 7, 1), date(2026, 11, 1))


@cache
def scope(person: str) -> Scope:
    resources = table_resources(products())
    people = {principal.id: principal for principal in load_principals(PERSONAS)}
    return PolicyStore.load([], resources).scope(people[person], resources)


def values(metric: str, person: str, region: str | None = None) -> list[float | None] | str:
    """A metric's months as one person sees them, or the code of the refusal."""
    where = (Filter("entity.region", Op.EQ, (region,)),) if region else ()
    query = MetricQuery((metric,), grain=Grain.MONTH, period=MONTHS, where=where)
    try:
        return sample().semantics.run(query, scope(person)).rows.column(metric).to_pylist()
    except SymphonyError as refusal:
        return refusal.code


@pytest.mark.parametrize("metric", METRICS)
def test_the_outsider_sees_nothing(metric: str) -> None:
    assert values(metric, "outsider") == "FORBIDDEN"


@pytest.mark.parametrize("metric", METRICS)
def test_the_controller_sees_what_the_cfo_sees_of_the_region(metric: str) -> None:
    seen = values(metric, "controller_dach")
    if metric in OF_THE_GROUP:
        assert seen in ("FORBIDDEN", values(metric, "cfo"))
    else:
        of_region = values(metric, "cfo", "DACH")
        # prices are those of the market, for everybody
        assert seen == pytest.approx(
            values(metric, "cfo") if of_region == "DIMENSION_UNREACHABLE" else of_region
        )


def test_a_region_differs_from_the_group() -> None:
    assert values("corp.cash", "controller_dach") != pytest.approx(values("corp.cash", "cfo"))


@pytest.mark.parametrize("metric", METRICS)
def test_the_auditor_sees_the_same_figures(metric: str) -> None:
    assert values(metric, "auditor") == pytest.approx(values(metric, "cfo"))


@pytest.mark.parametrize("metric", METRICS)
def test_the_treasurer_sees_no_audits_and_contracts(metric: str) -> None:
    seen = values(metric, "treasury")
    if catalog().metric(metric).product in ("compliance", "contracts"):
        assert seen == "FORBIDDEN"
    elif metric.startswith(("pay.", "corp.cash")):
        assert seen == pytest.approx(values(metric, "cfo"))
