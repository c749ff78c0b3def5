"""An independent, slow evaluator of the shop's metrics: plain loops over rows, no SQL, no planner.

Every metric is written here a second time, as a function of the rows a principal may see, the
first day of a range and the day after its last.
"""

from __future__ import annotations

import statistics
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from symphonies.kernel import Grain
from symphonies.platform.semantics import Comparison, Filter, MetricQuery, Op
from tests.unit.semantics.shop import AS_OF, Row, Rows

Value = float | None
CUT = AS_OF + timedelta(days=1)


def month_start(day: date) -> date:
    return day.replace(day=1)


def add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def starts(first: date, end: date, grain: Grain) -> Iterator[tuple[date, date]]:
    day = {
        Grain.DAY: lambda d: d,
        Grain.WEEK: lambda d: d - timedelta(days=d.weekday()),
        Grain.MONTH: month_start,
        Grain.QUARTER: lambda d: date(d.year, (d.month - 1) // 3 * 3 + 1, 1),
        Grain.YEAR: lambda d: date(d.year, 1, 1),
    }[grain](first)
    steps = {Grain.DAY: 1, Grain.WEEK: 7}
    months = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}
    while day < end:
        following = day + timedelta(days=steps[grain]) if grain in steps else add_months(day, months[grain])
        yield day, following
        day = following


@dataclass(frozen=True)
class Slot:
    """A period: its whole grain and the part asked for."""

    whole: tuple[date, date]
    low: date
    high: date

    def cut(self) -> Slot:
        """The part up to the as-of day, when that lies inside."""
        return Slot(self.whole, self.low, CUT) if self.low < CUT < self.high else self


def shifted(slot: Slot, months: int, weeks: int = 0) -> Slot:
    """The same place in a period some months or weeks before."""
    slot = slot.cut()
    start, end = slot.whole
    if weeks:
        moved = (start - timedelta(weeks=weeks), end - timedelta(weeks=weeks))
    elif start.day == 1 and end.day == 1:
        moved = (add_months(start, -months), add_months(end, -months))
    else:
        moved = (add_months(start, -months), add_months(end - timedelta(days=1), -months) + timedelta(days=1))
    if slot.high == end:
        return Slot(
            moved, moved[0] if slot.low == start else max(moved[0], moved[1] - (end - slot.low)), moved[1]
        )
    return Slot(
        moved, min(moved[0] + (slot.low - start), moved[1]), min(moved[1], moved[0] + (slot.high - start))
    )


class Oracle:
    """Answers metric queries over rows in memory."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.customers = {row["customer_id"]: row for row in rows["customer"]}
        self.countries = {row["country_id"]: row for row in rows["country"]}
        self.entities = {row["entity_id"]: row for row in rows["legal_entity"]}

    def answer(self, query: MetricQuery) -> dict[tuple, dict[str, Value]]:
        """Every figure by (period start or None, *group)."""
        assert query.period is not None
        if query.grain is None:
            slots = [Slot((query.period.start, query.period.end), query.period.start, query.period.end)]
        else:
            slots = [
                Slot((a, b), max(a, query.period.start), min(b, query.period.end))
                for a, b in starts(query.period.start, query.period.end, query.grain)
            ]
        found: dict[tuple, dict[str, Value]] = {}
        for slot in slots:
            for group in self._groups(query, slot):
                view = View(self, query, group, slot)
                key = (slot.whole[0] if query.grain else None, *group)
                found[key] = view.figures()
        return found

    def path(self, row: Row, path: str, as_of: date | None) -> object:
        """A dimension's value for a row."""
        customer = self.customers.get(row.get("customer_id"), {})
        if path == "ageing":
            late = (as_of - row["due_on"]).days if as_of else 0
            return "current" if late <= 0 else "1-30" if late <= 30 else "30+"
        match path:
            case "size":
                return "large" if row["quantity"] >= 5 else "small"
            case "entity":
                return row["entity_id"]
            case "entity.region":
                return self.entities.get(row["entity_id"], {}).get("region")
            case "customer":
                return row["customer_id"]
            case "customer.segment":
                return customer.get("segment")
            case "customer.since":
                return customer.get("since")
            case "customer.country.continent":
                return self.countries.get(customer.get("country_id"), {}).get("continent")
            case _:
                return row[path]

    def keeps(self, row: Row, condition: Filter, as_of: date | None) -> bool:
        """Whether a row passes a filter."""
        value = self.path(row, condition.dimension, as_of)
        if condition.op is Op.IS_NULL:
            return value is None
        if condition.op is Op.NOT_NULL:
            return value is not None
        wanted = [_read(text, value) for text in condition.values]
        match condition.op:
            case Op.IN:
                return value in wanted
            case Op.NOT_IN | Op.NE:
                return value not in wanted
            case Op.EQ:
                return value == wanted[0]
            case Op.CONTAINS:
                return value is not None and str(wanted[0]).lower() in str(value).lower()
        if value is None:
            return False
        return {
            Op.LT: value < wanted[0],
            Op.LE: value <= wanted[0],
            Op.GT: value > wanted[0],
            Op.GE: value >= wanted[0],
        }[condition.op]

    def _groups(self, query: MetricQuery, slot: Slot) -> list[tuple]:
        if not query.by:
            return [()]
        found = set()
        for table in ("sale", "ticket", "claim", "balance", "plan"):
            for row in self.rows[table]:
                for as_of in (
                    {slot.high - timedelta(days=1), AS_OF, *self._days(slot)} if table == "claim" else {None}
                ):
                    try:
                        found.add(tuple(self.path(row, path, as_of) for path in query.by))
                    except KeyError:
                        break
        return sorted(found, key=repr)

    def _days(self, slot: Slot) -> set[date]:
        return {shifted(slot, 12).high - timedelta(days=1)}


