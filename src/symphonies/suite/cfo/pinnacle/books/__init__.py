"""The company's books as arrays, as they were known on a day."""

from .frames import CENTS, Flags, Floats, Ints, day_number, month_start, months
from .group import Group, Lines, Rates, base_currency, read_group
from .purchases import Purchases, read_purchases
from .sales import Credits, Orders, Sales, main_accounts, read_sales

__all__ = [
    "CENTS",
    "Credits",
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
    "read_group",
    "read_purchases",
    "read_sales",
]
