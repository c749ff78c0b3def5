"""Some contracts as their parties signed them: each clause says what the rows hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from symphonies.platform.samples import (
    Frame,
    Paper,
    Readers,
    Tables,
    Template,
    World,
    as_date,
    load_prose,
)
from symphonies.products.contracts.sampling.terms import BUY_TYPES, SELL_TYPES

PROSE = Path(__file__).with_name("papers.yaml")
SELLING, BUYING = 6, 2
"""How many contracts of each sort are written out."""
PEOPLE = ("cfo", "controller_group", "auditor")
_LATER_DAYS = (90, 75)
"""Payment terms that amendments agree on for the time after the as-of day, one each."""
_WORDS = {14: "fourteen", 30: "thirty", 45: "forty-five", 60: "sixty", 75: "seventy-five", 90: "ninety"}
_FORMATS = ("pdf", "docx")


@dataclass(frozen=True)
class _Deal:
    """One contract: what its papers print, who may read them, and whether we sell by it."""

    values: Mapping[str, str]
    readers: Readers
    sells: bool

    def paper(self, template: Template, file: str) -> Paper:
        number = self.values["id"]
        return template.paper(
            f"contracts/{number}{file}", self.readers, self.values, {"contracts.contract": number}
        )


def write_contracts(world: World) -> Tables:
    """Give the papers of some running contracts, of amendments to them, and an annex that gives orders."""
    prose = load_prose(PROSE)
    papers = prose.papers
    selling, buying = ([_deal(world, place, prose.phrases) for place in places] for places in _chosen(world))
    for number, deal in enumerate([*selling, *buying]):
        world.give("papers", deal.paper(papers["contract"], f".{_FORMATS[number % 2]}"))
    for deal, days in zip(selling, _LATER_DAYS, strict=False):
        later = replace(deal, values={**deal.values, "pays_later": _days(days)})
        world.give("papers", later.paper(papers["amendment"], "-amendment.pdf"))
    world.give("papers", buying[0].paper(papers["annex"], "-annex.html"))
    return {}


def _chosen(world: World) -> tuple[list[int], list[int]]:
    """Return the places of the largest running contracts, selling ones whose terms were extended first."""
    contracts, customers = world.the("contracts"), world.the("customers")
    running = np.isnat(contracts["ended"]) & (contracts["start"] <= world.calendar.as_of.astype("M8[M]"))
    extended = contracts["sells"] & customers["longer_terms"][contracts["customer"]]
    order = np.lexsort((-contracts["yearly"], ~extended))
    found = order[running[order]]
    sells = contracts["sells"][found]
    return found[sells][:SELLING].tolist(), found[~sells][:BUYING].tolist()


def _deal(world: World, place: int, phrases: Mapping[str, str]) -> _Deal:
    contracts, entities = world.the("contracts"), world.the("entities")
    at: dict[str, Any] = {name: column[place] for name, column in contracts.items()}
    sells = bool(at["sells"])
    ours, theirs = ("Supplier", "Customer") if sells else ("Purchaser", "Supplier")
    others: Frame = world.the("customers") if sells else world.the("suppliers")
    other = int(at["customer"] if sells else at["supplier"])
    code = world.the("fx")["code"][at["currency"]]
    kind = (SELL_TYPES if sells else BUY_TYPES)[int(at["type"])]
    term = {
        "months": str(at["term"]),
        "cap": _amount(round(int(at["yearly"]) * float(at["cap_years"])), code),
    }
    values = {
        **term,
        "id": str(at["id"]),
        "kind": kind,
        "kind_in_text": kind.lower(),
        "company": str(entities["id"][at["entity"]]),
        "other": str(others["name"][other]),
        "our_part": ours,
        "our_part_in_text": f"the {ours}",
        "their_part": theirs,
        "payer": theirs if sells else ours,
        "signed": _day(as_date(at["signed"])),
        "starts": _day(as_date(at["start"])),
        "renewal": phrases["renews" if at["auto_renew"] else "ends"].format_map(term),
        "notice": _days(int(at["notice"])),
        "pays": _days(int(others["terms"][other])),
        "value": _amount(int(at["yearly"]), code),
        "liability": phrases["uncapped" if at["uncapped"] else "capped"].format_map(term),
        "later": _day(date(as_date(world.calendar.as_of).year + 1, 1, 1)),
    }
    region = str(entities["region"][at["entity"]])
    return _Deal(values, Readers(PEOPLE, ("controller",), {"regions": (region,)}), sells)


def _amount(cents: int, code: str) -> str:
    return f"{code} {cents / 100:,.2f}"


def _days(count: int) -> str:
    return f"{_WORDS[count]} ({count}) days"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
