"""Budgets: tokens and money of a day, of all and of each person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from threading import Lock

from symphonies.kernel import Clock, today
from symphonies.platform.llm.calls import CallLog
from symphonies.platform.llm.errors import ChatBudgetSpentError
from symphonies.platform.llm.options import LLMSettings

ALL = ""
"""The key of everybody together; no principal has an empty id."""


class Budget:
    """What was spent today, counted from the log of calls: a restart or a second process forgets nothing."""

    def __init__(self, settings: LLMSettings, calls: CallLog, clock: Clock) -> None:
        self._settings = settings
        self._calls = calls
        self._clock = clock
        self._lock = Lock()
        self._day: date = date.min
        self._tokens: Counter[str] = Counter()
        self._cost: dict[str, float] = {}
        self._held: Counter[str] = Counter()

    @contextmanager
    def held(self, person: str, tokens: int) -> Iterator[None]:
        """Keep so many tokens free for a person while a call runs.

        Raises:
            ChatBudgetSpentError: there are not so many left, or no money is.
        """
        with self._lock:
            self._count()
            self._admit(person, tokens)
            self._held.update({ALL: tokens, person: tokens})
        try:
            yield
        finally:
            with self._lock:
                self._held.subtract({ALL: tokens, person: tokens})

    def _count(self) -> None:
        day = today(self._clock)
        if day != self._day:
            self._day, self._tokens, self._cost = day, Counter(), {}
        for call in self._calls.unread():
            if call.at.date() == day:
                for key in (ALL, call.by):
                    self._tokens[key] += call.tokens
                    self._cost[key] = self._cost.get(key, 0.0) + call.cost

    def _admit(self, person: str, tokens: int) -> None:
        known = self._settings
        limits = (
            (ALL, known.tokens_per_day, known.cost_per_day, "of the day"),
            (person, known.tokens_per_person, known.cost_per_person, f"of {person} for the day"),
        )
        for key, most, money, whose in limits:
            if most is not None and self._tokens[key] + self._held[key] + tokens > most:
                raise _spent(
                    f"The language model's tokens {whose} are spent: {self._tokens[key]:,} of {most:,}."
                )
            if money is not None and self._cost.get(key, 0.0) >= money:
                gone = f"{self._cost.get(key, 0.0):.2f} of {money:.2f}"
                raise _spent(f"The language model's money {whose} is spent: {gone}.")


def _spent(message: str) -> ChatBudgetSpentError:
    return ChatBudgetSpentError(
        message, hint="Wait until tomorrow (UTC), or raise the budget in section llm."
    )
