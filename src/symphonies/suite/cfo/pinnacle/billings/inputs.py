"""What billings to come are told from besides the history of invoices, decided by the past."""

from __future__ import annotations

from dataclasses import dataclass

from symphonies.suite.cfo.pinnacle.books import Deals, Group, Sales
from symphonies.suite.cfo.pinnacle.markets import Indicators
from symphonies.suite.cfo.pinnacle.position import Input

from .leading import choose_indicator
from .trial import Trial, choose_at_hand


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was decided.

    Attributes:
        inputs: everything that was asked for, with why it is used or not.
        factor: by which an indicator moves what history tells of the next weeks; 1 where none is used.
    """

    inputs: tuple[Input, ...]
    factor: float

    @property
    def used(self) -> frozenset[str]:
        """The names of those that are used."""
        return frozenset(each.id for each in self.inputs if each.state == "used")


def choose_inputs(sales: Sales, deals: Deals, indicators: Indicators, group: Group) -> Chosen:
    """Decides what billings to come are told from: orders, deals on top, an indicator on top of both."""
    trial = Trial(sales, deals, group)
    at_hand = Chosen(choose_at_hand(trial), 1.0)
    indicator, factor = choose_indicator(trial, at_hand.used, indicators)
    return Chosen((*at_hand.inputs, indicator), factor)
