"""Ask: a question in plain language -> a typed metric query -> figures, a chart, a sentence."""

from symphonies.platform.vizier.ask.answering import (
    Answer,
    Chart,
    Engine,
    Figure,
    Stage,
    Step,
    Worked,
    Working,
    query_to_dict,
)
from symphonies.platform.vizier.ask.answering.documents import DocumentQuestions
from symphonies.platform.vizier.ask.answering.forecasting import SeriesForecast
from symphonies.platform.vizier.ask.answering.foreseen import Foreseen, ForesightQuestions
from symphonies.platform.vizier.ask.answering.saying import Saying, all_linked
from symphonies.platform.vizier.ask.answering.why import ChangeExplained
from symphonies.platform.vizier.ask.asker import Asker
from symphonies.platform.vizier.ask.corrections import (
    Correction,
    CorrectionRefusedError,
    Corrections,
    may_review,
)
from symphonies.platform.vizier.ask.corrections import State as CorrectionState
from symphonies.platform.vizier.ask.grounding import AskBack, Outcome, Plan, Refusal
from symphonies.platform.vizier.ask.interpret import Interpretation, Interpreter
from symphonies.platform.vizier.ask.language import Glossary, glossaries, load_glossary
from symphonies.platform.vizier.ask.linking import Meanings, Synonym
from symphonies.platform.vizier.ask.modelled import ModelInterpreter
from symphonies.platform.vizier.ask.parsing import Intent, Reading, View

__all__ = [
    "Answer",
    "AskBack",
    "Asker",
    "ChangeExplained",
    "Chart",
    "Correction",
    "CorrectionRefusedError",
    "CorrectionState",
    "Corrections",
    "DocumentQuestions",
    "Engine",
    "Figure",
    "Foreseen",
    "ForesightQuestions",
    "Glossary",
    "Intent",
    "Interpretation",
    "Interpreter",
    "Meanings",
    "ModelInterpreter",
    "Outcome",
    "Plan",
    "Reading",
    "Refusal",
    "Saying",
    "SeriesForecast",
    "Stage",
    "Step",
    "Synonym",
    "View",
    "Worked",
    "Working",
    "all_linked",
    "glossaries",
    "load_glossary",
    "may_review",
    "query_to_dict",
]
