"""Invented names of firms and people, so that no real one is meant."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_ROOTS = (
    "Alder", "Arvika", "Belmar", "Bergfeld", "Bluestem", "Brackwell", "Calder", "Castell", "Cedarvale",
    "Corvin",
    "Dahlem", "Dunmore", "Eastgate", "Elbtal", "Fairholm", "Falkenau", "Fennmark", "Glenrock", "Granholm",
    "Hallstrom",
    "Harrowgate", "Havelland", "Ironbridge", "Isarwerk", "Juniper", "Kestrel", "Kirnau", "Lakemont",
    "Larkfield",
    "Lindholm", "Marwick", "Mistral", "Northwold", "Oakhurst", "Osterby", "Pinecrest", "Quellen",
    "Ravensburg Nord",
    "Redwater", "Rhonefeld", "Sakura", "Silverlake", "Solberg", "Stonefield", "Tannwald", "Thornbury",
    "Umekawa",
    "Valmont", "Vesterhav", "Wexley", "Whitmore", "Yarrow", "Zellhof", "Ashcombe", "Birkenau", "Copperhill",
)  # fmt: skip
_TRADES = {
    "Retail": ("Market", "Stores", "Trading", "Fashion"),
    "Hospitality": ("Hotels", "Kitchens", "Resorts", "Catering"),
    "Healthcare": ("Clinics", "Pharma", "Care", "Diagnostics"),
    "Public": ("City Works", "Transit", "Schools", "Utilities"),
    "Industry": ("Werke", "Machines", "Logistics", "Materials"),
    "Software": ("Systems", "Cloud", "Data", "Labs"),
    "Services": ("Partners", "Consulting", "Facility", "Security"),
    "Goods": ("Components", "Electronics", "Devices", "Packaging"),
}
_FORMS = {
    "DE": "GmbH", "AT": "GmbH", "CH": "AG", "SE": "AB", "FI": "Oy", "GB": "Ltd", "US": "Inc", "JP": "KK",
    "SG": "Pte",
    "CN": "Co", "TW": "Co", "PL": "Sp. z o.o.", "NL": "BV", "IE": "Ltd", "FR": "SARL",
}  # fmt: skip
_GIVEN = (
    "Anna", "Ben", "Carla", "David", "Elin", "Felix", "Grace", "Hugo", "Ines", "Jonas", "Kaito", "Lena",
    "Mats", "Nora",
    "Omar", "Petra", "Rosa", "Sven", "Tess", "Yuki",
)  # fmt: skip
_FAMILY = (
    "Abel", "Brandt", "Costa", "Dahl", "Ekberg", "Fuchs", "Grant", "Hayashi", "Iversen", "Jansen", "Keller",
    "Lund",
    "Meier", "Novak", "Okoye", "Patel", "Quist", "Reed", "Sato", "Tran", "Ueda", "Vogel", "Weiss", "Young",
    "Zhang",
)  # fmt: skip

TRADES = tuple(_TRADES)
"""The lines of business that firms can be named after."""


def firm_names(rng: np.random.Generator, trades: NDArray[np.str_], countries: NDArray[np.str_]) -> list[str]:
    """Return one invented firm name per trade and country; a number follows where a name is taken."""
    count = len(trades)
    root, kind = rng.integers(0, len(_ROOTS), count), rng.integers(0, 4, count)
    taken: dict[str, int] = {}
    names = []
    for place in range(count):
        stem = f"{_ROOTS[root[place]]} {_TRADES[str(trades[place])][kind[place]]}"
        taken[stem] = taken.get(stem, 0) + 1
        number = f" {taken[stem]}" if taken[stem] > 1 else ""
        names.append(f"{stem}{number} {_FORMS.get(str(countries[place]), 'Ltd')}")
    return names


def person_names(rng: np.random.Generator, count: int) -> list[str]:
    """Return invented names of people, all different up to 500."""
    pairs = rng.permutation(len(_GIVEN) * len(_FAMILY))[np.arange(count) % (len(_GIVEN) * len(_FAMILY))]
    return [f"{_GIVEN[pair % len(_GIVEN)]} {_FAMILY[pair // len(_GIVEN)]}" for pair in pairs]
