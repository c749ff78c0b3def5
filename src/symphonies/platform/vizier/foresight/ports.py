"""What an engine must offer so that people can ask it about the days to come."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from symphonies.kernel import DeclarationError, SymphonyError
from symphonies.platform.security import Scope
from symphonies.platform.semantics import SemanticLayer
from symphonies.platform.vizier.facts import Fact


@dataclass(frozen=True)
class Viewpoint:
    """Who asks, and through which figures."""

    layer: SemanticLayer
    scope: Scope


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Movable(_Part):
    """How people speak of a lever."""

    names: tuple[str, ...]
    """Phrases that name it, in any language; their words may stand apart, in their order."""
    example: str
    """A whole question."""
    unit: str = ""
    """``days``, ``weeks``, ``ratio`` or ``points``."""
    target: str | None = None
    """What it is aimed at; its name alone is enough where ``named`` says so."""
    named: bool = False
    alone: float | None = None
    """Its value where no amount is said."""
    good: str = "up"
    """Which way is an improvement."""
    said: tuple[str, str]
    """How it is told when it goes up and when it goes down, with ``{amount}`` and ``{target}``."""


class Topic(_Part):
    """Something about the days to come that people ask for."""

    words: tuple[tuple[str, ...], ...]
    """One of each group must be said."""
    example: str


class Speech(_Part):
    """An engine's words: a YAML file beside it."""

    subject: str
    """What it foretells, such as ``cash``."""
    about: tuple[str, ...]
    """Words by which people say that they ask for it."""
    levers: Mapping[str, Movable]
    topics: Mapping[str, Topic]


@dataclass(frozen=True)
class Move:
    """A lever as it was asked for: aimed at what was named, in the order it was named."""

    kind: str
    value: float
    targets: tuple[str, ...] = ()


class Unclear(Exception):
    """What was asked can be meant in several ways, or cannot be done; with what to ask instead."""

    def __init__(self, message: str, choices: Sequence[str] = (), *, refused: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.choices = tuple(choices)
        self.refused = refused


@dataclass(frozen=True)
class Band:
    """A line over days with its band: names of columns."""

    x: str
    middle: str
    low: str
    high: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """A page of the product.

    Attributes:
        title: what a link to it is called.
        address: within the product.
    """

    title: str
    address: str


@dataclass(frozen=True)
class Foretold:
    """What an engine tells.

    Attributes:
        sentence: one or a few sentences.
        rows: by column.
        columns: in their order.
        words: how it was worked out.
        title: of the chart.
        unit: of the chart.
        currency: for money.
        band: what is drawn; None for a table.
        notes: what to keep in mind.
        pages: where it can be looked into, that of the figures first.
        lineage: the tables it is worked out from.
    """

    sentence: str
    rows: tuple[Mapping[str, Any], ...]
    columns: tuple[str, ...]
    words: tuple[str, ...]
    title: str
    unit: str = "money"
    currency: str | None = None
    band: Band | None = None
    notes: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()
    lineage: tuple[str, ...] = ()


class Foresight(Protocol):
    """Foretells some metrics, and what levers do to them.

    An engine offers it by a file ``foresight/<engine>.py`` in its symphony's folder, with a function
    ``open_foresight(desk)`` over what the symphony opened.
    """

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics whose days to come it tells."""
        ...

    @property
    def speech(self) -> Speech:
        """The words by which people ask it."""
        ...

    def targets(self, kind: str, text: str, view: Viewpoint) -> Mapping[str, tuple[str, ...]]:
        """Return what levers may be aimed at: id -> what people call it; only what may be read.

        Args:
            kind: of target, such as ``customer``.
            text: what was asked; targets that cannot be in it may be left out.
            view: who asks.
        """
        ...

    def what_if(self, moves: Sequence[Move], view: Viewpoint) -> Foretold:
        """Return what happens under levers.

        Raises:
            Unclear: it must be asked otherwise.
            SymphonyError: it cannot be told.
        """
        ...

    def look(self, topic: str, view: Viewpoint) -> Foretold:
        """Return what is foretold about a topic.

        Raises:
            SymphonyError: it cannot be told.
        """
        ...

    def course(self, until: date | None, view: Viewpoint) -> Foretold | None:
        """Return how its first metric goes on until a day; None where it does not see so far.

        Raises:
            SymphonyError: it cannot be told.
        """
        ...

    def is_ready(self) -> bool:
        """Return whether facts can be told without waiting; where not, they are prepared from now on."""
        ...

    def facts(self, view: Viewpoint) -> Iterable[Fact]:
        """Return what is coming, as facts; nothing of a day that is not the engine's.

        Raises:
            SymphonyError: it cannot be told.
        """
        ...


def coming_facts(
    foresights: Sequence[Foresight],
) -> Callable[[SemanticLayer, Scope, Sequence[str]], list[Fact]]:
    """Return the source of a briefing's facts about the days to come; what cannot be told is left out."""

    def facts(layer: SemanticLayer, scope: Scope, metrics: Sequence[str]) -> list[Fact]:
        found: list[Fact] = []
        for each in foresights:
            if set(each.metrics) & set(metrics) and each.is_ready():
                with contextlib.suppress(SymphonyError):
                    found += each.facts(Viewpoint(layer, scope))
        return found

    return facts


def load_speech(file: Path) -> Speech:
    """Return the words of an engine.

    Raises:
        DeclarationError: the file cannot be read as meant.
    """
    try:
        return Speech.model_validate(yaml.safe_load(file.read_text("utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        raise DeclarationError(f"{file.name}: {error}", hint="Mend the engine's words.") from error