def _read(text: str, like: object) -> object:
    if isinstance(like, bool):
        return text == "true"
    if isinstance(like, date):
        return date.fromisoformat(text)
    return int(text) if isinstance(like, int) else text


class UnratedError(Exception):
    """A rate is missing, so the figure is unknown."""


def _known(value: Callable[[], Value]) -> Value:
    try:
        return value()
    except UnratedError:
        return None


class View:
    """The figures of one group in one slot."""

    def __init__(self, oracle: Oracle, query: MetricQuery, group: tuple, slot: Slot) -> None:
        self.oracle = oracle
        self.query = query
        self.group = group
        self.slot = slot
        self.target = {"group": "EUR"}.get(query.currency, query.currency)

    def figures(self) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for name in self.query.metrics:
            metric = METRICS[
                name if name not in self.query.variants else f"{name}@{self.query.variants[name]}"
            ]
            found[name] = _known(lambda m=metric: m(self, self.slot))
            for comparison in self.query.compare:
                found[f"{name}__{comparison}"] = _known(
                    lambda n=name, m=metric, c=comparison: self._compared(n, m, c)
                )
        return found

    def _compared(self, name: str, metric: Metric, comparison: Comparison) -> Value:
        grain = self.query.grain
        if comparison is Comparison.TARGET:
            whole = self.slot if grain is None else Slot(self.slot.whole, *self.slot.whole)
            plan_known = all(
                path in ("entity", "entity.region", "currency")
                for path in (*self.query.by, *(each.dimension for each in self.query.where))
            )
            return METRICS["shop.sales_plan"](self, whole) if name == "shop.sales" and plan_known else None
        if comparison is Comparison.PREVIOUS_YEAR:
            return metric(self, shifted(self.slot, 12, 52 if grain is Grain.WEEK else 0))
        if grain is Grain.WEEK:
            return metric(self, shifted(self.slot, 0, 1))
        if grain is Grain.DAY:
            day = timedelta(days=1)
            return metric(
                self, Slot((self.slot.low - day, self.slot.low), self.slot.low - day, self.slot.low)
            )
        if grain is not None:
            return metric(self, shifted(self.slot, {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}[grain]))
        start, end = self.slot.whole
        if start.day == 1 and end.day == 1:
            return metric(self, shifted(self.slot, (end.year - start.year) * 12 + end.month - start.month))
        slot, length = self.slot.cut(), end - start
        moved = Slot(
            (start - length, start), start - length, min(start, start - length + (slot.high - start))
        )
        return metric(self, moved)

    def rows(self, table: str, low: date | None, high: date, time: str) -> list[Row]:
        return [
            row
            for row in self.oracle.rows[table]
            if (low is None or row[time] >= low) and row[time] < high and self._mine(row, None)
        ]

    def valid(self, day: date | None) -> list[Row]:
        return [
            row
            for row in self.oracle.rows["claim"]
            if day is not None
            and row["valid_from"] <= day
            and (row["valid_to"] is None or row["valid_to"] > day)
            and self._mine(row, day)
        ]

    def snapshot(self, slot: Slot) -> list[Row]:
        days = [row["day"] for row in self.oracle.rows["balance"] if slot.low <= row["day"] < slot.high]
        return [
            row
            for row in self.oracle.rows["balance"]
            if days and row["day"] == max(days) and self._mine(row, None)
        ]

    def _mine(self, row: Row, as_of: date | None) -> bool:
        try:
            same = tuple(self.oracle.path(row, path, as_of) for path in self.query.by) == self.group
        except KeyError:
            return False
        return same and all(self.oracle.keeps(row, each, as_of) for each in self.query.where)

    def rate(self, currency: str, kind: str, day: date) -> float:
        """Units of the target for one unit, on a day (closing) or in its month (average)."""
        if self.target in (currency, "transaction"):
            return 1.0
        return self._in_base(currency, kind, day) / self._in_base(self.target, kind, day)

    def _in_base(self, currency: str, kind: str, day: date) -> float:
        if currency == "EUR":
            return 1.0
        rates = [row for row in self.oracle.rows["fx_rate"] if row["currency"] == currency]
        if kind == "average":
            found = [row["average_rate"] for row in rates if month_start(row["rate_on"]) == month_start(day)]
        else:
            before = sorted((row["rate_on"], row["closing_rate"]) for row in rates if row["rate_on"] <= day)
            found = [before[-1][1]] if before else []
        if not found:
            raise UnratedError(currency)
        return found[0]

    def flow(
        self,
        table: str,
        column: str,
        time: str,
        low: date | None,
        high: date,
        keep: Callable[[Row], bool] = lambda row: True,
    ) -> Value:
        rows = [row for row in self.rows(table, low, high, time) if keep(row)]
        if not rows:
            return None
        if "currency" not in rows[0] or column == "quantity":
            return float(sum(row[column] for row in rows))
        return sum(float(row[column]) * self.rate(row["currency"], "average", row[time]) for row in rows)


