"""Questions read by a language model: into the same slots, under the same checks."""

from symphonies.platform.vizier.ask.modelled.interpreter import ModelInterpreter

__all__ = ["ModelInterpreter"]
