"""Briefings: what a person should know of a symphony now."""

from symphonies.platform.vizier.brief.briefing import Briefing, FactSource, Reasons, Sources, compose
from symphonies.platform.vizier.brief.reasons import reasons_by, told_reasons

__all__ = ["Briefing", "FactSource", "Reasons", "Sources", "compose", "reasons_by", "told_reasons"]
