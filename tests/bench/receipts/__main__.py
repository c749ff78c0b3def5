"""The pay-day model on real late payments: days to settle, late or not, and bands, beside plain rivals.

    python -m tests.bench.receipts

Split by time: models know what was known the day before the first invoice of the test, customers' habits what
was known when each invoice was sent. Whether an invoice was contested is left out, for it shows only later, and
so is whether it went out on paper, which is told from the day the customer changed to electronic ones.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score

from symphonies.suite.cfo.pinnacle.receipts import NO_DAY, Ledger, Reductions, fit_pay_days

DATA = Path(os.environ.get("SYMPHONIES_DATASETS", Path(__file__).resolve().parents[4] / "shared" / "data"))
FILE = DATA / "cfo" / "ibm_late_payments" / "invoices.csv.gz"
TRAINED_SHARE = 0.8
TERMS = 30
MOST_ERROR, LEAST_AUC, COVERED = 5.7, 0.85, (0.75, 0.85)


def say(line: str) -> None:
    """Write a line of the report."""
    sys.stdout.write(line + "\n")


def main() -> int:
    """Print the table; 1 when a floor is missed."""
    if not FILE.exists():
        say(f"The invoices are not at {FILE}; SYMPHONIES_DATASETS names the folder of data sets.")
        return 0
    ledger, settled = read()
    first = int(np.quantile(ledger.issued, TRAINED_SHARE))
    test = np.flatnonzero(ledger.issued >= first)
    took = settled[test] - ledger.issued[test]
    rows = {
        "customer mean": customer_mean(ledger, settled, test),
        "untuned boosting": boosting(ledger, settled, first, test),
    }
    say(f"IBM late payments: {len(ledger) - len(test)} invoices before, {len(test)} tested")
    say(f"{'':18} {'days MAE':>9} {'late AUC':>9} {'80 % band':>10}")
    for name, (days, late) in rows.items():
        say(f"{name:18} {error(took, days):9.2f} {auc(took, late):9.3f} {'-':>10}")
    days, late, covered = pay_days(ledger, first, test, took)
    say(f"{'pay-day model':18} {error(took, days):9.2f} {auc(took, late):9.3f} {covered:10.1%}")
    missed = {
        f"days to settle MAE at most {MOST_ERROR}": error(took, days) > MOST_ERROR,
        f"late AUC at least {LEAST_AUC}": auc(took, late) < LEAST_AUC,
        "80 % band covers 75 to 85 %": not COVERED[0] <= covered <= COVERED[1],
    }
    say(
        "\n".join(f"missed: {what}" for what, is_missed in missed.items() if is_missed)
        or "Every floor is held."
    )
    return int(any(missed.values()))


def read() -> tuple[Ledger, np.ndarray]:
    """Return the ledger in order of issue, and the days of settlement."""
    table = pd.read_csv(FILE)
    for name in ("InvoiceDate", "DueDate", "SettledDate", "PaperlessDate"):
        table[name] = pd.to_datetime(table[name]).to_numpy("M8[D]").astype(np.int64)
    table = table.sort_values(["InvoiceDate", "invoiceNumber"], ignore_index=True)
    issued, settled = table.InvoiceDate.to_numpy(), table.SettledDate.to_numpy()
    amount, unknown = table.InvoiceAmount.to_numpy(), np.full(len(table), NO_DAY)
    paid = Reductions(
        np.arange(len(table)),
        np.maximum(settled, issued + 1),  # what is paid on the day of issue is seen the day after
        amount,
        np.ones(len(table), dtype=bool),
    )
    ledger = Ledger(
        codes(table.customerID), issued, table.DueDate.to_numpy(), amount, paid, unknown, unknown, unknown, unknown,
        np.zeros(len(table), dtype=np.int64), ("",),
        {
            "delivery": (table.PaperlessDate.to_numpy() <= issued).astype(np.int64),
            "country": codes(table.countryCode),
        },
    )  # fmt: skip
    return ledger, settled


def codes(column: pd.Series) -> np.ndarray:
    """Return the place of each value among the sorted ones."""
    return np.unique(column.astype(str), return_inverse=True)[1].astype(np.int64)


def pay_days(
    ledger: Ledger, first: int, test: np.ndarray, took: np.ndarray
) -> tuple[np.ndarray, np.ndarray, float]:
    """Return the model's median days, chance to be late, and the share of outcomes in its 80 % band."""
    model = fit_pay_days(ledger, first - 1)
    days, late, low, high = (np.zeros(len(test)) for _ in range(4))
    for day in np.unique(ledger.issued[test]):
        mask = ledger.issued[test] == day
        told = model.predict(ledger, int(day), test[mask])
        days[mask], late[mask] = told.day(0.5), 1.0 - told.within(np.full(mask.sum(), float(TERMS)))
        low[mask], high[mask] = told.band(0.8)
    return days, late, float(np.mean((took >= low) & (took <= high)))


def customer_mean(ledger: Ledger, settled: np.ndarray, test: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean days of what each customer had settled when the invoice was sent; everybody's when none."""
    took = settled - ledger.issued
    days, late = np.zeros(len(test)), np.zeros(len(test))
    for place, row in enumerate(test):
        before = settled < ledger.issued[row]
        own = before & (ledger.customer == ledger.customer[row])
        known = took[own if own.any() else before]
        days[place], late[place] = known.mean(), (known > TERMS).mean()
    return days, late


def boosting(
    ledger: Ledger, settled: np.ndarray, first: int, test: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return what LightGBM as it comes makes of the columns of the file."""
    from lightgbm import LGBMClassifier, LGBMRegressor

    issued = ledger.issued.astype("M8[D]")
    month = issued.astype("M8[M]").astype(np.int64) % 12
    x = np.column_stack([
        ledger.customer, ledger.traits["country"], ledger.traits["delivery"], ledger.amount, month,
        (ledger.issued + 3) % 7,
    ]).astype(float)  # fmt: skip
    train = (ledger.issued < first) & (settled < first)
    took = settled - ledger.issued
    days = LGBMRegressor(verbose=-1, n_jobs=1).fit(x[train], took[train]).predict(x[test])
    late = LGBMClassifier(verbose=-1, n_jobs=1).fit(x[train], took[train] > TERMS)
    return np.asarray(days), np.asarray(late.predict_proba(x[test]))[:, 1]


def error(took: np.ndarray, days: np.ndarray) -> float:
    """Return the mean absolute error in days."""
    return float(np.mean(np.abs(took - days)))


def auc(took: np.ndarray, late: np.ndarray) -> float:
    """Return how well late invoices are told from the others."""
    return float(roc_auc_score(took > TERMS, late))


if __name__ == "__main__":
    sys.exit(main())
