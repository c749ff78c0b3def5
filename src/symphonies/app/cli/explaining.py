"""``symphonies explain``: why a figure changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer

from symphonies.app.asking import cascade_of
from symphonies.app.cli.days import day_option, period_between
from symphonies.app.cli.options import AsJson, Store, settings_of_store
from symphonies.app.cli.tables import text_table
from symphonies.app.filters import parse_filter
from symphonies.app.wiring import Instance, open_instance
from symphonies.kernel import Grain, Period
from symphonies.platform.semantics import calendar_of
from symphonies.platform.vizier import (
    ChangeQuestion,
    Explainer,
    Explanation,
    figure,
)

SHOWN_DIMENSIONS, SHOWN_GROUPS = 3, 5


def explain(
    metric: Annotated[str, typer.Argument(help="Metric id.")],
    since: Annotated[datetime | None, day_option("--from", help="First day; none: the last month.")] = None,
    until: Annotated[datetime | None, day_option("--to", help="Last day.")] = None,
    by: Annotated[list[str] | None, typer.Option(help="Dimension path; may be given again.")] = None,
    where: Annotated[
        list[str] | None, typer.Option(help="Condition, such as 'entity.region = DACH'.")
    ] = None,
    persona: Annotated[str | None, typer.Option("--as", help="Whose rights to use.")] = None,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """Explain why a figure differs from that of the period before: where, and by what upstream."""
    instance = open_instance(settings_of_store(store))
    try:
        question = ChangeQuestion(
            metric,
            _period(instance, since, until),
            by=tuple(by or ()),
            where=tuple(parse_filter(text) for text in where or ()),
        )
        scope = instance.scope(instance.principal(persona))
        found = Explainer(cascade_of(instance)).explain(question, instance.semantics, scope)
    finally:
        instance.close()
    if as_json:
        document = {**asdict(found), "change": found.change, "single_cause": found.single_cause}
        print(json.dumps(document, indent=2, default=str))
    else:
        print("\n".join(_lines(found)))


def _period(instance: Instance, since: datetime | None, until: datetime | None) -> Period:
    as_of = instance.company.as_of
    if since is None:
        if until is not None:
            raise typer.BadParameter("--to needs --from, the first day of the period")
        calendar = calendar_of(instance.company)
        month = calendar.period_of(as_of, Grain.MONTH)
        return month if month.last_day == as_of else calendar.shift(month, -1, Grain.MONTH)
    return period_between(since.date(), until.date() if until else as_of)


def _lines(found: Explanation) -> Iterator[str]:
    def told(value: float | None, *, change: bool = False) -> str | None:
        return None if value is None else figure(value, found.unit, found.currency, change=change)

    periods = [f"{each.start} to {each.last_day}" for each in (found.before_period, found.after_period)]
    yield f"{found.title}: {told(found.before)} ({periods[0]}), {told(found.after)} ({periods[1]})"
    yield f"change {told(found.change, change=True)}"
    for driver in found.drivers:
        amount = told(driver.amount, change=True)
        yield f"driven by {driver.label}: {amount}, {driver.share:.0%} of the change"
    yield from found.notes
    for breakdown in found.breakdowns[:SHOWN_DIMENSIONS]:
        yield f"\nby {breakdown.title} ({breakdown.method})"
        rows = [
            {
                "group": each.label,
                "before": told(each.before),
                "after": told(each.after),
                "contribution": told(each.amount, change=True),
            }
            for each in breakdown.contributions[:SHOWN_GROUPS]
        ]
        yield text_table(list(rows[0]), rows) if rows else "No groups."
    for cause in found.causes:
        interval = f"{told(cause.effect_low, change=True)} to {told(cause.effect_high, change=True)}"
        kind = "upstream" if cause.supports else "no proof"
        yield f"\n{kind}: {cause.title}: {told(cause.effect, change=True)} ({interval}). {cause.why}"


def register(cli: typer.Typer) -> None:
    """Add the command of this module."""
    cli.command()(explain)
