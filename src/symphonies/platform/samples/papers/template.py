"""Papers as they are written down: a file of prose with places for values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from symphonies.platform.samples.papers.paper import Paper, Readers, Section


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    heading: str
    text: tuple[str, ...]
    new_page: bool = False


class Template(BaseModel):
    """One paper with places for values, such as ``{company}``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    sections: tuple[_Section, ...]

    def paper(
        self, file: str, readers: Readers, values: Mapping[str, str], about: Mapping[str, str] | None = None
    ) -> Paper:
        """Return the paper with its values; an empty paragraph is left out.

        Raises:
            KeyError: a value is missing.
        """
        sections = tuple(
            Section(
                each.heading,
                tuple(said for text in each.text for said in text.format_map(values).splitlines() if said),
                each.new_page,
            )
            for each in self.sections
        )
        return Paper(file, self.title.format_map(values), sections, readers, about or {})


@dataclass(frozen=True)
class Prose:
    """What one file holds: papers, and phrases that their values are made of."""

    papers: Mapping[str, Template]
    phrases: Mapping[str, str]


def load_prose(path: Path) -> Prose:
    """Read a file with ``papers`` and, where there are choices to make, ``phrases``."""
    told = yaml.safe_load(path.read_text("utf-8"))
    papers = {name: Template.model_validate(each) for name, each in told["papers"].items()}
    return Prose(papers, told.get("phrases", {}))
