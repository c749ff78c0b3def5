"""Plans as they are told, over the graph and at the command line alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from symphonies.platform.scenarios import Lever
from symphonies.suite.cfo.graphql import told
from symphonies.suite.cfo.graphql.denomination import Denomination
from symphonies.suite.cfo.graphql.lazy import lazy
from symphonies.suite.cfo.graphql.view import view_of
from symphonies.suite.cfo.graphql.viewer import Context, Viewer, viewer_of
from symphonies.suite.cfo.pinnacle.desk import CashDesk, KeptPlan, Planned, PlanQuestion
from symphonies.suite.cfo.pinnacle.errors import PlanUnknownError
from symphonies.suite.cfo.pinnacle.mitigation import ASSUMPTIONS, Bundle, Plan, Rule, Step, Verdict

NAMELESS: Mapping[str, str] = {
    "reminder": "Remind a customer of what is overdue",
    "discount": "Offer a customer a discount for paying early",
    "retiming": "Pay suppliers on the last day that terms allow",
}
"""How an action is told to those who may not read whom it is about."""
TOGETHER: Mapping[str, str] = {
    "reminder": "Remind {} of what is overdue",
    "discount": "Offer {} a discount for paying early",
    "retiming": "Pay suppliers on the last day that terms allow",
    "draw": "Draw on credit lines and repay them",
    "placement": "Place spare cash for a fixed term",
    "hedge": "Sell foreign currency forward",
}
"""How all actions of a kind are told as one."""
NAMED = 2
"""How many customers are named in such a sentence."""


def cash_mitigation(
    desk: CashDesk,
    context: Context,
    confidence: float,
    under: Iterable[Mapping[str, Any]] | None = None,
    view: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return a plan as ``CashMitigation``; while it is being made, without a plan.

    Raises:
        ForbiddenError: the viewer may see no cash.
        SimulationInvalidError: the confidence makes no sense.
        LeverInvalidError: a lever that cannot be moved so.
        GraphQLError: a company that they may not see, or a currency without a rate.
    """
    looked = view_of(desk, context, view)
    question = PlanQuestion(confidence, tuple(Lever(**each) for each in under or ()))
    found = desk.plan(looked.viewer.entities, question, looked.viewer.id)
    if found is not None:
        return _ready(desk, looked.viewer, found, looked.unit)
    return {
        "confidence": confidence,
        "levers": told.settings(question.levers),
        "entities": sorted(looked.viewer.entities),
        "owner": looked.viewer.id,
        "mine": True,
        "shared": False,
        "state": "preparing",
        "versions": [],
    }


def cash_mitigations(desk: CashDesk, context: Context) -> list[dict[str, Any]]:
    """Return the plans kept for the viewer as ``CashMitigation``, in the currency they were made in."""
    viewer = viewer_of(context)
    return [_kept(desk, viewer, each) for each in desk.plans.all(viewer.id) if _seen(viewer, each)]


def cash_mitigation_kept(
    desk: CashDesk, context: Context, id: str, version: int | None = None
) -> dict[str, Any]:
    """Return a version of a plan as ``CashMitigation``, the last one by default.

    Raises:
        PlanUnknownError: there is none that the viewer may see.
    """
    viewer = viewer_of(context)
    found = [each for each in desk.plans.versions(id, viewer.id) if _seen(viewer, each)]
    if version is not None:
        found = [each for each in found if each.version == version]
    if not found:
        raise PlanUnknownError(
            f"There is no plan {id!r}{'' if version is None else f' version {version}'} that you may see.",
            hint="Its versions are those of figures of companies whose cash you may see.",
        )
    return _kept(desk, viewer, found[0])


def share_cash_mitigation(desk: CashDesk, context: Context, id: str, shared: bool) -> dict[str, Any]:
    """Show a plan to others, or hide it again."""
    viewer = viewer_of(context)
    return _kept(desk, viewer, desk.plans.share(id, shared, viewer.id))


def delete_cash_mitigation(desk: CashDesk, context: Context, id: str) -> str:
    """Delete a plan that is kept for the viewer."""
    desk.plans.delete(id, viewer_of(context).id)
    return id


def _seen(viewer: Viewer, plan: KeptPlan) -> bool:
    """Return whether somebody may still see the cash of all companies that a plan is for."""
    return viewer.entities >= set(plan.entities)


def _kept(desk: CashDesk, viewer: Viewer, plan: KeptPlan) -> dict[str, Any]:
    return _ready(desk, viewer, plan, Denomination(plan.currency))


def _ready(desk: CashDesk, viewer: Viewer, plan: KeptPlan, unit: Denomination) -> dict[str, Any]:
    def versions() -> list[dict[str, Any]]:
        every = desk.plans.versions(plan.id, viewer.id)
        return [_kept(desk, viewer, each) for each in every if _seen(viewer, each)]

    return {
        "id": plan.id,
        "version": plan.version,
        "madeAt": plan.made_at.isoformat(),
        "confidence": plan.question.confidence,
        "levers": told.settings(plan.question.levers),
        "entities": list(plan.entities),
        "owner": plan.owner,
        "mine": plan.owner == viewer.id,
        "shared": plan.shared,
        "state": "ready",
        "plan": told_plan(plan, viewer, unit),
        "current": lazy(lambda: desk.is_current(plan)),
        "versions": lazy(versions),
    }


