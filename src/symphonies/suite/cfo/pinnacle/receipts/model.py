"""When open invoices will be paid: the chance of each day, and of never."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from symphonies.platform.learning import HistoryTooShortError

from .calibration import calibrated, learn_calibration
from .common import lateness_in_common
from .examples import Example, by_span, columns, offsets, past_examples
from .features import EDGES, SPANS, STATIC, Asked, ask
from .ledger import Floats, Ints, Ledger
from .paydays import Paydays, learn_paydays

FEWEST_PAYMENTS = 60
"""Payments without which no pay day is told."""
COHORT_DAYS = 91
"""The last days before the cut, on which the model is tested before it is used."""
STAGES = 3
_NEW_DAYS = 14
_MOST_ROUNDS = 240
_PATIENCE = 20
_SETTINGS = {
    "objective": "binary", "learning_rate": 0.08, "num_leaves": 12, "min_data_in_leaf": 80, "lambda_l2": 5.0,
    "feature_fraction": 0.8, "bagging_fraction": 0.8, "bagging_freq": 1, "deterministic": True,
    "force_row_wise": True, "num_threads": 1, "verbose": -1, "boost_from_average": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class PayDays:
    """The chance that the open rest of each invoice is paid by the ends of the spans.

    Attributes:
        asked: the invoices.
        by_edge: shape (n, SPANS + 1), from 0; what is missing to 1 at the end is never paid.
        by_day: shape (n, horizon): the chance to be paid within the first days, day by day.
    """

    asked: Asked
    by_edge: Floats
    by_day: Floats

    @property
    def never(self) -> Floats:
        """The chance that it is never paid, or later than a year."""
        return 1.0 - self.by_edge[:, -1]

    def curves(self, days: int) -> Floats:
        """Returns the chance of payment on day 1 ... ``days``, of later and of never, shape (n, days + 2)."""
        told = self.by_day[:, :days]
        beyond = np.zeros((len(told), days - told.shape[1]))
        later = 1.0 - told.sum(axis=1) - self.never
        return np.maximum(np.column_stack([told, beyond, later, self.never]), 0.0)

    def quantile(self, level: float) -> Floats:
        """Returns by how many days ahead payment has come with a given chance; ``inf`` when never.

        The figure is continuous: 2.4 lies in the third day.
        """
        return np.array([
            np.interp(level, row, EDGES) if row[-1] >= level else np.inf for row in _rising(self.by_edge)
        ])  # fmt: skip

    def day(self, level: float) -> Floats:
        """Returns the first whole day by which payment has come with at least a given chance."""
        return np.ceil(self.quantile(level))

    def band(self, level: float) -> tuple[Floats, Floats]:
        """Returns the first and last whole day of the central band whose tails come nearest to the level."""
        tail = (1.0 - level) / 2
        return np.rint(self.quantile(tail)) + 1.0, np.rint(self.quantile(1.0 - tail))

    def within(self, days: Floats) -> Floats:
        """Returns the chance of payment within so many days, one figure for each invoice."""
        return np.array([np.interp(d, EDGES, row) for d, row in zip(days, self.by_edge, strict=True)])


@dataclass(frozen=True, slots=True, eq=False)
class PayDayModel:
    """A fitted pay-day model.

    Attributes:
        booster: the text of the LightGBM model of the chance to be paid in a span, given it was not before.
        base: log of the chance of a payment day, to which the booster adds.
        calibration: what its probabilities were worth in the test cohort, shape (STAGES, points).
        paydays: when money arrives.
        fitted_on: the day whose knowledge it holds.
        payments: how many payments it learnt from.
        lateness: share of the variance of pay days that all open invoices have in common.
    """

    booster: str
    base: float
    calibration: Floats
    paydays: Paydays
    fitted_on: int
    payments: int
    lateness: float

    def predict(self, ledger: Ledger, day: int, rows: Ints, horizon: int = 91) -> PayDays:
        """Tells when invoices will be paid from what is known on a day.

        Args:
            ledger: any ledger; only what was known on the day is used.
            day: the day of asking, in days since 1970-01-01.
            rows: places of the invoices among those known on the day.
            horizon: how many days to spread the chances over.
        """
        return self.of(ask(ledger.as_known(day), day, rows, self.paydays), horizon)

    def of(self, asked: Asked, horizon: int = 91) -> PayDays:
        """Tells when described invoices will be paid."""
        chance = _worth(chances(load_booster(self.booster), self.base, asked), self.calibration, asked)
        return PayDays(asked, chance, self._daily(asked, chance, horizon))

    def _daily(self, asked: Asked, chance: Floats, horizon: int) -> Floats:
        """Spreads the chance of each span over its days by what money usually arrives on them."""
        weight = np.maximum(self.paydays.weights(asked.day + 1, int(EDGES[-1])), 1e-6)
        span = np.repeat(np.arange(SPANS), np.diff(EDGES))[:horizon]
        whole = np.add.reduceat(weight, EDGES[:-1], axis=1)
        share = weight[:, :horizon] / whole[:, span]
        return np.diff(chance, axis=1)[:, span] * share[asked.country]


def fit_pay_days(ledger: Ledger, cut: int, *, seed: int = 7) -> PayDayModel:
    """Fits on what was known on a day.

    The number of trees and the worth of the probabilities are found on the cohort of the last quarter by a
    model that knows nothing of it; then the model is fitted on everything.

    Raises:
        HistoryTooShortError: there are fewer than 60 payments.
    """
    known = ledger.as_known(cut)
    paid = known.reductions.where(known.reductions.is_cash)
    if len(paid) < FEWEST_PAYMENTS:
        raise HistoryTooShortError(
            f"Not enough history of payments: {len(paid)} of {FEWEST_PAYMENTS}.",
            hint="Load older invoices with their receipts; until then open invoices can only be listed.",
        )
    rng = np.random.default_rng(seed)
    paydays = learn_paydays(paid.day, known.country[paid.invoice], known.countries)
    examples = past_examples(known, cut, paydays, rng)
    cohort = [one for one in examples if one.asked.day > cut - COHORT_DAYS]
    before = past_examples(known.as_known(cut - COHORT_DAYS), cut - COHORT_DAYS, paydays, rng)
    trial, base, rounds = _boost(before, cohort, seed)
    calibration = _calibration(_tested(trial, base, cohort, rng))
    told = [(one, _worth(chances(trial, base, one.asked), calibration, one.asked)) for one in cohort]
    final, base, _ = _boost(examples, (), seed, rounds)
    return PayDayModel(
        final.model_to_string(), base, calibration, paydays, cut, len(paid), lateness_in_common(told, cut)
    )


def load_booster(text: str) -> Any:
    """Returns a LightGBM model from its text."""
    import lightgbm

    return lightgbm.Booster(model_str=text)


def chances(booster: Any, base: float, asked: Asked) -> Floats:
    """Returns the raw chance of payment by each edge, shape (n, SPANS + 1)."""
    place, span = (axis.ravel() for axis in np.indices((len(asked), SPANS)))
    found = np.zeros((len(asked), SPANS + 1))
    if len(asked):
        score = booster.predict(columns(asked, place, span), raw_score=True, num_threads=1)
        hazard = 1.0 / (1.0 + np.exp(-(score + base + offsets(asked, place, span))))
        found[:, 1:] = 1.0 - np.cumprod(1.0 - hazard.reshape(len(asked), SPANS), axis=1)
    return found


def _boost(
    fit: Sequence[Example], test: Sequence[Example], seed: int, rounds: int = _MOST_ROUNDS
) -> tuple[Any, float, int]:
    """Fits the chance to be paid in a span; with test examples it stops when they gain no more."""
    import lightgbm

    x, paid, weight, offset = _stacked(fit)
    base = float(np.log(np.sum(paid * weight) / np.sum(np.exp(offset) * weight)))
    data = lightgbm.Dataset(x, paid, weight=weight, init_score=offset + base, free_raw_data=False)
    settings = _SETTINGS | {"seed": seed}
    if not test:
        return lightgbm.train(settings, data, rounds), base, rounds
    x, paid, weight, offset = _stacked(test)
    held = lightgbm.Dataset(x, paid, weight=weight, init_score=offset + base, reference=data)
    found = lightgbm.train(
        settings, data, rounds, valid_sets=[held],
        callbacks=[lightgbm.early_stopping(_PATIENCE, verbose=False)],
    )  # fmt: skip
    return found, base, max(found.best_iteration, 10)


def _stacked(examples: Sequence[Example]) -> tuple[Floats, Floats, Floats, Floats]:
    parts = [by_span(example) for example in examples]
    x, paid, weight, offset = (np.concatenate(column) for column in zip(*parts, strict=True))
    return x, paid, weight, offset


def stages(asked: Asked) -> Ints:
    """Returns 0 for new invoices, 1 for those within the habit of their customer, 2 for those beyond it."""
    is_new = asked.static[:, STATIC.index("age")] < _NEW_DAYS
    return np.where(is_new, 0, np.where(asked.day < asked.expected, 1, 2))


@dataclass(frozen=True, slots=True, eq=False)
class _Tested:
    """What a model that did not know them said of the pieces of a cohort. Shape (m,) each.

    Attributes:
        reached: the chance told for the day of payment, or for the last day without.
        paid: whether it was paid.
        weight: the piece's share of its invoice.
        stage: as of `stages`.
    """

    reached: Floats
    paid: np.ndarray
    weight: Floats
    stage: Ints


def _tested(booster: Any, base: float, cohort: Sequence[Example], rng: np.random.Generator) -> _Tested:
    """Asks a model about examples it does not know."""
    parts = []
    for example in cohort:
        chance, outcomes = chances(booster, base, example.asked), example.outcomes
        day = np.minimum(outcomes.days, EDGES[-1])
        day = np.where(outcomes.paid, day - rng.random(len(day)), day)
        reached = np.array([
            np.interp(d, EDGES, chance[p]) for d, p in zip(day, outcomes.place, strict=True)
        ])  # fmt: skip
        came = outcomes.paid & (outcomes.days <= EDGES[-1])
        parts.append((reached, came, outcomes.weight, stages(example.asked)[outcomes.place]))
    return _Tested(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _calibration(tested: _Tested) -> Floats:
    """Returns what the probabilities of each stage were worth."""
    found = []
    for stage in range(STAGES):
        own = tested.stage == stage
        found.append(learn_calibration(tested.reached[own], tested.paid[own], tested.weight[own]))
    return np.stack(found)


def _worth(chance: Floats, calibration: Floats, asked: Asked) -> Floats:
    """Returns what the chances of invoices were worth at their stages."""
    stage = stages(asked)
    found = np.empty_like(chance)
    for place, worth in enumerate(calibration):
        found[stage == place] = calibrated(chance[stage == place], worth)
    return found


def _rising(chance: Floats) -> Floats:
    """Returns chances that strictly rise, so that a quantile is one day."""
    return chance + np.arange(chance.shape[1]) * 1e-12
