"""Corrections: what people meant by a phrase, kept, reviewed, and then understood by all who may see it."""

from symphonies.platform.vizier.ask.corrections.correction import (
    Correction,
    CorrectionRefusedError,
    State,
)
from symphonies.platform.vizier.ask.corrections.corrections import Corrections, may_review
from symphonies.platform.vizier.ask.corrections.notice import (
    Noticed,
    disclaimed,
    noticed,
    others,
    said_instead,
)

__all__ = [
    "Correction",
    "CorrectionRefusedError",
    "Corrections",
    "Noticed",
    "State",
    "disclaimed",
    "may_review",
    "noticed",
    "others",
    "said_instead",
]
