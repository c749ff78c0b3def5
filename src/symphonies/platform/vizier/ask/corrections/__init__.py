"""Corrections: what people meant by a phrase, kept, reviewed, and then understood by all who may see it."""

from symphonies.platform.vizier.ask.corrections.correction import Correction, State
from symphonies.platform.vizier.ask.corrections.corrections import Corrections
from symphonies.platform.vizier.ask.corrections.notice import (
    Noticed,
    disclaimed,
    noticed,
    others,
    said_instead,
)

__all__ = ["Correction", "Corrections", "Noticed", "State", "disclaimed", "noticed", "others", "said_instead"]
