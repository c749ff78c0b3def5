"""The cash engine as platform engines are: learned, judged, dumped and restored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from symphonies.platform.learning import (
    EngineFacts,
    Frequency,
    HistoryTooShortError,
    Judged,
    Knowledge,
    conformal_quantile,
    forecast,
    load_facts,
    make_series,
)
from symphonies.suite.cfo.pinnacle.books import Floats, base_currency, read_group, read_sales
from symphonies.suite.cfo.pinnacle.filling import fill_position
from symphonies.suite.cfo.pinnacle.pay_days.engine import ENGINE as PAY_DAYS
from symphonies.suite.cfo.pinnacle.receipts import PayDayModel, fit_pay_days

from .actuals import free_worth, weekly_flows
from .backtest import ERROR, LEVELS, covered
from .model import CashModel, dump_model, restore_model
from .outlook import Outlook, look_ahead

if TYPE_CHECKING:
    import pandas as pd

WEEKS = 13
_YEAR_WEEKS = 52
_LEVEL = 0.8
_NORMAL = 1.2816
_TEST_ORIGINS = 3
_TEST_EVERY_DAYS = 28
_DAYS = WEEKS * 7
_MOST_WEEKS = 156


class CashEngine:
    """Thirteen weeks of cash."""

    @cached_property
    def facts(self) -> EngineFacts:
        """What people should know about it."""
        return load_facts(Path(__file__).parent)

    def learn(self, past: Knowledge, seed: int) -> CashModel:
        """Learns pay days, then the width of the band from how the same would have done up to a quarter ago.

        A few origins may widen the band of a normal distribution; that it may be narrower they cannot show.

        Raises:
            HistoryTooShortError: there are fewer than 60 payments of customers.
        """
        scaled = self._tested(past, seed)
        found = conformal_quantile(np.abs(scaled), _LEVEL)
        width = max(found or _NORMAL, _NORMAL)
        return CashModel(_pay_days(past, seed), width, len(scaled))

    def judge(self, model: CashModel, past: Knowledge, came: Knowledge) -> Judged:
        """Compares weekly flows and cash with what came, and with the same weeks of the year before.

        Raises:
            HistoryTooShortError: there is less than a year of bank statements, or nothing came.
        """
        told, actual, history = _foretold(model.pay_days, past, came)
        if len(history) < _YEAR_WEEKS:
            raise HistoryTooShortError(
                f"Not enough history: {len(history)} of {_YEAR_WEEKS} weeks of bank statements.",
                hint="Load older statements; a forecast without a test is not shown.",
            )
        size = float(np.mean(np.abs(actual)))
        if size == 0:
            raise HistoryTooShortError("No bank statement came after the cut.", hint="Take an earlier day.")
        error = np.abs(np.cumsum(actual - told.mean))
        last_year = history[len(history) - _YEAR_WEEKS :][:WEEKS]
        rivals = {"last_year": last_year, "total_alone": _total_alone(history)}
        steps = {ERROR: np.abs(actual - told.mean) / size}
        steps |= {covered(level): error <= _half(model, level) * told.deviation() for level in LEVELS}
        steps |= {f"{name}_{ERROR}": np.abs(actual - rival) / size for name, rival in rivals.items()}
        scores = {name: float(np.mean(row)) for name, row in steps.items()}
        naive = {ERROR: scores.pop(f"last_year_{ERROR}")}
        told_apart = {name: tuple(row.astype(float).tolist()) for name, row in steps.items()}
        return Judged(WEEKS, scores, naive, told_apart)

    def features(self, past: Knowledge) -> pd.DataFrame:
        """Returns what is looked at for each open invoice."""
        return PAY_DAYS.features(past)

    def dump(self, model: CashModel) -> Mapping[str, bytes]:
        """Returns a model as files that hold data and no code."""
        return dump_model(model)

    def restore(self, files: Mapping[str, bytes]) -> CashModel:
        """Returns the model that was dumped."""
        return restore_model(files)

    def _tested(self, past: Knowledge, seed: int) -> Floats:
        """Returns errors of cash in deviations, from a few origins whose weeks are over."""
        cuts = [
            past.cut - timedelta(days=_DAYS + _TEST_EVERY_DAYS * back)
            for back in reversed(range(_TEST_ORIGINS))
        ]
        try:
            model = _pay_days(past.earlier(cuts[0]), seed)
        except HistoryTooShortError:
            return np.empty(0)
        found = []
        for cut in cuts:
            told, actual, _ = _foretold(model, past.earlier(cut), past)
            found.append(np.cumsum(actual - told.mean) / np.maximum(told.deviation(), 1e-9))
        return np.concatenate(found)


def _half(model: CashModel, level: float) -> float:
    """Returns half the width of a band in deviations: that of the 80 % band, as a normal one would shrink."""
    from scipy.special import ndtri

    return model.width / _NORMAL * float(ndtri((1 + level) / 2))


def _pay_days(past: Knowledge, seed: int) -> PayDayModel:
    group = read_group(past, base_currency(past))
    return fit_pay_days(read_sales(past, group).ledger, group.cut, seed=seed)


def _foretold(model: PayDayModel, past: Knowledge, came: Knowledge) -> tuple[Outlook, Floats, Floats]:
    """Returns what was foretold, what came of it, and the whole weeks before; at the rates of the cut."""
    base = base_currency(past)
    position = fill_position(past, "", base, model, days=_DAYS)
    then, now = read_group(past, base), read_group(came, base)
    worth = free_worth(then)
    first = int(now.lines.day.min(initial=then.cut))
    before = min((then.cut - first + 1) // 7, _MOST_WEEKS)
    flows = weekly_flows(now, worth, then.cut, before, WEEKS)
    return look_ahead(position, WEEKS), flows[before:], flows[:before]


def _total_alone(history: Floats) -> Floats:
    """Returns what the general forecaster makes of the total without knowing what it is made of."""
    stamps = [str(np.datetime64("2000-01-02", "D") + 7 * week) for week in range(len(history))]
    series = make_series("net flow", stamps, history, frequency=Frequency.WEEK, season=_YEAR_WEEKS)
    return forecast([series], WEEKS, (_LEVEL,)).series[0].mean


ENGINE = CashEngine()
