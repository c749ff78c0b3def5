"""Public records: shops, economies, receipts, orders, servers, countries."""

from __future__ import annotations

from functools import partial

import pandas as pd

from symphonies.platform.learning import Frequency

from .held import DATA, Held, hold

CFO = DATA / "cfo"


def retail() -> Held:
    """Return monthly turnover by state and industry."""
    rows = pd.read_csv(CFO / "aus_retail_turnover" / "turnover.csv.gz")
    at = pd.to_datetime(rows["Month"].astype(str).str.replace(" ", "-"), format="mixed")
    return hold(pd.DataFrame({"key": rows["Series ID"], "at": at, "y": rows["Turnover"]}), 12, windows=2)


def macro(file: str, horizon: int, *, unseen: bool) -> Held:
    """Return macro-economic series from 1985 on."""
    table = pd.read_csv(CFO / "fred_md_qd" / file)
    at = pd.to_datetime(table.iloc[:, 0], errors="coerce", format="mixed")
    wide = table.iloc[:, 1:].apply(pd.to_numeric, errors="coerce").assign(at=at)
    wide = wide[wide["at"].between("1985-01-01", "2023-06-30")].dropna(axis=1)
    return hold(wide.melt("at", var_name="key", value_name="y"), horizon, windows=2, unseen=unseen)


def supply(table: str, *, unseen: bool) -> Held:
    """Return daily units of products, many of them mostly zero."""
    wide = pd.read_csv(DATA / "cso" / "supplygraph" / f"Temporal_Data__Unit__{table}.csv.gz")
    wide = wide.rename(columns={wide.columns[0]: "at"}).assign(at=lambda rows: pd.to_datetime(rows["at"]))
    long = wide.melt("at", var_name="key", value_name="y")
    return hold(long, 28, windows=2, unseen=unseen, frequency=Frequency.DAY)


def receipts() -> Held:
    """Return weekly receipts by country and way of billing."""
    rows = pd.read_csv(CFO / "ibm_late_payments" / "invoices.csv.gz")
    day = pd.to_datetime(rows["SettledDate"], format="mixed")
    key = rows["countryCode"].astype(str) + rows["PaperlessBill"]
    return hold(_summed(key, day, rows["InvoiceAmount"], "W-SUN"), 13, windows=3, shortest=53)


def visits() -> Held:
    """Return events of a shop's visitors a day, by kind."""
    rows = pd.read_csv(DATA / "cpo" / "ecom_event_log" / "events.csv.gz")
    day = pd.to_datetime(rows["timestamp"], format="mixed")
    counts = _summed(rows["event"], day, pd.Series(1.0, index=rows.index), "D")
    return hold(counts, 28, windows=2, shortest=84, unseen=True)


def sales() -> Held:
    """Return weekly spend of customers on compact discs, in twenty groups of them."""
    rows = pd.read_csv(DATA / "cro" / "cdnow" / "transactions.csv.gz")
    day = pd.to_datetime(rows["date"].astype(str))
    return hold(_summed(rows["customer_id"] % 20, day, rows["amount"], "W-SUN"), 8, windows=2, unseen=True)


def media() -> Held:
    """Return weekly revenue, spend and reach of a shop."""
    rows = pd.read_csv(DATA / "cro" / "robyn_mmm_weekly" / "weekly.csv.gz")
    long = rows.assign(at=pd.to_datetime(rows["DATE"])).drop(columns=["DATE", "events"])
    return hold(long.melt("at", var_name="key", value_name="y"), 13, windows=2, unseen=True)


def servers() -> Held:
    """Return hourly means of streams of servers, roads and posts."""
    rows = pd.read_parquet(DATA / "cio" / "nab" / "series.parquet")
    rows = rows[rows["series"].str.startswith("real")]
    hour = pd.to_datetime(rows["timestamp"], format="mixed").dt.floor("h")
    mean = rows.assign(at=hour).groupby(["series", "at"])["value"].mean().unstack("at")
    long = mean.T.melt(ignore_index=False, var_name="key", value_name="y").reset_index().dropna()
    whole = long.groupby("key")["at"].transform(lambda at: at.diff().max() <= pd.Timedelta(hours=1))
    return hold(long[whole], 48, shortest=192, unseen=True)


def emissions() -> Held:
    """Return yearly emissions of countries since 1960."""
    rows = pd.read_csv(DATA / "cso" / "owid_co2" / "owid_co2.csv.gz")
    rows = rows[(rows["year"] >= 1960) & rows["iso_code"].notna() & (rows["co2"] > 0)]
    at = pd.to_datetime(rows["year"].astype(str) + "-01-01")
    whole = rows.groupby("country")["year"].transform(lambda year: year.diff().max() == 1)
    return hold(pd.DataFrame({"key": rows["country"], "at": at, "y": rows["co2"]})[whole], 5, unseen=True)


def _summed(key: pd.Series, day: pd.Series, amount: pd.Series, period: str) -> pd.DataFrame:
    """Return sums by key and period; a period without any is zero."""
    start = day.dt.to_period(period).dt.start_time
    table = amount.groupby([key.rename("key"), start.rename("at")]).sum().unstack("at")
    table = table.reindex(columns=pd.period_range(start.min(), start.max(), freq=period).start_time)
    return table.fillna(0.0).T.rename_axis("at").melt(ignore_index=False, value_name="y").reset_index()


SETS = {
    "retail turnover, monthly": retail,
    "macro-economics, monthly": partial(macro, "fred_md.csv.gz", 12, unseen=False),
    "macro-economics, quarterly": partial(macro, "fred_qd.csv.gz", 8, unseen=True),
    "receipts, weekly": receipts,
    "orders, daily": partial(supply, "Sales_Order", unseen=False),
    "deliveries, daily": partial(supply, "Delivery_To_distributor", unseen=True),
    "production, daily": partial(supply, "Production", unseen=True),
    "visits to a shop, daily": visits,
    "disc sales, weekly": sales,
    "media and revenue, weekly": media,
    "servers and roads, hourly": servers,
    "emissions, yearly": emissions,
}
