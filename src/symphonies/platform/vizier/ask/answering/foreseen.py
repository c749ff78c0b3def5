"""Questions about the days to come: answered by the engine whose levers or topics they name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from symphonies.kernel import SymphonyError
from symphonies.platform.semantics import SemanticLayer
from symphonies.platform.vizier.ask.answering.answer import Answer, Chart, Working
from symphonies.platform.vizier.ask.answering.ports import Engine, Worked
from symphonies.platform.vizier.ask.grounding import Plan
from symphonies.platform.vizier.ask.parsing import Intent, Reading
from symphonies.platform.vizier.foresight import (
    Foresight,
    Foretold,
    Unclear,
    Viewpoint,
    WhatIf,
    read_question,
)

if TYPE_CHECKING:
    from symphonies.platform.security import Scope

_SURE = 0.9


@dataclass(frozen=True)
class ForesightQuestions:
    """Answers what if, and what is foretold; a question of another sort is left to others."""

    layer: SemanticLayer
    foresights: Sequence[Foresight]
    places: Callable[[str, Scope], Sequence[str]] = lambda question, scope: ()
    """What parts of the company a question names."""

    def _beside(self, question: str, asked: WhatIf, view: Viewpoint) -> list[str]:
        """Return the parts of the company that are named and that no lever takes."""
        taken = " ".join(target for move in asked.moves for target in move.targets).lower()
        return [place for place in self.places(question, view.scope) if place.lower() not in taken]

    def answer(self, question: str, scope: Scope) -> Answer | None:
        """Return an answer, a question back or a refusal; None for a question of another sort."""
        view = Viewpoint(self.layer, scope)
        foresights = [each for each in self.foresights if _sees(each, view)]
        try:
            asked = read_question(question, foresights, view)
            if asked is None:
                return None
            if isinstance(asked, WhatIf):
                alone = self._beside(question, asked, view)
                if alone:
                    return _narrowed(question, alone)
                return _told(question, asked.foresight.what_if(asked.moves, view), Intent.WHAT_IF)
            return _told(question, asked.foresight.look(asked.topic, view), Intent.FORECAST)
        except Unclear as error:
            return _unclear(question, error)
        except SymphonyError as error:
            reason = f"I cannot answer that because {error.message[0].lower()}{error.message[1:]}"
            hint = (error.hint,) if error.hint else ()
            return Answer("refusal", question, reason, Reading(), suggestions=hint, because=error.code)


@dataclass(frozen=True)
class Foreseen:
    """Forecasts metrics that an engine foretells by that engine, all others from their own past."""

    layer: SemanticLayer
    foresights: Sequence[Foresight]
    others: Engine

    def work(self, plan: Plan, scope: Scope) -> Worked | None:
        """Return a forecast; None where none can be computed."""
        view = Viewpoint(self.layer, scope)
        whole = not (plan.query.by or plan.query.where) and plan.query.currency == "group"
        until = plan.until.period.last_day if plan.until is not None else None
        for foresight in self.foresights:
            if whole and plan.query.metrics[0] == foresight.metrics[0] and _sees(foresight, view):
                told = foresight.course(until, view)
                if told is not None:
                    chart = _chart(told)
                    return Worked(told.sentence, told.columns, told.rows, told.words, told.notes, chart)
        return self.others.work(plan, scope)


def _sees(foresight: Foresight, view: Viewpoint) -> bool:
    return all(view.layer.sees(metric, view.scope) for metric in foresight.metrics)


def _told(question: str, told: Foretold, intent: Intent) -> Answer:
    return Answer(
        "answer", question, told.sentence, Reading(question, intent=intent), None, told.columns, told.rows,
        _chart(told), Working(told.words, (), None, ()), _SURE, notes=told.notes, intent=intent.value,
    )  # fmt: skip


def _chart(told: Foretold) -> Chart:
    if told.band is None:
        return Chart("table", told.columns[0], (), None, told.unit, told.currency, told.title)
    band = told.band
    series = (band.middle, band.low, band.high, *band.others)
    return Chart("line", band.x, series, None, told.unit, told.currency, told.title)


def _narrowed(question: str, places: Sequence[str]) -> Answer:
    told = (
        f"I cannot answer that for {' and '.join(places)} alone: what if is computed for the whole company."
    )
    return Answer(
        "refusal", question, told, Reading(question, intent=Intent.WHAT_IF), because="whole_company"
    )


def _unclear(question: str, error: Unclear) -> Answer:
    if error.refused:
        return Answer(
            "refusal", question, error.message, Reading(), suggestions=error.choices, because="no_lever"
        )
    return Answer("ask", question, error.message, Reading(), choices=error.choices)
