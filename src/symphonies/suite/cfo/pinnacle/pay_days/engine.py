"""The pay-day model as platform engines are: learned, judged, dumped and restored."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from symphonies.platform.learning import EngineFacts, HistoryTooShortError, Judged, Knowledge, load_facts
from symphonies.suite.cfo.pinnacle.books import Floats, Ints, base_currency, read_group, read_sales
from symphonies.suite.cfo.pinnacle.receipts import (
    Ledger,
    PayDayModel,
    PayDays,
    ask,
    dump_pay_days,
    fit_pay_days,
    restore_pay_days,
)
from symphonies.suite.cfo.pinnacle.receipts.features import STATIC
from symphonies.suite.cfo.pinnacle.receipts.habits import learn_habits
from symphonies.suite.cfo.pinnacle.receipts.paydays import learn_paydays

if TYPE_CHECKING:
    import pandas as pd

HORIZON = 91
_SOON = 30
_LEVEL = 0.8


class PayDaysEngine:
    """When open invoices are paid."""

    @cached_property
    def facts(self) -> EngineFacts:
        """What people should know about it."""
        return load_facts(Path(__file__).parent)

    def learn(self, past: Knowledge, seed: int) -> PayDayModel:
        """Learns from all payments that are known.

        Raises:
            HistoryTooShortError: there are fewer than 60 payments of customers.
        """
        _, ledger = _ledger(past)
        return fit_pay_days(ledger, _day(past), seed=seed)

    def judge(self, model: PayDayModel, past: Knowledge, came: Knowledge) -> Judged:
        """Compares pay days of the invoices open on the cut with what came, and with habits of customers.

        Raises:
            HistoryTooShortError: no open invoice was paid or stayed open.
        """
        day, (ids, ledger), (later_ids, later) = _day(past), _ledger(past), _ledger(came)
        rows = np.flatnonzero(ledger.open_amount(day) > 0)
        places = {name: place for place, name in enumerate(later_ids)}
        rows = rows[[ids[row] in places for row in rows.tolist()]]
        took = _days_taken(later, np.array([places[ids[row]] for row in rows.tolist()], np.int64), day)
        rows, took = rows[took > 0], took[took > 0]
        if not len(rows):
            raise HistoryTooShortError("No open invoice could be followed.", hint="Take an earlier day.")
        told = model.predict(ledger, day, rows)
        habits = learn_habits(ledger, day)
        usual = np.clip(np.rint(ledger.due[rows] + habits.delay[rows]) - day, 1, HORIZON)
        soon = took <= _SOON
        return Judged(
            len(rows),
            {
                "days_error": float(np.mean(np.abs(took - _middle(told)))),
                "coverage_80": _covered(told, took),
                "paid_30_brier": float(np.mean((told.within(np.full(len(rows), float(_SOON))) - soon) ** 2)),
            },
            {
                "days_error": float(np.mean(np.abs(took - usual))),
                "paid_30_brier": float(np.mean(((usual <= _SOON) - soon.astype(np.float64)) ** 2)),
            },
        )

    def features(self, past: Knowledge) -> pd.DataFrame:
        """Returns what is looked at for each open invoice."""
        import pandas as pd

        day, (_, ledger) = _day(past), _ledger(past)
        paid = ledger.reductions.where(ledger.reductions.is_cash)
        paydays = learn_paydays(paid.day, ledger.country[paid.invoice], ledger.countries)
        asked = ask(ledger, day, np.flatnonzero(ledger.open_amount(day) > 0), paydays)
        return pd.DataFrame(asked.static, columns=pd.Index([*STATIC, *ledger.traits]))

    def dump(self, model: PayDayModel) -> Mapping[str, bytes]:
        """Returns a model as files that hold data and no code."""
        return dump_pay_days(model)

    def restore(self, files: Mapping[str, bytes]) -> PayDayModel:
        """Returns the model that was dumped."""
        return restore_pay_days(files)


def _ledger(past: Knowledge) -> tuple[tuple[str, ...], Ledger]:
    sales = read_sales(past, read_group(past, base_currency(past)))
    return sales.ids, sales.ledger


def _day(past: Knowledge) -> int:
    return int(np.datetime64(past.cut, "D").astype(np.int64))


def _days_taken(later: Ledger, rows: Ints, day: int) -> Floats:
    """Returns by how many days later the last money came, at most the horizon; 0 for what ended otherwise."""
    after = later.reductions.where(later.reductions.day > day)
    ended, by_cash = np.zeros(len(later)), np.zeros(len(later), np.bool_)
    order = np.argsort(after.day, kind="stable")
    ended[after.invoice[order]] = after.day[order] - day
    by_cash[after.invoice[order]] = after.is_cash[order]
    still = later.open_amount(day + HORIZON)[rows] > 0
    took = np.where(still, HORIZON, np.minimum(ended[rows], HORIZON))
    return np.where(still | by_cash[rows], took, 0.0)


def _middle(told: PayDays) -> Floats:
    return np.minimum(told.day(0.5), HORIZON)


def _covered(told: PayDays, took: Floats) -> float:
    low, high = (np.minimum(side, HORIZON) for side in told.band(_LEVEL))
    return float(np.mean((took >= low) & (took <= high)))


ENGINE = PayDaysEngine()
