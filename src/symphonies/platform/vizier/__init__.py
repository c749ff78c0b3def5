"""The Vizier: facts from the semantic layer and the engines, and sentences that print nothing but facts."""

from symphonies.platform.vizier.advise import Ledger, Playbook, effect_of, load_playbook, metrics_of, worth_in
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
from symphonies.platform.vizier.subgraph import ADVICE, BRIEFED, SDL, WORDS, AdviceDesk, Briefed, resolvers

__all__ = [
    "ADVICE",
    "BRIEFED",
    "SDL",
    "WORDS",
    "AdviceDesk",
    "Answer",
    "Asker",
    "Briefed",
    "Briefing",
    "Fact",
    "FactSource",
    "Intent",
    "Ledger",
    "Length",
    "Level",
    "Names",
    "Playbook",
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
    "effect_of",
    "figure",
    "headline",
    "languages",
    "load_language",
    "load_playbook",
    "metrics_of",
    "narrate",
    "resolvers",
    "sentence",
    "worth_in",
]
