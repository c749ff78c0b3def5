"""What the cash engine learns: when customers pay, and how wide its bands must be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from symphonies.suite.cfo.pinnacle.receipts import PayDayModel, dump_pay_days, restore_pay_days

_WIDTH = "model.json"


@dataclass(frozen=True, slots=True, eq=False)
class CashModel:
    """A learned cash engine.

    Attributes:
        pay_days: when invoices are paid.
        width: half width of the 80 % band in standard deviations, as earlier forecasts needed it.
        tested: how many week ends it was found on; 0 for that of a normal distribution.
    """

    pay_days: PayDayModel
    width: float
    tested: int


def dump_model(model: CashModel) -> Mapping[str, bytes]:
    """Returns a model as text: that of pay days, and the width as JSON."""
    width = {"width": model.width, "tested": model.tested}
    return {**dump_pay_days(model.pay_days), _WIDTH: json.dumps(width, indent=1, sort_keys=True).encode()}


def restore_model(files: Mapping[str, bytes]) -> CashModel:
    """Returns the model that was dumped."""
    width = json.loads(files[_WIDTH])
    return CashModel(restore_pay_days(files), width["width"], width["tested"])
