"""What the cash engine learns: when customers pay, and how wide its bands must be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np

from symphonies.suite.cfo.pinnacle.receipts import PayDayModel
from symphonies.suite.cfo.pinnacle.receipts.paydays import Paydays

_TREES, _REST = "pay_days.lgb.txt", "model.json"


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
    """Returns a model as text: the trees, and the rest as JSON."""
    pay = model.pay_days
    rest = {
        "width": model.width,
        "tested": model.tested,
        "base": pay.base,
        "calibration": pay.calibration.tolist(),
        "paydays": asdict(pay.paydays) | {"weekdays": pay.paydays.weekdays.tolist()},
        "fitted_on": pay.fitted_on,
        "payments": pay.payments,
        "lateness": pay.lateness,
    }
    return {_TREES: pay.booster.encode(), _REST: json.dumps(rest, indent=1, sort_keys=True).encode()}


def restore_model(files: Mapping[str, bytes]) -> CashModel:
    """Returns the model that was dumped."""
    rest = json.loads(files[_REST])
    days = rest["paydays"]
    pay = PayDayModel(
        booster=files[_TREES].decode(),
        base=rest["base"],
        calibration=np.array(rest["calibration"]),
        paydays=Paydays(np.array(days["weekdays"]), days["holiday"], tuple(days["countries"])),
        fitted_on=rest["fitted_on"],
        payments=rest["payments"],
        lateness=rest["lateness"],
    )
    return CashModel(pay, rest["width"], rest["tested"])
