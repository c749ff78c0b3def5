"""The compiled row rules against Cedar itself: same rows, same answers."""

from __future__ import annotations

import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import cedarpy
import duckdb
import pytest

from symphonies.platform.security import PolicyStore, Principal, TableResource
from symphonies.platform.security.policyfiles import policy_set
from symphonies.platform.security.vocabulary import principal_entity, resource_entities

POLICIES = """
permit (principal in Role::"a", action == Action::"readRow", resource is invoicing::invoice)
when { resource has note && principal.regions.contains(resource.note) };
permit (principal in Role::"b", action in Action::"view", resource in Product::"invoicing")
unless { resource is invoicing::invoice && resource.disputed };
permit (principal in Role::"c", action == Action::"readRow", resource is invoicing::invoice)
when { resource.amount.lessThan(decimal("50.5")) || resource.lines == 3 };
permit (principal in Role::"d", action == Action::"readRow", resource is invoicing::invoice)
when { resource.issued_on >= datetime("2026-03-01") && !(resource has note && resource.note like "a_*") };
permit (principal, action == Action::"readRow", resource is invoicing::invoice)
when { if resource has note then resource.note == principal.clearance else principal.clearance == "high" };
permit (principal in Role::"e", action == Action::"readRow", resource is invoicing::invoice)
when { principal.teams.containsAny([resource.kind, "x"]) && resource.lines + 1 < 4 };
forbid (principal in Role::"c", action == Action::"readRow", resource is invoicing::invoice)
when { resource.kind == "credit_note" && resource.lines <= 2 };
forbid (principal, action == Action::"readRow", resource is invoicing::invoice)
when { resource has note && resource.note != "DACH" && principal in Role::"f" };
permit (principal == User::"p3", action == Action::"readRow", resource)
when { resource is invoicing::invoice && ["invoice", "credit_note"].contains(resource.kind) };
permit (principal in Role::"b", action == Action::"read", resource is Table);
permit (principal, action == Action::"read", resource == Table::"invoicing.invoice");
"""
UNSUPPORTED = "resource.lines + 1 < 4"
TABLE = "invoicing.invoice"


def rows(seed: random.Random, count: int) -> list[dict[str, Any]]:
    return [
        {
            "invoice_id": f"i{number}",
            "amount": seed.choice([10, 50.5, 50.4, 90.25]),
            "lines": seed.randint(1, 4),
            "disputed": seed.random() < 0.3,
            "note": seed.choice([None, "DACH", "a_b", "axb", "NORDICS", "high"]),
            "issued_on": date(2026, seed.randint(1, 6), 1),
            "kind": seed.choice(["invoice", "credit_note"]),
        }
        for number in range(count)
    ]


def principals(seed: random.Random, count: int) -> list[Principal]:
    return [
        Principal(
            f"p{number}",
            "P",
            roles=frozenset(seed.sample("abcdf", seed.randint(0, 3))),
            attributes={
                "regions": tuple(seed.sample(["DACH", "NORDICS", "a_b"], seed.randint(0, 2))),
                "clearance": seed.choice(["high", "DACH", ""]),
            },
        )
        for number in range(count)
    ]


def row_entity(row: dict[str, Any]) -> dict[str, Any]:
    attributes = {name: value for name, value in row.items() if value is not None}
    attributes["amount"] = {"__extn": {"fn": "decimal", "arg": f"{row['amount']:.4f}"}}
    attributes["issued_on"] = {"__extn": {"fn": "datetime", "arg": row["issued_on"].isoformat()}}
    return {
        "uid": {"type": "invoicing::invoice", "id": row["invoice_id"]},
        "attrs": attributes,
        "parents": [{"type": "Table", "id": TABLE}, {"type": "Product", "id": "invoicing"}],
    }


@pytest.fixture
def store(tmp_path: Path, resources: dict[str, TableResource]) -> PolicyStore:
    (tmp_path / "own.cedar").write_text(POLICIES, encoding="utf-8")
    return PolicyStore.load([tmp_path], resources)


def seen_by_cedar(
    store: PolicyStore, resources: dict[str, TableResource], who: Principal, data: list[dict[str, Any]]
) -> set[str]:
    entities = [*resource_entities(resources), principal_entity(who), *map(row_entity, data)]
    requests = [
        {
            "principal": {"type": "User", "id": who.id},
            "action": {"type": "Action", "id": "readRow"},
            "resource": {"type": "invoicing::invoice", "id": row["invoice_id"]},
        }
        for row in data
    ]
    handle = cedarpy.Entities.from_json_str(json.dumps(entities))
    results = cedarpy.is_authorized_batch(requests, policy_set(store.policies), handle)
    return {
        row["invoice_id"]
        for row, result in zip(data, results, strict=True)
        if result.allowed and not result.diagnostics.errors
    }


def seen_by_sql(
    connection: duckdb.DuckDBPyConnection,
    store: PolicyStore,
    resources: dict[str, TableResource],
    who: Principal,
) -> set[str]:
    scope = store.scope(who, resources).table(TABLE)
    if not scope.readable:
        return set()
    rule = scope.row_filter.sql("duckdb") if scope.row_filter is not None else "TRUE"
    return {name for (name,) in connection.execute(f"SELECT invoice_id FROM invoice WHERE {rule}").fetchall()}


def test_compiled_rules_agree_with_cedar(store: PolicyStore, resources: dict[str, TableResource]) -> None:
    seed = random.Random(20261031)
    data = rows(seed, 120)
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE invoice (invoice_id TEXT, amount DECIMAL(22,4), lines BIGINT, disputed BOOLEAN, "
        "note TEXT, issued_on DATE, kind TEXT)"
    )
    connection.executemany("INSERT INTO invoice VALUES (?,?,?,?,?,?,?)", [list(row.values()) for row in data])
    sizes = set()
    for who in principals(seed, 60):
        expected = seen_by_cedar(store, resources, who, data)
        assert seen_by_sql(connection, store, resources, who) == expected
        sizes.add(len(expected))
    assert len(sizes) > 10, "the generated principals must see different things"


def test_what_is_not_understood_counts_against_the_reader(
    store: PolicyStore, resources: dict[str, TableResource]
) -> None:
    assert UNSUPPORTED in POLICIES
    who = Principal("q", "Q", roles=frozenset("e"), attributes={"teams": ("invoice",), "clearance": "none"})
    rule = store.scope(who, resources).table(TABLE).row_filter
    assert rule is not None
    assert '"lines"' not in rule.sql(), "the permit with an arithmetic test must not let anything through"
