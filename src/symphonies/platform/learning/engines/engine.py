"""What every engine can do, so that one backtest, registry and drift watch serve them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeVar, runtime_checkable

from symphonies.platform.learning.backtesting import Knowledge

from .facts import EngineFacts

if TYPE_CHECKING:
    import pandas as pd

M = TypeVar("M")


@dataclass(frozen=True, slots=True)
class Decision:
    """Something an engine decided by itself, to be told with its scores.

    Attributes:
        subject: what was decided about, such as an input.
        verdict: a word, such as ``used`` or ``refused``.
        why: a sentence with what was found.
    """

    subject: str
    verdict: str
    why: str


@dataclass(frozen=True, slots=True)
class Judged:
    """How predictions from one day did.

    Attributes:
        count: how many cases were predicted and have come.
        scores: by name, as the facts explain them.
        naive: the same scores of the plainest thing that could be done instead.
        steps: scores by step of the horizon, such as each week's, where the engine tells them apart.
        decisions: what it decided by what was known, such as which inputs it used.
    """

    count: int
    scores: Mapping[str, float]
    naive: Mapping[str, float]
    steps: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()


class Engine(Protocol[M]):
    """Learns a model from what was known on a day, and judges it by what came after.

    The same tables, day and seed give the same model, bit for bit.
    """

    @property
    def facts(self) -> EngineFacts:
        """What people should know about it."""
        ...

    def learn(self, past: Knowledge, seed: int) -> M:
        """Returns a model of what is known.

        Raises:
            HistoryTooShortError: too little is known to learn from, with how much is needed.
        """
        ...

    def judge(self, model: M, past: Knowledge, came: Knowledge) -> Judged:
        """Predicts from the past and compares with what came.

        Args:
            model: learned from no later a past.
            past: what was known when the predictions are made.
            came: what is known at the end of the horizon.

        Raises:
            HistoryTooShortError: nothing can be compared.
        """
        ...

    def features(self, past: Knowledge) -> pd.DataFrame:
        """Returns what the model looks at for the cases open on a day, a row each: drift is told from it."""
        ...

    def dump(self, model: M) -> Mapping[str, bytes]:
        """Returns a model as files that hold data and no code."""
        ...

    def restore(self, files: Mapping[str, bytes]) -> M:
        """Returns the model that was dumped."""
        ...


@runtime_checkable
class Rehearsing(Protocol):
    """An engine that learns from how it would have done from earlier days, which takes most of its time.

    What such a day gives is worked out by `Knowledge.once`: all origins that look back on it share it.
    """

    def rehearsals(self, cut: date) -> Sequence[date]:
        """Returns the days on which it would try itself to learn on a cut, newest first."""
        ...

    def rehearse(self, past: Knowledge, seed: int) -> None:
        """Works out what one such day gives, as far as its history allows."""
        ...
