"""The sample company: repeatable, of the right size, with its anomalies on record."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
import yaml

from symphonies.platform.lakehouse import Product, discover_products
from symphonies.platform.samples import AS_OF, PERSONAS, SampleCompany, company_settings, generate

TINY = 0.01
Tables = dict[tuple[str, str], pa.Table]


@pytest.fixture(scope="module")
def products() -> tuple[Product, ...]:
    return discover_products()


def tables(products: tuple[Product, ...], **options: object) -> Tables:
    return {(product, name): rows for product, name, rows in generate(products, **{"scale": TINY, **options})}


@pytest.fixture(scope="module")
def company(products: tuple[Product, ...]) -> Tables:
    return tables(products)


def test_the_same_seed_gives_the_same_bits(products: tuple[Product, ...], company: Tables) -> None:
    again = tables(products)
    assert again.keys() == company.keys()
    assert [key for key, rows in company.items() if not rows.equals(again[key])] == []


def test_the_order_of_products_does_not_matter(products: tuple[Product, ...], company: Tables) -> None:
    turned = tables(tuple(reversed(products)))
    same = (
        ("payments", "supplier"),
        ("invoicing", "customer"),
        ("invoicing", "invoice"),
        ("corporate", "fx_rate"),
    )
    assert [key for key in same if not company[key].equals(turned[key])] == []


def test_another_seed_gives_another_company(products: tuple[Product, ...], company: Tables) -> None:
    other = tables(products, seed=8)
    assert not other["invoicing", "invoice"].equals(company["invoicing", "invoice"])


def test_documents_grow_with_the_scale_and_amounts_do_not(
    products: tuple[Product, ...], company: Tables
) -> None:
    large = tables(products, scale=0.2)
    small_invoices, large_invoices = company["invoicing", "invoice"], large["invoicing", "invoice"]
    assert large_invoices.num_rows > 3 * small_invoices.num_rows

    assert revenue(large) == pytest.approx(revenue(company), rel=0.1)


def test_scale_1_is_about_a_million_rows(products: tuple[Product, ...]) -> None:
    count = sum(rows.num_rows for _, _, rows in generate(products, scale=1.0))
    assert 800_000 < count < 1_100_000


def revenue(found: Tables) -> float:
    """Everything invoiced, in euros at the newest rates."""
    rates = found["corporate", "fx_rate"].sort_by("rate_on").to_pylist()
    newest = {row["currency"]: row["closing_rate"] for row in rates}
    sums = found["invoicing", "invoice"].group_by("currency").aggregate([("amount", "sum")]).to_pylist()
    return sum(float(row["amount_sum"]) * newest[row["currency"]] for row in sums)


def test_nothing_is_dated_after_the_day(company: Tables) -> None:
    for (product, table), column in (
        (("invoicing", "invoice"), "issued_on"),
        (("invoicing", "receipt"), "received_on"),
        (("payments", "statement_line"), "booked_on"),
        (("payments", "payment_order"), "executed_on"),
        (("corporate", "ledger_line"), "booked_on"),
        (("compliance", "finding"), "opened_on"),
    ):
        assert pa.compute.max(company[product, table][column]).as_py() <= AS_OF, table


@pytest.mark.parametrize("as_of", [date(2024, 2, 29), date(2025, 7, 9)])
def test_it_stands_on_any_day(products: tuple[Product, ...], as_of: date) -> None:
    found = tables(products, as_of=as_of, seed=3)
    assert pa.compute.max(found["corporate", "ledger_line"]["booked_on"]).as_py() <= as_of
    assert found["invoicing", "receipt"].num_rows > 500


def test_keys_are_not_repeated(products: tuple[Product, ...], company: Tables) -> None:
    keys = {
        (product.id, name): table.key for product in products for name, table in product.source_tables.items()
    }
    repeated = [
        key
        for key, rows in company.items()
        if rows.group_by(list(keys[key])).aggregate([]).num_rows != rows.num_rows
    ]
    assert repeated == []


def test_what_was_planted_is_on_record(products: tuple[Product, ...]) -> None:
    sample = SampleCompany(products, scale=TINY)
    for _ in sample.tables():
        pass
    assert {plant.kind for plant in sample.planted} == {
        "contract_leakage", "control_failure", "cost_overrun", "duplicate_run", "fraud_burst", "fx_jump",
        "longer_terms", "rail_outage", "supplier_price_rise",
    }  # fmt: skip
    assert all(
        plant.first_on <= plant.last_on <= AS_OF and plant.metrics and plant.why for plant in sample.planted
    )


def test_a_part_of_the_products_is_enough_when_it_gives_what_it_needs(products: tuple[Product, ...]) -> None:
    some = tuple(product for product in products if product.id != "compliance")
    assert ("compliance", "control") not in tables(some)


def test_settings_say_whose_sample_it_is(products: tuple[Product, ...]) -> None:
    assert SampleCompany(products, scale=TINY).settings == company_settings()
    assert company_settings(date(2026, 1, 1))["as_of"] == date(2026, 1, 1)


def test_people_of_the_company() -> None:
    people = yaml.safe_load(Path(PERSONAS).read_text("utf-8"))["personas"]
    assert next(iter(people)) == "cfo"
    assert people["controller_dach"]["attributes"] == {"regions": ["DACH"]}
    assert people["outsider"]["roles"] == []
