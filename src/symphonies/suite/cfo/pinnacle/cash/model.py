"""What the cash engine learns: when customers pay, and how wide its bands must be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from symphonies.suite.cfo.pinnacle.books import Floats
from symphonies.suite.cfo.pinnacle.receipts import PayDayModel, dump_pay_days, restore_pay_days

_WIDTHS = "model.json"


@dataclass(frozen=True, slots=True, eq=False)
class CashModel:
    """A learned cash engine.

    Attributes:
        pay_days: when invoices are paid.
        widths: of each week's band over the simulation's own, as earlier forecasts needed it, shape (weeks,).
        tested: from how many earlier days; 0 when there were none, and the simulation is taken at its word.
    """

    pay_days: PayDayModel
    widths: Floats
    tested: int


def dump_model(model: CashModel) -> Mapping[str, bytes]:
    """Returns a model as text: that of pay days, and the widths as JSON."""
    widths = {"widths": model.widths.tolist(), "tested": model.tested}
    return {**dump_pay_days(model.pay_days), _WIDTHS: json.dumps(widths, indent=1, sort_keys=True).encode()}


def restore_model(files: Mapping[str, bytes]) -> CashModel:
    """Returns the model that was dumped."""
    rest = json.loads(files[_WIDTHS])
    return CashModel(restore_pay_days(files), np.array(rest["widths"]), rest["tested"])


def digest_of(model: PayDayModel) -> str:
    """Returns the SHA-256 of a pay-day model."""
    return sha256(b"".join(dump_pay_days(model).values())).hexdigest()
