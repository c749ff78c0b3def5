"""Payments that are announced before they are made: bonuses, tax settlements, dividends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from symphonies.platform.samples import (
    Days,
    Ints,
    PaymentRequests,
    Tables,
    World,
    money,
    numbered,
    rows,
    taken,
    texts,
)

_TAX_AHEAD_DAYS, _BONUS_AHEAD_DAYS, _DIVIDEND_AHEAD_DAYS = 14, 160, 75
_OFF = {"tax": 0.005, "bonus": 0.03, "dividend": 0.0}
"""How far the announced amount is from what is paid in the end."""
_COLUMNS = ("day", "entity", "currency", "cents")
_RAISE = 1.04
_LEAST_DIVIDEND = 4_000_000_00


@dataclass(frozen=True)
class _Announced:
    kind: str
    ahead_days: int
    day: Days
    entity: Ints
    currency: Ints
    cents: Ints
    reference: str


def announce(world: World) -> Tables:
    """Write what was announced of the payments that were made, and of the next bonus and dividend."""
    rng, as_of = world.rng("corporate.announced"), world.calendar.as_of
    parts = [_tax(world), *_bonuses(world), *_dividends(world)]
    day, entity, currency, cents = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("day", "entity", "currency", "cents")
    )
    part = np.repeat(np.arange(len(parts)), [len(one.day) for one in parts])
    off = np.array([_OFF[one.kind] for one in parts])[part]
    told = np.rint(cents * (1 + off * rng.standard_normal(len(cents))) / 1000_00).astype(np.int64) * 1000_00
    recorded = day - np.array([one.ahead_days for one in parts])[part]
    order = np.lexsort((entity, part, recorded))
    order = order[(recorded[order] <= as_of) & (told[order] > 0)]
    part = part[order]
    references = np.array([one.reference for one in parts])[part]
    ids = world.the("entities")["id"][entity[order]]
    titles = np.char.add(np.char.add(np.char.capitalize(references), " "), ids.astype(str))
    return {
        "planned_payment": rows(
            payment_id=numbered("PP-", np.arange(1, len(order) + 1), 4),
            entity_id=ids,
            kind=np.array([one.kind for one in parts])[part],
            title=titles,
            recorded_on=recorded[order],
            due_on=day[order],
            withdrawn_on=np.full(len(order), np.datetime64("NaT", "D")),
            amount=money(told[order]),
            currency=taken(texts(world.the("fx")["code"]), currency[order]),
            probability=np.ones(len(order)),
            reference=references,
        )
    }


def _joined(parts: Sequence[_Announced | PaymentRequests], name: str) -> Any:
    return np.concatenate([getattr(part, name) for part in parts])


def _requests(world: World, name: str) -> list[PaymentRequests]:
    return [each for each in world.all("payment_requests") if each.batch.startswith(name)]


def _tax(world: World) -> _Announced:
    """The tax of a quarter is settled two weeks after its end; by then it is known."""
    (asked,) = _requests(world, "income tax")
    return _Announced(
        "tax", _TAX_AHEAD_DAYS, asked.day, asked.entity, asked.currency, asked.cents, "income tax"
    )


def _bonuses(world: World) -> list[_Announced]:
    """Bonuses of a year, and the next one a little above the last."""
    asked = _requests(world, "bonus")
    columns = (
        np.concatenate([getattr(each, name) for each in asked])
        for name in ("day", "entity", "currency", "cents")
    )
    day, entity, currency, cents = columns
    keys, place = np.unique(np.stack([day.astype(np.int64), entity, currency]), axis=1, return_inverse=True)
    whole = np.zeros(keys.shape[1], dtype=np.int64)
    np.add.at(whole, place.ravel(), cents)
    made = _Announced("bonus", _BONUS_AHEAD_DAYS, keys[0].astype("M8[D]"), keys[1], keys[2], whole, "bonus")
    last = keys[0] == keys[0].max(initial=0)
    month = keys[0][last].astype("M8[D]").astype("M8[M]") + 12
    payday = np.busday_offset(month.astype("M8[D]") + 24, 0, roll="backward")
    more = np.rint(whole[last] * _RAISE).astype(np.int64)
    return [made, _Announced("bonus", _BONUS_AHEAD_DAYS, payday, keys[1][last], keys[2][last], more, "bonus")]


def _dividends(world: World) -> list[_Announced]:
    """Dividends of the parent, and the next one at its least."""
    banks = world.the("bank_accounts")
    found = []
    for flow in world.all("pooled_cash"):
        if flow.category != "dividend":
            continue
        entity, currency = banks["entity"][flow.account], banks["currency"][flow.account]
        found.append(
            _Announced("dividend", _DIVIDEND_AHEAD_DAYS, flow.day, entity, currency, -flow.cents, "dividend")
        )
        if len(flow.day):
            half_a_year_on = (flow.day[-1:].astype("M8[M]") + 6).astype("M8[D]") + 17
            following = np.busday_offset(half_a_year_on, 0, roll="forward")
            least = np.array([_LEAST_DIVIDEND])
            found.append(
                _Announced(
                    "dividend", _DIVIDEND_AHEAD_DAYS, following, entity[-1:], currency[-1:], least, "dividend"
                )
            )
    return found
