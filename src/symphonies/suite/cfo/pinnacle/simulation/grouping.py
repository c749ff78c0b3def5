"""Which accounts are simulated as one: as few as the question allows, because each costs time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from symphonies.suite.cfo.pinnacle.position import Accounts, Flags, Ints, Position


@dataclass(frozen=True)
class Grouping:
    """Cells of accounts of one currency."""

    cell: Ints
    """``[accounts]``: the cell of each account."""
    currency: Ints
    """``[cells]``."""
    free: Flags
    """``[cells]``: whether the money may be used."""
    opening: Ints
    """``[cells]``."""
    minimum: Ints
    """``[cells]``: what must stay on the accounts of the cell, in its currency."""


def heads(accounts: Accounts) -> Ints:
    """Return the account in which each one's money ends, ``[accounts]``: itself where it is not pooled."""
    every = np.arange(len(accounts.ids))
    head = np.where(accounts.pool >= 0, accounts.pool, every)
    for _ in accounts.ids:
        further = head[head]
        if np.array_equal(further, head):
            break
        head = further
    return head


def by_account(position: Position) -> Grouping:
    """Every account on its own."""
    return _group(position, [(account,) for account in range(len(position.accounts.ids))])


def by_currency(position: Position) -> Grouping:
    """Accounts of one currency together; a pool that a credit line fills up stands alone."""
    accounts = position.accounts
    purse = heads(accounts)
    filled = set(purse[position.facilities.account[position.facilities.automatic]].tolist())
    keys: list[tuple[int, ...]] = [
        (int(accounts.currency[account]), int(accounts.restricted[account]), own if own in filled else -1)
        for account, own in enumerate(map(int, purse))
    ]
    return _group(position, keys)


def _group(position: Position, keys: list[tuple[int, ...]]) -> Grouping:
    accounts = position.accounts
    order = {key: index for index, key in enumerate(dict.fromkeys(keys))}
    cell = np.array([order[key] for key in keys], np.int64)
    first = np.array([keys.index(key) for key in order], np.int64)

    def total(amounts: Ints) -> Ints:
        sums = np.zeros(len(order), np.int64)
        np.add.at(sums, cell, amounts)
        return sums

    return Grouping(
        cell,
        accounts.currency[first],
        ~accounts.restricted[first],
        total(accounts.balance),
        total(np.where(accounts.restricted, 0, accounts.minimum)),
    )
