"""The library of stresses, and what it would take to breach."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from symphonies.kernel import DeclarationError, NotFoundError, did_you_mean
from symphonies.platform.scenarios import Lever, severity_to_reach
from symphonies.suite.cfo.pinnacle.levers import LEVERS, change_of
from symphonies.suite.cfo.pinnacle.position import Position
from symphonies.suite.cfo.pinnacle.simulation import CashSimulation, Outcome

FILE = Path(__file__).with_name("library.yaml")
BREACH_CHANCE = 0.5
"""A breach is reached when it is more likely than not."""


class Stress(BaseModel):
    """One severe but plausible scenario."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    story: str
    levers: dict[str, float]


@dataclass(frozen=True)
class ReverseStress:
    """How hard a stress must be to breach the floor."""

    stress: Stress
    severity: float | None
    """1 is the stress as it stands; None when its levers cannot be moved so far."""
    levers: tuple[Lever, ...]
    """The levers at that severity."""


@cache
def stress_library(file: Path = FILE) -> Mapping[str, Stress]:
    """Return the stresses by id.

    Raises:
        DeclarationError: the file cannot be read as meant.
    """
    try:
        declared = yaml.safe_load(file.read_text("utf-8"))["scenarios"]
        return {key: Stress.model_validate({"id": key, **value}) for key, value in declared.items()}
    except (yaml.YAMLError, ValidationError, KeyError, TypeError, AttributeError) as error:
        raise DeclarationError(f"{file.name}: {error}", hint="Mend the declaration of the stress.") from error


def find_stress(stress_id: str) -> Stress:
    """Return a stress of the library.

    Raises:
        NotFoundError: there is none of this id.
    """
    library = stress_library()
    if stress_id not in library:
        raise NotFoundError(f"There is no stress {stress_id!r}.", hint=did_you_mean(stress_id, library))
    return library[stress_id]


def levers_of(stress: Stress, position: Position, severity: float = 1.0) -> tuple[Lever, ...]:
    """Return the levers of a stress for a position; each value, times the severity, stays in its range."""
    levers = []
    for name, value in stress.levers.items():
        kind, _, target = name.partition(".")
        declared = LEVERS[kind]
        scaled = value * severity
        if declared.unit in ("days", "weeks"):
            scaled = float(np.trunc(scaled))
        scaled = min(max(scaled, declared.minimum), declared.maximum)
        levers += [Lever(kind=kind, target=each, value=scaled) for each in TARGETS[target](position)]
    return LEVERS.combined(levers)


def reverse_stress(simulation: CashSimulation, stress: Stress) -> ReverseStress:
    """Find the least severity at which cash is more likely than not to fall under the floor."""

    def breached(severity: float) -> bool:
        levers = levers_of(stress, simulation.position, severity)
        return _breach_chance(simulation.run(change_of(simulation.position, levers))) >= BREACH_CHANCE

    severity = severity_to_reach(breached)
    levers = () if severity is None else levers_of(stress, simulation.position, severity)
    return ReverseStress(stress, severity, levers)


def _breach_chance(outcome: Outcome) -> float:
    return outcome.chance_below_ever


def _largest(names: tuple[str, ...], rows: np.ndarray, amounts: np.ndarray) -> list[str | None]:
    known = rows >= 0
    if not np.any(known):
        return []
    return [names[int(np.bincount(rows[known], amounts[known]).argmax())]]


def _largest_customer(position: Position) -> list[str | None]:
    owed = position.receivables.amount * _spot(position, position.receivables.account)
    return _largest(position.customers.ids, position.receivables.customer, owed)


def _largest_supplier(position: Position) -> list[str | None]:
    paid = position.outflows.amount * _spot(position, position.outflows.account)
    return _largest(position.suppliers.ids, position.outflows.supplier, paid)


def _spot(position: Position, accounts: np.ndarray) -> np.ndarray:
    return position.markets.spot[position.accounts.currency[accounts]]


def _foreign(position: Position) -> list[str | None]:
    markets = position.markets
    return [name for index, name in enumerate(markets.currencies) if index != markets.base]


TARGETS: Mapping[str, Callable[[Position], list[str | None]]] = {
    "": lambda _: [None],
    "largest_customer": _largest_customer,
    "largest_supplier": _largest_supplier,
    "every": _foreign,
}
"""What a target of the library means in a position."""
