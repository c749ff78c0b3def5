"""From a question to its slots: lattice, cover, assembly."""

from symphonies.platform.vizier.ask.parsing.follow import follow_up, leans
from symphonies.platform.vizier.ask.parsing.parser import Parser
from symphonies.platform.vizier.ask.parsing.reading import (
    Intent,
    MetricMention,
    Offer,
    Rank,
    Reading,
    Threshold,
    ValueMention,
    View,
)

__all__ = [
    "Intent",
    "MetricMention",
    "Offer",
    "Parser",
    "Rank",
    "Reading",
    "Threshold",
    "ValueMention",
    "View",
    "follow_up",
    "leans",
]
