"""Proposals of the cash plan: what is simulated, in place of which rules, for whom, and deciding on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from symphonies.kernel import SystemClock
from symphonies.platform.lakehouse import discover_products
from symphonies.platform.records import RecordsSettings, open_records
from symphonies.platform.scenarios import Snapshot
from symphonies.platform.security import Scope, TableScope
from symphonies.platform.semantics import load_catalog
from symphonies.platform.vizier import Ledger, Proposal, load_playbook
from symphonies.platform.vizier.advise import State, recommend
from symphonies.suite.cfo import proposers
from symphonies.suite.cfo.pinnacle.desk import Planned, PlanQuestion
from symphonies.suite.cfo.pinnacle.mitigation import Budget, Verdict, mitigate
from symphonies.suite.cfo.pinnacle.position import Position
from symphonies.suite.cfo.pinnacle.simulation import Settings
from symphonies.suite.cfo.proposers.cash_plan import KINDS, open_proposer
from tests.bench.mitigation.companies import strained

NAMES = ("invoicing.customer", "payments.supplier", "invoicing.invoice")


@dataclass
class Desk:
    """A desk whose plan is there, or not yet."""

    found: Planned | None

    def plan(self, _entities: object, _question: PlanQuestion, _owner: str) -> Planned | None:
        return self.found


class Semantics:
    """Sees some metrics, of every company."""

    def __init__(self, hidden: tuple[str, ...] = ()) -> None:
        self.hidden = hidden

    def sees(self, metric: str, _scope: Scope) -> bool:
        return metric not in self.hidden

    def values(self, _metric: str, _path: str, _scope: Scope, **_: Any) -> list[tuple[str, str]]:
        return [("E0", "Entity 0")]


def reader(*, hidden: tuple[str, ...] = (), masked: frozenset[str] = frozenset()) -> Any:
    tables = {name: TableScope(readable=True, masked=masked) for name in NAMES}
    return SimpleNamespace(
        principal=SimpleNamespace(id="cfo"), scope=Scope("cfo", tables), semantics=Semantics(hidden)
    )


@pytest.fixture(scope="module")
def position() -> Position:
    return strained(4, invoices=120, horizon=60)


@pytest.fixture(scope="module")
def found(position: Position) -> Planned:
    small = Budget(planned=250, held_out=800, fresh=800, foreseen=10)
    plan = mitigate(position, Settings(horizon=60, seed=4), confidence=0.95, budget=small).plan
    assert plan.promise.verdict is Verdict.MET
    stands_on = Snapshot(fingerprint="", as_of=str(position.cut), seed=4, settings={}, models={})
    return Planned(
        question=PlanQuestion(), entities=position.entities.ids, currency="EUR", snapshot=stands_on, plan=plan
    )


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    records = open_records(RecordsSettings(), tmp_path, SystemClock())
    yield Ledger(records, SystemClock(), four_eyes_above=1.0)
    records.close()


def proposals(found: Planned | None, context: Any) -> list[Proposal]:
    return list(open_proposer(Desk(found))(context)([]))  # type: ignore[arg-type]


def test_every_kind_of_action_is_one_proposal_with_simulated_figures(found: Planned):
    told = proposals(found, reader())
    kinds = {bundle.kind for bundle in found.plan.bundles if bundle.gain > 0 or bundle.cost < 0}
    expected = kinds | ({"rule"} if found.plan.rule else set())
    assert {each.key.rpartition(".")[2] for each in told} == expected
    for each in told:
        assert each.gain is not None
        assert each.gain.simulated
        assert each.gain.low <= each.gain.expected + 0.01
        assert each.owner
        assert each.evidence
        assert not any(
            letter.isdigit() for letter in each.action if each.key.endswith(("reminder", "discount"))
        )


def test_nothing_is_proposed_before_the_plan_is_there_or_where_no_action_is_needed(found: Planned):
    assert proposals(None, reader()) == []
    promise = replace(found.plan.promise, verdict=Verdict.NEEDLESS)
    idle = replace(found.plan, promise=promise, steps=(), bundles=(), rule=None)
    assert proposals(found.model_copy(update={"plan": idle}), reader()) == []


def test_what_a_reader_may_not_see_is_not_proposed_and_names_are_left_out(found: Planned):
    hidden = tuple(kind.metric for kind in KINDS.values())
    assert proposals(found, reader(hidden=hidden)) == []
    assert proposals(found, reader(hidden=("corp.cash",))) == []
    for each in proposals(found, reader(masked=frozenset({"name", "collector"}))):
        if each.key.endswith(("reminder", "discount", "retiming")):
            assert each.evidence == ()
            assert "Customer " not in each.action
            assert "collector" not in each.owner


def test_metrics_and_rules_that_proposals_name_exist():
    known = {each.id for each in load_catalog(discover_products(())).all_metrics}
    assert {kind.metric for kind in KINDS.values()} <= known
    rules = load_playbook(Path(proposers.__file__).parents[1] / "playbook.yaml").rules
    named = {key for kind in KINDS.values() for key in kind.instead_of}
    assert {key.removeprefix("cfo.") for key in named} <= set(rules)


def test_a_proposal_of_the_plan_is_decided_like_any_other(found: Planned, ledger: Ledger):
    playbook = load_playbook(Path(proposers.__file__).parents[1] / "playbook.yaml")
    proposer = open_proposer(Desk(found))(reader())  # type: ignore[arg-type]
    told = recommend(
        [], playbook, ledger, lambda _: None, date(2026, 1, 1), symphony="cfo", proposers=[proposer]
    )
    first = told[0].proposal
    assert told[0].needs_two
    assert ledger.approve(first, "cfo", 1.0).state is State.SECOND
    assert ledger.approve(first, "treasury", 1.0).state is State.APPROVED
    left = recommend(
        [], playbook, ledger, lambda _: None, date(2026, 1, 1), symphony="cfo", proposers=[proposer]
    )
    assert first.key not in {each.proposal.key for each in left}
