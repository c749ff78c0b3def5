"""Questions about the days to come: answered by the engine whose levers or topics they name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from symphonies.kernel import SymphonyError
from symphonies.platform.semantics import SemanticLayer
from symphonies.platform.vizier.ask.answering.answer import Answer, Chart, Figure, Working
from symphonies.platform.vizier.ask.answering.ports import Engine, Worked
from symphonies.platform.vizier.ask.answering.saying import all_linked
from symphonies.platform.vizier.ask.answering.steps import Stage, Step, Tell, nobody
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

    def answer(self, question: str, scope: Scope, tell: Tell = nobody) -> Answer | None:
        """Return an answer, a question back or a refusal; None for a question of another sort."""
        view = Viewpoint(self.layer, scope)
        foresights = [each for each in self.foresights if _sees(each, view)]
        try:
            asked = read_question(question, foresights, view)
            if asked is None:
                return None
            tell(Step(Stage.FIGURES, f"Simulating {asked.foresight.speech.subject}"))
            if isinstance(asked, WhatIf):
                alone = self._beside(question, asked, view)
                if alone:
                    return _narrowed(question, alone)
                told = asked.foresight.what_if(asked.moves, view)
                return _told(question, told, asked.foresight, Intent.WHAT_IF)
            told = asked.foresight.look(asked.topic, view)
            return _told(question, told, asked.foresight, Intent.FORECAST)
        except Unclear as error:
            return _unclear(question, error)
        except SymphonyError as error:
            reason = f"I cannot answer that because {error.message[0].lower()}{error.message[1:]}"
            hint = (error.hint,) if error.hint else ()
            return Answer(
                "refusal", question, reason, Reading(), suggestions=hint, because=error.code, soon=soon(error)
            )


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
                    return Worked(
                        told.sentence, told.columns, told.rows, told.words, told.notes, _chart(told),
                        _figures(told, foresight), told.lineage, told.pages,
                    )  # fmt: skip
        return self.others.work(plan, scope)


def soon(error: SymphonyError) -> str:
    """Return what is being prepared; empty where asking again would not help."""
    return error.message if error.retryable else ""


def _sees(foresight: Foresight, view: Viewpoint) -> bool:
    return all(view.layer.sees(metric, view.scope) for metric in foresight.metrics)


def _figures(told: Foretold, foresight: Foresight) -> tuple[Figure, ...]:
    """Return the figures of what an engine tells: they lead to its page, else to the metric's definition."""
    page = told.pages[0].address if told.pages else None
    return all_linked(told.sentence, foresight.metrics[0], page=page)


def _told(question: str, told: Foretold, foresight: Foresight, intent: Intent) -> Answer:
    return Answer(
        "answer", question, told.sentence, Reading(question, intent=intent), None, told.columns, told.rows,
        _chart(told), Working(told.words, (), None, told.lineage, told.pages), _SURE, notes=told.notes,
        intent=intent.value, figures=_figures(told, foresight),
    )  # fmt: skip


def _chart(told: Foretold) -> Chart:
    if told.band is None:
        return Chart("table", told.columns[0], (), None, told.unit, told.currency, told.title)
    band = told.band
    series, ends = (band.middle, *band.others), (band.low, band.high)
    return Chart("line", band.x, series, None, told.unit, told.currency, told.title, ends)


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
