"""What is known of a company's cash at one moment: the input of every simulation, lever and plan.

Amounts are whole cents (``int64``) of the currency of the account they touch, so that sums are exact.
Days are counted from the cut: day 1 is the day after it, day ``days`` the last one that is described.
References between tables are row numbers; -1 means none.
"""

from .columns import Flags, Floats, Ints, Names
from .flows import OUTFLOW_KINDS, Billings, Forwards, Outflows, Receivables, Residuals
from .funding import MEASURES, Covenants, Facilities, Markets
from .grounds import CAUSES, INDICATORS, ORDERS, PAY_DAYS, PIPELINE, Causes, Gap, Input, no_causes
from .parties import Accounts, Customers, Entities, Suppliers
from .position import Position

__all__ = [
    "CAUSES",
    "INDICATORS",
    "MEASURES",
    "ORDERS",
    "OUTFLOW_KINDS",
    "PAY_DAYS",
    "PIPELINE",
    "Accounts",
    "Billings",
    "Causes",
    "Covenants",
    "Customers",
    "Entities",
    "Facilities",
    "Flags",
    "Floats",
    "Forwards",
    "Gap",
    "Input",
    "Ints",
    "Markets",
    "Names",
    "Outflows",
    "Position",
    "Receivables",
    "Residuals",
    "Suppliers",
    "no_causes",
]
