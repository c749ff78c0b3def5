"""The general ledger, written from every posting and every cash movement."""

from __future__ import annotations

import numpy as np

from symphonies.platform.samples import (
    CashFlows,
    Frame,
    Postings,
    Rows,
    Tables,
    World,
    joined,
    labels,
    money,
    numbered,
    rows,
    taken,
    texts,
)
from symphonies.products.corporate.sampling.group import ACCOUNTS

_LINES = ("Terminals", "Payment services", "Software", "Advisory")
_FIRST_PNL_ACCOUNT = 4000


def book(world: World) -> Tables:
    """Give ``ledger``; write ledger lines and the chart of accounts."""
    postings: list[Postings] = [*world.all("journals"), *world.all("tax_journals")]
    flows: list[CashFlows] = [*world.all("cash"), *world.all("pooled_cash")]
    journals = _journals(world, postings, flows)
    sources = [part.source for part in postings] + [flow.category for flow in flows]
    order = np.argsort(journals["day"], kind="stable")
    journals = {name: column[order] for name, column in journals.items()}
    document = joined([part.document for part in postings] + [flow.reference for flow in flows]).take(order)
    lines = _two_lines(journals)
    world.give("ledger", lines)
    number = np.arange(len(lines["day"]))
    return {
        "gl_account": _chart(world),
        "ledger_line": rows(
            line_id=numbered("GL-", number + 1, 8),
            journal_id=numbered("J-", number // 2 + 1),
            entity_id=taken(texts(world.the("entities")["id"]), lines["entity"]),
            account_id=taken(texts(np.arange(10_000).astype(str)), lines["account"]),
            cost_centre_id=taken(texts(world.the("cost_centres")["id"]), lines["centre"]),
            booked_on=lines["day"],
            amount=money(lines["cents"]),
            currency=taken(texts(world.the("fx")["code"]), lines["currency"]),
            source=labels(sources, lines["part"]),
            product_line=labels(_LINES, lines["line"]),
            document_id=document.take(number // 2),
        ),
    }


def _journals(world: World, postings: list[Postings], flows: list[CashFlows]) -> Frame:
    """Return one row per journal: what is debited, what is credited, and how much."""
    banks = world.the("bank_accounts")
    parts: list[Frame] = [
        {
            "day": part.day, "entity": part.entity, "currency": part.currency, "debit": part.debit,
            "credit": part.credit, "cents": part.cents, "centre": part.cost_centre, "line": part.product_line,
        }
        for part in postings
    ]  # fmt: skip
    parts += [
        {
            "day": flow.day, "entity": banks["entity"][flow.account],
            "currency": banks["currency"][flow.account],
            "debit": banks["ledger"][flow.account], "credit": flow.contra, "cents": flow.cents,
            "centre": np.full(len(flow.cents), -1), "line": np.full(len(flow.cents), -1),
        }
        for flow in flows
    ]  # fmt: skip
    journals = {name: np.concatenate([np.asarray(part[name]) for part in parts]) for name in parts[0]}
    return journals | {"part": np.repeat(np.arange(len(parts)), [len(part["cents"]) for part in parts])}


def _two_lines(journals: Frame) -> Frame:
    lines = {
        name: np.repeat(journals[name], 2) for name in ("day", "entity", "currency", "centre", "line", "part")
    }
    lines["account"] = np.stack([journals["debit"], journals["credit"]], axis=1).ravel()
    lines["cents"] = np.stack([journals["cents"], -journals["cents"]], axis=1).ravel()
    balance_sheet = lines["account"] < _FIRST_PNL_ACCOUNT
    for name in ("centre", "line"):
        lines[name] = np.where(balance_sheet, -1, lines[name])
    return lines


def _chart(world: World) -> Rows:
    banks = world.the("bank_accounts")
    own = [
        (int(number), f"Bank {id} {name}", "asset", "restricted_cash" if restricted else "cash", "Cash", True)
        for number, id, name, restricted in zip(
            banks["ledger"], banks["id"], banks["name"], banks["restricted"], strict=True
        )
    ]
    number, name, kind, section, caption, monetary = (
        list(column) for column in zip(*own, *ACCOUNTS, strict=True)
    )
    return rows(
        account_id=[str(value) for value in number], section=section, name=name, caption=caption,
        monetary=monetary,
        **{"class": kind},
    )  # fmt: skip
