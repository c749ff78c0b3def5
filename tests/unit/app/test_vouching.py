"""The header by which a subgraph in another process knows whose request it is."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest

from symphonies.app.vouching import HEADER, PrincipalUnprovenError, Voucher
from symphonies.kernel import FixedClock
from symphonies.platform.security import Principal

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
KEY = "k" * 32
ADA = Principal("ada", "Ada")
PEOPLE = {"ada": ADA}


def voucher(key: str = KEY, seconds: int = 0) -> Voucher:
    return Voucher(key, FixedClock(NOW + timedelta(seconds=seconds)))


def test_a_principal_is_believed_for_its_subgraph() -> None:
    header = voucher().header(ADA, "invoicing")[HEADER]
    assert voucher(seconds=20).principal(header, "invoicing", PEOPLE.get) is ADA
    assert KEY not in header


def test_what_was_not_signed_for_here_and_now_is_not_believed() -> None:
    header = voucher().header(ADA, "invoicing")[HEADER]
    head, body, signature = header.split(".")
    unsigned = urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    for who, given, subgraph in (
        (voucher("x" * 32), header, "invoicing"),
        (voucher(seconds=60), header, "invoicing"),
        (voucher(seconds=-60), header, "invoicing"),
        (voucher(), header, "payments"),
        (voucher(), None, "invoicing"),
        (voucher(), "", "invoicing"),
        (voucher(), "a.b.c", "invoicing"),
        (voucher(), f"{head}.{body}.{signature[::-1]}", "invoicing"),
        (voucher(), f"{unsigned}.{body}.", "invoicing"),
    ):
        with pytest.raises(PrincipalUnprovenError):
            who.principal(given, subgraph, PEOPLE.get)


def test_nobody_is_made_up() -> None:
    header = voucher().header(Principal("stranger", "S"), "invoicing")[HEADER]
    with pytest.raises(PrincipalUnprovenError, match="does not have"):
        voucher().principal(header, "invoicing", PEOPLE.get)
