"""An operation without its deferred fragments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from graphql import FragmentDefinitionNode, OperationDefinitionNode, SelectionSetNode

from symphonies.federation.planning import Deferrals


class Stripper:
    """Leaves deferred fragments out of selections.

    Args:
        deferrals: the fragments to leave out.
    """

    def __init__(self, deferrals: Deferrals) -> None:
        self._deferrals = deferrals

    def operation(self, node: OperationDefinitionNode) -> OperationDefinitionNode:
        """Returns the operation as it is answered at once."""
        return replace(node, selection_set=self.selection(node.selection_set))

    def fragments(self, nodes: Mapping[str, FragmentDefinitionNode]) -> dict[str, FragmentDefinitionNode]:
        """Returns the fragments as they are answered together with what spreads them."""
        return {
            name: replace(node, selection_set=self.selection(node.selection_set))
            for name, node in nodes.items()
        }

    def selection(self, node: SelectionSetNode) -> SelectionSetNode:
        """Returns a selection without the deferred fragments in it."""
        kept = [self._child(child) for child in node.selections if not self._deferrals.begins(child)]
        return replace(node, selections=tuple(kept))

    def _child(self, node: Any) -> Any:
        below = getattr(node, "selection_set", None)
        return node if below is None else replace(node, selection_set=self.selection(below))
