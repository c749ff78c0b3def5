"""The cash engine as platform engines are: learned, judged, dumped and restored."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from symphonies.platform.learning import (
    Decision,
    EngineFacts,
    Frequency,
    HistoryTooShortError,
    Judged,
    Knowledge,
    forecast,
    load_facts,
    make_series,
)
from symphonies.suite.cfo.pinnacle.books import Floats, Group, base_currency, day_number, read_group
from symphonies.suite.cfo.pinnacle.filling import fill_position
from symphonies.suite.cfo.pinnacle.pay_days.engine import ENGINE as PAY_DAYS
from symphonies.suite.cfo.pinnacle.receipts import PayDayModel

from .actuals import cash_gained, weekly_flows
from .backtest import CAME, CASH_ERROR, ERROR, HIGH, LEVELS, LOW, TOLD, covered
from .model import CashModel, digest_of, dump_model, restore_model
from .outlook import Outlook, look_ahead
from .widths import learn_widths

if TYPE_CHECKING:
    import pandas as pd

WEEKS = 13
_DAYS = WEEKS * 7
_YEAR_WEEKS = 52
_LEVEL = 0.8
_TESTS, _EVERY_DAYS = 10, 13
"""Thirteen weeks are seven times thirteen days: what is tried on one day serves the origins after it, and
every weekday has its turn."""
_MOST_WEEKS = 156


class CashEngine:
    """Thirteen weeks of cash."""

    @cached_property
    def facts(self) -> EngineFacts:
        """What people should know about it."""
        return load_facts(Path(__file__).parent)

    def learn(self, past: Knowledge, seed: int) -> CashModel:
        """Learns pay days, then the widths of the bands from how the same did from earlier days.

        Raises:
            HistoryTooShortError: there are fewer than 60 payments of customers.
        """
        model = _pay_days(past, seed)
        strayed = self._strayed(past, seed)
        if not len(strayed):
            return CashModel(model, np.ones(WEEKS), 0)
        return CashModel(model, learn_widths(strayed, _LEVEL, _EVERY_DAYS / 7), len(strayed))

    def judge(self, model: CashModel, past: Knowledge, came: Knowledge) -> Judged:
        """Compares weekly flows and cash with what came, and with the same weeks of the year before.

        Raises:
            HistoryTooShortError: there is less than a year of bank statements, or nothing came.
        """
        base = base_currency(past)
        now = read_group(came, base)
        before = _weeks_before(now, day_number(past.cut))
        if before < _YEAR_WEEKS:
            raise HistoryTooShortError(
                f"Not enough history: {before} of {_YEAR_WEEKS} weeks of bank statements.",
                hint="Load older statements; a forecast without a test is not shown.",
            )
        told = _outlook(model.pay_days, past)
        history, actual = np.split(weekly_flows(now, told.opening, before, WEEKS), [before])
        size = float(np.mean(np.abs(actual)))
        if size == 0:
            raise HistoryTooShortError("No bank statement came after the cut.", hint="Take an earlier day.")
        gained = cash_gained(now, told.opening, WEEKS)
        steps = {ERROR: np.abs(actual - told.flows) / size, CASH_ERROR: np.abs(gained - told.gained) / size}
        steps |= {covered(level): told.strayed(gained, level) <= model.widths for level in LEVELS}
        rivals = {"last_year": history[-_YEAR_WEEKS:][:WEEKS], "total_alone": _total_alone(history)}
        for name, rival in rivals.items():
            steps[f"{name}_{ERROR}"] = np.abs(actual - rival) / size
            steps[f"{name}_{CASH_ERROR}"] = np.abs(gained - np.cumsum(rival)) / size
        scores = {name: float(np.mean(row)) for name, row in steps.items()}
        naive = {name: scores.pop(f"last_year_{name}") for name in (ERROR, CASH_ERROR)}
        low, high = told.widened(_LEVEL, model.widths)
        steps |= {TOLD: told.gained, LOW: low, HIGH: high, CAME: gained}
        by_week = {name: tuple(row.astype(float).tolist()) for name, row in steps.items()}
        decisions = tuple(Decision(each.id, each.state, each.why) for each in told.inputs)
        return Judged(WEEKS, scores, naive, by_week, decisions)

    def features(self, past: Knowledge) -> pd.DataFrame:
        """Returns what is looked at for each open invoice."""
        return PAY_DAYS.features(past)

    def dump(self, model: CashModel) -> Mapping[str, bytes]:
        """Returns a model as files that hold data and no code."""
        return dump_model(model)

    def restore(self, files: Mapping[str, bytes]) -> CashModel:
        """Returns the model that was dumped."""
        return restore_model(files)

    def rehearsals(self, cut: date) -> tuple[date, ...]:
        """Returns the newest days whose thirteen weeks are over on a cut."""
        return tuple(cut - timedelta(days=_DAYS + _EVERY_DAYS * back) for back in range(_TESTS))

    def rehearse(self, past: Knowledge, seed: int) -> None:
        """Looks ahead from a day, as learning on a later one will."""
        with suppress(HistoryTooShortError):
            _foretold(past, seed)

    def _strayed(self, past: Knowledge, seed: int) -> Floats:
        """Returns how far cash strayed from what was told on earlier days whose weeks are over by now."""
        now, found = read_group(past, base_currency(past)), []
        for day in self.rehearsals(past.cut):
            with suppress(HistoryTooShortError):
                told = _foretold(past.earlier(day), seed)
                found.append(told.strayed(cash_gained(now, told.opening, WEEKS), _LEVEL))
        return np.array(found)


def _foretold(past: Knowledge, seed: int) -> Outlook:
    return _outlook(_pay_days(past, seed), past)


def _pay_days(past: Knowledge, seed: int) -> PayDayModel:
    """Returns when invoices are paid, told by a model as old as the one in service may be.

    Raises:
        HistoryTooShortError: there are fewer than 60 payments of customers.
    """
    age = past.cut.toordinal() % PAY_DAYS.facts.every_days
    for known in (past.earlier(past.cut - timedelta(days=age)), past):
        with suppress(HistoryTooShortError):
            return known.once(f"pay days {seed}", lambda told: PAY_DAYS.learn(told, seed))
    return PAY_DAYS.learn(past, seed)


def _outlook(model: PayDayModel, past: Knowledge) -> Outlook:
    """Returns what is foretold on a day by a model, before any width."""

    def tell(known: Knowledge) -> Outlook:
        return look_ahead(fill_position(known, "", base_currency(known), model, days=_DAYS), WEEKS, LEVELS)

    return past.once(f"outlook {digest_of(model)}", tell)


def _weeks_before(now: Group, cut: int) -> int:
    """Returns how many whole weeks of statements there are before a cut, as far as they are looked at."""
    first = int(now.lines.day.min(initial=cut))
    return min((cut - first + 1) // 7, _MOST_WEEKS)


def _total_alone(history: Floats) -> Floats:
    """Returns what the general forecaster makes of the total without knowing what it is made of."""
    stamps = [str(np.datetime64("2000-01-02", "D") + 7 * week) for week in range(len(history))]
    series = make_series("net flow", stamps, history, frequency=Frequency.WEEK, season=_YEAR_WEEKS)
    return forecast([series], WEEKS, (_LEVEL,)).series[0].mean


ENGINE = CashEngine()
