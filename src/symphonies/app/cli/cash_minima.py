"""What ``symphonies cash --accounts`` says of companies and accounts beside the least they must hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from symphonies.app.cli.tables import text_table


def minima_text(told: Mapping[str, Any]) -> Iterator[str]:
    """Tell each company in the currency of the answer, then each account in its own."""
    if "companies" not in told:
        return
    yield "Companies, by what stands on their own accounts:"
    yield _table([{"company": each["id"], **_low(each)} for each in told["companies"]])
    yield "Accounts, each in its own currency:"
    yield _table([_account(each) for each in told["accounts"]])


def _account(each: Mapping[str, Any]) -> dict[str, Any]:
    swept = "restricted" if each["restricted"] else each["pool"] or ""
    return {"account": each["id"], "currency": each["currency"], **_low(each), "swept to": swept}


def _low(each: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "today": each["opening"],
        "low point": each["low"],
        "minimum": each["minimum"],
        "below it": f"{each['chanceBelowMinimum']:.1%}",
    }


def _table(rows: list[dict[str, Any]]) -> str:
    return text_table(list(rows[0]), rows) if rows else "none"
