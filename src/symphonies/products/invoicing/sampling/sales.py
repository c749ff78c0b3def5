"""Orders, invoices and credit notes: what is sold, to whom and when."""

from __future__ import annotations

import numpy as np

from symphonies.platform.samples import (
    NO_DAY,
    Floats,
    Frame,
    Ints,
    Plant,
    Postings,
    Rows,
    Tables,
    World,
    as_date,
    constant,
    labels,
    money,
    numbered,
    pick,
    rows,
    taken,
    texts,
)

LINES = ("Terminals", "Payment services", "Software", "Advisory")
"""Product lines; the revenue account of each is 4001 and up."""
_LINE_SHARE = (0.46, 0.30, 0.11, 0.13)
_CONTRACT_LINE = (1, 2, 3)
"""The product line of each type of selling contract."""
SEASON = np.array([0.90, 0.93, 1.06, 0.96, 0.98, 1.07, 0.95, 0.90, 1.07, 1.00, 1.03, 1.15])
"""How each month of the year sells."""
LONGER_TERMS_DAYS = 60
_LONGEST_LEAD_DAYS = 26
_OF_ORDER = ("customer", "entity", "currency", "line", "cents")
_GOODS_COST = 0.655
"""Cost of a terminal as a share of its price."""


def revenue_targets(world: World) -> Floats:
    """Return what each company is to sell in each month, in hundredths of its list currency."""
    entities, calendar = world.the("entities"), world.calendar
    back = np.arange(len(calendar.months))[::-1]
    growth = np.exp(-entities["growth"][:, None] * (back - 6) / 12)
    noise = 1 + 0.02 * world.rng("invoicing.demand").standard_normal(growth.shape)
    season = SEASON[calendar.month_of_year - 1] * calendar.elapsed_share
    monthly = entities["revenue"][:, None] / 12 * growth * noise * season
    return monthly / world.the("fx")["list_rate"][entities["currency"]][:, None] * 100


def sell(world: World) -> Tables:
    """Give ``sales``, ``orders``, ``demand``, ``goods_cost`` and ``journals``; write orders."""
    targets = revenue_targets(world)
    called = _contract_sales(world)
    ordered = _order_sales(world, targets, called)
    parts = [ordered, called]
    sales = {name: np.concatenate([part[name] for part in parts]) for name in ordered}
    order = np.argsort(sales["issued"], kind="stable")
    sales = {name: column[order] for name, column in sales.items()}
    _set_terms(world, sales)
    sales["number"] = np.arange(1, len(order) + 1)
    world.give("sales", sales)
    world.give("demand", targets)
    _post(world, sales)
    return {"sales_order": _orders(world, sales)}


def _contract_sales(world: World) -> Frame:
    rng = world.rng("invoicing.contracts")
    billing, contracts, customers = world.the("billing"), world.the("contracts"), world.the("customers")
    contract, month = billing["contract"], billing["month"]
    early = world.calendar.month_starts[month] + rng.integers(0, 4, len(month))
    customer = contracts["customer"][contract]
    return {
        "customer": customer, "entity": contracts["entity"][contract],
        "currency": customers["currency"][customer],
        "issued": np.minimum(np.busday_offset(early, 0, roll="forward"), world.calendar.as_of),
        "month": month,
        "cents": billing["cents"], "line": np.array(_CONTRACT_LINE)[contracts["type"][contract]],
        "contract": contract,
    }  # fmt: skip


def _order_sales(world: World, targets: Floats, called: Frame) -> Frame:
    """Fill each company's month up to its target with invoices on single orders."""
    rng = world.rng("invoicing.orders")
    customers, entities, fx = world.the("customers"), world.the("entities"), world.the("fx")
    shape = targets.shape
    under_contract = np.bincount(
        called["entity"] * shape[1] + called["month"], weights=_local(world, called), minlength=targets.size
    )
    rest = np.maximum(targets.ravel() - under_contract, 0.15 * targets.ravel())
    per_cell = world.scale * 37_000 / shape[1] * entities["share"][:, None] * np.ones(shape)
    counts = np.maximum(np.rint(per_cell * rng.normal(1, 0.05, shape)), 4).astype(np.int64).ravel()
    cell = np.repeat(np.arange(len(rest)), counts)
    entity, month = cell // shape[1], cell % shape[1]
    customer = _customers_of(rng, entity, customers)
    size = rng.lognormal(0, 0.8, len(cell)) * customers["size"][customer] ** 0.6
    whole = np.bincount(cell, weights=size, minlength=len(rest))
    local = size / whole[cell] * rest[cell]
    rate = fx["list_rate"][entities["currency"][entity]] / fx["list_rate"][customers["currency"][customer]]
    return {
        "customer": customer, "entity": entity, "currency": customers["currency"][customer],
        "issued": world.calendar.draw_days(rng, month), "month": month,
        "cents": np.maximum(np.rint(local * rate), 100).astype(np.int64),
        "line": pick(rng, _LINE_SHARE, len(cell)),
        "contract": np.full(len(cell), -1),
    }  # fmt: skip


