"""A paper as data: what it says, of what, and who may read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Section:
    """A heading and the paragraphs below it; a paper begins a new page where ``new_page`` says so."""

    heading: str
    paragraphs: tuple[str, ...]
    new_page: bool = False


@dataclass(frozen=True)
class Readers:
    """Who may read a paper: people by id, and roles that share a value of each attribute."""

    people: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Paper:
    """One file.

    Attributes:
        file: its path in the folder of papers; its ending says the format, such as ``.pdf``.
        title: what stands above it.
        sections: what it says.
        readers: who may read it.
        about: keys of the rows it speaks of, by ``product.table``.
    """

    file: str
    title: str
    sections: tuple[Section, ...]
    readers: Readers
    about: Mapping[str, str] = field(default_factory=dict)
