"""Sets of series with the part that is held back: some were looked at while building, others never."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from . import generated, m3, public
from .held import DATA, Held

SETS: Mapping[str, Callable[[], Held]] = {**m3.SETS, **public.SETS, **generated.SETS}
"""By name, how a set is made."""

__all__ = ["DATA", "SETS", "Held"]
