"""All that is known of a company's cash at one moment."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date

import numpy as np

from .columns import Floats
from .flows import Billings, Forwards, Outflows, Receivables, Residuals
from .funding import Covenants, Facilities, Markets
from .grounds import Causes, Gap, Input, no_causes
from .parties import Accounts, Customers, Entities, Suppliers


@dataclass(frozen=True)
class Position:
    """All of it."""

    company: str
    cut: date
    days: int
    """How many days are described; a horizon plus the longest delay that a lever may ask for."""
    entities: Entities
    accounts: Accounts
    customers: Customers
    suppliers: Suppliers
    receivables: Receivables
    billings: Billings
    outflows: Outflows
    residuals: Residuals
    forwards: Forwards
    facilities: Facilities
    covenants: Covenants
    markets: Markets
    gaps: tuple[Gap, ...] = ()
    inputs: tuple[Input, ...] = ()
    """What billings to come may be told from besides history."""
    widths: Floats = field(default_factory=lambda: np.ones(0))
    """``[days]``: how many times as far from its mean as all the above says cash lies at the end of each day,
    as earlier forecasts showed; the last holds for all later days, and none means as it says."""
    causes: Causes = field(default_factory=no_causes)
    models: Mapping[str, str] = field(default_factory=dict)
    """Versions of the models behind the curves and amounts, by engine."""

    @property
    def base_currency(self) -> str:
        """Code of the currency that totals are told in."""
        return self.markets.currencies[self.markets.base]

    def fingerprint(self) -> str:
        """Return the SHA-256 of every figure: equal positions, equal fingerprints."""
        digest = hashlib.sha256()
        _feed(digest, self)
        return digest.hexdigest()


def _feed(digest: hashlib._Hash, part: object) -> None:
    """Add one part of a position to the digest, with its shape and type."""
    if isinstance(part, np.ndarray):
        digest.update(f"{part.dtype.str}{part.shape}".encode())
        digest.update(np.ascontiguousarray(part).tobytes())
    elif is_dataclass(part):
        for each in fields(part):
            digest.update(each.name.encode())
            _feed(digest, getattr(part, each.name))
    elif isinstance(part, Mapping):
        _feed(digest, tuple(sorted(part.items())))
    elif isinstance(part, tuple):
        digest.update(f"({len(part)}".encode())
        for each in part:
            _feed(digest, each)
    else:
        digest.update(f"{type(part).__name__}:{part!r};".encode())
