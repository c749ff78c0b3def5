"""Budget, forecast, targets and the treasury's cash forecasts."""

from __future__ import annotations

import numpy as np

from symphonies.platform.samples import (
    Floats,
    Frame,
    Rows,
    Tables,
    World,
    labels,
    money,
    numbered,
    rows,
    taken,
    texts,
)

_LINES = ("Terminals", "Payment services", "Software", "Advisory")
_MONTHS_AHEAD = 2
_FIRST_BUDGET_MONTH = 3
_TARGETS = {"ar.dso": 45.0, "ar.dpo": 42.0, "corp.ccc": 32.0, "ar.overdue": 0.12, "pay.success": 0.985}
FLOWS = ("receipts", "suppliers", "payroll", "other")
"""The kinds of cash flow that the treasury forecasts."""
_FLOW_OF = {"customer_receipt": 0, "supplier_payment": 1, "payroll": 2}
_NOT_FORECAST = ("opening", "transfer", "debt", "dividend")
_HORIZON_WEEKS = 13
_SNAPSHOTS = 26


def plan(world: World) -> Tables:
    """Write the plan lines, planned cash figures, targets and cash forecasts."""
    return {
        "plan_line": _plan_lines(world),
        "plan_figure": _plan_figures(world),
        "kpi_target": _targets(world),
        "cash_forecast": _cash_forecasts(world),
    }


def _last_month(world: World) -> int:
    """Return how many months are planned: to the end of the as-of day's year at least."""
    count = len(world.calendar.months)
    return count + max(12 - int(world.calendar.month_of_year[-1]), 0)


def _cells(world: World) -> tuple[Frame, Floats]:
    """Return the cells of the income statement, and their income by month in cents, cost negative."""
    ledger = world.the("ledger")
    pnl = ledger["account"] >= 4000
    names = ("entity", "account", "centre", "line", "currency")
    stacked = np.stack([ledger[name][pnl] for name in names])
    cells, place = np.unique(stacked, axis=1, return_inverse=True)
    income = np.zeros((cells.shape[1], len(world.calendar.months)))
    np.add.at(income, (place.ravel(), world.calendar.month_index(ledger["day"][pnl])), -ledger["cents"][pnl])
    return dict(zip(names, cells, strict=True)), income


def _plan_lines(world: World) -> Rows:
    rng = world.rng("corporate.budget")
    cells, income = _cells(world)
    months = _last_month(world)
    revenue = (cells["account"] < 5000)[:, None]
    growth = np.exp(world.the("entities")["growth"])[cells["entity"]][:, None] + np.where(
        revenue, 0.018, 0.004
    )
    budget = np.zeros((len(income), months))
    budget[:, :12] = income[:, :12] * np.where(revenue, 1.02, 1.0)
    budget[:, 12:] = income[:, : months - 12] * growth
    budget *= 1 + 0.015 * rng.standard_normal(budget.shape)
    year = slice(len(world.calendar.months) - int(world.calendar.month_of_year[-1]), None)
    forecast = np.where(np.arange(months) >= income.shape[1], budget * 0.985, 0.0)
    forecast[:, : income.shape[1]] = 0.85 * income + 0.15 * budget[:, : income.shape[1]]
    parts = []
    for version, figures, first in ((0, budget, _FIRST_BUDGET_MONTH), (1, forecast, year.start)):
        cell, month = np.nonzero(np.abs(figures[:, first:]) >= 1)
        parts.append((np.full(len(cell), version), cell, month + first, figures[cell, month + first]))
    version, cell, month, cents = (np.concatenate(column) for column in zip(*parts, strict=True))
    return rows(
        plan_line_id=numbered("PL-", np.arange(1, len(cell) + 1)),
        version=labels(("budget", "forecast"), version),
        month_on=(world.calendar.months[0] + month).astype("M8[D]"),
        entity_id=taken(texts(world.the("entities")["id"]), cells["entity"][cell]),
        account_id=cells["account"][cell].astype(str),
        cost_centre_id=taken(texts(world.the("cost_centres")["id"]), cells["centre"][cell]),
        product_line=labels(_LINES, cells["line"][cell]),
        amount=money(np.rint(cents).astype(np.int64)),
        currency=taken(texts(world.the("fx")["code"]), cells["currency"][cell]),
    )