Metric = Callable[[View, Slot], Value]


def _sale(row: Row) -> bool:
    return row["kind"] == "sale"


def _sales(view: View, low: date, high: date) -> Value:
    return view.flow("sale", "amount", "sold_on", low, high, _sale)


def _count(view: View, slot: Slot) -> Value:
    return float(len([row for row in view.rows("sale", slot.low, slot.high, "sold_on") if _sale(row)]))


def _tickets(view: View, slot: Slot) -> Value:
    return float(len(view.rows("ticket", slot.low, slot.high, "opened_on")))


def _buyers(view: View, low: date, high: date) -> Value:
    return float(len({row["customer_id"] for row in view.rows("sale", low, high, "sold_on")} - {None}))


def _basket(view: View, slot: Slot) -> Value:
    rows = [row for row in view.rows("sale", slot.low, slot.high, "sold_on") if _sale(row)]
    values = [float(row["amount"]) * view.rate(row["currency"], "average", row["sold_on"]) for row in rows]
    return statistics.fmean(values) if values else None


def _quantile(level: float) -> Metric:
    def solved(view: View, slot: Slot) -> Value:
        values = sorted(row["days_open"] for row in view.rows("ticket", slot.low, slot.high, "opened_on"))
        if not values:
            return None
        place = level * (len(values) - 1)
        low = int(place)
        high = min(low + 1, len(values) - 1)
        return values[low] + (values[high] - values[low]) * (place - low)

    return solved


def _day(slot: Slot) -> date | None:
    if slot.low >= slot.high:
        return None
    return AS_OF if slot.low <= AS_OF < slot.high else slot.high - timedelta(days=1)


def _stocked(column: str) -> Metric:
    def stock(view: View, slot: Slot) -> Value:
        day = _day(slot)
        if day is None:
            return None
        rows = view.rows("sale", None, day + timedelta(days=1), "sold_on")
        if not rows:
            return None
        if column == "quantity":
            return float(sum(row["quantity"] for row in rows))
        return sum(float(row["amount"]) * view.rate(row["currency"], "closing", day) for row in rows)

    return stock


def _cash(view: View, slot: Slot) -> Value:
    rows = view.snapshot(slot)
    return (
        sum(float(row["amount"]) * view.rate(row["currency"], "closing", _day(slot)) for row in rows)
        if rows
        else None
    )


def _claims(keep: Callable[[Row, date], bool] = lambda row, day: True) -> Metric:
    def stock(view: View, slot: Slot) -> Value:
        day = _day(slot)
        rows = [row for row in view.valid(day) if keep(row, day)]
        return (
            sum(float(row["amount"]) * view.rate(row["currency"], "closing", day) for row in rows)
            if rows
            else None
        )

    return stock


def _late(row: Row, day: date) -> bool:
    return row["due_on"] < day


def _ratio(top: Value, bottom: Value) -> Value:
    return None if not bottom else (top or 0.0) / bottom


