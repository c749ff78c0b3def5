"""What can be wrong with what is to be watched; each code has a page in ``docs/errors``."""

from __future__ import annotations

from symphonies.kernel import NotFoundError, SymphonyError


class HistoryInvalidError(SymphonyError):
    """A history cannot be learned from."""

    code = "WATCH_HISTORY_INVALID"


class ItemUnknownError(NotFoundError):
    """No attention item has this id."""

    code = "ATTENTION_ITEM_UNKNOWN"


class TransitionRefusedError(SymphonyError):
    """An attention item cannot go from its state to the one asked for."""

    code = "ATTENTION_TRANSITION_REFUSED"
