"""Briefings: what a person should know of a symphony now, told the way they want, knowing what they know."""

from symphonies.platform.vizier.brief.briefing import Briefing, FactSource, Reasons, Sources, compose
from symphonies.platform.vizier.brief.memory import ReaderMemory, View, Visit
from symphonies.platform.vizier.brief.reading import ReadingStyle, ReadingStyles
from symphonies.platform.vizier.brief.reasons import reasons_by, told_reasons

__all__ = [
    "Briefing",
    "FactSource",
    "ReaderMemory",
    "ReadingStyle",
    "ReadingStyles",
    "Reasons",
    "Sources",
    "View",
    "Visit",
    "compose",
    "reasons_by",
    "told_reasons",
]
