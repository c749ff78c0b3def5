"""The merged supergraph before it is printed."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class MergedInput:
    """An argument or input field; ``directives`` are printed applications, ``joins`` first."""

    name: str
    type: str
    default: str | None = None
    description: str | None = None
    joins: list[str] = field(default_factory=list)
    directives: list[str] = field(default_factory=list)


@dataclass(slots=True)
class MergedField:
    """A field of an object or interface."""

    name: str
    type: str
    arguments: list[MergedInput] = field(default_factory=list)
    description: str | None = None
    joins: list[str] = field(default_factory=list)
    directives: list[str] = field(default_factory=list)


@dataclass(slots=True)
class MergedValue:
    """An enum value."""

    name: str
    description: str | None = None
    joins: list[str] = field(default_factory=list)
    directives: list[str] = field(default_factory=list)


@dataclass(slots=True)
class MergedType:
    """A named type of the supergraph."""

    name: str
    kind: str
    description: str | None = None
    joins: list[str] = field(default_factory=list)
    directives: list[str] = field(default_factory=list)
    interfaces: list[str] = field(default_factory=list)
    fields: dict[str, MergedField] = field(default_factory=dict)
    inputs: dict[str, MergedInput] = field(default_factory=dict)
    values: dict[str, MergedValue] = field(default_factory=dict)
    members: list[str] = field(default_factory=list)


@dataclass(slots=True)
class MergedDirective:
    """A directive definition that the supergraph keeps."""

    name: str
    arguments: list[MergedInput]
    locations: list[str]
    repeatable: bool
    description: str | None = None
