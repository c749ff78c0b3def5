"""What the engines estimate, as rows of the products' tables: pay days, expected losses, runway."""

from .losses import tell_losses
from .pay_days import Columns, tell_pay_days
from .runway import YEAR, RunwaySettings, tell_runway

__all__ = ["YEAR", "Columns", "RunwaySettings", "tell_losses", "tell_pay_days", "tell_runway"]
