"""Outcomes as the schema tells them: money in units, days as dates."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

import numpy as np

from symphonies.platform.scenarios import Lever
from symphonies.suite.cfo.graphql.denomination import Denomination
from symphonies.suite.cfo.pinnacle.desk import Answer
from symphonies.suite.cfo.pinnacle.explanation import Part, explain_billed
from symphonies.suite.cfo.pinnacle.position import CAUSES, OUTFLOW_KINDS, Position
from symphonies.suite.cfo.pinnacle.simulation import CashSimulation, CovenantTest, Outcome

Namer = Callable[[str], str | None]
"""The name of a customer, or None where policy hides it."""

TITLES: Mapping[str, str] = {
    "opening": "Opening cash",
    "receipts": "Open invoices",
    "credits": "Credit notes",
    "orders": "Orders at hand",
    "pipeline": "Open deals",
    "billings": "Invoices to come",
    "indicators": "Outside indicators",
    "supplier": "Suppliers",
    "payroll": "Payroll",
    "hiring": "Planned hires",
    "tax": "Tax",
    "rent": "Rent",
    "interest": "Interest",
    "loan": "Loans",
    "capex": "Investments",
    "contract": "Contracts",
    "other": "Other costs",
    "planned": "Planned one-offs",
    "dividend": "Dividends",
    "residuals": "Unexplained movements",
    "forwards": "Currency contracts",
    "straying": "How far earlier forecasts were off",
    "drawing": "Credit lines drawn and repaid",
    "financing": "Interest on changed borrowing",
    "exchange rates": "Exchange rates",
    "interest rates": "Interest rates",
    "others": "All others",
    "came": "Cash that came otherwise than expected",
}


def money(cents: float) -> float:
    """Return cents as units."""
    return round(float(cents)) / 100


def day(position: Position, number: int) -> str:
    """Return the date of a day counted from the cut."""
    return (position.cut + timedelta(days=number)).isoformat()


def settings(levers: Iterable[Lever]) -> list[dict[str, Any]]:
    """Return levers as ``LeverSetting``."""
    return [lever.model_dump() for lever in levers]


def days(position: Position, outcome: Outcome, unit: Denomination) -> list[dict[str, Any]]:
    """Return the bands as ``CashDay``."""
    names = ("p10", "p25", "p50", "p75", "p90")
    bands = dict(zip(names, outcome.bands.tolist(), strict=True))
    return [
        {
            "on": day(position, index + 1),
            "mean": unit.told(mean),
            "chanceBelowFloor": float(outcome.chance_below[index]),
            "undrawn": unit.told(outcome.undrawn[index]),
        }
        | {name: unit.told(values[index]) for name, values in bands.items()}
        for index, mean in enumerate(outcome.mean.tolist())
    ]


EVENTS = ("payroll", "tax", "interest", "loan", "capex", "contract", "planned", "dividend")
MOST_EVENTS = 6


def events(position: Position, horizon: int, unit: Denomination) -> list[dict[str, Any]]:
    """Return the largest payments that have a day of their own as ``CashEvent``, in order of their days."""
    outflows = position.outflows
    worth = outflows.amount * position.markets.spot[position.accounts.currency[outflows.account]]
    found = []
    for kind in EVENTS:
        rows = (outflows.kind == OUTFLOW_KINDS.index(kind)) & (outflows.day >= 1) & (outflows.day <= horizon)
        by_day = np.bincount(outflows.day[rows], weights=worth[rows])
        found += [(float(by_day[at]), at, kind) for at in np.flatnonzero(by_day > 0).tolist()]
    largest = sorted(found, reverse=True)[:MOST_EVENTS]
    return [
        {"on": day(position, at), "title": TITLES[kind], "amount": unit.told(amount)}
        for amount, at, kind in sorted(largest, key=lambda each: each[1])
    ]


def low_point(position: Position, outcome: Outcome, unit: Denomination) -> dict[str, Any]:
    """Return the low point as ``CashLowPoint``."""
    low = outcome.low
    return {
        "p10": unit.told(low.low),
        "p50": unit.told(low.median),
        "p90": unit.told(low.high),
        "on": day(position, low.day),
        "from": day(position, low.first_day),
        "to": day(position, low.last_day),
    }


def low_mean(simulation: CashSimulation, unit: Denomination) -> dict[str, Any]:
    """Return the mean on the day of the low point, without levers, as ``CashLowMean``."""
    position = simulation.position
    return {
        "asOf": position.cut.isoformat(),
        "on": day(position, simulation.baseline.low.day),
        "mean": unit.told(lowest_mean(simulation)),
    }


def lowest_mean(simulation: CashSimulation) -> int:
    """Return the mean on the day of the low point, without levers, in base cents."""
    return int(simulation.baseline.mean[simulation.baseline.low.day - 1])


def covenant(position: Position, test: CovenantTest, unit: Denomination) -> dict[str, Any]:
    """Return a test as ``CovenantTest``; a liquidity covenant is told in units of money."""
    covenants, row = position.covenants, test.covenant
    tell = unit.told if covenants.measure[row] == "liquidity" else float
    p10, p50, p90 = (tell(value) if math.isfinite(value) else None for value in test.value)
    return {
        "id": covenants.ids[row],
        "name": covenants.names[row],
        "measure": covenants.measure[row],
        "on": day(position, test.day),
        "bound": covenants.bound[row],
        "limit": tell(covenants.limit[row]),
        "p10": p10,
        "p50": p50,
        "p90": p90,
        "headroom": _finite(test.headroom[1]),
        "breachChance": test.breach_chance,
    }


def parts(found: Iterable[Part], customer: Namer, unit: Denomination, start: int = 0) -> list[dict[str, Any]]:
    """Return shares as ``CashPart``: they lead from ``start`` on, step by step, so that they add up."""
    steps, reached = [], start
    for part in found:
        steps.append(
            {
                "id": part.name,
                "title": TITLES.get(part.name) or customer(part.name) or part.name,
                "amount": unit.between(reached, reached + part.amount),
                "parts": parts(part.parts, customer, unit, reached),
            }
        )
        reached += part.amount
    return steps


def inputs(position: Position) -> list[dict[str, Any]]:
    """Return what invoices to come may be told from as ``CashInput``."""
    return [
        {
            "id": each.id,
            "title": TITLES[each.id],
            "state": each.state,
            "why": each.why,
            "withIt": each.with_it,
            "without": each.without,
            "origins": each.origins,
            "notes": list(each.notes),
        }
        for each in position.inputs
    ]


def billed(answer: Answer, customer: Namer, unit: Denomination) -> list[dict[str, Any]]:
    """Return what is to be invoiced within the horizon, and what that rests on, as ``CashPart``."""
    simulation = answer.simulation
    found = explain_billed(simulation.position, simulation.settings.horizon, answer.change)
    return parts(found, customer, unit)


def causes(position: Position, customer: Namer, unit: Denomination) -> list[dict[str, Any]]:
    """Return what lately moved cash as ``CashCause``."""
    found = position.causes
    return [
        {
            "kind": kind,
            "id": subject,
            "title": (customer(subject) if kind == CAUSES[0] else None) or subject,
            "text": _slower(position, row) if kind == CAUSES[0] else _disturbance(position, row),
            "amount": unit.told(found.amount[row]),
            "from": day(position, int(found.first[row])),
            "to": day(position, int(found.last[row])),
        }
        for row, (kind, subject) in enumerate(zip(found.kind, found.subject, strict=True))
    ]


def _slower(position: Position, row: int) -> str:
    found = position.causes
    begin, later, terms = _spoken(position, int(found.first[row])), found.days[row], found.terms[row]
    return f"Expected to pay {later:.1f} days later than on {begin}; {terms:.1f} of them by longer terms."


def _disturbance(position: Position, row: int) -> str:
    found = position.causes
    first, last = (_spoken(position, int(each[row])) for each in (found.first, found.last))
    return (
        f"{found.failed[row]} payments failed from {first} to {last}, "
        f"where {found.usual[row]:.1f} were to be expected."
    )


def _spoken(position: Position, number: int) -> str:
    """Return a day as sentences say it."""
    on = position.cut + timedelta(days=number)
    return f"{on.day} {on:%b %Y}"


def runway(outcome: Outcome) -> dict[str, dict[str, Any]]:
    """Return how long cash lasts as ``CashRunway``."""
    fifths = {"worst": outcome.runway.worst, "middle": outcome.runway.middle, "best": outcome.runway.best}
    return {name: {"days": each.known, "beyond": each.beyond} for name, each in fifths.items()}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
