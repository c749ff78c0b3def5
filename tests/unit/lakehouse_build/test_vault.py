"""What the vault is made of, and the SQL that fills it."""

from __future__ import annotations

import datavault4sqlglot as dv
import duckdb
import pytest
from sqlglot import exp

from symphonies.platform.lakehouse.vault.design import design_vault
from symphonies.platform.lakehouse.vault.generate import hub_insert, link_insert, satellite_insert
from symphonies.platform.lakehouse.vault.hashing import hash_of, hash_of_values

from .conftest import contract, table

SHOP = contract(
    "shop",
    {
        "place": table("place_id", {"place_id": "string"}),
        "tick": table("tick_id", {"tick_id": "string"}, history=False),
        "pair": table("a, b", {"a": "string", "b": "string", "at": "date"}),
        "sale": table(
            "sale_id",
            {
                "sale_id": "string",
                "place_id": {"type": "string", "references": "place"},
                "seller_id": {"type": "string", "references": "staff.person"},
                "tick_id": {"type": "string", "references": "tick"},
                "amount": "decimal",
            },
        ),
        "total": table("day", {"day": "date"}),
    },
)
STAFF = contract("staff", {"person": table("person_id", {"person_id": "string"})})
DESIGNS = design_vault({"shop": SHOP, "staff": STAFF}, {"shop.total"})


def test_history_is_kept_for_landed_tables_that_want_it() -> None:
    assert list(DESIGNS) == ["shop.place", "shop.pair", "shop.sale", "staff.person"]


def test_hubs_links_and_satellites_follow_the_contract() -> None:
    sale = DESIGNS["shop.sale"]
    assert (sale.hub, sale.satellite, sale.key) == ("hub_shop__sale", "sat_shop__sale", ("sale_id",))
    assert sale.payload == ("place_id", "seller_id", "tick_id", "amount")
    assert [(link.name, link.target) for link in sale.links] == [
        ("link_shop__sale__place", "shop.place"),
        ("link_shop__sale__seller", "staff.person"),
    ]


@pytest.fixture
def vault() -> duckdb.DuckDBPyConnection:
    """A store with a stage of two loads for ``shop.pair``, whose second brings back the first state."""
    store = duckdb.connect()
    store.execute("CREATE SCHEMA vault; CREATE SCHEMA landing")
    told = "_loaded_at TIMESTAMP, _load_id BIGINT, _source VARCHAR"
    store.execute(f"CREATE TABLE vault.hub_shop__pair (_hash_key INT, a VARCHAR, b VARCHAR, {told})")
    store.execute(f'CREATE TABLE vault.sat_shop__pair (_hash_key INT, _hash_diff INT, "at" DATE, {told})')
    store.execute(
        'CREATE TABLE landing.shop__pair (a VARCHAR, b VARCHAR, "at" DATE, _load_id BIGINT, _row BIGINT)'
    )
    store.execute(
        "CREATE TABLE vault.stage (_hash_key INT, _hash_diff INT, _load_id BIGINT, _row BIGINT, "
        "_loaded_at TIMESTAMP, _source VARCHAR)"
    )
    return store


def _load(store: duckdb.DuckDBPyConnection, *rows: tuple[int, int, int]) -> None:
    """Stage (key, state, load) and run the generated statements."""
    store.execute("DELETE FROM vault.stage")
    for number, (key, state, load) in enumerate(rows):
        store.execute(
            "INSERT INTO landing.shop__pair VALUES (?, 'b', make_date(2026, 1, ?), ?, ?)",
            [str(key), state, load, number],
        )
        store.execute(
            "INSERT INTO vault.stage VALUES (?, ?, ?, ?, make_timestamp(?), 'f')",
            [key, state, load, number, load],
        )
    landed = exp.table_("shop__pair", db="landing", alias="landed")
    for statement in (hub_insert, satellite_insert):
        store.execute(statement(DESIGNS["shop.pair"], "stage", landed.copy()).sql("duckdb"))


def test_only_new_keys_and_new_states_are_added(vault: duckdb.DuckDBPyConnection) -> None:
    _load(vault, (1, 1, 1), (2, 1, 1), (1, 1, 2), (1, 2, 3), (1, 1, 4))
    _load(vault, (1, 1, 5), (2, 3, 5), (3, 1, 5))
    hubs = vault.execute("SELECT _hash_key, a, _load_id FROM vault.hub_shop__pair ORDER BY ALL").fetchall()
    assert hubs == [(1, "1", 1), (2, "2", 1), (3, "3", 5)]
    states = vault.execute(
        'SELECT _hash_key, day("at"), _load_id FROM vault.sat_shop__pair ORDER BY ALL'
    ).fetchall()
    assert states == [(1, 1, 1), (1, 1, 4), (1, 2, 3), (2, 1, 1), (2, 3, 5), (3, 1, 5)]


def test_links_skip_rows_that_refer_to_nothing() -> None:
    sale = DESIGNS["shop.sale"]
    landed = exp.table_("shop__sale", db="landing", alias="landed")
    sql = link_insert(sale, sale.links[0], "stage", landed).sql("duckdb")
    assert sql.startswith(
        'INSERT INTO "vault"."link_shop__sale__place" ("_link_hash_key", "_hash_key", '
        '"_place_id_hash_key", "_loaded_at", "_load_id", "_source") SELECT'
    )
    assert sql.endswith('WHERE NOT "landed"."place_id" IS NULL')


def test_settings_of_the_working_folder_do_not_leak_in() -> None:
    dv.config.ldts_alias = "something_else"
    dv.config.hash = "MD5"
    landed = exp.table_("shop__pair", db="landing", alias="landed")
    assert "something_else" not in hub_insert(DESIGNS["shop.pair"], "stage", landed).sql("duckdb")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["a", "bc"], ["ab", "c"]),
        (["a", None], ["a", ""]),
        ([None, "a"], ["a", None]),
        (["1:a", "b"], ["a", "1:b"]),
        (["A", "b"], ["a", "b"]),
        (["a ", "b"], ["a", "b"]),
        (["~", "x"], [None, "x"]),
    ],
)
def test_unlike_rows_have_unlike_hashes(one: list[str | None], other: list[str | None]) -> None:
    assert _hash(one) != _hash(other)


def test_hash_is_the_head_of_the_sha_256_of_lengths_and_values() -> None:
    import hashlib
    from uuid import UUID

    assert _hash(["Zoë", None]) == UUID(hashlib.sha256("3:Zoë~".encode()).hexdigest()[:32])
    assert hash_of(["a"]).sql("duckdb") == (
        "CAST(LEFT(SHA256(COALESCE(CAST(LENGTH(CAST(\"a\" AS TEXT)) AS TEXT) || ':' || CAST(\"a\" AS TEXT), '~')), 32)"
        " AS UUID)"
    )


def _hash(values: list[str | None]) -> object:
    literals = [exp.null() if value is None else exp.Literal.string(value) for value in values]
    row = duckdb.sql(f"SELECT {hash_of_values(literals).sql('duckdb')}").fetchone()
    assert row is not None
    return row[0]
