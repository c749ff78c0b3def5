"""The Vizier: facts from the semantic layer and the engines, and sentences that print nothing but facts."""

from symphonies.platform.vizier.ask import Answer, Asker, Intent, Reading, SeriesForecast
from symphonies.platform.vizier.brief import Briefing, FactSource, compose
from symphonies.platform.vizier.check import Names, Problem, Verdict, check
from symphonies.platform.vizier.facts import Fact, Level, Reader
from symphonies.platform.vizier.narrate import (
    Length,
    Sentence,
    Span,
    Style,
    Text,
    Tone,
    figure,
    headline,
    languages,
    load_language,
    narrate,
    sentence,
)
from symphonies.platform.vizier.subgraph import BRIEFED, SDL, WORDS, Briefed, resolvers

__all__ = [
    "BRIEFED",
    "SDL",
    "WORDS",
    "Answer",
    "Asker",
    "Briefed",
    "Briefing",
    "Fact",
    "FactSource",
    "Intent",
    "Length",
    "Level",
    "Names",
    "Problem",
    "Reader",
    "Reading",
    "Sentence",
    "SeriesForecast",
    "Span",
    "Style",
    "Text",
    "Tone",
    "Verdict",
    "check",
    "compose",
    "figure",
    "headline",
    "languages",
    "load_language",
    "narrate",
    "resolvers",
    "sentence",
]
