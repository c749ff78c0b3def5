"""Ask at work: interpret, run, draw, say, and tell how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from symphonies.kernel import SymphonyError
from symphonies.platform.semantics import Catalog, MetricQuery, SemanticLayer
from symphonies.platform.vizier.ask.answering.answer import Answer, Figure
from symphonies.platform.vizier.ask.answering.chart import chart_of
from symphonies.platform.vizier.ask.answering.continued import continued
from symphonies.platform.vizier.ask.answering.documents import DocumentQuestions
from symphonies.platform.vizier.ask.answering.evidence import evidence
from symphonies.platform.vizier.ask.answering.foreseen import ForesightQuestions, soon
from symphonies.platform.vizier.ask.answering.order import rows_in_order
from symphonies.platform.vizier.ask.answering.ports import Engine
from symphonies.platform.vizier.ask.answering.speak import Speaker
from symphonies.platform.vizier.ask.answering.steps import Stage, Step, Tell, nobody
from symphonies.platform.vizier.ask.answering.working import Working, period_words, said_period, working_of
from symphonies.platform.vizier.ask.corrections import Corrections, disclaimed, noticed, others, said_instead
from symphonies.platform.vizier.ask.grounding import AskBack, Plan, Refusal
from symphonies.platform.vizier.ask.interpret import Interpretation, Interpreter
from symphonies.platform.vizier.ask.language import Lexicon, Sense, tokenise
from symphonies.platform.vizier.ask.parsing import Intent, Reading
from symphonies.platform.vizier.check import check
from symphonies.platform.vizier.facts import Fact

if TYPE_CHECKING:
    from symphonies.platform.security import Scope

_YES_OR_NO = {("true",): True, ("false",): False}
_CANNOT = {
    Intent.WHY: "why {title} changed",
    Intent.WHAT_IF: "what a change of {title} would bring",
    Intent.FORECAST: "a forecast of {title}",
}


class Asker:
    """Answers questions over one semantic layer; safe to share between threads."""

    def __init__(
        self,
        layer: SemanticLayer,
        *,
        engines: Mapping[Intent, Engine] | None = None,
        interpreter: Interpreter | None = None,
        documents: DocumentQuestions | None = None,
        corrections: Corrections | None = None,
        foresight: ForesightQuestions | None = None,
    ) -> None:
        """Make an asker.

        Args:
            layer: The catalogue and its figures.
            engines: What answers why, what-if and forecast; what is missing is said to be missing.
            interpreter: Reads the questions; None: the offline one.
            documents: Answers questions about what private documents say; None: there are none.
            corrections: Keeps what people say they meant; None: nothing is learned.
            foresight: Answers what if, and what is foretold; None: nothing is.
        """
        self.layer = layer
        self.corrections = corrections
        self.engines = dict(engines or {})
        self.interpreter = interpreter or Interpreter(layer)
        self.others = [each for each in (documents, foresight) if each is not None]

    def prepare(self) -> None:
        """Learn what names mean, which takes a while, before the first question that needs it."""
        self.interpreter.meanings.learn(self.layer.catalog.metrics)

    def ask(self, question: str, scope: Scope, before: Reading | None = None, tell: Tell = nobody) -> Answer:
        """Answer a question with what a principal may see.

        Args:
            question: Anything a person may type.
            scope: What that person may see.
            before: The reading of the answer before it, for follow-ups.
            tell: Hears of each step while the answer is made; what it raises ends the work.
        """
        tell(Step(Stage.READING, "Reading the question"))
        if before is not None and disclaimed(question, self.interpreter.lexicon) == "":
            return self._meant(question, before)
        if before is not None:
            question = continued(before, question, self.interpreter.lexicon) or question
        found = self._interpreted(question, scope, before)
        if not _asks_for_figures(question, found, self.interpreter.lexicon):
            for each in self.others:
                answer = each.answer(question, scope, tell)
                if answer is not None:
                    return answer
        notes = (found.note,) if found.note else ()
        match found.outcome:
            case AskBack():
                told = found.outcome
                return Answer(
                    "ask", question, told.question, found.reading, choices=told.choices, notes=notes
                )
            case Refusal():
                told = found.outcome
                return Answer(
                    "refusal",
                    question,
                    told.reason,
                    found.reading,
                    suggestions=told.suggestions,
                    notes=notes,
                    because=told.because,
                )
            case Plan():
                return self._answer(question, found, found.outcome, scope, tell)

    def _meant(self, question: str, before: Reading) -> Answer:
        """Ask what was meant instead of what was answered; what is said next still leans on that."""
        catalog = self.layer.catalog
        offer = others(before, lambda metric, variant: catalog.definition(metric, variant).title)
        if offer is None:
            told = "Then say what you meant, such as: I meant the revenue of last quarter."
            return Answer("ask", question, told, before)
        told = f"What is meant by “{offer.said}”? Choose, or say: I meant …"
        choices = tuple(text for text, _ in offer.choices)
        return Answer("ask", question, told, replace(before, offer=offer), choices=choices)

    def _interpreted(self, question: str, scope: Scope, before: Reading | None) -> Interpretation:
        """Read a question; keep what it says of the one before."""
        meant = said_instead(question, self.interpreter.lexicon) if before is not None else None
        found = self.interpreter.interpret(meant or question, scope, before, instead=meant is not None)
        if before is not None and self.corrections is not None:
            lesson = noticed(question, before, found.outcome, instead=meant is not None)
            if lesson is not None:
                self.corrections.propose(lesson, scope.principal_id)
        return found

    def _answer(self, question: str, found: Interpretation, plan: Plan, scope: Scope, tell: Tell) -> Answer:
        tell(Step(Stage.FIGURES, self._understood(plan, scope)))
        try:
            if plan.intent is Intent.FIGURE:
                return self._figures(question, found.reading, plan, scope, tell)
            return self._worked(question, found.reading, plan, scope)
        except SymphonyError as error:
            reason = f"I cannot answer that because {error.message[0].lower()}{error.message[1:]}"
            return Answer("refusal", question, reason, found.reading, because=error.code, soon=soon(error))

    def _figures(self, question: str, reading: Reading, plan: Plan, scope: Scope, tell: Tell) -> Answer:
        result = self.layer.run(plan.query, scope)
        labels = self._labels(plan.query, scope)
        rows = rows_in_order(plan, result)
        limits = _limits_in_words(plan.query, labels, self.layer.catalog)
        title = f"{self._titles(plan.query)}{limits}"
        answer = Answer(
            "answer",
            question,
            "",
            reading,
            plan.query,
            tuple(column.name for column in result.columns),
            tuple(rows),
            chart_of(result, title, len(rows), plan.view),
            working_of(result, self.layer, scope, labels),
            plan.confidence,
            notes=(*plan.notes, *(note for note in result.notes if not note.startswith("You may not see"))),
        )
        tell(Step(Stage.CHART, "Wording it", answer))
        speaker = Speaker(self.layer, result, rows, limits, ascending=bool(plan.ascending))
        sentence, figures, facts = _checked(speaker, evidence(result, rows, self.layer, labels))
        return replace(answer, sentence=sentence, figures=figures, facts=facts)

    def _worked(self, question: str, reading: Reading, plan: Plan, scope: Scope) -> Answer:
        engine = self.engines.get(plan.intent)
        worked = engine.work(plan, scope) if engine is not None else None
        if worked is None:
            what = _CANNOT[plan.intent].format(title=self._titles(plan.query))
            when = f" {said_period(plan.query.period)}" if plan.query.period is not None else ""
            return Answer(
                "refusal",
                question,
                f"I cannot answer that because {what} cannot be computed here. I can show the figures.",
                reading,
                plan.query,
                suggestions=(f"{self._titles(plan.query)}{when}",),
                because="not_computed",
                intent=plan.intent.value,
            )
        working = Working(worked.words, (), None, worked.lineage, worked.pages)
        return Answer(
            "answer",
            question,
            worked.sentence,
            reading,
            plan.query,
            worked.columns,
            worked.rows,
            worked.chart,
            working,
            plan.confidence,
            notes=(*plan.notes, *worked.notes),
            intent=plan.intent.value,
            figures=worked.figures,
        )

    def _understood(self, plan: Plan, scope: Scope) -> str:
        """Return how a question was understood, in a few words."""
        query, catalog = plan.query, self.layer.catalog
        limits = _limits_in_words(query, self._labels(query, scope), catalog).rstrip(",")
        by = [catalog.dimension(query.metrics[0], path).title.lower() for path in query.by]
        said = f"{self._titles(query)}{' by ' if by else ''}{', '.join(by)}{limits}"
        if plan.intent is Intent.WHY:
            said = f"Why {said} changed"
        elif plan.intent is Intent.FORECAST:
            until = f" to {plan.until.period.last_day:%B %Y}" if plan.until is not None else ""
            said = f"Forecasting {said}{until}"
        if query.period is None or plan.intent is Intent.FORECAST:
            return said
        return f"{said}, {period_words(query, self.layer.company.as_of).rstrip('.')}"

    def _titles(self, query: MetricQuery) -> str:
        catalog = self.layer.catalog
        return ", ".join(catalog.definition(name, query.variants.get(name)).title for name in query.metrics)

    def _labels(self, query: MetricQuery, scope: Scope) -> dict[str, str]:
        """Return what the filters' keys are called, as far as this principal may know."""
        if not query.where:
            return {}
        index = self.interpreter.voice(scope).vocabulary.values
        return {value: index.label_of(value) for each in query.where for value in each.values}


