"""Metrics as fields of the graph."""

from symphonies.platform.subgraphs.metrics.answer import MetricFields
from symphonies.platform.subgraphs.metrics.definition import definition_of

__all__ = ["MetricFields", "definition_of"]
