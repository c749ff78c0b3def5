"""What the engines of this symphony tell the products: pay days, expected losses, how long cash lasts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from symphonies.platform.learning import (
    Bench,
    HistoryTooShortError,
    Knowledge,
    ModelUnknownError,
    Version,
    begin,
    find_version,
    serve,
)
from symphonies.suite.cfo.pinnacle.books import Sales, read_group, read_sales
from symphonies.suite.cfo.pinnacle.cash import daily_widths
from symphonies.suite.cfo.pinnacle.cash.engine import ENGINE as CASH
from symphonies.suite.cfo.pinnacle.errors import PositionUnknownError
from symphonies.suite.cfo.pinnacle.estimates import (
    YEAR,
    Columns,
    RunwaySettings,
    tell_losses,
    tell_pay_days,
    tell_runway,
)
from symphonies.suite.cfo.pinnacle.filling import fill_position
from symphonies.suite.cfo.pinnacle.pay_days.engine import ENGINE as PAY_DAYS
from symphonies.suite.cfo.pinnacle.receipts import PayDayModel
from symphonies.suite.cfo.pinnacle.sources import Services

ENGINES = (PAY_DAYS.facts.id, CASH.facts.id)
"""Whose models stand behind the estimates."""
PAYMENTS, LOSSES, RUNWAY = (
    "invoicing.payment_estimate",
    "invoicing.loss_estimate",
    "corporate.runway_forecast",
)
MONTHS_BACK = 6
_NEEDED = ("billings to come", "bills to come")
"""Gaps with which nobody can say how long cash lasts."""


@dataclass(frozen=True)
class Estimated:
    """Rows of ``product.table``, told from the end of one day on."""

    table: str
    rows: Columns
    engine: str
    version: int
    as_of: date
    seed: int


def estimate(services: Services) -> Iterator[Estimated]:
    """Tell pay days, losses and runway of the as-of day, then losses and runway of month ends before it.

    Those of half a year are told, each once, from what was known then; with too short a history nothing is.
    """
    as_of = services.company.as_of
    assert as_of is not None, "an open store has an as-of day"
    bench = Bench(PAY_DAYS, services.tables, services.registry, services.clock)
    try:
        version = begin(bench, as_of)
    except HistoryTooShortError:
        return
    model = PAY_DAYS.restore(services.registry.files(version))
    yield from _of_day(services, as_of, model, version)
    for day in month_ends(services, as_of):
        try:
            then = PAY_DAYS.learn(Knowledge(services.tables, day), version.seed)
        except HistoryTooShortError:
            return
        yield from (one for one in _of_day(services, day, then, version) if one.table != PAYMENTS)


def _of_day(services: Services, day: date, model: PayDayModel, version: Version) -> Iterator[Estimated]:
    past, company = Knowledge(services.tables, day), services.company
    sales: Sales = read_sales(past, read_group(past, company.currency))
    payments, open_rows, told = tell_pay_days(sales, model, day)
    losses = tell_losses(sales, open_rows, told.never, day)
    for table, rows in ((PAYMENTS, payments), (LOSSES, losses)):
        if rows["invoice_id"]:
            yield Estimated(table, rows, ENGINES[0], version.number, day, version.seed)
    try:
        position = fill_position(past, company.name, company.currency, model, days=YEAR)
    except PositionUnknownError:
        return
    if any(gap.what in _NEEDED for gap in position.gaps):
        return
    settings, told_by = RunwaySettings(), version
    if (served := serve(services.registry, CASH)) is not None:
        position = replace(position, widths=daily_widths(served.model.widths))
        told_by = served.version
    rows = tell_runway(position, settings)
    yield Estimated(RUNWAY, rows, told_by.engine, told_by.number, day, settings.seed)


def month_ends(services: Services, as_of: date) -> Iterator[date]:
    """Return the month ends of half a year before a day for which nothing is told yet, the last one first."""
    told = set(services.tables.read(RUNWAY, ["estimated_on"])["estimated_on"].dt.date)
    day = as_of
    for _ in range(MONTHS_BACK):
        day = day.replace(day=1) - timedelta(days=1)
        if day not in told:
            yield day


def models_behind(services: Services) -> str:
    """Return which versions the estimates would stand on; another text as soon as others are served."""
    found = []
    for name in ENGINES:
        try:
            found.append(f"{name} {find_version(services.registry, name).number}")
        except ModelUnknownError:
            continue
    return ", ".join(found)