def _elapsed(low: date, high: date) -> int:
    """Days of a range, up to the as-of day when it lies inside."""
    return ((CUT if low < CUT < high else high) - low).days


def _trailing(view: View, slot: Slot, months: int) -> tuple[Value, float]:
    end = slot.cut().high
    low = add_months(end, -months)
    return _sales(view, low, end), float(_elapsed(low, end))


def _dso(view: View, slot: Slot) -> Value:
    slot = slot.cut()
    sales, days = _trailing(view, slot, 3)
    found = _ratio(_claims()(view, slot), sales)
    return None if found is None else found * days


def _count_back(view: View, slot: Slot) -> Value:
    slot = slot.cut()
    claims = _claims()(view, slot)
    flows = []
    for back in range(6):
        low, high = add_months(slot.high, -back - 1), add_months(slot.high, -back)
        flows.append((_sales(view, low, high), _elapsed(low, high)))
    if claims is None and all(value is None for value, _ in flows):
        return None
    left, days = claims or 0.0, 0.0
    for value, length in flows:
        if left <= 0:
            break
        sold = max(value or 0.0, 0.0)
        if left >= sold:
            days += length
        else:
            days += left / sold * length
            break
        left -= sold
    return days


def _late_share(view: View, slot: Slot) -> Value:
    return _ratio(_claims(_late)(view, slot), _claims()(view, slot))


def _growth(view: View, slot: Slot) -> Value:
    weeks = 52 if view.query.grain is Grain.WEEK else 0
    before = shifted(slot, 12, weeks)
    found = _ratio(_sales(view, slot.low, slot.high), _sales(view, before.low, before.high))
    return None if found is None else found - 1


def _net(view: View, slot: Slot) -> Value:
    sales = _sales(view, slot.low, slot.high)
    refunds = view.flow("sale", "amount", "sold_on", slot.low, slot.high, lambda row: not _sale(row))
    return None if sales is None and refunds is None else (sales or 0.0) - (refunds or 0.0)


def _units(view: View, slot: Slot) -> Value:
    return view.flow("sale", "quantity", "sold_on", slot.low, slot.high, _sale)


def _to_date(months: Callable[[date], date]) -> Metric:
    def sales(view: View, slot: Slot) -> Value:
        end = slot.cut().high
        return _sales(view, months(end - timedelta(days=1)), end)

    return sales


def _daily(view: View, slot: Slot) -> Value:
    sales = _sales(view, slot.low, slot.high)
    return None if sales is None else sales / _elapsed(slot.low, slot.high)


METRICS: dict[str, Metric] = {
    "shop.sales": lambda view, slot: _sales(view, slot.low, slot.high),
    "shop.refunds": lambda view, slot: view.flow(
        "sale", "amount", "sold_on", slot.low, slot.high, lambda row: not _sale(row)
    ),
    "shop.net": _net,
    "shop.units": _units,
    "shop.orders": _count,
    "shop.buyers": lambda view, slot: _buyers(view, slot.low, slot.high),
    "shop.buyers_3m": lambda view, slot: _buyers(view, add_months(slot.cut().high, -3), slot.cut().high),
    "shop.basket": _basket,
    "shop.solved": _quantile(0.5),
    "shop.solved@p90": _quantile(0.9),
    "shop.tickets": _tickets,
    "shop.complaint_rate": lambda view, slot: _ratio(_tickets(view, slot), _count(view, slot)),
    "shop.price": lambda view, slot: _ratio(_sales(view, slot.low, slot.high), _units(view, slot)),
    "shop.book": _stocked("amount"),
    "shop.stocked": _stocked("quantity"),
    "shop.cash": _cash,
    "shop.claims": _claims(),
    "shop.open_claims": lambda view, slot: float(len(view.valid(_day(slot)))),
    "shop.late": _claims(_late),
    "shop.late_share": _late_share,
    "shop.dso": _dso,
    "shop.dso@count_back": _count_back,
    "shop.ltm": lambda view, slot: _trailing(view, slot, 12)[0],
    "shop.mtd": _to_date(month_start),
    "shop.ytd": _to_date(lambda day: date(day.year, 1, 1)),
    "shop.growth": _growth,
    "shop.sales_plan": lambda view, slot: view.flow("plan", "amount", "month_on", slot.low, slot.high),
    "shop.daily": _daily,
}
COUNTS = frozenset({"shop.orders", "shop.buyers", "shop.buyers_3m", "shop.tickets", "shop.open_claims"})
"""Metrics for which nothing is zero."""
