"""An answer in parts, as values that know nothing of how they are sent."""

from __future__ import annotations

from dataclasses import dataclass

from symphonies.federation.planning import Deferral
from symphonies.federation.request import GraphQLResponse

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class PartPlace:
    """Where a later part belongs: one deferred fragment at one object of the answer.

    Attributes:
        deferral: the fragment.
        path: the object, from the answer's root, list positions included.
    """

    deferral: Deferral
    path: Path

    @property
    def label(self) -> str | None:
        """What the client calls the fragment."""
        return self.deferral.label


@dataclass(frozen=True, slots=True)
class FirstPart:
    """What is answered at once, when more is to come.

    Attributes:
        response: data without the deferred fragments, and its errors.
        pending: the parts to come that are known so far.
    """

    response: GraphQLResponse
    pending: tuple[PartPlace, ...]


@dataclass(frozen=True, slots=True)
class LaterPart:
    """The fields of one deferred fragment at one object.

    Attributes:
        place: where it belongs.
        response: its data, None when a null reached the fragment itself; errors with paths from the root.
    """

    place: PartPlace
    response: GraphQLResponse


@dataclass(frozen=True, slots=True)
class LaterParts:
    """Parts that became ready together.

    Attributes:
        parts: the parts, outer ones before those inside of them.
        pending: parts inside of these that are still to come.
        has_next: whether anything is still to come.
    """

    parts: tuple[LaterPart, ...]
    pending: tuple[PartPlace, ...]
    has_next: bool
