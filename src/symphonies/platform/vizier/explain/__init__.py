"""Explain: what moved a figure, where, and from where it came."""

from symphonies.platform.vizier.explain.cascade import CASCADE_FILE, Cascade, Link, load_cascade
from symphonies.platform.vizier.explain.change import SPREAD, ChangeQuestion, explain_change, period_before
from symphonies.platform.vizier.explain.contributions import additive, mix_and_rate, settle, shapley
from symphonies.platform.vizier.explain.explainer import Explainer
from symphonies.platform.vizier.explain.explanation import (
    Breakdown,
    Cause,
    Contribution,
    Driver,
    Explanation,
    Method,
)
from symphonies.platform.vizier.explain.search import Slice, localise
from symphonies.platform.vizier.explain.telling import (
    LEAST_EXPLAINED,
    driver_of,
    question_why,
    slices_of,
    title_of,
)
from symphonies.platform.vizier.explain.upstream import Source, sources

__all__ = [
    "CASCADE_FILE",
    "LEAST_EXPLAINED",
    "SPREAD",
    "Breakdown",
    "Cascade",
    "Cause",
    "ChangeQuestion",
    "Contribution",
    "Driver",
    "Explainer",
    "Explanation",
    "Link",
    "Method",
    "Slice",
    "Source",
    "additive",
    "driver_of",
    "explain_change",
    "load_cascade",
    "localise",
    "mix_and_rate",
    "period_before",
    "question_why",
    "settle",
    "shapley",
    "slices_of",
    "sources",
    "title_of",
]
