"""One reading step a file: each takes the pieces of one kind and fills the slots they speak of."""

from symphonies.platform.vizier.ask.parsing.steps.amounts import take_amount
from symphonies.platform.vizier.ask.parsing.steps.figures import take_metric
from symphonies.platform.vizier.ask.parsing.steps.finish import finish
from symphonies.platform.vizier.ask.parsing.steps.signals import take_sense
from symphonies.platform.vizier.ask.parsing.steps.splits import take_dimension, take_grain
from symphonies.platform.vizier.ask.parsing.steps.times import take_when
from symphonies.platform.vizier.ask.parsing.steps.values import take_value
from symphonies.platform.vizier.ask.parsing.steps.walk import Walk

__all__ = [
    "Walk",
    "finish",
    "take_amount",
    "take_dimension",
    "take_grain",
    "take_metric",
    "take_sense",
    "take_value",
    "take_when",
]
