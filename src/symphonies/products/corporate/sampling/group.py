"""The group's companies, chart of accounts, cost centres and exchange rates."""

from __future__ import annotations

import numpy as np

from symphonies.platform.samples import Days, Floats, Plant, Rows, Tables, World, as_date, person_names, rows

CURRENCIES = ("EUR", "USD", "GBP", "CHF", "SEK", "JPY")
"""The group's currencies, its own first."""

ANNUAL_REVENUE = 610e6
"""What the group sells in the last year, in its own currency."""

_ENTITIES = (
    # id, name, country, region, currency, share of revenue, yearly growth
    ("DB-DE", "Demo Bank AG", "DE", "DACH", "EUR", 0.26, 0.060),
    ("DB-AT", "Demo Bank Austria GmbH", "AT", "DACH", "EUR", 0.07, 0.050),
    ("DB-CH", "Demo Bank Schweiz AG", "CH", "DACH", "CHF", 0.10, 0.070),
    ("DB-SE", "Demo Bank Sverige AB", "SE", "Nordics", "SEK", 0.09, 0.080),
    ("DB-FI", "Demo Bank Suomi Oy", "FI", "Nordics", "EUR", 0.06, 0.040),
    ("DB-UK", "Demo Bank UK Ltd", "GB", "UK", "GBP", 0.14, 0.030),
    ("DB-US", "Demo Bank Americas Inc", "US", "US", "USD", 0.18, 0.110),
    ("DB-JP", "Demo Bank Japan KK", "JP", "APAC", "JPY", 0.07, 0.050),
    ("DB-SG", "Demo Bank Singapore Pte", "SG", "APAC", "USD", 0.03, 0.140),
)

_RATES = (1.0, 0.92, 1.165, 1.045, 0.0875, 0.00615)
_VOLATILITY = (0.0, 0.075, 0.065, 0.055, 0.080, 0.095)
_FACTOR = (0.0, 0.8, 0.4, -0.2, -0.5, 0.5)
"""How far each currency follows the dollar's common movement."""

COST_CENTRES = (
    # id, name, function, share of operating personnel, share of delivery personnel
    ("CC-110", "Field sales", "Sales", 0.18, 0.0),
    ("CC-120", "Partner sales", "Sales", 0.08, 0.0),
    ("CC-150", "Marketing", "Marketing", 0.08, 0.0),
    ("CC-210", "Customer support", "Operations", 0.10, 0.20),
    ("CC-220", "Payment operations", "Operations", 0.07, 0.25),
    ("CC-230", "Implementation services", "Operations", 0.0, 0.55),
    ("CC-310", "Product engineering", "Technology", 0.19, 0.0),
    ("CC-410", "Cloud platform", "Technology", 0.07, 0.0),
    ("CC-420", "Workplace IT", "Technology", 0.04, 0.0),
    ("CC-510", "Finance", "Administration", 0.06, 0.0),
    ("CC-520", "Legal and compliance", "Administration", 0.05, 0.0),
    ("CC-530", "People", "Administration", 0.04, 0.0),
    ("CC-540", "Facilities", "Administration", 0.02, 0.0),
    ("CC-550", "Management", "Administration", 0.02, 0.0),
)

ACCOUNTS = (
    # number, name, class, section, caption, monetary
    (1100, "Trade receivables", "asset", "receivable", "Receivables", True),
    (1180, "Refunds due from suppliers", "asset", "receivable", "Receivables", True),
    (1300, "Inventory", "asset", "inventory", "Inventory", False),
    (1500, "Equipment and software", "asset", "fixed_asset", "Fixed assets", False),
    (1590, "Accumulated depreciation", "asset", "fixed_asset", "Fixed assets", False),
    (1700, "Balances with group companies", "asset", "intercompany", "Group", False),
    (1790, "Currency conversion in transit", "asset", "intercompany", "Group", False),
    (2000, "Trade payables", "liability", "payable", "Payables", True),
    (2200, "Pay and social security owed", "liability", "accrual", "Accruals", True),
    (2300, "Interest owed", "liability", "accrual", "Accruals", True),
    (2400, "Income tax owed", "liability", "tax_liability", "Tax", True),
    (2500, "Bank loans", "liability", "debt", "Debt", True),
    (3000, "Share capital and reserves", "equity", "equity", "Equity", False),
    (3100, "Dividends paid", "equity", "equity", "Equity", False),
    (4001, "Revenue from terminals", "income", "revenue", "Revenue", False),
    (4002, "Revenue from payment services", "income", "revenue", "Revenue", False),
    (4003, "Revenue from software", "income", "revenue", "Revenue", False),
    (4004, "Revenue from advisory", "income", "revenue", "Revenue", False),
    (5000, "Cost of terminals sold", "expense", "cogs", "Cost of goods", False),
    (5100, "Processing and hosting", "expense", "cogs", "Cost of services", False),
    (5200, "Delivery personnel", "expense", "cogs", "Cost of services", False),
    (6000, "Operating personnel", "expense", "opex", "Personnel", False),
    (6100, "Software and cloud", "expense", "opex", "Technology", False),
    (6200, "Premises", "expense", "opex", "Premises", False),
    (6300, "Advertising and events", "expense", "opex", "Marketing", False),
    (6400, "Travel", "expense", "opex", "Other", False),
    (6500, "Professional fees", "expense", "opex", "Professional fees", False),
    (6900, "Bank fees", "expense", "opex", "Other", False),
    (6950, "Fraud losses", "expense", "opex", "Other", False),
    (6960, "Credit losses", "expense", "opex", "Other", False),
    (7000, "Depreciation", "expense", "depreciation", "Depreciation", False),
    (8000, "Interest", "expense", "interest", "Interest", False),
    (9000, "Income tax", "expense", "tax", "Tax", False),
)


