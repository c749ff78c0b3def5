"""Business events that products hand to one another: postings, cash movements, payments to make.

Companies, currencies, cost centres, suppliers and bank accounts are named by their position in the
frames on the board (-1: none); ledger accounts by their number.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from symphonies.platform.samples.calendar import Days
from symphonies.platform.samples.columns import Ints, Texts

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Frame = dict[str, Any]
"""Columns (numpy arrays of equal length) by name."""


def _broadcast(record: DataclassInstance, count: int) -> None:
    """Turn fields that were given as one number for every row into columns."""
    for field in fields(record):
        if isinstance(value := getattr(record, field.name), int | np.integer):
            object.__setattr__(record, field.name, np.full(count, value, dtype=np.int64))


@dataclass(frozen=True)
class Postings:
    """Journals of two lines each: ``cents`` to the debit account and from the credit account."""

    source: str
    day: Days
    entity: Ints
    currency: Ints
    debit: Ints | int
    credit: Ints | int
    cents: Ints
    document: Texts
    cost_centre: Ints | int = -1
    product_line: Ints | int = -1

    def __post_init__(self) -> None:
        _broadcast(self, len(self.cents))


@dataclass(frozen=True)
class CashFlows:
    """Movements on bank accounts; the ledger books each against ``contra``."""

    category: str
    day: Days
    account: Ints
    cents: Ints
    """Money in positive, money out negative, in the account's currency."""
    contra: Ints | int
    counterparty: Texts
    reference: Texts

    def __post_init__(self) -> None:
        _broadcast(self, len(self.cents))


@dataclass(frozen=True)
class PaymentRequests:
    """What is to be paid, and when; the payments product makes orders of it.

    The outcome is given back on the board as ``payment_outcomes``: one array of settlement days
    (NaT: not settled by the as-of day) per batch under its ``batch`` name.
    """

    batch: str
    kind: str
    day: Days
    entity: Ints
    currency: Ints
    cents: Ints
    contra: Ints | int
    document: Texts
    supplier: Ints | int = -1

    def __post_init__(self) -> None:
        _broadcast(self, len(self.cents))