def _customers_of(rng: np.random.Generator, entity: Ints, customers: Frame) -> Ints:
    """Draw a customer of the right company for each sale, larger ones more often."""
    chosen = np.empty(len(entity), dtype=np.int64)
    for company in np.unique(entity):
        own = np.flatnonzero(customers["entity"] == company)
        mask = entity == company
        chosen[mask] = own[pick(rng, customers["size"][own] ** 0.5, int(mask.sum()))]
    return chosen


def _local(world: World, sales: Frame) -> Floats:
    """Return amounts at list rates in the currency of the selling company."""
    rate, entities = world.the("fx")["list_rate"], world.the("entities")
    return sales["cents"] * rate[sales["currency"]] / rate[entities["currency"][sales["entity"]]]


def _set_terms(world: World, sales: Frame) -> None:
    customers = world.the("customers")
    first = world.calendar.month_back(2)
    longer = customers["longer_terms"][sales["customer"]] & (sales["issued"] >= first)
    terms = np.where(longer, LONGER_TERMS_DAYS, customers["terms"][sales["customer"]])
    sales["due"] = sales["issued"] + terms
    world.plant(Plant(
        "longer_terms", as_date(first), as_date(world.calendar.as_of), {"entity.region": ("DACH",)},
        ("ar.terms", "ar.dso", "ar.open", "corp.cash"), LONGER_TERMS_DAYS, "days",
        "Half of the larger DACH customers were moved to 60-day terms from this month on.",
    ))  # fmt: skip


def _post(world: World, sales: Frame) -> None:
    """Post revenue per invoice, and the cost of terminals sold per company and day."""
    world.give("journals", Postings(
        "invoice", sales["issued"], sales["entity"], sales["currency"], 1100, 4001 + sales["line"],
        sales["cents"],
        numbered("INV-", sales["number"]), product_line=sales["line"],
    ))  # fmt: skip
    goods = sales["line"] == 0
    day = (sales["issued"][goods] - world.calendar.start).astype(np.int64)
    entity = sales["entity"][goods]
    dearer = _dearer_goods(world)[day]
    cost = _local(world, sales)[goods] * _GOODS_COST * dearer
    count = len(world.calendar.days)
    total = np.bincount(entity * count + day, weights=cost, minlength=9 * count)
    cell = np.flatnonzero(total)
    cents = np.rint(total[cell]).astype(np.int64)
    entity, day = cell // count, cell % count
    world.give("journals", Postings(
        "goods issue", world.calendar.days[day], entity, world.the("entities")["currency"][entity], 5000,
        1300, cents,
        constant("goods issued", len(cell)), product_line=0,
    ))  # fmt: skip
    month = world.calendar.month_index(world.calendar.days)[day]
    goods_cost = np.zeros((9, len(world.calendar.months)))
    np.add.at(goods_cost, (entity, month), cents)
    world.give("goods_cost", goods_cost)


def _dearer_goods(world: World) -> Floats:
    """Plant a price rise of the largest terminal supplier; the stock carries it a month later."""
    first = world.calendar.month_back(6)
    world.plant(Plant(
        "supplier_price_rise", as_date(first), as_date(world.calendar.as_of), {"account": ("5000",)},
        ("corp.gross_margin", "corp.cogs", "corp.ebitda"), 0.06, "share of the cost of terminals",
        "The largest terminal supplier raised its prices by 12 %; it delivers about half of them.",
    ))  # fmt: skip
    return np.where(world.calendar.days >= first + 30, 1.06, 1.0)


def _orders(world: World, sales: Frame) -> Rows:
    """Write the order of each invoice, and orders of the last days that are still to be invoiced."""
    rng = world.rng("invoicing.order_days")
    as_of = world.calendar.as_of
    own = np.flatnonzero(sales["contract"] < 0)
    lead = rng.integers(2, _LONGEST_LEAD_DAYS, len(own))
    placed = sales["issued"][own] - lead
    waiting = np.flatnonzero(
        (placed + _LONGEST_LEAD_DAYS <= as_of) & (sales["issued"][own] > as_of - _LONGEST_LEAD_DAYS)
    )
    at = np.concatenate([own, own[waiting]])
    number = np.concatenate([sales["number"][own], sales["number"][-1] + 1 + np.arange(len(waiting))])
    ordered = np.concatenate([placed, placed[waiting] + _LONGEST_LEAD_DAYS])
    world.give("orders", {"ordered": ordered, **{name: sales[name][at] for name in _OF_ORDER}})
    return rows(
        order_id=numbered("ORD-", number),
        customer_id=taken(texts(world.the("customers")["id"]), sales["customer"][at]),
        entity_id=taken(texts(world.the("entities")["id"]), sales["entity"][at]),
        ordered_on=np.maximum(ordered, world.calendar.start),
        product_line=labels(LINES, sales["line"][at]),
        amount=money(sales["cents"][at]),
        currency=taken(texts(world.the("fx")["code"]), sales["currency"][at]),
        contract_id=labels(("",), np.full(len(at), -1)),
        cancelled_on=np.full(len(at), NO_DAY),
    )
