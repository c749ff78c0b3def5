"""``Query.cashMitigation``: a plan as it is told, over the graph and at the command line alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from symphonies.platform.scenarios import Lever
from symphonies.suite.cfo.graphql import told
from symphonies.suite.cfo.graphql.viewer import Context, Viewer, viewer_of
from symphonies.suite.cfo.pinnacle.desk import CashDesk, PlanQuestion
from symphonies.suite.cfo.pinnacle.mitigation import ASSUMPTIONS, Bundle, Plan, Rule, Step, Verdict
from symphonies.suite.cfo.pinnacle.position import Position

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
) -> dict[str, Any]:
    """Return a plan as ``CashMitigation``; while it is being made, without a plan.

    Raises:
        ForbiddenError: the viewer may see no cash.
        SimulationInvalidError: the confidence makes no sense.
        LeverInvalidError: a lever that cannot be moved so.
    """
    viewer = viewer_of(context)
    question = PlanQuestion(confidence, tuple(Lever(**each) for each in under or ()))
    found = desk.plan(viewer.entities, question)
    return {
        "confidence": confidence,
        "levers": told.settings(question.levers),
        "state": "preparing" if found is None else "ready",
        "plan": None if found is None else told_plan(found.position, found.plan, viewer),
    }


def told_plan(position: Position, plan: Plan, viewer: Viewer) -> dict[str, Any]:
    """Return a plan as ``CashPlan``; names are left out where the viewer may not read them."""
    promise, practice = plan.promise, plan.practice
    return {
        "asOf": position.cut.isoformat(),
        "currency": position.base_currency,
        "verdict": promise.verdict.value,
        "summary": summary(plan, position.base_currency),
        "confidence": promise.confidence,
        "chanceBefore": plan.before,
        "chance": plan.chance,
        "standardError": plan.error,
        "paths": plan.paths,
        "missing": told.money(plan.missing),
        "cost": told.money(plan.cost),
        "foresight": None if plan.foresight is None else told.money(plan.foresight),
        "regret": None if plan.regret is None else told.money(plan.regret),
        "method": promise.winner,
        "contenders": [
            {"method": each.name, "chance": each.chance, "cost": told.money(each.cost)}
            for each in promise.contenders
        ],
        "rule": None if plan.rule is None else _rule(plan.rule),
        "steps": [_step(position, each, viewer) for each in plan.steps],
        "bundles": [_bundle(position, each, viewer) for each in plan.bundles],
        "suppliers": None
        if practice is None
        else {
            "lateShareBefore": practice.late_before,
            "lateShareAfter": practice.late_after,
            "moved": told.money(practice.moved),
            "daysLater": practice.days_later,
        },
    }


def summary(plan: Plan, currency: str) -> str:
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
                f"in {after}, no action in {before}. It would take {plan.missing / 100:,.0f} {currency} more."
            )


def bundle_title(position: Position, bundle: Bundle, viewer: Viewer) -> str:
    """Return all steps of a kind as one sentence that starts with a verb."""
    if not viewer.reads_names(bundle.kind):
        return NAMELESS.get(bundle.kind, bundle.kind)
    titles = {each.action.title for each in bundle.steps}
    if len(titles) == 1 and not _has_digit(only := titles.pop()):
        return only
    rows = [each.action.customer for each in bundle.steps if each.action.customer >= 0]
    return TOGETHER[bundle.kind].format(_listed([position.customers.names[row] for row in rows]))


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


def _step(position: Position, step: Step, viewer: Viewer) -> dict[str, Any]:
    action, practice, named = step.action, step.practice, viewer.reads_names(step.action.kind)
    return {
        "id": action.key if named else action.kind,
        "kind": action.kind,
        "title": action.title if named else NAMELESS.get(action.kind, action.title),
        "owner": owner_of(step, viewer),
        "on": told.day(position, action.day),
        "until": told.day(position, action.until) if action.until > action.day else None,
        "amount": told.money(step.amount),
        "share": step.share,
        "gain": _gain(step),
        "cost": told.money(step.cost),
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


def _bundle(position: Position, bundle: Bundle, viewer: Viewer) -> dict[str, Any]:
    return {
        "kind": bundle.kind,
        "title": bundle_title(position, bundle, viewer),
        "owner": owner_of(bundle.steps[0], viewer),
        "on": told.day(position, min(each.action.day for each in bundle.steps)),
        "steps": len(bundle.steps),
        "amount": told.money(sum(each.amount for each in bundle.steps)),
        "gain": _gain(bundle),
        "cost": told.money(bundle.cost),
    }


def _gain(part: Step | Bundle) -> dict[str, Any]:
    return {
        "expected": told.money(part.gain),
        "low": told.money(part.low),
        "high": told.money(part.high),
        "chance": part.gain_chance,
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "line": rule.line,
        "title": rule.title,
        "owner": rule.owner,
        "everyDays": rule.every_days,
        "buffer": told.money(rule.buffer),
        "peak": told.money(rule.peak),
        "peakHigh": told.money(rule.peak_high),
        "drawnChance": rule.drawn_chance,
        "cost": told.money(rule.cost),
    }
