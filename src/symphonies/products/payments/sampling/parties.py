"""Suppliers and bank accounts."""

from __future__ import annotations

import numpy as np

from symphonies.platform.samples import (
    Frame,
    Rows,
    Tables,
    World,
    firm_names,
    labels,
    money,
    numbered,
    pick,
    rows,
)

KINDS = ("Goods", "Processing", "Software", "Premises", "Marketing", "Travel", "Advice", "Equipment")
"""What suppliers supply; purchases draw a supplier of the kind they need."""
_KIND_SHARE = (0.14, 0.10, 0.18, 0.12, 0.14, 0.12, 0.14, 0.06)
_TRADE = ("Goods", "Services", "Software", "Services", "Retail", "Hospitality", "Services", "Industry")
_COUNTRIES = ("DE", "AT", "CH", "SE", "FI", "GB", "US", "JP", "SG", "CN", "PL", "NL")
_REGION = (
    "DACH",
    "DACH",
    "DACH",
    "Nordics",
    "Nordics",
    "UK",
    "US",
    "APAC",
    "APAC",
    "APAC",
    "Europe",
    "Europe",
)
_COUNTRY_SHARE = (0.24, 0.06, 0.08, 0.08, 0.05, 0.12, 0.15, 0.06, 0.03, 0.06, 0.04, 0.03)
_BANKS = (
    "Hanse Bank",
    "Alpenbank",
    "Nordkredit",
    "Thames Bank",
    "Hudson Trust",
    "Kanto Bank",
    "Straits Bank",
)
_HOME_BANK = {"DE": 0, "AT": 1, "CH": 1, "SE": 2, "FI": 2, "GB": 3, "US": 4, "JP": 5, "SG": 6}
_SECOND = (
    # company, currency, bank, name, restricted
    (0, 1, 4, "dollar account", False),
    (5, 0, 0, "euro account", False),
    (2, 0, 0, "euro account", False),
    (3, 0, 0, "euro account", False),
    (0, 0, 1, "collections", False),
    (6, 1, 6, "collections", False),
    (5, 2, 4, "collections", False),
    (0, 0, 0, "escrow", True),
    (6, 1, 4, "escrow", True),
    (7, 5, 5, "deposit", True),
)


_LEAST = {"collections": 150_000_00, "euro account": 100_000_00, "dollar account": 100_000_00}
"""What banks ask to be left on accounts of a name, in cents of their currency."""


def register_parties(world: World) -> Tables:
    """Give ``suppliers`` and ``bank_accounts``; write both, and what must stay on accounts."""
    return {
        "supplier": _suppliers(world),
        "bank_account": _bank_accounts(world),
        "account_minimum": _minima(world),
    }


def _suppliers(world: World) -> Rows:
    rng = world.rng("payments.suppliers")
    count = world.count(420, 64, 0.4)
    kind = np.concatenate([np.arange(len(KINDS)).repeat(4), pick(rng, _KIND_SHARE, count - 4 * len(KINDS))])
    country = pick(rng, _COUNTRY_SHARE, count)
    terms = np.array([14, 30, 45, 60])[pick(rng, (0.28, 0.46, 0.2, 0.06), count)]
    size = rng.lognormal(0, 0.9, count)
    first_goods = int(np.flatnonzero(kind == 0)[0])
    size[first_goods] = 0.6 * size[kind == 0].sum()
    suppliers: Frame = {
        "id": np.array([f"S-{number:05d}" for number in range(1, count + 1)]),
        "kind": kind, "terms": terms, "size": size, "country": np.array(_COUNTRIES)[country],
        "region": np.array(_REGION)[country],
    }  # fmt: skip
    names = firm_names(rng, np.array(_TRADE)[kind], suppliers["country"])
    world.give("suppliers", {**suppliers, "name": np.array(names)})
    return rows(
        supplier_id=suppliers["id"], name=names, country=suppliers["country"], region=suppliers["region"],
        category=labels(KINDS, kind), terms_days=terms,
    )  # fmt: skip


def _bank_accounts(world: World) -> Rows:
    entities, codes = world.the("entities"), world.the("fx")["code"]
    homes = [
        (place, int(currency), _HOME_BANK[str(country)], "main account", False)
        for place, (currency, country) in enumerate(
            zip(entities["currency"], entities["country"], strict=True)
        )
    ]
    entity, currency, bank, name, restricted = (
        np.array(column) for column in zip(*homes, *_SECOND, strict=True)
    )
    count = len(entity)
    ledger = np.where(restricted, 1090, 1000) + np.arange(count)
    ids = np.char.add(
        np.char.add(entities["id"][entity], "-"), np.char.zfill(np.arange(1, count + 1).astype(str), 2)
    )
    world.give("bank_accounts", {
        "id": ids, "entity": entity, "currency": currency, "restricted": restricted, "ledger": ledger,
        "name": name,
        "main": _main(name, entity, currency, (len(entities["id"]), len(codes))),
        "collections": _collections(name, entity, len(entities["id"])),
    })  # fmt: skip
    rng = world.rng("payments.banks")
    country = entities["country"][entity]
    return rows(
        account_id=ids,
        name=np.char.add(np.char.add(ids, " "), name),
        entity_id=entities["id"][entity],
        bank=labels(_BANKS, bank),
        country=country,
        iban=np.char.add(
            np.char.add(country, "00DEMO"), np.char.zfill(rng.integers(0, 10**10, count).astype(str), 10)
        ),
        currency=codes[currency],
        ledger_account_id=numbered("", ledger, 4),
        restricted=restricted,
    )


def _main(name: np.ndarray, entity: np.ndarray, currency: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Return the account of each company in each currency that money usually passes; -1: none."""
    found = np.full(shape, -1)
    plain = (
        (name == "main account") | np.char.endswith(name, "o account") | np.char.endswith(name, "r account")
    )
    found[entity[plain], currency[plain]] = np.flatnonzero(plain)
    return found


def _collections(name: np.ndarray, entity: np.ndarray, companies: int) -> np.ndarray:
    """Return the account on which each company collects; -1: none."""
    found = np.full(companies, -1)
    collects = name == "collections"
    found[entity[collects]] = np.flatnonzero(collects)
    return found


def _minima(world: World) -> Rows:
    banks = world.the("bank_accounts")
    asked = np.flatnonzero(np.isin(banks["name"], list(_LEAST)))
    count = len(asked)
    return rows(
        minimum_id=numbered("MIN-", np.arange(1, count + 1), 2),
        account_id=banks["id"][asked],
        valid_from=np.full(count, world.calendar.start),
        valid_to=np.full(count, np.datetime64("NaT", "D")),
        minimum=money(np.array([_LEAST[str(name)] for name in banks["name"][asked]])),
        currency=world.the("fx")["code"][banks["currency"][asked]],
    )
