"""What was bought and what suppliers are owed: bills, when they were paid, and orders given to the bank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from symphonies.platform.learning import Knowledge, Known
from symphonies.suite.cfo.pinnacle.receipts import NO_DAY

from .frames import Floats, Ints, coded, days, numbers, places, texts
from .group import Group
from .sales import main_accounts

_BILL = (
    "bill_id", "supplier_id", "entity_id", "issued_on", "due_on", "amount", "currency",
    "category", "account_id",
)  # fmt: skip
_YEAR = 365
_LONGEST_LEAD = 60


@dataclass(frozen=True, slots=True, eq=False)
class Purchases:
    """Supplier bills as known on the cut, in order of issue. Shape (n,) each.

    Attributes:
        ids: numbers of the bills.
        supplier: place of the supplier.
        entity, currency: places in the group.
        account: the account each is paid from; -1 when none fits.
        category: place in ``categories``, -1 for none.
        issued, due: in days since 1970-01-01.
        amount: in units of the currency.
        open_amount: what is not paid on the cut; below 0 for a supplier's credit note.
        paid: the last day of payment, ``NO_DAY`` while something is open.
        ordered: the day for which the bank has an order to pay it, ``NO_DAY`` for none.
        announced: shape (days,): by days until a payment, the chance that the bank has the order by then.
        is_capex: whether it is booked to fixed assets.
        supplier_ids, supplier_names, supplier_categories, terms: one for each supplier.
    """

    ids: tuple[str, ...]
    supplier: Ints
    entity: Ints
    currency: Ints
    account: Ints
    category: Ints
    categories: tuple[str, ...]
    issued: Ints
    due: Ints
    amount: Floats
    open_amount: Floats
    paid: Ints
    ordered: Ints
    announced: Floats
    is_capex: np.ndarray
    supplier_ids: tuple[str, ...]
    supplier_names: tuple[str, ...]
    supplier_categories: tuple[str, ...]
    terms: Ints


def read_purchases(past: Knowledge, group: Group) -> Purchases:
    """Reads bills, payments, suppliers and orders to pay as known on the cut."""
    bills = past.read(
        "invoicing.supplier_bill",
        list(_BILL),
        Known("issued_on", ahead=frozenset({"due_on"})),
    ).sort_values(["issued_on", "bill_id"], ignore_index=True)  # fmt: skip
    suppliers = past.read("payments.supplier", ["supplier_id", "name", "category", "terms_days"], Known(None))
    payments = past.read("invoicing.supplier_payment", ["bill_id", "paid_on", "amount"], Known("paid_on"))
    accounts = past.read("corporate.gl_account", ["account_id", "section"], Known(None))
    assets = set(texts(accounts[accounts["section"] == "fixed_asset"]["account_id"]))
    ids = tuple(texts(bills["bill_id"]))
    named = tuple(dict.fromkeys([*texts(suppliers["supplier_id"]), *texts(bills["supplier_id"])]))
    place = places(payments["bill_id"], ids)
    known = place >= 0
    amount = numbers(bills["amount"])
    taken = np.bincount(place[known], weights=numbers(payments["amount"])[known], minlength=len(ids))
    last = np.full(len(ids), -NO_DAY)
    np.maximum.at(last, place[known], days(payments["paid_on"])[known])
    left = np.where(np.abs(amount - taken) < 0.005, 0.0, amount - taken)
    entity = places(bills["entity_id"], group.entity_ids)
    currency = places(bills["currency"], group.rates.currencies)
    issued, due = days(bills["issued_on"]), days(bills["due_on"])
    category, categories = coded(bills["category"])
    own = suppliers.set_index("supplier_id").reindex(list(named))
    settled = np.where((left == 0) & (last > -NO_DAY), last, NO_DAY)
    ordered, announced = _ordered(past, ids, np.where(settled > group.cut - _YEAR, settled, NO_DAY))
    return Purchases(
        ids, places(bills["supplier_id"], named), entity, currency, main_accounts(group, entity, currency),
        category, categories, issued, np.where(due == NO_DAY, issued, due), amount, left,
        settled, ordered, announced,
        np.array([one in assets for one in texts(bills["account_id"])], dtype=bool),
        named, tuple(name or one for name, one in zip(texts(own["name"]), named, strict=True)),
        tuple(texts(own["category"])), np.rint(numbers(own["terms_days"])).astype(np.int64),
    )  # fmt: skip


def _ordered(past: Knowledge, ids: tuple[str, ...], paid: Ints) -> tuple[Ints, Floats]:
    """Returns the day for which each bill is ordered to be paid, and how long ahead of payment orders come.

    The status of an order is that of today, so only its days are read.
    """
    table: Any = past.read(
        "payments.payment_order", ["document_id", "approved_on", "scheduled_on", "executed_on"],
        Known("approved_on", later={"executed_on": "executed_on"}, ahead=frozenset({"scheduled_on"})),
    )  # fmt: skip
    place, approved = places(table["document_id"], ids), days(table["approved_on"])
    waits = (table["executed_on"].isna() & table["scheduled_on"].notna()).to_numpy(dtype=bool) & (place >= 0)
    ordered = np.full(len(ids), NO_DAY)
    ordered[place[waits]] = days(table["scheduled_on"])[waits]
    lead = np.full(len(ids), -1)
    done = (place >= 0) & (paid[place] < NO_DAY) & (approved <= paid[place])
    lead[place[done]] = paid[place[done]] - approved[done]
    known = np.clip(lead[paid < NO_DAY], -1, _LONGEST_LEAD)
    count = np.bincount(known + 1, minlength=_LONGEST_LEAD + 2)
    return ordered, count[::-1].cumsum()[::-1][1:] / max(len(known), 1)
