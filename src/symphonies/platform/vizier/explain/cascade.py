"""Which metric moves which, as declared; how strongly is measured, not declared."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from symphonies.kernel import did_you_mean
from symphonies.platform.vizier.explain.errors import CascadeInvalidError

CASCADE_FILE = "cascade.yaml"


class Link(BaseModel):
    """A change of one metric changes another."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    cause: str
    effect: str
    sign: Literal["+", "-"]
    lag_months: int = Field(default=0, ge=0, le=24)
    why: str = Field(min_length=3)

    @model_validator(mode="after")
    def _two_metrics(self) -> Link:
        if self.cause == self.effect:
            raise ValueError(f"{self.cause} is named as its own cause")
        return self


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Route:
    """A way from a far cause to an effect."""

    cause: str
    sign: int
    lag_months: int
    why: str
    through: str
    """The metric next to the cause on the way."""


@dataclass(frozen=True)
class Cascade:
    """All declared links."""

    links: tuple[Link, ...] = ()

    def among(self, visible: Callable[[str], bool]) -> Cascade:
        """Return the links between metrics that may be named."""
        return Cascade(tuple(link for link in self.links if visible(link.cause) and visible(link.effect)))

    def upstream(self, metric: str, *, hops: int = 3) -> tuple[Route, ...]:
        """Return every cause within some hops, nearest first, each once."""
        found: dict[str, Route] = {}
        edge = [Route(metric, 1, 0, "", metric)]
        for _ in range(hops):
            further = []
            for at in edge:
                for link in self.links:
                    if link.effect == at.cause and link.cause != metric and link.cause not in found:
                        sign = at.sign * (1 if link.sign == "+" else -1)
                        step = Route(link.cause, sign, at.lag_months + link.lag_months, link.why, at.cause)
                        found[link.cause] = step
                        further.append(step)
            edge = further
        return tuple(found.values())


def load_cascade(files: Iterable[Path], known: Collection[str]) -> Cascade:
    """Read the links of all files.

    Args:
        files: ``cascade.yaml`` files.
        known: the ids of the catalogue's metrics.

    Raises:
        CascadeInvalidError: a file cannot be read as meant, or names a metric that does not exist.
    """
    import yaml

    links: list[Link] = []
    for file in files:
        try:
            read = _File.model_validate(yaml.safe_load(file.read_text("utf-8")))
        except (ValidationError, yaml.YAMLError) as error:
            raise CascadeInvalidError(
                f"{file.parent.name}/{file.name} cannot be read: {error}",
                hint="Each of links needs cause, effect, sign (+ or -) and why.",
            ) from error
        for link in read.links:
            for name in (link.cause, link.effect):
                if name not in known:
                    raise CascadeInvalidError(
                        f"{file.parent.name}/{file.name}: there is no metric {name!r}.",
                        hint=did_you_mean(name, known),
                    )
        links += read.links
    return Cascade(tuple(links))
