"""How ``symphonies cash --mitigate`` prints a plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from symphonies.app.cli.tables import text_table

SHOWN_EVIDENCE = 3


def plan_text(told: dict[str, Any]) -> str:
    """Return a plan, told as ``CashPlan``, as text."""
    return "\n".join(
        [
            told["summary"],
            *_cost(told),
            *_contenders(told),
            *_rule(told["rule"], told["currency"]),
            *_steps(told["steps"], told["currency"]),
            *_suppliers(told["suppliers"], told["steps"]),
        ]
    )


def _cost(told: dict[str, Any]) -> Iterator[str]:
    currency, cost, regret = told["currency"], told["cost"], told["regret"]
    yield f"Measured on {told['paths']:,} fresh paths, give or take {100 * told['standardError']:.1f} points."
    if told["steps"] or told["rule"]:
        earns = "earns" if cost < 0 else "costs"
        yield f"It {earns} {abs(cost):,.0f} {currency} on average; " + (
            "what foresight would have cost is not known: too many futures cannot be saved at all."
            if regret is None
            else f"with perfect foresight it would have been {max(regret, 0):,.0f} better."
        )


def _contenders(told: dict[str, Any]) -> Iterator[str]:
    for each in told["contenders"]:
        chosen = "  (proposed)" if each["method"] == told["method"] else ""
        yield f"  {each['method']:<10} {each['chance']:.1%} at {each['cost']:,.0f}{chosen}"


def _rule(rule: dict[str, Any] | None, currency: str) -> Iterator[str]:
    if rule is not None:
        yield ""
        yield (
            f"{rule['title']} ({rule['owner']}): every {rule['everyDays']} days, "
            f"so that the coming days stay {rule['buffer']:,.0f} {currency} over the floor."
        )
        yield (
            f"  drawn in {rule['drawnChance']:.0%} of futures, {rule['peak']:,.0f} at most on average, "
            f"under {rule['peakHigh']:,.0f} in nine of ten; interest {rule['cost']:,.0f}."
        )


def _steps(steps: list[dict[str, Any]], currency: str) -> Iterator[str]:
    if not steps:
        return
    yield f"\nWhat each step adds on the lowest day, {currency}; p10 to p90 holds eight of ten futures:"
    rows = [
        {
            "nr": number,
            "on": each["on"],
            "until": each["until"] or "",
            "amount": f"{each['amount']:,.0f}",
            "gain": f"{each['gain']['expected']:,.0f}",
            "p10": f"{each['gain']['low']:,.0f}",
            "p90": f"{each['gain']['high']:,.0f}",
            "cost": f"{each['cost']:,.0f}",
            "action": each["title"],
            "owner": each["owner"],
        }
        for number, each in enumerate(steps, 1)
    ]
    yield text_table(list(rows[0]), rows)
    yield ""
    for number, each in enumerate(steps, 1):
        if each["evidence"]:
            yield f"  {number}: rests on {_listed(each['evidence'])}"
    for text in dict.fromkeys(each["assumption"] for each in steps if each["assumption"]):
        yield f"assumed: {text}"
    for text in dict.fromkeys(each["risk"] for each in steps):
        yield f"risk: {text}"


def _listed(ids: list[str]) -> str:
    rest = len(ids) - SHOWN_EVIDENCE
    return ", ".join(ids[:SHOWN_EVIDENCE]) + (f" and {rest} more" if rest > 0 else "")


def _suppliers(suppliers: dict[str, Any] | None, steps: list[dict[str, Any]]) -> Iterator[str]:
    if suppliers is not None and any(each["practice"] for each in steps):
        yield (
            f"suppliers: {suppliers['moved']:,.0f} is paid {suppliers['daysLater']:.1f} days later, "
            "within terms; "
            f"{suppliers['lateShareBefore']:.1%} of all they are paid is late without the plan, "
            f"{suppliers['lateShareAfter']:.1%} with it."
        )
