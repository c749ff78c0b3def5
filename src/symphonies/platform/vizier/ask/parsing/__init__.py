"""From a question to its slots: lattice, cover, assembly."""

from symphonies.platform.vizier.ask.parsing.by_meaning import (
    by_meaning_is_worth,
    denies,
    leaves_out,
    named_by_meaning,
)
from symphonies.platform.vizier.ask.parsing.described import one_of_split
from symphonies.platform.vizier.ask.parsing.follow import follow_up, leans
from symphonies.platform.vizier.ask.parsing.in_names import limits_in_names
from symphonies.platform.vizier.ask.parsing.lifting import lifted
from symphonies.platform.vizier.ask.parsing.orders import asks_advice, is_order, ordered
from symphonies.platform.vizier.ask.parsing.others import all_but, of_another
from symphonies.platform.vizier.ask.parsing.parser import Parser
from symphonies.platform.vizier.ask.parsing.reading import (
    NUMBER,
    Intent,
    MetricMention,
    Offer,
    Rank,
    Reading,
    Threshold,
    ValueMention,
    View,
)
from symphonies.platform.vizier.ask.parsing.spans import SAID_BY_VERB
from symphonies.platform.vizier.ask.parsing.subject import same_subject

__all__ = [
    "NUMBER",
    "SAID_BY_VERB",
    "Intent",
    "MetricMention",
    "Offer",
    "Parser",
    "Rank",
    "Reading",
    "Threshold",
    "ValueMention",
    "View",
    "all_but",
    "asks_advice",
    "by_meaning_is_worth",
    "denies",
    "follow_up",
    "is_order",
    "leans",
    "leaves_out",
    "lifted",
    "limits_in_names",
    "named_by_meaning",
    "of_another",
    "one_of_split",
    "ordered",
    "same_subject",
]
