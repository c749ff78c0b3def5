"""A field as one subgraph defines it, ready to be merged."""

from __future__ import annotations

from dataclasses import dataclass

from symphonies.federation.subgraph import ExpandedSubgraph, SubField, SubType


@dataclass(frozen=True, slots=True)
class FieldSource:
    """A field in one subgraph.

    Attributes:
        overridden: whether another subgraph took it over for good.
        used_overridden: whether its subgraph still needs it for a key, an input or an interface.
    """

    subgraph: ExpandedSubgraph
    type: SubType
    field: SubField
    overridden: bool = False
    used_overridden: bool = False

    @property
    def name(self) -> str:
        """The subgraph's name."""
        return self.subgraph.name
