"""Progressive overrides: which labels matter for an operation, and which are active for a request."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping
from typing import Any

from graphql import FragmentDefinitionNode, OperationDefinitionNode, SelectionSetNode, visit
from graphql.language import Visitor

from symphonies.federation.supergraph import Supergraph

PERCENT = re.compile(r"percent\((\d{1,3}(?:\.\d{1,8})?)\)")


def draw_labels(labels: Iterable[str], rng: random.Random) -> frozenset[str]:
    """Returns the labels of the form ``percent(x)`` that are active for one request, each by its own chance.

    Source: Apollo Federation, ``@override(label:)`` of version 2.7.
    """
    return frozenset(
        label
        for label in labels
        if (found := PERCENT.fullmatch(label)) and rng.random() * 100 < float(found[1])
    )


class Labels:
    """The override labels of a supergraph by the names of the fields they concern.

    Args:
        supergraph: the supergraph.
    """

    def __init__(self, supergraph: Supergraph) -> None:
        self._by_field: dict[str, frozenset[str]] = {}
        inputs: set[str] = set()
        for definition in supergraph.types.values():
            for join in definition.joins.values():
                for key in join.keys:
                    inputs |= _names(key.fields)
            for field in definition.fields.values():
                if field.labels:
                    self._by_field[field.name] = self._by_field.get(field.name, frozenset()) | field.labels
                for asked in (field.joins or {}).values():
                    inputs |= _names(asked.requires) if asked.requires is not None else set()
        self._always: frozenset[str] = frozenset[str]().union(
            *(self._by_field.get(n, frozenset()) for n in inputs)
        )

    def __bool__(self) -> bool:
        return bool(self._by_field)

    def in_operation(
        self, operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]
    ) -> frozenset[str]:
        """Returns the labels that may change how an operation is answered."""
        if not self._by_field:
            return frozenset()
        names = set[str]().union(*map(_names, (operation, *fragments.values())))
        return self._always.union(*map(self._of_field, names))

    def _of_field(self, name: str) -> frozenset[str]:
        return self._by_field.get(name, frozenset())


def _names(node: SelectionSetNode | OperationDefinitionNode | FragmentDefinitionNode) -> set[str]:
    found: set[str] = set()

    class Names(Visitor):
        def enter_field(self, field: Any, *_: Any) -> None:
            found.add(field.name.value)

    visit(node, Names())
    return found
