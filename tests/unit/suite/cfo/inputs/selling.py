"""A small company that sells on orders, some of which come of deals: what it tells of itself, as tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

CUT = np.datetime64("2026-06-30")
_LEAD, _CUSTOMERS, _DEALS_A_DAY = (5, 15), 40, 4.0


class Selling:
    """Tables of a company whose months stray, for a reason that its deals show or that nothing shows."""

    def __init__(
        self, seed: int = 5, *, deals_lead: bool = True, strays: float = 0.6,
        start: str = "2023-06-01",
    ) -> None:  # fmt: skip
        """Sells until the cut, and goes on negotiating.

        Args:
            seed: of all chance.
            deals_lead: whether orders come of the deals that are told; else of others that nobody tells of.
            strays: deviation of the logarithm of how many deals are opened in a month.
            start: the first day of its books.
        """
        rng, first = np.random.default_rng(seed), np.datetime64(start)
        times = strays, first
        true = _deals(rng, *times)
        told = true if deals_lead else _deals(np.random.default_rng(seed + 100), *times)
        orders = _orders(rng, true[true["won"] & (true["closed_on"] >= first)])
        self.frames = {
            "invoicing.sales_order": orders.drop(columns="invoiced_on"),
            "invoicing.invoice": _invoices(orders),
            "invoicing.opportunity_change": _changes(told[told["opened_on"] >= first]),
            "invoicing.customer": pd.DataFrame({
                "customer_id": [f"C{n}" for n in range(_CUSTOMERS)], "name": "Somebody", "segment": "Large",
                "country": "DE",
            }),
            "invoicing.receipt": pd.DataFrame({
                "receipt_id": ["R"], "invoice_id": ["none"], "received_on": [pd.Timestamp(CUT)], "amount": [1.0]
            }),
            "corporate.legal_entity": pd.DataFrame({"entity_id": ["E"], "name": ["E"], "country": ["DE"]}),
            "corporate.fx_rate": pd.DataFrame({
                "currency": ["EUR"], "rate_on": [pd.Timestamp(first)], "closing_rate": [1.0], "base": ["EUR"]
            }),
            "corporate.cash_policy": _none("entity_id", "valid_from", "valid_to", "minimum", "currency"),
            "payments.account_minimum": _none("account_id", "valid_from", "valid_to", "minimum", "currency"),
            "payments.bank_account": pd.DataFrame({
                "account_id": ["A"], "name": ["A"], "entity_id": ["E"], "currency": ["EUR"], "restricted": [False]
            }),
            "payments.statement_line": pd.DataFrame({
                "account_id": ["A"], "booked_on": [pd.Timestamp(CUT)], "amount": [1.0], "category": ["x"],
                "reference": ["x"],
            }),
        }  # fmt: skip

    def read(self, table: str, columns: Sequence[str]) -> pd.DataFrame:
        """Returns columns of a table."""
        frame = self.frames[table]
        return frame.assign(**{name: None for name in columns if name not in frame})[list(columns)]


def _deals(rng: np.random.Generator, strays: float, first: np.datetime64) -> pd.DataFrame:
    """Returns deals: how many are opened in a month strays, four in ten are won after seven weeks or so."""
    days = np.arange(first - np.timedelta64(90, "D"), CUT + 1)
    month = days.astype("M8[M]").astype(int) - int(days[0].astype("M8[M]").astype(int))
    busy = rng.lognormal(0.0, strays, month.max() + 1)[month]
    opened = np.repeat(days, rng.poisson(_DEALS_A_DAY * busy))
    count = len(opened)
    return pd.DataFrame({
        "opened_on": opened,
        "closed_on": opened + rng.integers(40, 60, count),
        "won": rng.random(count) < 0.4,
        "amount": np.round(1000 * rng.lognormal(0.0, 0.3, count), 2),
        "customer_id": [f"C{n}" for n in rng.integers(0, _CUSTOMERS, count)],
    })  # fmt: skip


def _orders(rng: np.random.Generator, won: pd.DataFrame) -> pd.DataFrame:
    placed = won[won["closed_on"] <= CUT].reset_index(drop=True)
    lead = rng.integers(*_LEAD, len(placed))
    return pd.DataFrame({
        "order_id": [f"O{n}" for n in range(len(placed))], "customer_id": placed["customer_id"],
        "entity_id": "E", "ordered_on": placed["closed_on"], "amount": placed["amount"], "currency": "EUR",
        "cancelled_on": pd.NaT,
        "invoiced_on": np.busday_offset(
            placed["closed_on"].to_numpy().astype("M8[D]") + lead, 0, roll="forward"
        ),
    })  # fmt: skip


def _invoices(orders: pd.DataFrame) -> pd.DataFrame:
    sent = orders[orders["invoiced_on"] <= pd.Timestamp(CUT)]
    return pd.DataFrame({
        "invoice_id": "I" + sent["order_id"], "customer_id": sent["customer_id"], "entity_id": "E",
        "order_id": sent["order_id"], "kind": "invoice", "applies_to": None, "issued_on": sent["invoiced_on"],
        "due_on": sent["invoiced_on"] + pd.Timedelta(days=30), "amount": sent["amount"], "currency": "EUR",
        "delivery": None, "collector": None, "disputed_on": pd.NaT, "resolved_on": pd.NaT,
        "written_off_on": pd.NaT,
    })  # fmt: skip


def _changes(deals: pd.DataFrame) -> pd.DataFrame:
    """Returns what was told of deals from each day on: twice while they were open, and how they ended."""
    half = (deals["closed_on"] - deals["opened_on"]) / 2
    steps = [
        deals.assign(changed_on=deals["opened_on"], stage="Talks", state="open"),
        deals.assign(changed_on=deals["opened_on"] + half.dt.floor("D"), stage="Quote", state="open"),
        deals.assign(changed_on=deals["closed_on"], stage="End", state=np.where(deals["won"], "won", "lost")),
    ]
    every = pd.concat([one.assign(opportunity_id=[f"D{n}" for n in range(len(one))]) for one in steps])
    every = every.assign(
        entity_id="E", segment="Large", currency="EUR", probability=0.9, closes_on=every["closed_on"]
    )
    every = every[every["changed_on"] <= pd.Timestamp(CUT)]
    return every.drop(columns=["opened_on", "closed_on", "won"]).reset_index(drop=True)


def _none(*columns: str) -> pd.DataFrame:
    days = {"valid_from", "valid_to"}
    return pd.DataFrame(
        {name: pd.Series(dtype="datetime64[ns]" if name in days else object) for name in columns}
    )
