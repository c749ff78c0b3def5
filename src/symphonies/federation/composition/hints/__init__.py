"""What is worth knowing about subgraphs that compose: a file for each concern, with Apollo's codes."""

from __future__ import annotations

from symphonies.federation.composition.scene import Scene

from .directives import hint_directives
from .overrides import hint_overrides
from .presence import hint_presence
from .runtime_types import hint_runtime_types
from .values import hint_values


def tell_hints(scene: Scene) -> None:
    """Records the hints of a composition without errors."""
    hint_presence(scene)
    hint_values(scene)
    hint_runtime_types(scene)
    hint_overrides(scene)
    hint_directives(scene)
