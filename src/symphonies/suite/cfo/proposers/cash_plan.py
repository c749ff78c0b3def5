"""Proposes the plan that keeps cash over the floor, one proposal for each kind of action.

The plan is made in the background: until it is there, nothing is proposed and nobody waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from symphonies.kernel import SymphonyError
from symphonies.platform.vizier import Fact, Gain, Proposal, Proposer, Undo
from symphonies.suite.cfo.graphql.mitigation import bundle_title, owner_of
from symphonies.suite.cfo.graphql.viewer import Context, Viewer, viewer_of
from symphonies.suite.cfo.pinnacle.desk import CashDesk, Planned, PlanQuestion
from symphonies.suite.cfo.pinnacle.mitigation import Bundle, Rule, Verdict

SYMPHONY, ENGINE = "cfo", "cash_plan"
PAGE = f"/{SYMPHONY}/actions"


class _Kind(BaseModel):
    """What a kind of action is as a proposal; `cash_plan.yaml` says what each field means."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    metric: str
    instead_of: tuple[str, ...]
    undo: Undo
    measured_after_days: int = Field(ge=1)


KINDS: Mapping[str, _Kind] = TypeAdapter(dict[str, _Kind]).validate_python(
    yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
)


def open_proposer(desk: CashDesk) -> Callable[[Any], Proposer]:
    """Return what makes the proposer of a request, over the cash desk."""

    def of(context: Context) -> Proposer:
        def propose(_facts: Sequence[Fact]) -> Iterable[Proposal]:
            try:
                viewer = viewer_of(context)
                found = desk.plan(viewer.entities, PlanQuestion(), viewer.id)
            except SymphonyError:
                # who may see no cash is proposed nothing about it, and no cash means no plan
                return ()
            return () if found is None else _proposals(found, viewer, context)

        return propose

    return of


def _proposals(found: Planned, viewer: Viewer, context: Context) -> Iterator[Proposal]:
    plan, promise = found.plan, found.plan.promise
    source = (
        f"engine {ENGINE}: {promise.winner}, so that the floor is kept in {promise.confidence:.0%} of futures"
    )
    useful = [each for each in plan.bundles if _worth(each, promise.verdict) is not None]
    for bundle in useful:
        kind = KINDS[bundle.kind]
        if context.semantics.sees(kind.metric, context.scope):
            yield Proposal(
                action=bundle_title(bundle, viewer),
                owner=owner_of(bundle.steps[0], viewer),
                evidence=_evidence(bundle, viewer),
                gain=_worth(bundle, promise.verdict),
                confidence=max(bundle.gain_chance, 0.01) if bundle.cost >= 0 else promise.confidence,
                cost=max(bundle.cost, 0) / 100,
                within_days=max(min(step.action.day for step in bundle.steps), 1),
                source=source,
                **_kind(bundle.kind, kind),
            )
    if plan.rule is not None and context.semantics.sees(KINDS["draw"].metric, context.scope):
        yield _standing_order(plan.rule, source)


def _kind(name: str, kind: _Kind) -> dict[str, Any]:
    return {
        "key": f"{SYMPHONY}.{ENGINE}.{name}",
        "symphony": SYMPHONY,
        "page": PAGE,
        "metric": kind.metric,
        "instead_of": kind.instead_of,
        "undo": kind.undo,
        "measured_after_days": kind.measured_after_days,
    }


def _standing_order(rule: Rule, source: str) -> Proposal:
    return Proposal(
        action=rule.title,
        owner=rule.owner,
        evidence=(rule.line,),
        gain=Gain(rule.gain / 100, rule.low / 100, rule.high / 100, simulated=True),
        confidence=max(rule.drawn_chance, 0.01),
        cost=rule.cost / 100,
        within_days=rule.every_days,
        source=source,
        **_kind("rule", KINDS["draw"]),
    )


def _worth(bundle: Bundle, verdict: Verdict) -> Gain | None:
    """Return what a kind of action brings on the lowest day, or earns; None where that is nothing."""
    assumed = "; ".join(
        dict.fromkeys(each.action.assumption for each in bundle.steps if each.action.assumption)
    )
    if bundle.cost < 0:
        earned = -bundle.cost / 100
        return Gain(earned, earned, earned, simulated=True, assumption=assumed)
    if verdict is Verdict.NEEDLESS or bundle.gain <= 0:
        return None
    return Gain(bundle.gain / 100, bundle.low / 100, bundle.high / 100, simulated=True, assumption=assumed)


def _evidence(bundle: Bundle, viewer: Viewer) -> tuple[str, ...]:
    if not viewer.reads_names(bundle.kind):
        return ()
    return tuple(cast("str", each) for step in bundle.steps for each in step.action.evidence)
