"""Levers as data: what may be moved, how far, and where it stands when it changes nothing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from symphonies.kernel import DeclarationError, did_you_mean
from symphonies.platform.scenarios.errors import LeverInvalidError


class LeverKind(BaseModel):
    """One lever, as its file declares it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    meaning: str
    unit: str
    """``days``, ``weeks``, ``ratio`` (0.05 is 5 %), ``points`` (0.01 is one percentage point)."""
    minimum: float
    maximum: float
    step: float
    neutral: float = 0.0
    target: str | None = None
    """What it is aimed at, such as ``currency``; None for all."""
    target_optional: bool = False

    @model_validator(mode="after")
    def _ordered(self) -> LeverKind:
        if not self.minimum <= self.neutral <= self.maximum or self.step <= 0:
            raise ValueError(f"lever {self.id!r}: needs minimum <= neutral <= maximum and a positive step")
        return self


class Lever(BaseModel):
    """A lever at a value."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    value: float
    target: str | None = None

    @property
    def name(self) -> str:
        """Such as ``fx.USD``."""
        return f"{self.kind}.{self.target}" if self.target else self.kind


class Levers(Mapping[str, LeverKind]):
    """The levers of one symphony, by id, in the order of their file."""

    def __init__(self, kinds: Iterable[LeverKind]) -> None:
        self._kinds = {kind.id: kind for kind in kinds}

    def __getitem__(self, key: str) -> LeverKind:
        return self._kinds[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)

    def parse(self, text: str) -> Lever:
        """Return the lever that ``dso=5`` or ``fx.USD=-0.1`` means.

        Raises:
            LeverInvalidError: no such lever, or no number.
        """
        name, separator, value = text.partition("=")
        kind, _, target = name.strip().partition(".")
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not separator or math.isnan(number):
            raise LeverInvalidError(
                f"The lever {text!r} has no number.", hint="Write name=value, such as dso=5 or fx.USD=-0.1."
            )
        return self.check(Lever(kind=kind, value=number, target=target or None))

    def check(self, lever: Lever) -> Lever:
        """Return the lever itself when it exists and may stand where it stands.

        Raises:
            LeverInvalidError: it does not, or may not.
        """
        kind = self._kinds.get(lever.kind)
        if kind is None:
            raise LeverInvalidError(
                f"There is no lever {lever.kind!r}.", hint=did_you_mean(lever.kind, self._kinds)
            )
        if not kind.minimum <= lever.value <= kind.maximum:
            raise LeverInvalidError(
                f"The lever {lever.name!r} stands at {lever.value:g}; "
                f"it may stand between {kind.minimum:g} and {kind.maximum:g} {kind.unit}.",
                hint="A ratio of 0.05 is 5 %." if kind.unit == "ratio" else "",
            )
        if kind.unit in ("days", "weeks") and lever.value != round(lever.value):
            raise LeverInvalidError(f"The lever {lever.name!r} takes whole {kind.unit}, not {lever.value:g}.")
        if kind.target is None and lever.target:
            raise LeverInvalidError(
                f"The lever {lever.kind!r} is aimed at nothing, but {lever.target!r} was named."
            )
        if kind.target and not lever.target and not kind.target_optional:
            raise LeverInvalidError(
                f"The lever {lever.kind!r} needs a {kind.target}.",
                hint=f"Write {lever.kind}.<{kind.target}>={lever.value:g}.",
            )
        return lever

    def combined(self, levers: Iterable[Lever]) -> tuple[Lever, ...]:
        """Return levers in the one order in which they are applied, neutral ones left out.

        Days, weeks and points of one lever named twice add up; ratios compound. The order in which levers
        are given makes no difference.

        Raises:
            LeverInvalidError: a lever does not exist, or the combination is out of its range.
        """
        groups: dict[tuple[str, str | None], list[float]] = {}
        for lever in levers:
            groups.setdefault((self.check(lever).kind, lever.target), []).append(lever.value)
        together = [
            Lever(kind=kind, target=target, value=_together(self[kind].unit, sorted(values)))
            for (kind, target), values in groups.items()
        ]
        order = list(self._kinds)
        ordered = sorted(together, key=lambda lever: (order.index(lever.kind), lever.target or ""))
        return tuple(self.check(lever) for lever in ordered if lever.value != self[lever.kind].neutral)


def _together(unit: str, values: list[float]) -> float:
    if len(values) == 1:
        return values[0]
    return math.prod(1 + value for value in values) - 1 if unit == "ratio" else math.fsum(values)


def load_levers(file: Path) -> Levers:
    """Return the levers that a YAML file declares.

    Raises:
        DeclarationError: the file cannot be read as meant.
    """
    try:
        declared = yaml.safe_load(file.read_text("utf-8"))
        return Levers(
            LeverKind.model_validate({"id": key, **value}) for key, value in declared["levers"].items()
        )
    except (yaml.YAMLError, ValidationError, KeyError, TypeError, AttributeError) as error:
        raise DeclarationError(f"{file.name}: {error}", hint="Mend the declaration of the lever.") from error
