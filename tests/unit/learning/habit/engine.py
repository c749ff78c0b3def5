"""A customer pays as it paid before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from symphonies.platform.learning import (
    EngineFacts,
    HistoryTooShortError,
    Judged,
    Knowledge,
    Known,
    load_facts,
    mae,
)

COLUMNS = ["invoice", "customer", "issued_on", "paid_on"]
KNOWN = Known("issued_on", later={"paid_on": "paid_on"})
Model = dict[str, float]


class Habit:
    """Mean days by customer; ``blunder_days`` are added to each, to make a worse engine."""

    facts: EngineFacts = load_facts(Path(__file__).parent)

    def __init__(self, blunder_days: float = 0.0) -> None:
        self.blunder_days = blunder_days

    def learn(self, past: Knowledge, seed: int) -> Model:
        paid = read(past).dropna(subset=["paid_on"])
        if len(paid) < 10:
            raise HistoryTooShortError(f"not enough history: {len(paid)} of 10 paid invoices")
        means = paid.groupby("customer")["days"].mean() + self.blunder_days
        return {"": float(paid["days"].mean()), **{str(k): float(v) for k, v in means.items()}}

    def judge(self, model: Model, past: Knowledge, came: Knowledge) -> Judged:
        open_then = read(past).query("paid_on.isna()")["invoice"]
        now = read(came).dropna(subset=["paid_on"])
        now = now[now["invoice"].isin(open_then)]
        actual = now["days"].to_numpy(float)
        told = np.array([model.get(name, model[""]) for name in now["customer"]])
        plain = np.full(len(actual), model[""])
        return Judged(len(now), {"mae_days": mae(actual, told)}, {"mae_days": mae(actual, plain)})

    def features(self, past: Knowledge) -> pd.DataFrame:
        rows = read(past)
        return rows[["customer"]].assign(age=(pd.Timestamp(past.cut) - rows["issued_on"]).dt.days)

    def dump(self, model: Model) -> Mapping[str, bytes]:
        return {"habits.json": json.dumps(model, sort_keys=True).encode()}

    def restore(self, files: Mapping[str, bytes]) -> Model:
        return json.loads(files["habits.json"])


def read(past: Knowledge) -> pd.DataFrame:
    rows = past.read("invoicing.invoices", COLUMNS, KNOWN)
    return rows.assign(days=(rows["paid_on"] - rows["issued_on"]).dt.days)


def invoices(until: str, *, slow: float = 40.0, quick: float = 10.0, seed: int = 1) -> pd.DataFrame:
    """Two customers, an invoice each every other day from 2025 on; what is not paid yet has no day."""
    rng = np.random.default_rng(seed)
    days = pd.date_range("2025-01-01", until, freq="2D")
    issued = pd.Series(np.repeat(days.to_numpy(), 2))
    takes = np.tile([quick, slow], len(days)) + rng.integers(-3, 4, 2 * len(days))
    paid = issued + pd.to_timedelta(takes, unit="D")
    names = [f"i{number}" for number in range(len(issued))]
    return pd.DataFrame(
        {
            "invoice": names,
            "customer": np.tile(["quick", "slow"], len(days)),
            "issued_on": issued,
            "paid_on": paid.where(paid <= pd.Timestamp(until)),
        }
    )
