"""What the solver decides: for each field of a place, where it is answered and at what cost."""

from __future__ import annotations

from dataclasses import dataclass, field

from .deferral import Deferral
from .graph import Entry, LocalField
from .selection import NO_CONDITIONS, Conditions, Field, Selection

FETCH_COST = 1000
"""One more subgraph request outweighs any number of fields a person would ask for."""

Jumps = frozenset[str]
NO_JUMPS: Jumps = frozenset()


@dataclass(slots=True, eq=False)
class Way:
    """How another subgraph is entered from a place: the entry, the solved key, the subgraphs it needs."""

    entry: Entry
    key: Solution | None
    jumps: Jumps


@dataclass(slots=True, eq=False)
class Part:
    """One field, or a piece of it, answered at one place.

    Attributes:
        field: the field; None when ``child`` stands for the entered type itself.
        local: the field as that subgraph knows it.
        way: the way to the subgraph; None for the place itself.
        child: the solved sub-selection.
        requires: the solved inputs of @requires, gathered at the place before the way is taken.
        requires_selection: the same inputs unsolved, as the shape of the representation.
        begins: the deferred fragment that begins here, for a part without a field.
        conditions: what must hold for a part without a field to matter.
    """

    field: Field | None
    local: LocalField | None = None
    way: Way | None = None
    child: Solution | None = None
    requires: Solution | None = None
    requires_selection: Selection | None = None
    jumps: Jumps = NO_JUMPS
    cost: int = 1
    begins: Deferral | None = None
    conditions: Conditions = NO_CONDITIONS

    @property
    def defer(self) -> Deferral | None:
        """The deferred fragment that begins here."""
        return self.begins if self.field is None else self.field.defer

    @property
    def residue(self) -> Selection | None:
        """What of the field cannot be answered there."""
        return self.child.residue if self.child else None


@dataclass(slots=True, eq=False)
class Solution:
    """A place with everything decided.

    Attributes:
        type: the type of the value.
        graph: the subgraph the value was found in; empty before any was asked.
        parts: fields of the type itself.
        by_type: for an abstract type, further fields by concrete type.
        jumps: the subgraphs entered from here.
        cost: of the fields and of everything below, without ``jumps``.
        residue: what no subgraph can answer from here.
    """

    type: str
    graph: str
    parts: list[Part] = field(default_factory=list)
    by_type: dict[str, Solution] = field(default_factory=dict)
    jumps: Jumps = NO_JUMPS
    cost: int = 0
    residue: Selection | None = None

    @property
    def total(self) -> int:
        """The cost with the requests that start here."""
        return self.cost + FETCH_COST * len(self.jumps)

    @property
    def is_local(self) -> bool:
        """Whether everything is answered without any further request."""
        return self.residue is None and self.total < FETCH_COST


def leaves(selection: Selection | None) -> int:
    """Returns how many leaf fields a selection asks for."""
    return 0 if selection is None else selection.leaves
