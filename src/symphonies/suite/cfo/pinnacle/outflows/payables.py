"""Bills at hand: when each will be paid by terms, habit and orders given; and bills still to come."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from symphonies.suite.cfo.pinnacle.books import Floats, Group, Ints, Purchases
from symphonies.suite.cfo.pinnacle.receipts import NO_DAY
from symphonies.suite.cfo.pinnacle.volumes import (
    Documents,
    Volumes,
    daily_shares,
    days_of_month,
    forecast_volumes,
    month_profile,
    monthly_cells,
    spread_over_days,
)

from .habit import PaymentHabit
from .rows import Rows, rows

_LEAST_CHANCE = 0.03
_WEEK = 7
_TERMS_DAYS = 270
_ELASTIC_MONTHS = 12
_MOST_VARIANCE = 25.0
_DAYS_OF_MONTH = 365.25 / 12


def foretell_payables(purchases: Purchases, group: Group, habit: PaymentHabit) -> list[Rows]:
    """Tells when open bills are paid: split over payment runs by habit, whole where the bank has an order.

    That the bank has no order yet speaks against the next runs, by as much as orders usually come ahead.
    """
    still = np.flatnonzero((purchases.open_amount != 0) & (purchases.account >= 0))
    amount = purchases.open_amount * _into_account(purchases, group)
    usable = still[np.isfinite(amount[still])]
    ordered = usable[(purchases.ordered[usable] > group.cut) & (purchases.ordered[usable] < NO_DAY)]
    waiting = np.setdiff1d(usable, ordered)
    run = habit.days(purchases.due[waiting])
    ahead = np.clip(run - group.cut, 0, len(purchases.announced) - 1)
    chance = habit.skipped[purchases.category[waiting]] * (run > group.cut)
    chance = chance * (1.0 - purchases.announced[ahead])
    whole = chance.sum(axis=1, keepdims=True)
    never_seen = whole[:, 0] == 0
    run[never_seen, -1] = habit.days(np.full(int(never_seen.sum()), group.cut + 1))[:, 2]
    chance = np.where(
        whole > 0, chance / np.maximum(whole, 1e-12), np.arange(run.shape[1]) == run.shape[1] - 1
    )
    chance = np.where(chance >= _LEAST_CHANCE, chance, 0.0)
    chance /= chance.sum(axis=1, keepdims=True)
    place, slot = np.nonzero(chance > 0)
    bill = np.concatenate([waiting[place], ordered])
    day = np.concatenate([run[place, slot], purchases.ordered[ordered]]) - group.cut
    share = np.concatenate([chance[place, slot], np.ones(len(ordered))])
    part = share * amount[bill]
    due = purchases.due[bill] - group.cut
    last_run = habit.last_within(purchases.due[bill]) - group.cut
    found = []
    for kind, mask in (("supplier", ~purchases.is_capex[bill]), ("capex", purchases.is_capex[bill])):
        plain = rows(
            kind, [purchases.ids[b] for b in bill[mask]], purchases.account[bill[mask]], part[mask], day[mask]
        )
        found.append(replace(
            plain, supplier=purchases.supplier[bill[mask]], earliest=np.ones_like(plain.day),
            latest=np.maximum(last_run[mask], day[mask]), due=due[mask], bill=bill[mask], chance=share[mask],
        ))  # fmt: skip
    return found


def foretell_purchases(
    purchases: Purchases, group: Group, habit: PaymentHabit, days: int, sold: tuple[int, Floats] | None
) -> list[Rows]:
    """Tells what bills still to come will cost: volumes by company and kind, their terms, and the habit.

    Args:
        purchases: as known on the cut.
        group: accounts and rates.
        habit: how bills are paid.
        days: how many days ahead.
        sold: first month and what was invoiced in each, to tell how far purchases follow demand.

    Raises:
        HistoryTooShortError: there are fewer than 12 whole months of bills.
    """
    value = purchases.amount * np.append(group.rates.spot, np.nan)[purchases.currency]
    usable = np.flatnonzero(np.isfinite(value) & (purchases.account >= 0) & (purchases.amount > 0))
    keys = np.column_stack([purchases.entity, purchases.currency, purchases.category])[usable]
    documents = Documents(purchases.issued[usable], value[usable], keys)
    cells = monthly_cells(documents, group.cut, "bills")
    moved = group.rates.moved(days_of_month(group.cut))[cells.keys[:, 1]]
    volumes = forecast_volumes(cells, days // 28 + 2, moved)
    profile, works = month_profile(documents.day, documents.amount, group.cut)
    shares = daily_shares(group.cut + 1, days, profile, works)
    daily = spread_over_days(volumes, group.cut, days, shares)
    found = []
    for cell, (entity, _, category) in enumerate(volumes.cells.keys.tolist()):
        own = usable[volumes.cells.place == cell]
        paid = _by_run(daily[cell], purchases, own, habit, group.cut, category)
        account = int(purchases.account[own[-1]])
        rate = group.rates.spot[group.currency[account]]
        day = np.flatnonzero(paid > 0)
        label = purchases.categories[category] if category >= 0 else "Purchases"
        capex = bool(purchases.is_capex[own].mean() > 0.5)
        elastic = _elasticity(volumes.cells.totals[cell], volumes.cells.first, sold)
        plain = rows(
            "capex" if capex else "supplier",
            [f"{label} {group.entity_ids[entity]}, bills to come"] * len(day),
            np.full(len(day), account), paid[day] / rate, day + 1,
        )  # fmt: skip
        found.append(replace(
            plain, spread=_spread(purchases.issued[own], value[own], paid[day]),
            demand_share=np.full(len(day), 0.0 if capex else elastic),
        ))  # fmt: skip
    return _straying(found, volumes, group, days)


def _straying(found: list[Rows], volumes: Volumes, group: Group, days: int) -> list[Rows]:
    """Tells how far purchases are off alike: what a month's total is off beyond the chance of single bills.

    That chance is in what months were off before. It is taken from what is off in one month alone, as bills
    of different months have nothing to do with each other.
    """
    worth = np.nan_to_num(
        np.concatenate([rows.amount * group.rates.spot[group.currency[rows.account]] for rows in found])
    )
    spread, day = (np.concatenate([getattr(rows, name) for rows in found]) for name in ("spread", "day"))
    # bills at hand are paid in the first half; what is told of the second is nearly all to come
    late = day > days // 2
    total, month = float(worth[late].sum()), (days - days // 2) / _DAYS_OF_MONTH
    chance = float((worth[late] ** 2 * np.expm1(spread[late] ** 2)).sum())
    own = chance * month / total**2 if total > 0 else 0.0
    lasting = volumes.lasting * volumes.total_spread**2
    monthly = max(volumes.total_spread**2 - lasting - own, 0.0)
    return [
        replace(
            rows,
            lasting=np.full(len(rows.day), np.sqrt(lasting)),
            monthly=np.full(len(rows.day), np.sqrt(monthly)),
        )
        for rows in found
    ]


def _by_run(
    daily: Floats, purchases: Purchases, own: Ints, habit: PaymentHabit, cut: int, category: int
) -> Floats:
    """Returns what leaves on each coming day for bills that come on coming days."""
    recent = own[purchases.issued[own] > purchases.issued[own].max() - _TERMS_DAYS]
    terms, place = np.unique(purchases.due[recent] - purchases.issued[recent], return_inverse=True)
    weight = np.bincount(place, weights=purchases.amount[recent])
    weight = weight / weight.sum()
    day, which = np.nonzero((daily[:, None] > 0) & (weight[None, :] > 0))
    run = habit.days(cut + 1 + day + terms[which]) - cut - 1
    amount = (daily[day] * weight[which])[:, None] * habit.skipped[category]
    run = np.maximum(run, day[:, None] + 1)
    inside = run < len(daily)
    total = np.bincount(run[inside], weights=amount[inside], minlength=len(daily))
    return total[: len(daily)].astype(np.float64)


def _spread(issued: Ints, amount: Floats, expected: Floats) -> Floats:
    """Returns the deviation of the logarithm of what runs pay by the chance of single bills.

    Source: the variance of a compound Poisson sum is its mean times the size-weighted mean of its parts.
    """
    recent = amount[issued > issued.max() - 365]
    size = float(np.sum(recent**2) / np.sum(recent))
    return np.sqrt(np.log1p(np.minimum(size / expected, _MOST_VARIANCE)))


def _elasticity(bought: Floats, first: int, sold: tuple[int, Floats] | None) -> float:
    """Returns by how many percent purchases move when sales do by one, less the worse it is known."""
    if sold is None:
        return 0.0
    begin = max(first, sold[0])
    ours, theirs = bought[begin - first :], sold[1][begin - sold[0] :]
    count = min(len(ours), len(theirs))
    if count < _ELASTIC_MONTHS or (ours[:count] <= 0).any() or (theirs[:count] <= 0).any():
        return 0.0
    x, y = np.diff(np.log(theirs[:count])), np.diff(np.log(ours[:count]))
    x, y = x - x.mean(), y - y.mean()
    slope = float(np.sum(x * y) / np.sum(x * x))
    error = float(np.sum((y - slope * x) ** 2) / max(count - 3, 1) / np.sum(x * x))
    return float(np.clip(slope * slope**2 / (slope**2 + error), 0.0, 1.0))


def _into_account(purchases: Purchases, group: Group) -> Floats:
    """Returns what a unit of each bill's currency is in the currency of the account that pays it."""
    spot = np.append(group.rates.spot, np.nan)
    return spot[purchases.currency] / spot[group.currency[purchases.account]]
