"""The Vizier: facts from the semantic layer, and sentences that print nothing but facts."""

from symphonies.platform.vizier.briefing import Briefing, compose
from symphonies.platform.vizier.facts import Fact, surprise
from symphonies.platform.vizier.figures import figure
from symphonies.platform.vizier.narrate import Sentence, Span, headline, sentence
from symphonies.platform.vizier.subgraph import BRIEFED, SDL, Briefed, resolvers

__all__ = [
    "BRIEFED",
    "SDL",
    "Briefed",
    "Briefing",
    "Fact",
    "Sentence",
    "Span",
    "compose",
    "figure",
    "headline",
    "resolvers",
    "sentence",
    "surprise",
]