def found_group(world: World) -> Tables:
    """Give ``entities``, ``fx`` and ``cost_centres``; write the companies, cost centres and rates."""
    ids, names, countries, regions, currencies, shares, growth = (
        list(column) for column in zip(*_ENTITIES, strict=True)
    )
    world.give("entities", {
        "id": np.array(ids),
        "country": np.array(countries),
        "region": np.array(regions),
        "currency": np.array([CURRENCIES.index(code) for code in currencies]),
        "share": np.array(shares),
        "revenue": np.array(shares) * ANNUAL_REVENUE,
        "growth": np.array(growth),
    })  # fmt: skip
    centres = [list(column) for column in zip(*COST_CENTRES, strict=True)]
    world.give(
        "cost_centres",
        {"id": np.array(centres[0]), "delivery": np.array(centres[4]), "operating": np.array(centres[3])},
    )
    spot = _spot_rates(world)
    world.give("fx", {"code": np.array(CURRENCIES), "spot": spot, "list_rate": np.array(_RATES)})
    return {
        "legal_entity": rows(
            entity_id=ids, name=names, country=countries, region=regions, currency=currencies,
            parent_id=[None] + [ids[0]] * (len(ids) - 1), ownership_ratio=[1.0] * len(ids),
        ),
        "cost_centre": rows(
            cost_centre_id=centres[0], name=centres[1], function=centres[2],
            owner=person_names(world.rng("corporate.owners"), len(COST_CENTRES)),
        ),
        "fx_rate": _rate_rows(world, spot),
    }  # fmt: skip


def _spot_rates(world: World) -> Floats:
    """Walk the rates day by day: a common and an own part, pulled back to where they began."""
    rng = world.rng("corporate.fx")
    calendar = world.calendar
    count = len(calendar.days)
    open_day = np.is_busday(calendar.days)
    factor = np.array(_FACTOR)[:, None]
    shocks = factor * rng.standard_normal(count) + np.sqrt(1 - factor**2) * rng.standard_normal((6, count))
    steps = shocks * np.array(_VOLATILITY)[:, None] / np.sqrt(260) * open_day
    steps[0] = 0.0
    level = np.cumsum(steps, axis=1)
    level -= np.linspace(0, 1, count) * level[:, -1:] * 0.7
    jump = calendar.month_back(4, 17)
    level[CURRENCIES.index("GBP"), calendar.days >= jump] -= 0.062
    world.plant(Plant(
        "fx_jump", as_date(jump), as_date(calendar.as_of), {"currency": ("GBP",)},
        ("corp.fx_rate", "corp.revenue", "pay.fx_open", "corp.cash"), -0.06, "share of the rate",
        "Sterling fell on one day after an unexpected rate decision.",
    ))  # fmt: skip
    return np.array(_RATES)[:, None] * np.exp(level)


def _rate_rows(world: World, spot: Floats) -> Rows:
    days: Days = world.calendar.days
    month = world.calendar.month_index(days)
    per_month = np.bincount(month)
    average = np.stack([np.bincount(month, weights=rate) / per_month for rate in spot])
    count = len(days)
    return rows(
        currency=np.repeat(np.array(CURRENCIES), count),
        rate_on=np.tile(days, len(CURRENCIES)),
        average_rate=np.round(average[:, month], 8).ravel(),
        closing_rate=np.round(spot, 8).ravel(),
        base=["EUR"] * (count * len(CURRENCIES)),
    )
