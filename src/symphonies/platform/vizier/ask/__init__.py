"""Ask: a question in plain language -> a typed metric query -> figures, a chart, a sentence and how it was made."""

from symphonies.platform.vizier.ask.grounding import AskBack, Outcome, Plan, Refusal
from symphonies.platform.vizier.ask.interpret import Interpretation, Interpreter

__all__ = ["AskBack", "Interpretation", "Interpreter", "Outcome", "Plan", "Refusal"]
