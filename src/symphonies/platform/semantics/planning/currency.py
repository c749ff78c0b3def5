"""Amounts in one currency: flows at the average rate of their month, stocks at the closing rate."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlglot import exp

from symphonies.kernel import Grain
from symphonies.platform.semantics.company import Company
from symphonies.platform.semantics.errors import QueryInvalidError
from symphonies.platform.semantics.planning import sql
from symphonies.platform.semantics.planning.context import Context
from symphonies.platform.semantics.planning.ranges import DayRow, day_table

ENTITY = "entity"
TRANSACTION = "transaction"


def target_of(currency: str, company: Company) -> str | None:
    """Return the ISO code to convert to; None for ``entity`` and ``transaction``.

    Raises:
        QueryInvalidError: When it is neither one of the words nor a code.
    """
    if currency == "group":
        return company.currency
    if currency in (ENTITY, TRANSACTION):
        return None
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise QueryInvalidError(
            f"{currency!r} is no currency.",
            hint="Use group, entity, transaction or an ISO 4217 code such as EUR.",
        )
    return currency


def factor(
    context: Context, source: exp.Expression, target: exp.Expression, rates: str | None
) -> exp.Expression:
    """Return what an amount is multiplied by: 1 in its own currency, NaN where no rate is known."""
    unknown = context.dialect.nan()
    known = exp.Coalesce(this=sql.column("factor", rates), expressions=[unknown]) if rates else unknown
    return sql.when(sql.equal(source, target), sql.number(1), known)


def average_rates(context: Context) -> str | None:
    """Return the step (source, target, ym, factor) of monthly average rates; None without a rate table."""
    if context.catalog.graph.fx_rate is None:
        return None
    name = "fx_average"
    if name not in context.steps:
        context.steps[name] = _pairs(context, _monthly(context), ["ym"])
        context.says.append(f"{name}: average rate of each month between currencies")
    return name


def closing_rates(context: Context, rows: Sequence[DayRow]) -> str | None:
    """Return a step (source, target, r, p, factor) with the last rate on or before each day."""
    if context.catalog.graph.fx_rate is None:
        return None
    return context.step(
        "fx_closing",
        _pairs(context, _latest(context, rows), ["r", "p"]),
        "closing rate of each period's last day between currencies",
    )


def rate_join(
    rates: str, alias: str, source: exp.Expression, target: exp.Expression, keys: dict[str, exp.Expression]
) -> exp.Join:
    """Return the join of a table of rates under an alias."""
    matched = {"source": source, "target": target, **keys}
    on = sql.both([sql.equal(sql.column(name, alias), value) for name, value in matched.items()])
    return sql.join(sql.cte(rates, alias), on)


def month_of(context: Context, day: exp.Expression) -> exp.Expression:
    """Return the number of a day's month, as rates are kept by."""
    return context.dialect.number(day, Grain.MONTH)


def _monthly(context: Context) -> str:
    month = month_of(context, sql.column("rate_on", "x"))
    columns = [
        sql.named(sql.column("currency", "x"), "currency"),
        sql.named(sql.column("base", "x"), "base"),
        sql.named(month, "ym"),
    ]
    rate = sql.named(sql.double(sql.call(exp.Avg, sql.column("average_rate", "x"))), "rate")
    return context.step("fx_month", sql.select([*columns, rate], _table(context), group=3), "rates by month")


def _latest(context: Context, rows: Sequence[DayRow]) -> str:
    """Return the step with the last rate of each currency on or before each day."""
    keys = [sql.column("r", "n"), sql.column("p", "n"), sql.column("currency", "x"), sql.column("base", "x")]
    newest = sql.select(
        [
            *(sql.named(key, key.name) for key in keys),
            sql.named(sql.call(exp.Max, sql.column("rate_on", "x")), "rate_on"),
        ],
        _table(context),
        joins=[sql.join(day_table(context, rows, "n"), None)],
        where=[exp.LTE(this=sql.column("rate_on", "x"), expression=sql.column("day", "n"))],
        group=4,
    )
    same = [
        sql.equal(sql.column(name, "d"), sql.column(name, "x")) for name in ("currency", "base", "rate_on")
    ]
    kept = [sql.named(sql.column(name, "d"), name) for name in ("r", "p", "currency", "base")]
    rate = sql.named(sql.double(sql.column("closing_rate", "x")), "rate")
    joins = [sql.join(_table(context), sql.both(same), "INNER")]
    return context.step(
        "fx_day", sql.select([*kept, rate], sql.subquery(newest, "d"), joins=joins), "latest rates"
    )


def _pairs(context: Context, rates: str, keys: list[str]) -> exp.Query:
    """Return factors between all currencies that have a rate to the same base."""
    names = ["currency", "base", *keys, "rate"]
    own = sql.select(
        [sql.column(name, "x") for name in names],
        sql.cte(rates, "x"),
        where=[exp.NEQ(this=sql.column("currency", "x"), expression=sql.column("base", "x"))],
    )
    base = sql.select(
        [
            sql.named(sql.column("base", "x"), "currency"),
            sql.column("base", "x"),
            *(sql.column(key, "x") for key in keys),
            sql.named(sql.double(sql.number(1)), "rate"),
        ],
        sql.cte(rates, "x"),
        distinct=True,
    )
    every = context.step("fx_all", sql.union_all([own, base]), "rates with the base itself")
    on = sql.both([sql.equal(sql.column(name, "s"), sql.column(name, "t")) for name in ("base", *keys)])
    where = []
    if context.target_currency is not None:
        where = [sql.equal(sql.column("currency", "t"), sql.text(context.target_currency))]
    ratio = exp.Div(this=sql.column("rate", "s"), expression=sql.column("rate", "t"))
    columns = [
        sql.named(sql.column("currency", "s"), "source"),
        sql.named(sql.column("currency", "t"), "target"),
        *(sql.column(key, "s") for key in keys),
        sql.named(sql.call(exp.Max, ratio), "factor"),
    ]
    return sql.select(
        columns,
        sql.cte(every, "s"),
        joins=[sql.join(sql.cte(every, "t"), on, "INNER")],
        where=where,
        group=2 + len(keys),
    )


def _table(context: Context) -> exp.Expression:
    name = context.catalog.graph.fx_rate
    assert name is not None
    return sql.table(name, "x")
