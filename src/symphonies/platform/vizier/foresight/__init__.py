"""Foresight: what engines offer to look ahead and to ask what if, and questions that ask for it."""

from symphonies.platform.vizier.foresight.ports import (
    Band,
    Foresight,
    Foretold,
    Move,
    Page,
    Speech,
    Unclear,
    Viewpoint,
    coming_facts,
    load_speech,
)
from symphonies.platform.vizier.foresight.question import Look, WhatIf, read_question

__all__ = [
    "Band",
    "Foresight",
    "Foretold",
    "Look",
    "Move",
    "Page",
    "Speech",
    "Unclear",
    "Viewpoint",
    "WhatIf",
    "coming_facts",
    "load_speech",
    "read_question",
]
