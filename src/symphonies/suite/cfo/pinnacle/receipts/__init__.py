"""Receipts: the pay day of each open invoice as a distribution, learnt from the company's own past."""

from .ledger import NO_DAY, Ledger, Reductions
from .model import FEWEST_PAYMENTS, PayDayModel, PayDays, fit_pay_days

__all__ = ["FEWEST_PAYMENTS", "NO_DAY", "Ledger", "PayDayModel", "PayDays", "Reductions", "fit_pay_days"]
