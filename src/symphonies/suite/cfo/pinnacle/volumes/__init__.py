"""Volumes: how much will be invoiced and bought, by company, currency and group."""

from .cells import FEWEST_MONTHS, Cells, Documents, monthly_cells
from .days import daily_shares, days_of_month, month_profile, spread_over_days
from .forecast import Volumes, forecast_total, forecast_volumes

__all__ = [
    "FEWEST_MONTHS",
    "Cells",
    "Documents",
    "Volumes",
    "daily_shares",
    "days_of_month",
    "forecast_total",
    "forecast_volumes",
    "month_profile",
    "monthly_cells",
    "spread_over_days",
]
