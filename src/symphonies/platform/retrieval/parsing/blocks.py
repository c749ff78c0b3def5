"""What every format is read into: a title and blocks of text with their place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
"""Signs that nobody sees: they part words, so that neither a search nor a warning finds them."""
_SPACES = re.compile(r"[^\S\n]+")


@dataclass(frozen=True)
class Block:
    """A paragraph, an item of a list, or a row of a table.

    Attributes:
        text: without line breaks of the layout.
        section: the headings above it, outermost first.
        page: 1 for the first; None for formats without pages.
    """

    text: str
    section: tuple[str, ...] = ()
    page: int | None = None


@dataclass(frozen=True)
class Parsed:
    """The text of one file."""

    format: str
    title: str | None
    blocks: tuple[Block, ...]
    pages: int | None = None
    front: Mapping[str, Any] | None = None
    """What the text declares of itself before it begins."""


@dataclass
class Outline:
    """The headings above the place that is read."""

    path: list[tuple[int, str]] = field(default_factory=list)

    def enter(self, level: int, heading: str) -> None:
        """Begin a section; deeper ones and those of its level end."""
        self.path = [each for each in self.path if each[0] < level]
        self.path.append((level, heading))

    @property
    def section(self) -> tuple[str, ...]:
        """The headings, outermost first."""
        return tuple(heading for _, heading in self.path)


def tidy(text: str) -> str:
    """Return a text on one line, with single spaces and without signs that nobody sees."""
    return _SPACES.sub(" ", _UNSEEN.sub("", text.replace("\n", " "))).strip()
