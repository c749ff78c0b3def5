"""From a plan to what a person gets back."""

from symphonies.platform.vizier.ask.answering.answer import Answer, Chart, Figure, Working, query_to_dict
from symphonies.platform.vizier.ask.answering.ports import Engine, Worked
from symphonies.platform.vizier.ask.answering.steps import Stage, Step, Tell, nobody
from symphonies.platform.vizier.ask.answering.working import sees_everything

__all__ = [
    "Answer",
    "Chart",
    "Engine",
    "Figure",
    "Stage",
    "Step",
    "Tell",
    "Worked",
    "Working",
    "nobody",
    "query_to_dict",
    "sees_everything",
]