def _plan_figures(world: World) -> Rows:
    """Plan cash near its three-month mean, and the flows of the year before a little better."""
    rng = world.rng("corporate.cash_plan")
    cash, free, capex = _cash_history(world)
    months = _last_month(world)
    smooth = (np.roll(cash, 1, axis=1) + cash + np.roll(cash, -1, axis=1)) / 3
    smooth[:, [0, -1]] = cash[:, [0, -1]]
    ahead = np.repeat(smooth[:, -1:], months - cash.shape[1], axis=1)
    planned = {
        "cash": np.concatenate([smooth, ahead], axis=1) * 1.03,
        "free_cash_flow": np.concatenate([free[:, :12], free[:, : months - 12]], axis=1) * 1.05,
        "capex": np.concatenate([capex[:, :12], capex[:, : months - 12]], axis=1) * 1.03,
    }
    entities, codes = world.the("entities"), world.the("fx")["code"]
    shape = (len(planned), len(entities["id"]), months - _FIRST_BUDGET_MONTH)
    item, entity, month = (axis.ravel() for axis in np.indices(shape))
    figures = np.stack([figure[:, _FIRST_BUDGET_MONTH:] for figure in planned.values()])
    cents = np.rint(figures * (1 + 0.02 * rng.standard_normal(shape))).astype(np.int64).ravel()
    first = world.calendar.months[0] + _FIRST_BUDGET_MONTH
    return rows(
        version=["budget"] * len(cents),
        item=labels(tuple(planned), item),
        entity_id=entities["id"][entity],
        month_end=(first + month + 1).astype("M8[D]") - 1,
        amount=money(cents),
        currency=codes[entities["currency"][entity]],
    )


def _cash_history(world: World) -> tuple[Floats, Floats, Floats]:
    """Return cash, free cash flow and capital expenditure by company and month, in cents of its currency."""
    statement, banks, entities = world.the("statement"), world.the("bank_accounts"), world.the("entities")
    calendar, spot = world.calendar, world.the("fx")["spot"]
    account = statement["account"]
    entity = banks["entity"][account]
    day = (statement["day"] - calendar.start).astype(np.int64)
    local = (
        statement["cents"] * spot[banks["currency"][account], day] / spot[entities["currency"][entity], day]
    )
    month = calendar.month_index(statement["day"])
    shape = (len(entities["id"]), len(calendar.months))
    category = np.asarray(statement["category"])
    totals = []
    for mask in (
        ~banks["restricted"][account],
        ~np.isin(category, _NOT_FORECAST),
        category == "capex",
    ):
        total = np.zeros(shape)
        np.add.at(total, (entity[mask], month[mask]), local[mask])
        totals.append(total)
    return np.cumsum(totals[0], axis=1), totals[1], -totals[2]


def _targets(world: World) -> Rows:
    entities = world.the("entities")["id"]
    months = _last_month(world)
    metric, entity, month = (axis.ravel() for axis in np.indices((len(_TARGETS), len(entities), months)))
    return rows(
        metric=labels(tuple(_TARGETS), metric),
        entity_id=entities[entity],
        month_on=(world.calendar.months[0] + month).astype("M8[D]"),
        value=np.array(list(_TARGETS.values()))[metric],
    )


def _cash_forecasts(world: World) -> Rows:
    """Forecast each company's weekly flows every second week; the further ahead, the less sure."""
    rng = world.rng("corporate.forecasts")
    monday = world.calendar.as_of - int((world.calendar.as_of.astype(np.int64) + 3) % 7)
    actual, first_week = _weekly_flows(world)
    known = int((monday - first_week).astype(np.int64) // 7)
    made, ahead, entity, flow = (
        axis.ravel() for axis in np.indices((_SNAPSHOTS, _HORIZON_WEEKS, actual.shape[0], len(FLOWS)))
    )
    week = known - 2 * (_SNAPSHOTS - 1 - made) + ahead
    typical = np.abs(actual[:, :, known - 52 : known]).mean(axis=2)
    same_week_last_year = actual[entity, flow, np.minimum(week, week - 52 * (week >= known))]
    deviation = typical[entity, flow] * (0.07 + 0.022 * (ahead + 1))
    figure = same_week_last_year + deviation * rng.standard_normal(len(week)) * 0.98 + 0.02 * deviation
    entities = world.the("entities")
    low, high = (np.rint(figure + side * 1.2816 * deviation).astype(np.int64) for side in (-1, 1))
    return rows(
        forecast_id=numbered("CF-", np.arange(1, len(week) + 1), 6),
        made_on=first_week + 7 * (week - ahead) - 3,
        week_on=first_week + 7 * week,
        horizon_weeks=ahead + 1,
        entity_id=entities["id"][entity],
        category=labels(FLOWS, flow),
        amount=money(np.rint(figure).astype(np.int64)),
        low=money(low),
        high=money(high),
        currency=world.the("fx")["code"][entities["currency"][entity]],
    )


def _weekly_flows(world: World) -> tuple[Floats, np.datetime64]:
    """Return company x kind of flow x week in cents, in the company's currency, and the first Monday."""
    statement, banks, entities = world.the("statement"), world.the("bank_accounts"), world.the("entities")
    account = statement["account"]
    entity = banks["entity"][account]
    category = np.asarray(statement["category"])
    ours = (banks["currency"][account] == entities["currency"][entity]) & ~np.isin(category, _NOT_FORECAST)
    first = world.calendar.start - int((world.calendar.start.astype(np.int64) + 3) % 7)
    week = (statement["day"] - first).astype(np.int64) // 7
    names, place = np.unique(category, return_inverse=True)
    flow = np.array([_FLOW_OF.get(str(name), 3) for name in names])[place]
    total = np.zeros((len(entities["id"]), len(FLOWS), int(week.max()) + 1))
    np.add.at(total, (entity[ours], flow[ours], week[ours]), statement["cents"][ours])
    return total, first
