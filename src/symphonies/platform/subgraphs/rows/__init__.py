"""The batched row interface: filters, order, pages and row rules in one SQL for each level."""

from symphonies.platform.subgraphs.rows.filters import filter_condition
from symphonies.platform.subgraphs.rows.paging import (
    Order,
    Page,
    cursor_of,
    read_order,
    read_page,
    window_condition,
)
from symphonies.platform.subgraphs.rows.read import ListRequest, RowReader, Rows

__all__ = [
    "ListRequest",
    "Order",
    "Page",
    "RowReader",
    "Rows",
    "cursor_of",
    "filter_condition",
    "read_order",
    "read_page",
    "window_condition",
]
