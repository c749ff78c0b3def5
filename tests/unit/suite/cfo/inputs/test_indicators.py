"""Series from outside: used where they truly lead, refused where they do not, and never known too early."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable
from copy import copy
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from symphonies.platform.learning import Knowledge, LeakError
from symphonies.suite.cfo.pinnacle.billings.inputs import Chosen, choose_inputs
from symphonies.suite.cfo.pinnacle.books import read_deals, read_group, read_sales
from symphonies.suite.cfo.pinnacle.markets import read_indicators

from .selling import CUT, Selling

LAST = CUT.astype(date)
MONTHS = np.arange(np.datetime64("2020-01"), CUT.astype("M8[M]") + 1)


def series(name: str, values: np.ndarray, code: int | None = None, lag_days: int = 20) -> pd.DataFrame:
    """Returns a monthly series that ends with the cut's month, published so many days after its month's end."""
    published = (MONTHS + 1).astype("M8[D]") + lag_days
    rows = pd.DataFrame({
        "indicator_id": name, "observed_on": pd.to_datetime(MONTHS.astype("M8[D]")),
        "published_on": pd.to_datetime(published), "value": values, "transform": code,
    })  # fmt: skip
    return rows[rows["published_on"] <= pd.Timestamp(CUT)]


def told_of(tables: Selling, *found: pd.DataFrame) -> Selling:
    """Returns a company that is told of series, and of neither orders nor deals."""
    other = copy(tables)
    other.frames = {
        **tables.frames,
        "corporate.indicator": pd.concat(found, ignore_index=True),
        "invoicing.opportunity_change": tables.frames["invoicing.opportunity_change"].head(0),
        "invoicing.sales_order": tables.frames["invoicing.sales_order"].head(0),
    }
    return other


def chosen(tables: Selling) -> Chosen:
    past = Knowledge(tables, LAST)
    group = read_group(past, "EUR")
    sales = read_sales(past, group)
    deals = read_deals(past, group, sales.customer_ids, ("Large",))
    return choose_inputs(sales, deals, read_indicators(past), group)


def ordered_ahead(tables: Selling) -> np.ndarray:
    """Returns the logarithm of what is ordered in the three months after each month; for the last ones the mean."""
    orders = tables.frames["invoicing.sales_order"]
    month = (orders["ordered_on"].to_numpy().astype("M8[M]") - MONTHS[0]).astype(int)
    total = np.bincount(month, orders["amount"], minlength=len(MONTHS))
    ahead = np.append(total[1:], 0.0)
    known = ahead > 0
    return np.where(known, np.log(np.where(known, ahead, 1.0)), np.log(ahead[known].mean()))


@pytest.fixture(scope="module")
def company() -> Selling:
    return Selling(start="2021-12-01")


def noise(seed: int, count: int) -> list[pd.DataFrame]:
    rng = np.random.default_rng(seed)
    walks = np.exp(np.cumsum(rng.normal(0, 0.02, (count, len(MONTHS))), axis=1)) * 100
    return [series(f"NOISE{at}", walk, 5) for at, walk in enumerate(walks)]


def test_a_series_that_truly_leads_is_taken_out_of_a_crowd_and_moves_the_forecast(company: Selling) -> None:
    rng = np.random.default_rng(2)
    ahead = ordered_ahead(company) + rng.normal(0, 0.05, len(MONTHS))
    found = chosen(
        told_of(company, *noise(1, 5), series("ORDERS", 100 * np.exp(ahead - ahead.mean()), 4, -28))
    )
    told = found.inputs[-1]
    assert (told.id, told.state) == ("indicators", "used")
    assert "Tried 6 indicators in 12 forms, ORDERS as it stands helped" in told.why
    assert told.with_it is not None
    assert told.without is not None
    assert told.with_it < 0.95 * told.without
    assert found.factor != 1.0


@pytest.mark.parametrize("seed", [3, 4])
def test_noise_is_refused_and_both_scores_are_told(company: Selling, seed: int) -> None:
    found = chosen(told_of(company, *noise(seed, 12)))
    told = found.inputs[-1]
    assert (told.state, found.factor) == ("refused", 1.0)
    assert "Tried 12 indicators in 24 forms, none helped: error of the next 4 weeks' billings 0." in told.why
    assert f"{told.without:.3f} without" in told.why


def test_what_is_published_later_is_not_known_earlier_and_revisions_count_from_their_day() -> None:
    values = np.linspace(100, 150, len(MONTHS))
    told = series("A", values)
    revised = told.tail(1).assign(value=1000.0, published_on=pd.Timestamp("2026-06-29"))
    past = read_indicators(Knowledge(told_of(Selling(), told, revised), LAST))
    days = [int(np.datetime64(day).astype("M8[D]").astype(int)) for day in ("2026-06-28", "2026-06-29")]
    before, after = (past.stood(day) for day in days)
    assert past.signals == ("A over 3 months", "A over 12 months")
    np.testing.assert_allclose(before[0], np.log(values[-2] / values[-5]))
    np.testing.assert_allclose(after[0], np.log(1000.0 / values[-5]))
    assert np.isnan(past.stood(days[1] + 400)).all()


def test_a_value_of_a_period_after_the_cut_is_refused() -> None:
    told = series("A", np.ones(len(MONTHS)))
    early = told.tail(1).assign(
        observed_on=pd.Timestamp("2026-08-01"), published_on=pd.Timestamp("2026-06-01")
    )
    with pytest.raises(LeakError, match="'corporate.indicator.observed_on' was not known on 2026-06-30"):
        read_indicators(Knowledge(told_of(Selling(), told, early), LAST))


def test_too_few_months_to_learn_from_are_told(company: Selling) -> None:
    young = copy(company)
    invoices = company.frames["invoicing.invoice"]
    young.frames = {**company.frames, "invoicing.invoice": invoices[invoices["issued_on"] >= "2024-10-01"]}
    told = chosen(told_of(young, *noise(3, 1))).inputs[-1]
    assert told.state == "short"
    assert "of 6 past month ends have 8 to learn from" in told.why


def test_a_slice_of_the_public_file_says_nothing_of_a_company_that_it_does_not_know(
    company: Selling, dataset: Callable[[str], Path]
) -> None:
    with gzip.open(dataset("cfo/fred_md_qd/fred_md.csv.gz"), "rt") as file:
        rows = list(csv.DictReader(file))[-len(MONTHS) :]
    names = ("INDPRO", "RETAILx", "UNRATE", "HOUST", "AMDMNOx", "PAYEMS")
    # its months are taken for those of the company, which begins later
    found = chosen(
        told_of(
            company,
            *(series(name, np.array([float(row[name] or "nan") for row in rows]), 5) for name in names),
        )
    )
    told = found.inputs[-1]
    assert (told.state, found.factor) == ("refused", 1.0)
    assert "Tried 6 indicators" in told.why
