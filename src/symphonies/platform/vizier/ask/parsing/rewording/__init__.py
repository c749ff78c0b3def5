"""Questions in other words: each file says one manner of speaking as the grammar reads it."""

from symphonies.platform.vizier.ask.parsing.rewording.examples import without_examples
from symphonies.platform.vizier.ask.parsing.rewording.explained import without_explanation
from symphonies.platform.vizier.ask.parsing.rewording.prefaces import without_prefaces
from symphonies.platform.vizier.ask.parsing.rewording.reword import reworded

__all__ = ["reworded", "without_examples", "without_explanation", "without_prefaces"]
