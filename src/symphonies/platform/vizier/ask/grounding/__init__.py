"""From slots to a typed plan, a question back or a refusal."""

from symphonies.platform.vizier.ask.grounding.ground import Grounder
from symphonies.platform.vizier.ask.grounding.outcome import AskBack, Outcome, Plan, Refusal

__all__ = ["AskBack", "Grounder", "Outcome", "Plan", "Refusal"]
