"""The figures a CFO was promised are all there, of the promised kind."""

from __future__ import annotations

import pytest

from tests.contract.products import catalog, products, sample

PROMISED = {
    "corp.revenue": "F", "corp.gross_margin": "R", "corp.opex": "F", "corp.ebitda_margin": "R", "corp.fcf": "F",
    "corp.cash": "S", "corp.runway": "X", "corp.ccc": "R", "corp.covenant": "S", "corp.roic": "R", "corp.fc_error": "R",
    "pay.success": "R", "pay.failed_value": "F", "pay.stp": "R", "pay.fraud_bps": "R", "pay.fx_open": "S",
    "pay.due_7d": "S", "ar.dso": "R", "ar.add": "R", "ar.overdue": "R", "ar.ageing": "S", "ar.cei": "R",
    "ar.dispute": "R", "ar.ecl": "X", "ar.pay_date": "X", "ar.dpo": "R", "audit.control_pass": "R",
    "audit.findings": "S", "audit.sod": "S", "audit.close_days": "Q", "audit.recon": "R", "con.renew_90": "S",
    "con.obligation": "R", "con.leakage": "F", "con.cycle": "Q", "con.liability": "S",
}  # fmt: skip
SPLITS = {
    "corp.revenue": ("entity", "product_line", "entity.region"),
    "corp.opex": ("cost_centre", "account", "account.caption"),
    "corp.cash": ("entity", "currency", "account.bank"),
    "corp.covenant": ("facility", "covenant"),
    "corp.fc_error": ("horizon_weeks", "category"),
    "pay.success": ("rail", "account.bank", "country"),
    "pay.failed_value": ("rail", "reason_code"),
    "pay.fx_open": ("currency", "entity"),
    "ar.dso": ("entity", "customer.segment"),
    "ar.overdue": ("customer", "collector"),
    "ar.ageing": ("ageing", "customer", "entity"),
    "ar.dispute": ("dispute_reason",),
    "ar.ecl": ("customer.segment",),
    "ar.pay_date": ("invoice",),
    "audit.control_pass": ("control.process", "entity"),
    "audit.findings": ("severity", "owner"),
    "audit.sod": ("system",),
    "audit.recon": ("account",),
    "con.renew_90": ("type", "owner", "auto_renew"),
    "con.obligation": ("contract.counterparty",),
    "con.leakage": ("contract",),
    "con.cycle": ("type",),
    "con.liability": ("counterparty",),
}
TARGETED = (
    "corp.revenue",
    "corp.ebitda",
    "corp.ebitda_margin",
    "corp.opex",
    "corp.fcf",
    "corp.cash",
    "ar.dso",
)


@pytest.mark.parametrize("metric", PROMISED)
def test_a_promised_metric_is_there(metric: str) -> None:
    assert catalog().metric(metric).type.value == PROMISED[metric]


@pytest.mark.parametrize("metric", SPLITS)
def test_a_metric_can_be_split_as_promised(metric: str) -> None:
    reachable = {dimension.path for dimension in catalog().dimensions_of(metric)}
    assert set(SPLITS[metric]) - reachable == set()


@pytest.mark.parametrize("metric", TARGETED)
def test_what_is_planned_has_its_target(metric: str) -> None:
    target = catalog().metric(metric).target
    assert target is not None
    assert catalog().metric(target).unit == catalog().metric(metric).unit


def test_model_outputs_name_their_model() -> None:
    assert [
        metric.id for metric in catalog().all_metrics if metric.type.value == "X" and not metric.model
    ] == []


def test_days_sales_outstanding_has_both_definitions() -> None:
    assert set(catalog().metric("ar.dso").variants) == {"count_back"}


def test_people_find_metrics_by_their_own_words() -> None:
    words = {"DSO": "ar.dso", "cash": "corp.cash", "burn rate": "corp.net_burn", "covenants": "corp.covenant"}
    assert {word: catalog().search(word)[0].id for word in words} == words


def test_no_product_reads_what_another_keeps_to_itself() -> None:
    published = {
        f"{product.id}.{name}"
        for product in products()
        for name, table in product.contract.tables.items()
        if table.published
    }
    foreign = [
        column.references
        for product in products()
        for table in product.contract.tables.values()
        for column in table.columns.values()
        if column.references and "." in column.references
    ]
    assert set(foreign) - published == set()


def test_what_was_planted_names_metrics_and_dimensions_that_exist() -> None:
    for plant in sample().planted.values():
        for metric in plant.metrics:
            assert catalog().metric(metric)
        reachable = {
            dimension.path for metric in plant.metrics for dimension in catalog().dimensions_of(metric)
        }
        assert set(plant.where) - reachable == set(), plant.kind
