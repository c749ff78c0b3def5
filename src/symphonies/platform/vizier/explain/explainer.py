"""Explanations, worked out once for those who see the same, until the data or the day change."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date

from symphonies.kernel import Kept, SymphonyError
from symphonies.platform.records import Shelf, Shelved
from symphonies.platform.security import Scope
from symphonies.platform.semantics import SemanticLayer
from symphonies.platform.vizier.explain.cascade import Cascade
from symphonies.platform.vizier.explain.change import ChangeQuestion, explain_change
from symphonies.platform.vizier.explain.explanation import Explanation

REMEMBERED = 512

Key = tuple[str, date, Hashable, ChangeQuestion]


class Explainer:
    """Explains changes; safe to ask from any thread.

    Args:
        cascade: which metrics move which; nobody is told of one that is hidden from them.
        version: tells data apart; a change is explained anew when it differs.
        shelf: where explanations outlive the process; None: nowhere.
    """

    def __init__(
        self, cascade: Cascade, version: Callable[[], Hashable] = lambda: None, shelf: Shelf | None = None
    ) -> None:
        self._cascade = cascade
        self._version = version
        self._kept = Shelved(Explanation, REMEMBERED, shelf)
        self._refused: Kept[Key, SymphonyError] = Kept(REMEMBERED)

    def explain(self, question: ChangeQuestion, layer: SemanticLayer, scope: Scope) -> Explanation:
        """Explain a change with what a principal may see.

        Raises:
            ChangeEmptyError: one of the periods has no figure.
            SymphonyError: as the semantic layer does, for what is unknown or forbidden.
        """
        found = self.known(question, layer, scope)
        if found is None:
            visible = self._cascade.among(lambda metric: layer.sees(metric, scope))
            key = self._key(question, layer, scope)
            try:
                found = self._kept.put(key, explain_change(question, layer, scope, visible))
            except SymphonyError as error:
                found = self._refused.put(key, error)
        if isinstance(found, SymphonyError):
            raise found
        return found

    def known(
        self, question: ChangeQuestion, layer: SemanticLayer, scope: Scope
    ) -> Explanation | SymphonyError | None:
        """Return what was worked out already, or why it cannot be; None where nothing was yet."""
        key = self._key(question, layer, scope)
        return self._refused.get(key) or self._kept.get(key)

    def _key(self, question: ChangeQuestion, layer: SemanticLayer, scope: Scope) -> Key:
        return scope.audience, layer.company.as_of, self._version(), question
