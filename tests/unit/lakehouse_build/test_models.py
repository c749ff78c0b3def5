"""Model files: header, tree, references and order."""

from __future__ import annotations

import pytest

from symphonies.platform.lakehouse.modelling.errors import (
    ModelCycleError,
    ModelInvalidError,
    ModelReferenceUnknownError,
    ModelReferenceUnpublishedError,
)
from symphonies.platform.lakehouse.modelling.graph import downstream_of, resolve_models
from symphonies.platform.lakehouse.modelling.model import ModelKind
from symphonies.platform.lakehouse.modelling.parse import parse_model

from .conftest import ModelFolder, contract, table

SHOP = contract(
    "shop",
    {
        "sale": table("sale_id", {"sale_id": "string", "amount": "decimal"}),
        "total": table("day", {"day": "date", "amount": "decimal"}, published=True),
    },
)
BANK = contract("bank", {"account": table("account_id", {"account_id": "string"})})
CONTRACTS = {"shop": SHOP, "bank": BANK}


def test_header_is_read(folder: ModelFolder) -> None:
    path = folder.write(
        "shop",
        "total",
        "-- description: Sales a day,\n-- all shops.\n-- kind: incremental\n"
        "-- key: day, shop\n-- watermark: day\nSELECT day, shop FROM sale -- kind: full\n",
    )
    model = parse_model(path, "shop")
    assert (model.kind, model.key, model.watermark) == (ModelKind.INCREMENTAL, ("day", "shop"), "day")
    assert model.description == "Sales a day, all shops."
    assert model.table == "shop.total"


def test_layout_and_comments_do_not_change_the_normal_form(folder: ModelFolder) -> None:
    one = parse_model(folder.write("shop", "one", "SELECT A, b FROM sale"), "shop")
    two = parse_model(
        folder.write("shop", "two", "-- description: x\nselect a,\n  b -- note\nfrom Sale"), "shop"
    )
    assert one.sql == two.sql


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT 1 +\nFROM (", ".sql:2"),
        ("SELECT 1; SELECT 2", "2 statements"),
        ("", "0 statements"),
        ("DROP TABLE sale", "DROP"),
        ("-- kind: weekly\nSELECT 1", "'weekly'"),
        ("-- colour: red\nSELECT 1", ".sql:1"),
        ("-- kind: incremental\nSELECT 1", "no watermark"),
        ("-- watermark: day\nSELECT 1", "no effect"),
        ("SELECT *\nFROM read_csv('/etc/passwd')", "m.sql:2"),
        ("SELECT * FROM 'file.csv'", "expected tables"),
        ("SELECT * FROM other.shop.sale", "expected table or product.table"),
    ],
)
def test_bad_files_say_where(folder: ModelFolder, sql: str, said: str) -> None:
    with pytest.raises(ModelInvalidError, match=r"m\.sql") as caught:
        parse_model(folder.write("shop", "m", sql), "shop")
    assert said in caught.value.message


def test_references_are_completed(folder: ModelFolder) -> None:
    folder.write(
        "shop",
        "total",
        "WITH s AS (SELECT * FROM sale) "
        "SELECT s.amount, (SELECT as_of FROM meta.company) AS day FROM s, range(3) r, helper h",
    )
    folder.write("shop", "helper", "SELECT sale.amount FROM sale")
    models = resolve_models(CONTRACTS, folder.load("shop"))
    assert models["shop.total"].reads == ("meta.company", "shop.helper", "shop.sale")
    assert list(models) == ["shop.helper", "shop.total"]
    assert models["shop.helper"].query.sql("duckdb") == "SELECT sale.amount FROM shop.sale AS sale"
    assert downstream_of("shop.sale", models) == ("shop.helper", "shop.total")


def test_cte_may_shadow_the_table_it_reads(folder: ModelFolder) -> None:
    folder.write("shop", "total", "WITH sale AS (SELECT * FROM shop.sale) SELECT * FROM sale")
    model = resolve_models(CONTRACTS, folder.load("shop"))["shop.total"]
    assert model.query.sql("duckdb") == "WITH sale AS (SELECT * FROM shop.sale AS sale) SELECT * FROM sale"


@pytest.mark.parametrize(
    ("sql", "error", "said"),
    [
        ("SELECT * FROM\n sales", ModelReferenceUnknownError, "'sale'"),
        ("SELECT * FROM bank.acount", ModelReferenceUnknownError, "None are declared"),
        ("SELECT * FROM banc.account", ModelReferenceUnknownError, "'bank'"),
        ("SELECT * FROM bank.account", ModelReferenceUnpublishedError, "Team bank"),
        ("SELECT * FROM landing.shop__sale", ModelReferenceUnknownError, "Known"),
        ("SELECT * FROM meta.loads", ModelReferenceUnknownError, "Known"),
    ],
)
def test_wrong_references(folder: ModelFolder, sql: str, error: type[Exception], said: str) -> None:
    folder.write("shop", "total", sql)
    with pytest.raises(error) as caught:
        resolve_models(CONTRACTS, folder.load("shop"))
    assert said in str(caught.value)
    assert "total.sql:" in str(caught.value)


def test_another_product_may_read_what_is_published(folder: ModelFolder) -> None:
    folder.write("bank", "income", "SELECT day FROM shop.total")
    folder.write("shop", "total", "SELECT amount FROM sale")
    assert list(resolve_models(CONTRACTS, folder.load("bank", "shop"))) == ["shop.total", "bank.income"]


def test_a_circle_is_named(folder: ModelFolder) -> None:
    folder.write("shop", "a", "SELECT * FROM b")
    folder.write("shop", "b", "SELECT * FROM c")
    folder.write("shop", "c", "SELECT * FROM a")
    with pytest.raises(ModelCycleError, match="reads") as caught:
        resolve_models(CONTRACTS, folder.load("shop"))
    circle = caught.value.facts["cycle"]
    assert circle in (
        ["shop.a", "shop.b", "shop.c", "shop.a"],
        ["shop.b", "shop.c", "shop.a", "shop.b"],
        ["shop.c", "shop.a", "shop.b", "shop.c"],
    )
