"""Receipts: the pay day of each open invoice as a distribution, learnt from the company's own past."""

from .archive import dump_pay_days, restore_pay_days
from .features import EDGES, as_new, ask
from .ledger import NO_DAY, Ledger, Reductions
from .model import FEWEST_PAYMENTS, PayDayModel, PayDays, fit_pay_days

__all__ = [
    "EDGES",
    "FEWEST_PAYMENTS",
    "NO_DAY",
    "Ledger",
    "PayDayModel",
    "PayDays",
    "Reductions",
    "as_new",
    "ask",
    "dump_pay_days",
    "fit_pay_days",
    "restore_pay_days",
]
