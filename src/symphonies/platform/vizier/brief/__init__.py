"""Briefings: what a person should know of a symphony now."""

from symphonies.platform.vizier.brief.briefing import Briefing, FactSource, compose

__all__ = ["Briefing", "FactSource", "compose"]
