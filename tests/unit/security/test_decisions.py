"""Who may decide about recommendations by the policies every company starts with, and by its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from symphonies.platform.security import (
    LOCAL_OWNER,
    Decide,
    Matter,
    PolicyInvalidError,
    PolicyStore,
    Principal,
    TableResource,
)

Resources = dict[str, TableResource]
DUN = Matter("dun", "cfo", "invoicing", "ar.overdue_amount", "Head of receivables", 3_000_000, "partly", True)
HEDGE = replace(DUN, id="hedge", product="payments", metric="pay.fx_open")


def person(role: str) -> Principal:
    return Principal(f"a-{role}", role.title(), roles=frozenset({role}))


@pytest.mark.parametrize(
    ("who", "matter", "allowed"),
    [
        (LOCAL_OWNER, DUN, True),
        (person("cfo"), replace(DUN, amount=90_000_000), True),
        (person("group_controller"), DUN, True),
        (person("group_controller"), replace(DUN, amount=10_000_001), False),
        (person("treasury"), HEDGE, True),
        (person("treasury"), DUN, False),
        (person("treasury"), replace(HEDGE, amount=5_000_001), False),
        (person("controller"), replace(DUN, amount=900_000), True),
        (person("controller"), DUN, False),
        (person("auditor"), replace(DUN, amount=1), False),
        (person("planning"), replace(DUN, amount=1), False),
        (Principal("x", "X"), replace(DUN, amount=1), False),
        (person("cfo"), replace(DUN, whole=False), False),
    ],
)
@pytest.mark.parametrize("act", list(Decide))
def test_who_may_decide(
    resources: Resources, who: Principal, matter: Matter, allowed: bool, act: Decide
) -> None:
    ruling = PolicyStore.load([], resources).rule(who, act, matter, resources)
    assert ruling.allowed is allowed
    assert bool(ruling.policies) is (allowed or not matter.whole)


def test_a_company_rules_on_its_own(resources: Resources, tmp_path: Path) -> None:
    (tmp_path / "own.cedar").write_text(
        '@id("auditor-approves-the-reversible") permit (principal in Role::"auditor", action == '
        'Action::"approve", resource is Recommendation) when { resource.undo == "wholly" };'
    )
    store = PolicyStore.load([tmp_path], resources)
    easy = replace(DUN, undo="wholly")
    assert store.rule(person("auditor"), Decide.APPROVE, easy, resources).allowed
    assert not store.rule(person("auditor"), Decide.DECLINE, easy, resources).allowed
    assert not store.rule(person("auditor"), Decide.APPROVE, DUN, resources).allowed


def test_a_policy_that_tests_what_no_recommendation_has_is_refused(
    resources: Resources, tmp_path: Path
) -> None:
    (tmp_path / "own.cedar").write_text(
        'permit (principal, action == Action::"approve", resource is Recommendation) when { resource.colour == "red" };'
    )
    with pytest.raises(PolicyInvalidError):
        PolicyStore.load([tmp_path], resources)
