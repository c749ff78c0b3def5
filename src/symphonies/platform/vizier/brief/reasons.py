"""Why levels moved, as facts, for the briefing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from symphonies.kernel import SymphonyError
from symphonies.platform.security import Scope
from symphonies.platform.semantics import Dimension, SemanticLayer
from symphonies.platform.vizier.brief.briefing import Reasons
from symphonies.platform.vizier.explain import ChangeQuestion, Explainer, Explanation, driver_of, question_why
from symphonies.platform.vizier.facts import Driver, Level

Look = Callable[[ChangeQuestion, SemanticLayer, Scope], Explanation | SymphonyError | None]
"""Finds an explanation; None: it is not there yet."""


Personal = Callable[[Dimension], bool]
"""Whether a dimension names natural persons."""


def reasons_by(explainer: Explainer, personal: Personal) -> Reasons:
    """Return what works out every reason, however long that takes."""

    def look(question: ChangeQuestion, layer: SemanticLayer, scope: Scope) -> Explanation | SymphonyError:
        try:
            return explainer.explain(question, layer, scope)
        except SymphonyError as error:
            return error

    return told_reasons(look, personal)


def told_reasons(look: Look, personal: Personal) -> Reasons:
    """Return what tells the reasons that are found."""

    def reasons(layer: SemanticLayer, scope: Scope, moved: Sequence[Level]) -> Iterator[Driver]:
        for level in moved:
            question = question_why(level, layer, personal)
            found = None if question is None else look(question, layer, scope)
            # what cannot be taken apart, or only by what is hidden, has no reason that could be told
            driver = driver_of(found, level, layer) if isinstance(found, Explanation) else None
            if driver is not None:
                yield driver

    return reasons