def told_plan(planned: Planned, viewer: Viewer, unit: Denomination) -> dict[str, Any]:
    """Return a plan as ``CashPlan``; names are left out where the viewer may not read them."""
    plan, promise, practice = planned.plan, planned.plan.promise, planned.plan.practice
    return {
        "asOf": planned.cut.isoformat(),
        "currency": unit.currency,
        "verdict": promise.verdict.value,
        "summary": summary(plan, unit),
        "confidence": promise.confidence,
        "chanceBefore": plan.before,
        "chance": plan.chance,
        "standardError": plan.error,
        "paths": plan.paths,
        "missing": unit.told(plan.missing),
        "cost": unit.told(plan.cost),
        "foresight": None if plan.foresight is None else unit.told(plan.foresight),
        "regret": None if plan.regret is None else unit.told(plan.regret),
        "method": promise.winner,
        "contenders": [
            {"method": each.name, "chance": each.chance, "cost": unit.told(each.cost)}
            for each in promise.contenders
        ],
        "rule": None if plan.rule is None else _rule(plan.rule, unit),
        "steps": [_step(planned.cut, each, viewer, unit) for each in plan.steps],
        "bundles": [_bundle(planned.cut, each, viewer, unit) for each in plan.bundles],
        "suppliers": None
        if practice is None
        else {
            "lateShareBefore": practice.late_before,
            "lateShareAfter": practice.late_after,
            "moved": unit.told(practice.moved),
            "daysLater": practice.days_later,
        },
    }


def summary(plan: Plan, unit: Denomination) -> str:
    """Return in a sentence or two what a plan comes to."""
    asked, before, after = (f"{each:.1%}" for each in (plan.promise.confidence, plan.before, plan.chance))
    match plan.promise.verdict:
        case Verdict.NEEDLESS if plan.steps:
            return (
                f"No action is needed: the floor is kept in {before} of futures, {asked} were asked for. "
                f"What is spare may earn money; the floor is then kept in {after}."
            )
        case Verdict.NEEDLESS:
            return f"No action is needed: the floor is kept in {before} of futures, {asked} were asked for."
        case Verdict.MET:
            return (
                f"With this plan the floor is kept in {after} of futures, without it in {before}; "
                f"{asked} were asked for."
            )
        case _:
            return (
                f"No plan that was found keeps the floor in {asked} of futures; the best keeps it "
                f"in {after}, no action in {before}. "
                f"It would take {unit.told(plan.missing):,.0f} {unit.currency} more."
            )


def bundle_title(bundle: Bundle, viewer: Viewer) -> str:
    """Return all steps of a kind as one sentence that starts with a verb."""
    if not viewer.reads_names(bundle.kind):
        return NAMELESS.get(bundle.kind, bundle.kind)
    titles = {each.action.title for each in bundle.steps}
    if len(titles) == 1 and not _has_digit(only := titles.pop()):
        return only
    names = [each.action.customer for each in bundle.steps if each.action.customer]
    return TOGETHER[bundle.kind].format(_listed(names))


def _listed(names: list[str]) -> str:
    """Return names as a list without a figure: sentences in which a figure may stand are checked for it."""
    told = [name for name in names if not _has_digit(name)][:NAMED]
    if not told:
        return "the customers whose payments help most"
    return " and ".join(told) if len(told) == len(names) else f"{', '.join(told)} and others"


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def owner_of(step: Step, viewer: Viewer) -> str:
    """Return who would do a step: the collector's name only for those who may read it."""
    collects = step.action.kind in ("reminder", "discount")
    if collects and not viewer.reads_collectors:
        return str(getattr(ASSUMPTIONS.owners, step.action.kind))
    return step.action.owner


def _day(cut: date, number: int) -> str:
    return (cut + timedelta(days=number)).isoformat()


def _step(cut: date, step: Step, viewer: Viewer, unit: Denomination) -> dict[str, Any]:
    action, practice, named = step.action, step.practice, viewer.reads_names(step.action.kind)
    return {
        "id": action.key if named else action.kind,
        "kind": action.kind,
        "title": action.title if named else NAMELESS.get(action.kind, action.title),
        "owner": owner_of(step, viewer),
        "on": _day(cut, action.day),
        "until": _day(cut, action.until) if action.until > action.day else None,
        "amount": unit.told(step.amount),
        "share": step.share,
        "gain": _gain(step, unit),
        "cost": unit.told(step.cost),
        "risk": action.risk,
        "assumption": action.assumption or None,
        "evidence": list(action.evidence) if named else [],
        "practice": None
        if practice is None
        else {
            "suppliers": list(practice.suppliers) if named else [],
            "daysLater": practice.days_later,
            "daysBeyondTerms": practice.days_beyond_terms,
        },
    }


def _bundle(cut: date, bundle: Bundle, viewer: Viewer, unit: Denomination) -> dict[str, Any]:
    return {
        "kind": bundle.kind,
        "title": bundle_title(bundle, viewer),
        "owner": owner_of(bundle.steps[0], viewer),
        "on": _day(cut, min(each.action.day for each in bundle.steps)),
        "steps": len(bundle.steps),
        "amount": unit.told(sum(each.amount for each in bundle.steps)),
        "gain": _gain(bundle, unit),
        "cost": unit.told(bundle.cost),
    }


def _gain(part: Step | Bundle, unit: Denomination) -> dict[str, Any]:
    return {
        "expected": unit.told(part.gain),
        "low": unit.told(part.low),
        "high": unit.told(part.high),
        "chance": part.gain_chance,
    }


def _rule(rule: Rule, unit: Denomination) -> dict[str, Any]:
    return {
        "line": rule.line,
        "title": rule.title,
        "owner": rule.owner,
        "everyDays": rule.every_days,
        "buffer": unit.told(rule.buffer),
        "peak": unit.told(rule.peak),
        "peakHigh": unit.told(rule.peak_high),
        "drawnChance": rule.drawn_chance,
        "cost": unit.told(rule.cost),
    }
