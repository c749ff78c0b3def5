"""Open deals: how many are won and when, by stage and age, as deals that stood alike came out before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from symphonies.suite.cfo.pinnacle.books import LOST, WON, Deals, Floats, Ints

FEWEST_CLOSED = 30
"""Deals won or lost without which nothing is said of open ones."""
FEWEST_WON = 10
WEEKS = 26
"""How far ahead deals are told; what is open longer is not counted."""
_EVERY_DAYS = 28
_LOOKS = 26
"""How many past days deals are looked at: every four weeks of two years."""
_AGES = (30, 90)
"""Days since a deal was opened at which it becomes another kind."""
_PRIOR = 20.0
"""Deals of its stage that a stage and age counts for, and of all stages that a stage does."""
_YEAR = 365


@dataclass(frozen=True, slots=True, eq=False)
class Conversion:
    """What became of deals.

    Attributes:
        won: chance to be won in each coming week, shape (stages + 1, ages, weeks); the last
            stage is for none.
        worth: what was ordered, over what deals of that chance were told to be worth.
        duration: days from opening to winning of deals won in the last year.
        won_a_year: what was won in the last year, in the base currency.
    """

    won: Floats
    worth: float
    duration: Ints
    won_a_year: float


def too_few(deals: Deals, day: int) -> str:
    """Returns why nothing can be learnt from deals on a day; empty when enough were closed."""
    closed = deals.closed(day)
    won = int((deals.state[closed] == WON).sum())
    if len(closed) < FEWEST_CLOSED or won < FEWEST_WON:
        return (
            f"{len(closed)} of {FEWEST_CLOSED} deals were closed within a year, "
            f"and {won} of {FEWEST_WON} of them won"
        )
    return ""


def learn_conversion(deals: Deals, day: int, rate: Floats) -> Conversion:
    """Learns how deals came out until a day.

    Deals are looked at every four weeks; what became of each is counted by weeks, and what is still open
    counts for as long as it was watched. Stages and ages with few deals take after their stage, and stages
    after all.

    Args:
        deals: changes after the day are not looked at.
        day: in days since 1970-01-01.
        rate: of each currency in the base currency, NaN for none at the end.

    Source: Aalen & Johansen (1978), "An empirical transition matrix for non-homogeneous Markov chains based
        on censored observations".
    """
    looks = day - _EVERY_DAYS * np.arange(1, _LOOKS + 1)
    parts = [(deals.open_on(int(look)), int(look)) for look in looks if look >= deals.day.min(initial=day)]
    rows = np.concatenate([found for found, _ in parts]) if parts else np.zeros(0, dtype=np.int64)
    seen = np.concatenate([np.full(len(found), look) for found, look in parts]) if parts else rows
    end = deals.ends_after(rows)
    ended = (end >= 0) & (deals.day[end] <= day)
    until = np.where(ended, deals.day[end], day)
    kind = np.where(ended, deals.state[end], 0)
    week = np.clip(-((seen - until) // 7) - 1, 0, WEEKS)
    group = _groups(deals, rows, seen)
    won = _won_by_week(group, week, kind, (len(deals.stages) + 1, len(_AGES) + 1))
    value = np.nan_to_num(rate[deals.currency])
    watched = np.minimum((day - seen) // 7, WEEKS) - 1
    told = (deals.amount * value)[rows] * np.cumsum(won, axis=-1)[(*group, watched)]
    came = np.where(kind == WON, (deals.amount * value)[end], 0.0)
    steady = _PRIOR * float(told.mean()) if len(told) else 0.0
    worth = (float(came[week < WEEKS].sum()) + steady) / max(float(told.sum()) + steady, 1e-9)
    closed = deals.closed(day)
    sold = closed[deals.state[closed] == WON]
    return Conversion(
        won, worth, deals.day[sold] - deals.opened[sold], float((deals.amount * value)[sold].sum())
    )


def covered_orders(found: Conversion, ordered_a_year: float, days: int) -> Floats:
    """Returns what share of each coming day's orders stems from deals already open, shape (days,).

    Under a steady stream it is the share of orders that come of deals, for those that take as many days.
    """
    share = min(found.won_a_year / ordered_a_year, 1.0) if ordered_a_year > 0 else 0.0
    longer = 1.0 - np.cumsum(np.bincount(found.duration, minlength=days + 1)) / max(len(found.duration), 1)
    return share * np.append(1.0, longer)[1 : days + 1]


def orders_by_day(deals: Deals, rows: Ints, day: int, found: Conversion, days: int) -> Floats:
    """Returns what share of its worth each open deal is expected to bring in orders a day, (deals, days)."""
    stage, age = _groups(deals, rows, np.full(len(rows), day))
    daily = np.repeat(found.won[stage, age] / 7.0, 7, axis=1)
    short = np.zeros((len(rows), max(days - daily.shape[1], 0)))
    return found.worth * np.concatenate([daily, short], axis=1)[:, :days]


def _groups(deals: Deals, rows: Ints, seen: Ints) -> tuple[Ints, Ints]:
    """Returns the stage and the age of deals when they were looked at."""
    stage = np.where(deals.stage[rows] < 0, len(deals.stages), deals.stage[rows])
    return stage, np.searchsorted(_AGES, seen - deals.opened[rows], side="right")


def _won_by_week(group: tuple[Ints, Ints], week: Ints, kind: Ints, shape: tuple[int, int]) -> Floats:
    """Returns the chance to be won in each week, among deals that may also be lost, (stages, ages, weeks)."""
    risk, won, lost = np.zeros((3, *shape, WEEKS))
    for place in range(WEEKS):
        np.add.at(risk[..., place], group, week >= place)
        np.add.at(won[..., place], group, (week == place) & (kind == WON))
        np.add.at(lost[..., place], group, (week == place) & (kind == LOST))
    hazards = [_shrunk(events, risk) for events in (won, lost)]
    left = np.cumprod(1.0 - np.minimum(hazards[0] + hazards[1], 1.0), axis=-1)
    before = np.concatenate([np.ones((*shape, 1)), left[..., :-1]], axis=-1)
    return before * hazards[0]


def _shrunk(events: Floats, risk: Floats) -> Floats:
    """Returns hazards by stage and age, held to those of the stage, and these to those of all."""
    every = events.sum(axis=(0, 1)) / np.maximum(risk.sum(axis=(0, 1)), 1.0)
    stage = (events.sum(axis=1) + _PRIOR * every) / (risk.sum(axis=1) + _PRIOR)
    return (events + _PRIOR * stage[:, None]) / (risk + _PRIOR)
