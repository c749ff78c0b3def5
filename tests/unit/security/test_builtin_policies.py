"""What the policies every company starts with let each role see."""

from __future__ import annotations

import pytest

from symphonies.platform.security import LOCAL_OWNER, PolicyStore, Principal, TableResource

Resources = dict[str, TableResource]


def principal(role: str, **attributes: tuple[str, ...]) -> Principal:
    return Principal(f"a-{role}", role.title(), roles=frozenset({role}), attributes=attributes)


@pytest.fixture
def store(resources: Resources) -> PolicyStore:
    return PolicyStore.load([], resources)


@pytest.mark.parametrize("reader", [LOCAL_OWNER, principal("cfo")])
def test_owner_and_cfo_see_everything(store: PolicyStore, resources: Resources, reader: Principal) -> None:
    scope = store.scope(reader, resources)
    for name in resources:
        table = scope.table(name)
        assert table.readable
        assert table.row_filter is None
        assert table.masked == frozenset()


def test_a_principal_without_role_sees_nothing(store: PolicyStore, resources: Resources) -> None:
    scope = store.scope(Principal("x", "X"), resources)
    assert not any(scope.table(name).readable for name in resources)


def test_a_table_nobody_declared_is_forbidden(store: PolicyStore, resources: Resources) -> None:
    assert not store.scope(LOCAL_OWNER, resources).table("invoicing.secret").readable


def test_a_controller_sees_the_rows_of_own_regions(store: PolicyStore, resources: Resources) -> None:
    scope = store.scope(principal("controller", regions=("DACH", "NORDICS")), resources)
    rule = scope.table("corporate.legal_entity").row_filter
    assert rule is not None
    assert rule.sql("duckdb") == (
        "NOT COALESCE(NOT ((NOT \"region\" IS NULL) AND \"region\" IN ('DACH', 'NORDICS')), TRUE)"
    )
    assert scope.table("invoicing.invoice").row_filter is None
    assert scope.table("invoicing.customer").masked == {"limit"}


def test_a_controller_of_no_region_sees_no_legal_entity(store: PolicyStore, resources: Resources) -> None:
    scope = store.scope(principal("controller"), resources)
    table = scope.table("corporate.legal_entity")
    assert not table.readable
    assert table.row_filter is not None
    assert table.row_filter.sql() == "FALSE", "what refers to legal entities is hidden as well"


def test_treasury_reads_two_products_only(store: PolicyStore, resources: Resources) -> None:
    scope = store.scope(principal("treasury"), resources)
    assert [name for name in resources if scope.table(name).readable] == ["corporate.legal_entity"]


def test_an_auditor_sees_no_names_and_nothing_personal(store: PolicyStore, resources: Resources) -> None:
    scope = store.scope(principal("auditor"), resources)
    assert scope.table("invoicing.customer").masked == {"limit", "mail", "name"}


def test_an_auditor_sees_whose_rights_are_audited(resources: Resources, compliance: TableResource) -> None:
    audited = {**resources, compliance.name: compliance}
    scope = PolicyStore.load([], audited).scope(principal("auditor"), audited)
    assert scope.table(compliance.name).masked == {"salary"}


def test_equal_views_have_equal_fingerprints(store: PolicyStore, resources: Resources) -> None:
    dach = principal("controller", regions=("DACH",))
    other = Principal("b", "B", roles=frozenset({"controller"}), attributes={"regions": ("DACH",)})
    assert store.scope(dach, resources).fingerprint == store.scope(other, resources).fingerprint
    nordics = principal("controller", regions=("NORDICS",))
    assert store.scope(dach, resources).fingerprint != store.scope(nordics, resources).fingerprint


def test_a_scope_is_decided_once(store: PolicyStore, resources: Resources) -> None:
    assert store.scope(LOCAL_OWNER, resources) is store.scope(LOCAL_OWNER, dict(resources))


def test_policies_about_missing_tables_are_set_aside(resources: Resources) -> None:
    del resources["corporate.legal_entity"]
    del resources["invoicing.customer"]
    scope = PolicyStore.load([], resources).scope(principal("controller"), resources)
    assert scope.table("invoicing.invoice").readable


def test_explanations_name_the_policies(store: PolicyStore, resources: Resources) -> None:
    told = store.explain(principal("controller", regions=("DACH",)), resources, "corporate.legal_entity")
    assert told.readable
    assert "controller-reads-own-regions" in told.policies
    refused = store.explain(principal("treasury"), resources, "invoicing.invoice")
    assert not refused.readable
    assert refused.policies == ()
    assert "controller-reads-tables" in refused.near_misses
    assert "no permit matched" in str(refused)
