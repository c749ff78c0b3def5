"""From words to what the catalogue holds, as far as a principal may see it."""

from symphonies.platform.vizier.ask.linking.flags import Flag
from symphonies.platform.vizier.ask.linking.likeness import Likeness, Likenesses, meant, worth_offering
from symphonies.platform.vizier.ask.linking.meaning import Meanings
from symphonies.platform.vizier.ask.linking.names import MetricName, NameIndex
from symphonies.platform.vizier.ask.linking.values import CALLED, ValueIndex, ValueTerm
from symphonies.platform.vizier.ask.linking.vocabulary import (
    DimensionTerm,
    Synonym,
    Vocabulary,
    build_vocabulary,
)

__all__ = [
    "CALLED",
    "DimensionTerm",
    "Flag",
    "Likeness",
    "Likenesses",
    "Meanings",
    "MetricName",
    "NameIndex",
    "Synonym",
    "ValueIndex",
    "ValueTerm",
    "Vocabulary",
    "build_vocabulary",
    "meant",
    "worth_offering",
]
