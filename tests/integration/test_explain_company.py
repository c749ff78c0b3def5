"""Explanations over the sample company: parts that add up for every kind of metric, and what was planted is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import fsum

import pytest

from symphonies.kernel import Period
from symphonies.platform.security import TableScope
from symphonies.platform.semantics import MetricForbiddenError
from symphonies.platform.vizier.brief import reasons_by
from symphonies.platform.vizier.check import check
from symphonies.platform.vizier.explain import (
    CASCADE_FILE,
    Cascade,
    ChangeQuestion,
    Explainer,
    Method,
    explain_change,
    load_cascade,
    period_before,
)
from symphonies.platform.vizier.explain.errors import CascadeInvalidError, ChangeEmptyError
from symphonies.platform.vizier.facts import levels
from symphonies.platform.vizier.narrate import sentence
from tests.conftest import ROOT
from tests.contract.products import Sampled, catalog, everything, month, sample

CASCADE = ROOT / "src" / "symphonies" / "suite" / "cfo" / CASCADE_FILE


@pytest.fixture(scope="module")
def company() -> Sampled:
    return sample()


@pytest.fixture(scope="module")
def cascade() -> Cascade:
    return load_cascade([CASCADE], [metric.id for metric in catalog().all_metrics])


@pytest.mark.parametrize(
    ("metric", "dimension", "method"),
    [
        ("corp.opex", "cost_centre", Method.ADDITIVE),
        ("ar.open", "entity.region", Method.ADDITIVE),
        ("con.leakage_share", "entity", Method.MIX_AND_RATE),
        ("pay.fraud_bps", "rail", Method.MIX_AND_RATE),
        ("ar.dso", "entity.region", Method.SHAPLEY),
        ("pay.suppliers_paid", "entity", Method.SHAPLEY),
        ("ar.days_to_settle", "currency", Method.SHAPLEY),
    ],
)
def test_contributions_of_every_kind_of_metric_add_up(
    company: Sampled, metric: str, dimension: str, method: Method
) -> None:
    question = ChangeQuestion(metric, month("2026-09"), by=(dimension,))
    found = explain_change(question, company.semantics, everything())
    (breakdown,) = found.breakdowns
    assert breakdown.method is method
    assert fsum(each.amount for each in breakdown.contributions) == pytest.approx(
        found.change, abs=1e-12 + 1e-13 * abs(found.after)
    )
    for each in breakdown.contributions:
        if method is Method.MIX_AND_RATE:
            assert (each.mix or 0) + (each.rate or 0) == pytest.approx(each.amount)


def test_what_was_planted_is_named(company: Sampled, cascade: Cascade) -> None:
    plant = company.planted["fraud_burst"]
    found = explain_change(
        ChangeQuestion("pay.fraud_bps", month("2026-08"), by=("entity",)),
        company.semantics,
        everything(),
        cascade,
    )
    assert found.single_cause
    assert {value for driver in found.drivers for _, value in driver.values} <= set(plant.where["entity"])
    assert {cause.metric for cause in found.causes} <= {"pay.fraud_value"}


def test_nothing_hidden_is_explained_or_named(company: Sampled) -> None:
    scope = everything()
    blind = replace(
        scope,
        tables={**scope.tables, "invoicing.ar_movement": TableScope(readable=False)},
        fingerprint="blind",
    )
    with pytest.raises(MetricForbiddenError):
        explain_change(ChangeQuestion("ar.open", month("2026-09")), company.semantics, blind)


def test_a_period_without_figures_is_refused(company: Sampled) -> None:
    with pytest.raises(ChangeEmptyError, match="no figure"):
        explain_change(ChangeQuestion("corp.opex", month("2019-01")), company.semantics, everything())


def test_the_period_before_is_whole_months_or_as_many_days(company: Sampled) -> None:
    assert period_before(month("2026-03"), company.semantics) == month("2026-02")
    week = Period(month("2026-03").start, month("2026-03").start.replace(day=8))
    assert period_before(week, company.semantics).days == 7


def test_a_cascade_with_an_unknown_metric_is_refused(tmp_path) -> None:
    file = tmp_path / CASCADE_FILE
    file.write_text('links: [{cause: ar.dos, effect: ar.open, sign: "+", why: No.}]')
    with pytest.raises(CascadeInvalidError, match=r"ar\.dos"):
        load_cascade([file], ["ar.dso", "ar.open"])


def test_a_reason_tells_the_change_that_the_level_tells(company: Sampled, cascade: Cascade) -> None:
    explainer = Explainer(cascade)
    found = levels(["corp.revenue", "pay.success"], company.semantics, everything()).facts
    told = list(reasons_by(explainer, lambda dimension: False)(company.semantics, everything(), found))
    assert told
    for driver in told:
        level = next(fact for fact in found if fact.subject == driver.subject)
        reference = level.against(driver.against)
        assert reference is not None
        assert driver.change == pytest.approx(level.value - reference.value)
        assert check(sentence(driver).text, [driver]).stands


def test_what_was_worked_out_is_kept_until_the_data_change(company: Sampled) -> None:
    version = ["one"]
    explainer = Explainer(Cascade(), lambda: version[0])
    question = ChangeQuestion("corp.revenue", month("2026-09"), by=("entity",))
    assert explainer.known(question, company.semantics, everything()) is None
    found = explainer.explain(question, company.semantics, everything())
    assert explainer.explain(question, company.semantics, everything()) is found
    other = replace(everything(), fingerprint="somebody else")
    assert explainer.known(question, company.semantics, other) is None
    version[0] = "two"
    assert explainer.known(question, company.semantics, everything()) is None


def test_what_cannot_be_explained_is_refused_again_without_work(company: Sampled) -> None:
    explainer = Explainer(Cascade())
    question = ChangeQuestion("corp.revenue", Period(date(2001, 1, 1), date(2001, 2, 1)))
    for _ in range(2):
        with pytest.raises(ChangeEmptyError):
            explainer.explain(question, company.semantics, everything())
    assert isinstance(explainer.known(question, company.semantics, everything()), ChangeEmptyError)
