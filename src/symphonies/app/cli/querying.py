"""``symphonies query``: metrics on the command line."""

from __future__ import annotations

import csv
import json
import sys
from datetime import date, datetime
from typing import Annotated

import typer

from symphonies.app.cli.days import FIRST, day_option, period_between
from symphonies.app.cli.options import AsJson, Store, settings_of_store
from symphonies.app.cli.tables import text_table
from symphonies.app.filters import parse_filter
from symphonies.app.wiring import open_instance
from symphonies.kernel import Grain, Period
from symphonies.platform.semantics import (
    Catalog,
    ColumnKind,
    Comparison,
    Having,
    MetricQuery,
    MetricResult,
    Top,
)


def query(
    metrics: Annotated[list[str], typer.Argument(help="Metric ids; METRIC:VARIANT names a variant.")],
    by: Annotated[list[str] | None, typer.Option(help="Dimension path; may be given again.")] = None,
    grain: Annotated[Grain | None, typer.Option(help="Length of a period; none: one figure.")] = None,
    since: Annotated[datetime | None, day_option("--from", help="First day.")] = None,
    until: Annotated[datetime | None, day_option("--to", help="Last day.")] = None,
    where: Annotated[
        list[str] | None, typer.Option(help="Condition, such as 'entity.region = DACH'.")
    ] = None,
    compare: Annotated[list[Comparison] | None, typer.Option(help="What to set values against.")] = None,
    currency: Annotated[str, typer.Option(help="group, entity, transaction or an ISO code.")] = "group",
    calendar: Annotated[str | None, typer.Option(help="calendar, iso, fiscal or 445.")] = None,
    top: Annotated[int | None, typer.Option(min=1, help="Keep the largest groups, and the rest.")] = None,
    lowest: Annotated[bool, typer.Option(help="With --top: the smallest groups instead.")] = False,
    having: Annotated[
        list[str] | None, typer.Option(help="Condition on a figure, such as 'ar.open > 1000000'.")
    ] = None,
    share: Annotated[bool, typer.Option(help="Add each group's share of the total.")] = False,
    persona: Annotated[str | None, typer.Option("--as", help="Whose rights to use.")] = None,
    store: Store = None,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Print the plan and the SQL instead.")] = False,
) -> None:
    """Answer metrics by dimensions over time."""
    if lowest and top is None:
        raise typer.BadParameter("--lowest needs --top, the number of groups")
    if as_json and as_csv:
        raise typer.BadParameter("--json and --csv are two ways to print: choose one")
    names, variants = _with_variants(metrics)
    instance = open_instance(settings_of_store(store))
    asked = MetricQuery(
        metrics=names,
        by=tuple(by or ()),
        grain=grain,
        period=_period(since, until, instance.company.as_of),
        where=tuple(parse_filter(text) for text in where or ()),
        compare=tuple(compare or ()),
        currency=currency,
        calendar=calendar,
        variants=variants,
        top=Top(top, lowest=lowest) if top else None,
        having=tuple(_having(text) for text in having or ()),
        share=share,
    )
    try:
        scope = instance.scope(instance.principal(persona))
        if explain:
            print(instance.semantics.explain(asked, scope))
            return
        _print(instance.semantics.run(asked, scope), instance.catalog, as_json=as_json, as_csv=as_csv)
    finally:
        instance.close()


def _having(text: str) -> Having:
    read = parse_filter(text)
    try:
        return Having(read.dimension, read.op, float(read.values[0]))
    except (ValueError, IndexError) as error:
        raise typer.BadParameter(f"{text!r} is no condition on a figure: write 'metric > number'.") from error


def _with_variants(metrics: list[str]) -> tuple[tuple[str, ...], dict[str, str]]:
    pairs = [metric.partition(":") for metric in metrics]
    return tuple(name for name, _, _ in pairs), {name: variant for name, _, variant in pairs if variant}


def _period(since: datetime | None, until: datetime | None, as_of: date | None) -> Period | None:
    """Return the days asked for; open ends reach back to the first row and up to the as-of day."""
    if since is None and until is None:
        return None
    start = since.date() if since else FIRST
    return period_between(start, until.date() if until else as_of or start)


def _print(result: MetricResult, catalog: Catalog, *, as_json: bool, as_csv: bool) -> None:
    rows, columns = result.rows.to_pylist(), result.rows.column_names
    if as_json:
        facts = {
            "as_of": result.as_of,
            "currency": result.currency,
            "notes": list(result.notes),
            "rows": rows,
        }
        print(json.dumps(facts, indent=2, default=str))
    elif as_csv:
        writer = csv.writer(sys.stdout)
        writer.writerow(columns)
        writer.writerows(["" if row[name] is None else row[name] for name in columns] for row in rows)
    else:
        print(text_table(columns, [_for_people(row, result, catalog) for row in rows]))
        for note in result.notes:
            print(f"note: {note}")


def _for_people(row: dict[str, object], result: MetricResult, catalog: Catalog) -> dict[str, object]:
    """Return a row in which a figure that stands for more than itself says so."""
    ends = {
        column.name: catalog.metric(column.metric)
        for column in result.columns
        if column.metric and column.kind is ColumnKind.METRIC
    }
    more = {
        name: f"more than {metric.most:g}"
        for name, metric in ends.items()
        if metric.stands_for_more(row[name])
    }
    return row | more


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command()(query)
