"""Company policies: what is accepted, and what is refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from symphonies.platform.security import (
    ColumnResource,
    PolicyInvalidError,
    PolicyStore,
    Principal,
    TableResource,
)

Resources = dict[str, TableResource]
ANALYST = Principal("ann", "Ann", roles=frozenset({"analyst"}), attributes={"regions": "DACH"})


def write(folder: Path, text: str) -> list[Path]:
    (folder / "own.cedar").write_text(text, encoding="utf-8")
    return [folder]


def load(folder: Path, text: str, resources: Resources) -> PolicyStore:
    return PolicyStore.load(write(folder, text), resources)


def test_a_company_adds_a_role(tmp_path: Path, resources: Resources) -> None:
    text = """
        permit (principal in Role::"analyst", action in Action::"view", resource in Product::"invoicing");
        permit (principal in Role::"analyst", action == Action::"read", resource is Table);
        permit (principal in Role::"analyst", action == Action::"readRow", resource is corporate::legal_entity)
        when { resource has region && principal.regions.contains(resource.region) };
    """
    store = load(tmp_path, text, resources)
    scope = store.scope(ANALYST, resources)
    assert scope.table("invoicing.invoice").row_filter is None
    rule = scope.table("corporate.legal_entity").row_filter
    assert rule is not None
    assert rule.sql() == 'COALESCE((NOT "region" IS NULL) AND "region" IN (\'DACH\'), FALSE)'
    assert scope.table("corporate.legal_entity").masked == {"entity_id", "name", "region"}
    assert [policy.id for policy in store.policies][-3:] == ["own:1", "own:2", "own:3"]


def test_a_table_whose_rows_nobody_permits_is_forbidden(tmp_path: Path, resources: Resources) -> None:
    text = 'permit (principal in Role::"analyst", action == Action::"read", resource is Table);'
    assert not load(tmp_path, text, resources).scope(ANALYST, resources).table("invoicing.invoice").readable


def test_a_table_without_row_rules_limits_no_other(tmp_path: Path, resources: Resources) -> None:
    text = """
        permit (principal in Role::"analyst", action in Action::"view", resource in Product::"invoicing")
        unless { resource in Table::"invoicing.customer" };
    """
    scope = load(tmp_path, text, resources).scope(ANALYST, resources)
    assert scope.table("invoicing.invoice").readable
    customer = scope.table("invoicing.customer")
    assert not customer.readable
    assert customer.row_filter is None


def test_a_row_rule_limits_referrers_where_the_table_is_forbidden(
    tmp_path: Path, resources: Resources
) -> None:
    text = (
        'permit (principal in Role::"analyst", action in Action::"view", resource in Product::"invoicing");'
    )
    entity = load(tmp_path, text, resources).scope(ANALYST, resources).table("corporate.legal_entity")
    assert not entity.readable
    assert entity.row_filter is not None
    assert entity.row_filter.sql() == "FALSE"


def test_a_contract_audience_may_be_tested(tmp_path: Path, resources: Resources) -> None:
    text = """
        permit (principal, action == Action::"read", resource is Table)
        when { principal.roles.containsAny(resource.audience) };
        permit (principal in Role::"sales", action == Action::"readRow", resource);
    """
    seller = Principal("s", "S", roles=frozenset({"sales"}))
    scope = load(tmp_path, text, resources).scope(seller, resources)
    assert [name for name in resources if scope.table(name).readable] == ["invoicing.customer"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("permit (principal, action", "no readable Cedar policy file"),
        ("permit (principal == ?principal, action, resource);", "template"),
        ('@id("owner-sees-everything") permit (principal, action, resource);', "stands in"),
        ("permit (principal, action, resource is invoicing::invoce);", "does not fit"),
        (
            "permit (principal, action, resource is invoicing::invoice) when { resource.amont };",
            "does not fit",
        ),
        (
            'permit (principal, action, resource is invoicing::invoice) when { resource.note == "x" };',
            "does not fit",
        ),
        ("permit (principal, action, resource) when { principal.reigons.isEmpty() };", "does not fit"),
        ('@requires("hr.person") permit (principal, action, resource);', "never tests"),
    ],
)
def test_mistakes_are_told(tmp_path: Path, resources: Resources, text: str, told: str) -> None:
    with pytest.raises(PolicyInvalidError, match=told) as caught:
        load(tmp_path, text, resources)
    assert caught.value.hint
    assert caught.value.code == "POLICY_INVALID"


def test_a_table_named_like_a_keyword_is_told() -> None:
    named = {"crm.in": TableResource("crm", "in", {"id": ColumnResource("string")})}
    with pytest.raises(PolicyInvalidError, match="Cedar schema"):
        PolicyStore.load([], named)
