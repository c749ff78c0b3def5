"""Column edges of models and walks along them."""

from __future__ import annotations

from symphonies.platform.lakehouse.lineage.edges import EdgeKind, LineageEdge, column_edges
from symphonies.platform.lakehouse.lineage.walk import downstream, source_columns, upstream
from symphonies.platform.lakehouse.modelling.graph import resolve_models

from .conftest import ModelFolder, contract, table

SHOP = contract(
    "shop",
    {
        "sale": table(
            "sale_id", {"sale_id": "string", "amount": "decimal", "rate": "number", "shop_id": "string"}
        ),
        "place": table("shop_id", {"shop_id": "string", "city": "string"}),
    },
)
COLUMNS = {
    "shop.sale": {"sale_id": "VARCHAR", "amount": "DECIMAL(18,4)", "rate": "DOUBLE", "shop_id": "VARCHAR"},
    "shop.place": {"shop_id": "VARCHAR", "city": "VARCHAR"},
    "meta.company": {"as_of": "DATE"},
}


def _edges(folder: ModelFolder, sql: str) -> tuple[LineageEdge, ...]:
    folder.write("shop", "m", sql)
    return column_edges(resolve_models({"shop": SHOP}, folder.load("shop"))["shop.m"], COLUMNS)


def test_edges_through_joins_ctes_and_stars(folder: ModelFolder) -> None:
    edges = _edges(
        folder,
        """
        WITH priced AS (SELECT *, amount * rate AS value FROM sale)
        SELECT p.City, sum(value) AS total, (SELECT as_of FROM meta.company) AS day, 1 AS one
        FROM priced JOIN place p USING (shop_id) WHERE sale_id <> '' GROUP BY ALL""",
    )
    assert [(e.from_table, e.from_column, e.to_column, e.kind) for e in edges] == [
        ("meta.company", "as_of", "day", EdgeKind.IDENTITY),
        ("shop.place", "city", "city", EdgeKind.IDENTITY),
        ("shop.sale", "amount", "total", EdgeKind.AGGREGATION),
        ("shop.sale", "rate", "total", EdgeKind.AGGREGATION),
    ]


def test_edges_of_a_union_come_from_both_sides(folder: ModelFolder) -> None:
    edges = _edges(folder, "SELECT sale_id AS id FROM sale UNION ALL SELECT upper(shop_id) FROM place")
    assert {(e.from_table, e.from_column, e.kind) for e in edges} == {
        ("shop.sale", "sale_id", EdgeKind.IDENTITY),
        ("shop.place", "shop_id", EdgeKind.TRANSFORMATION),
    }


def test_walks_reach_the_source_file_and_the_last_reader() -> None:
    file = LineageEdge("sales.csv", None, "shop.sale", None, EdgeKind.LOAD)
    one = LineageEdge("shop.sale", "amount", "shop.day", "total", EdgeKind.AGGREGATION)
    two = LineageEdge("shop.day", "total", "shop.year", "total", EdgeKind.AGGREGATION)
    other = LineageEdge("shop.sale", "city", "shop.day", "city", EdgeKind.IDENTITY)
    edges = [two, other, one, file]
    assert upstream(edges, "shop.year", "total") == (two, one, file)
    assert upstream(edges, "shop.day") == (one, other, file)
    assert downstream(edges, "shop.sale", "amount") == (one, two)
    assert downstream(edges, "sales.csv") == (file, one, other, two)
    assert source_columns(upstream(edges, "shop.year", "total")) == (("shop.sale", "amount"),)
