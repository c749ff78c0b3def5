"""From where in a graph of causes an effect comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

NOTABLE = 3.0
"""How many usual spreads a node must have moved to take part."""


@dataclass(frozen=True)
class Source:
    """A node through which an effect may have entered."""

    node: str
    own: float
    """Its effect less what its own causes that moved account for."""
    effect: float
    strength: float
    """How far it moved, in usual spreads."""


def sources(
    target: str,
    causes: Mapping[str, Sequence[str]],
    effects: Mapping[str, float],
    strengths: Mapping[str, float],
    *,
    least: float = NOTABLE,
) -> tuple[Source, ...]:
    """Return the nodes reached from the target through causes that moved, the likeliest first.

    Effects in one unit, such as seconds lost or money missing, add up along the graph: what a node shows is
    what its causes pass on and what entered at the node itself. The node at which most entered comes first.
    Circles are walked once.

    Args:
        target: where the effect was noticed; among the results.
        causes: node -> the nodes it depends on.
        effects: node -> its effect, positive in the direction of the target's.
        strengths: node -> how far it moved in that direction, in usual spreads.
        least: the strength from which a cause takes part.

    Source: the traversal of Liu et al., MicroHECL (2021), with effects that add up in place of correlations.
    """
    moved = {node for node, size in effects.items() if size > 0 and strengths.get(node, 0.0) >= least}
    reached, waiting = {target}, [target]
    while waiting:
        for cause in causes.get(waiting.pop(), ()):
            if cause in moved and cause not in reached:
                reached.add(cause)
                waiting.append(cause)
    found = [
        Source(
            node,
            effects.get(node, 0.0) - sum(effects[cause] for cause in causes.get(node, ()) if cause in moved),
            effects.get(node, 0.0),
            strengths.get(node, 0.0),
        )
        for node in sorted(reached)
    ]
    return tuple(sorted(found, key=lambda source: source.own, reverse=True))
