"""Losses: a profit below nothing, for whoever is asked about: ``companies with a net loss of over 100k``."""

from __future__ import annotations

from dataclasses import replace

from symphonies.platform.semantics import Op
from symphonies.platform.vizier.ask.language import Amount, Sense
from symphonies.platform.vizier.ask.parsing.reading import Threshold
from symphonies.platform.vizier.ask.parsing.steps.walk import Walk

_LESS = frozenset({"after", "before"})
_TURNED = {Op.GT: Op.LT, Op.GE: Op.LE, Op.LT: Op.GT, Op.LE: Op.GE}


def limit_losses(walk: Walk) -> None:
    """List only those below nothing where it is asked which lose money, by another figure if one is named."""
    reading = walk.reading
    lost = [
        walk.text(span)
        for span in walk.spans
        if tuple(map(walk.lexicon.root, walk.stems(span))) in walk.lexicon.losses
    ]
    others = [each for each in reading.metrics if each.text not in lost]
    taxed = any(token.stem in _LESS for token in walk.tokens)  # "a loss after tax"
    if lost and len(others) == 1 and not taxed:
        reading.metrics = others
    listed = reading.groups or reading.mentioned or Sense.WHICH in reading.asks
    if lost and listed and not (reading.rank or reading.threshold):
        reading.threshold = Threshold(Op.LT, Amount(0.0, None, None, 0))
    elif lost and reading.threshold is not None:
        _below_nothing(walk, reading.threshold)


def _below_nothing(walk: Walk, limit: Threshold) -> None:
    """Turn what limits a loss into what limits the profit: a loss of over 100k is one of below -100k.

    An amount that is below nothing itself, or ``below zero``, limits the profit already.
    """
    if limit.amount.value < 0 or (limit.amount.value == 0 and limit.op in (Op.LT, Op.LE)):
        return
    amount = replace(limit.amount, value=0.0 - limit.amount.value)
    walk.reading.threshold = Threshold(_TURNED.get(limit.op, limit.op), amount)
    if limit.op in (Op.LT, Op.LE) and amount.value < 0:
        walk.reading.ceiling = Threshold(Op.LT, Amount(0.0, None, None, 0))
