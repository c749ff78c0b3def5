"""The company's books as arrays, as they were known on a day."""

from .deals import LOST, OPEN, WON, Deals, read_deals
from .frames import CENTS, Flags, Floats, Ints, day_number, month_start, months
from .group import Group, Lines, read_group
from .orders import Orders
from .purchases import Purchases, read_purchases
from .rates import Rates, base_currency
from .sales import Credits, Sales, main_accounts, read_sales

__all__ = [
    "CENTS",
    "LOST",
    "OPEN",
    "WON",
    "Credits",
    "Deals",
    "Flags",
    "Floats",
    "Group",
    "Ints",
    "Lines",
    "Orders",
    "Purchases",
    "Rates",
    "Sales",
    "base_currency",
    "day_number",
    "main_accounts",
    "month_start",
    "months",
    "read_deals",
    "read_group",
    "read_purchases",
    "read_sales",
]
