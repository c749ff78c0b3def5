from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from symphonies.kernel import FixedClock
from symphonies.platform.lakehouse import (
    Company,
    CompanyInvalidError,
    ContractChangedError,
    DuckDBEngine,
    Lakehouse,
    load_company_file,
    load_product,
)
from tests.unit.lakehouse_ingest.conftest import CONTRACT, NOW


def columns(lakehouse: Lakehouse, table: str) -> dict[str, str]:
    found = lakehouse.engine.execute(f"DESCRIBE {table}").to_pylist()
    return {row["column_name"]: row["column_type"] for row in found}


def test_every_table_of_the_contract_exists_and_is_empty(lakehouse):
    assert columns(lakehouse, "shop.rate") == {
        "currency": "VARCHAR",
        "rate_on": "DATE",
        "value": "DOUBLE",
        "_load_id": "BIGINT",
    }
    assert columns(lakehouse, "landing.shop__rate") == columns(lakehouse, "shop.rate") | {"_row": "BIGINT"}
    assert lakehouse.engine.execute("SELECT count(*) AS n FROM shop.sale").to_pylist() == [{"n": 0}]
    assert columns(lakehouse, "shop.sale")["amount"] == "DECIMAL(22,4)"


def test_a_newer_contract_adds_columns_and_keeps_rows(lakehouse, folder):
    lakehouse.land("shop", "rate", pa.table({"currency": ["EUR"], "rate_on": ["2024-01-01"], "value": [1.0]}))
    (folder / "product.yaml").write_text(CONTRACT + "      source: {type: string, meaning: Who says so}\n")
    newer = Lakehouse(lakehouse.engine, [load_product(folder)], folder, FixedClock(NOW))
    newer.prepare()
    assert newer.engine.execute("SELECT currency, source FROM shop.rate").to_pylist() == [
        {"currency": "EUR", "source": None}
    ]


def test_a_column_of_another_type_is_refused(lakehouse, folder):
    (folder / "product.yaml").write_text(CONTRACT.replace("value: {type: number", "value: {type: decimal"))
    newer = Lakehouse(lakehouse.engine, [load_product(folder)], folder, FixedClock(NOW))
    with pytest.raises(ContractChangedError, match=r"shop\.rate\.value is stored as DOUBLE"):
        newer.prepare()


def test_the_company_of_the_store_is_its_file(folder, tmp_path):
    (tmp_path / "company.yaml").write_text(
        "name: File Ltd\ncurrency: GBP\nas_of: 2024-03-31\ncalendar: 445\n"
    )
    engine = DuckDBEngine()
    house = Lakehouse(engine, [load_product(folder)], tmp_path, FixedClock(NOW))
    house.prepare()
    declared = Company(name="File Ltd", currency="GBP", as_of=date(2024, 3, 31), calendar="445")
    assert house.company.model_dump() == declared.model_dump()
    engine.close()


def test_without_a_file_the_company_stays_who_it_was(lakehouse):
    lakehouse.prepare()
    assert lakehouse.company.name == "Corner Shop"


def test_an_undeclared_as_of_day_is_the_newest_business_day(lakehouse):
    assert lakehouse.company.as_of == date(2024, 6, 30)
    rates = {"currency": ["EUR", "EUR"], "rate_on": ["2024-05-31", "2024-12-31"], "value": [1.0, 1.0]}
    lakehouse.land("shop", "rate", pa.table(rates))
    assert lakehouse.company.as_of == date(2024, 5, 31)


def test_a_declared_as_of_day_stays(lakehouse):
    lakehouse.prepare(Company(as_of=date(2024, 1, 31)))
    lakehouse.land("shop", "rate", pa.table({"currency": ["EUR"], "rate_on": ["2024-05-31"], "value": [1.0]}))
    assert lakehouse.company.as_of == date(2024, 1, 31)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("currency: EURO\n", "company.yaml:1: currency: is no ISO 4217 currency code, found 'EURO'"),
        ("name: X\nfiscal_year_start_month: 13\n", "company.yaml:2: fiscal_year_start_month"),
        ("as_off: 2024-01-01\n", "company.yaml:1: as_off: unknown name"),
    ],
)
def test_a_faulty_company_file_is_told_with_its_line(tmp_path, text, told):
    (tmp_path / "company.yaml").write_text(text)
    with pytest.raises(CompanyInvalidError) as caught:
        load_company_file(tmp_path / "company.yaml")
    assert told in caught.value.message