def _asks_for_figures(question: str, found: Interpretation, lexicon: Lexicon) -> bool:
    """Return whether a question asks for figures that are kept, not for what documents or forecasts tell.

    It does where it counts, sums, limits, splits, ranks, compares or dates what it asks for: neither a
    document nor a forecast tells that.
    """
    reading = found.reading
    if reading.intent is not Intent.FIGURE or Sense.WHICH in reading.asks:
        return False  # "which contracts renew automatically", which are to be listed
    sums = (lexicon.worth | lexicon.numbering) & {token.stem for token in tokenise(question)}
    if sums or reading.groups:
        return True
    if not isinstance(found.outcome, Plan):
        return False
    query = found.outcome.query
    counted = bool({Sense.COUNT, Sense.MUCH} & reading.asks)
    limited = bool(query.where or query.having or (query.period and reading.when))
    shaped = bool(query.by or query.top or query.compare or query.grain or query.share)
    return counted or limited or shaped


def _checked(speaker: Speaker, facts: Sequence[Fact]) -> tuple[str, tuple[Figure, ...], tuple[Fact, ...]]:
    """Return what is said, where the facts entail it, else where they are; its figures, and what it tells."""
    said = speaker.sentence()
    if not facts:
        return said, (), ()
    verdict = check(said, facts)
    if not verdict.stands:
        return speaker.plainly(), (), ()
    figures = tuple(
        Figure(each.start, each.end, each.fact.subject.metric, each.fact.query)
        for each in verdict.figures
        if each.fact.query is not None
    )
    return said, figures, tuple(facts)


def _limits_in_words(query: MetricQuery, labels: dict[str, str], catalog: Catalog) -> str:
    told = []
    for each in query.where:
        if each.values in _YES_OR_NO:
            title = catalog.dimension(query.metrics[0], each.dimension).title.lower()
            yes = _YES_OR_NO[each.values] != each.op.value.startswith(("!", "not"))
            told.append(f"where {title} is {'yes' if yes else 'no'}")
            continue
        names = " and ".join(labels.get(value, value) for value in each.values)
        told.append(f"without {names}" if each.op.value in ("!=", "not_in") else f"for {names}")
    return "".join(f", {part}" for part in told) + ("," if told else "")
