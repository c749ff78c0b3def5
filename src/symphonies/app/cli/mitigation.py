"""How ``symphonies cash --mitigate`` tells a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from symphonies.app.cli.tables import text_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from symphonies.suite.cfo.pinnacle.mitigation import Plan, Step
    from symphonies.suite.cfo.pinnacle.position import Position


def plan_of(plan: Plan, position: Position, names_of: Callable[[str], bool]) -> dict[str, Any]:
    """Return a plan as plain data, money in units of the base currency.

    Args:
        plan: what is proposed.
        position: of the company it is for.
        names_of: whether the reader may see the names behind a kind of action.
    """
    return {
        "as_of": position.cut.isoformat(),
        "currency": position.base_currency,
        "confidence": plan.confidence,
        "verdict": plan.verdict.value,
        "chance_before": plan.before,
        "chance": plan.chance,
        "paths": plan.paths,
        "cost": plan.cost / 100,
        "regret": None if plan.regret is None else plan.regret / 100,
        "planned_by": plan.winner,
        "compared": [
            {"planned_by": each.name, "chance": each.chance, "cost": each.cost / 100}
            for each in plan.contenders
        ],
        "rule": None
        if plan.rule is None
        else {
            "line": plan.rule.line,
            "buffer": plan.rule.buffer / 100,
            "every_days": plan.rule.every_days,
        },
        "steps": [_step(each, names_of(each.action.kind)) for each in plan.steps],
    }


def _step(step: Step, named: bool) -> dict[str, Any]:
    action, practice = step.action, step.practice
    return {
        "action": action.title if named else action.kind,
        "day": action.day,
        "amount": step.share * action.amount / 100,
        "gain": step.gain / 100,
        "p10": step.low / 100,
        "p90": step.high / 100,
        "cost": step.cost / 100,
        "owner": action.owner if named else "",
        "risk": action.risk,
        "assumption": action.assumption,
        "evidence": list(action.evidence) if named else [],
        "supplier_days_later": practice.days_later if practice else None,
        "supplier_days_beyond_terms": practice.days_beyond_terms if practice else None,
    }


def plan_text(told: dict[str, Any]) -> str:
    """Return a plan as text."""
    currency, steps = told["currency"], told["steps"]
    shown = ("action", "day", "amount", "gain", "p10", "p90", "cost", "supplier_days_later")
    head = (
        f"This plan keeps the floor with {told['confidence']:.0%} confidence"
        if told["verdict"] == "met"
        else f"No known set of actions keeps the floor with {told['confidence']:.0%} confidence; the best"
    )
    regret = told["regret"]
    return "\n".join(
        [
            f"{head}: on {told['chance']:.1%} of {told['paths']:,} fresh paths, "
            f"{told['chance_before']:.1%} with no action.",
            f"Expected cost {told['cost']:,.0f} {currency}; "
            + (
                "what foresight would have cost is not known: too many paths cannot be saved at all."
                if regret is None
                else f"knowing the future would have saved at most {regret:,.0f}."
            ),
            *(
                f"  {each['planned_by']:<10} {each['chance']:.1%} at {each['cost']:,.0f}"
                + ("  (proposed)" if each["planned_by"] == told["planned_by"] else "")
                for each in told["compared"]
            ),
            *_rule(told["rule"], currency),
            "",
            text_table(list(shown), [_cells(each, shown) for each in steps])
            if steps
            else "Nothing is to be done.",
            *_because(steps),
        ]
    )


def _cells(step: dict[str, Any], shown: tuple[str, ...]) -> dict[str, Any]:
    return {
        name: f"{step[name]:,.0f}" if isinstance(step[name], float) else step[name] or "" for name in shown
    }


def _rule(rule: dict[str, Any] | None, currency: str) -> list[str]:
    if rule is None:
        return []
    return [
        f"Every {rule['every_days']} days draw on or repay {rule['line']} "
        f"so that the coming days stay {rule['buffer']:,.0f} {currency} over the floor."
    ]


def _because(steps: list[dict[str, Any]]) -> list[str]:
    assumed = dict.fromkeys(each["assumption"] for each in steps if each["assumption"])
    return [f"assumed: {each}" for each in assumed]
