"""The symphonies that are installed: each a folder of ``symphonies.suite`` with a ``symphony.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from symphonies.kernel import DeclarationError

SUITE = Path(__file__).parent.parent / "suite"


class SymphonyDeclaration(BaseModel):
    """What ``symphony.yaml`` says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    executive: str
    icon: str = "finance"
    heroes: tuple[str, ...]
    """Metric ids of the first screen; the first is the subject of the headline."""
    watch: tuple[str, ...] = ()
    """Further metric ids the briefing may speak of."""
    duties: dict[str, dict[str, float]] = {}
    """Role -> how much more (above 1) or less a metric or a product weighs for those who have it."""


@dataclass(frozen=True)
class Symphony:
    """One symphony: its declaration, dashboard and built front end."""

    declaration: SymphonyDeclaration
    path: Path

    @cached_property
    def dashboard(self) -> dict[str, object]:
        """The parsed ``dashboard.yaml``."""
        return yaml.safe_load((self.path / "dashboard.yaml").read_text("utf-8"))

    @property
    def pages(self) -> list[dict[str, str]]:
        """Page ids and titles, in order of the navigation."""
        pages = self.dashboard.get("pages", [])
        return (
            [{"id": page["id"], "title": page["title"]} for page in pages] if isinstance(pages, list) else []
        )


def discover_symphonies(root: Path = SUITE) -> tuple[Symphony, ...]:
    """Return the symphonies under ``root``, by id.

    Raises:
        DeclarationError: a ``symphony.yaml`` cannot be read as meant.
    """
    found = []
    for file in sorted(root.glob("*/symphony.yaml")):
        try:
            declaration = SymphonyDeclaration.model_validate(yaml.safe_load(file.read_text("utf-8")))
        except (ValidationError, yaml.YAMLError) as error:
            raise DeclarationError(f"{file}: {error}", hint="Mend the symphony's declaration.") from error
        found.append(Symphony(declaration, file.parent))
    return tuple(found)
