"""The pay-day model as files that hold data and no code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

import numpy as np

from .model import PayDayModel
from .paydays import Paydays

_TREES, _REST = "pay_days.lgb.txt", "pay_days.json"


def dump_pay_days(model: PayDayModel) -> Mapping[str, bytes]:
    """Returns a model as text: the trees, and the rest as JSON."""
    rest = {
        "base": model.base,
        "calibration": model.calibration.tolist(),
        "paydays": asdict(model.paydays) | {"weekdays": model.paydays.weekdays.tolist()},
        "fitted_on": model.fitted_on,
        "payments": model.payments,
        "lateness": model.lateness,
    }
    return {_TREES: model.booster.encode(), _REST: json.dumps(rest, indent=1, sort_keys=True).encode()}


def restore_pay_days(files: Mapping[str, bytes]) -> PayDayModel:
    """Returns the model that was dumped."""
    rest = json.loads(files[_REST])
    days = rest["paydays"]
    return PayDayModel(
        booster=files[_TREES].decode(),
        base=rest["base"],
        calibration=np.array(rest["calibration"]),
        paydays=Paydays(np.array(days["weekdays"]), days["holiday"], tuple(days["countries"])),
        fitted_on=rest["fitted_on"],
        payments=rest["payments"],
        lateness=rest["lateness"],
    )
