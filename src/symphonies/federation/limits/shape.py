"""Limits on the shape of a document, checked in time linear in its length."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    SelectionSetNode,
    parse,
)

from symphonies.federation.errors import RequestRefused

from .scan import scan


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a request may be.

    Attributes:
        tokens: lexical tokens of the document.
        depth: fields below one another, fragments opened.
        aliases: aliased fields, each counted as often as its fragment is spread.
        root_fields: fields of the root type.
        fields: fields of all types, each counted as often as its fragment is spread.
        directives: directives written in the document.
        variables: variables it defines.
        values: values within the variables that come with it.
        body_bytes: bytes of an HTTP body.
    """

    tokens: int = 15_000
    depth: int = 50
    aliases: int = 300
    root_fields: int = 100
    fields: int = 2_000
    directives: int = 500
    variables: int = 250
    values: int = 25_000
    body_bytes: int = 1_000_000


@dataclass(slots=True)
class _Measure:
    depth: int = 0
    aliases: int = 0
    root_fields: int = 0
    fields: int = 0


def parse_within(text: str, limits: Limits) -> DocumentNode:
    """Parses a document that may not be longer than allowed.

    Raises:
        RequestRefused: with a code that names the limit, or ``GRAPHQL_PARSE_FAILED``.
    """
    counts = scan(text, limits.tokens)
    _refuse_beyond(
        "The document has",
        (counts.tokens, limits.tokens, "tokens", "TOKEN_LIMIT_EXCEEDED"),
        (counts.aliases, limits.aliases, "aliases", "ALIAS_LIMIT_EXCEEDED"),
        (counts.directives, limits.directives, "directives", "DIRECTIVE_LIMIT_EXCEEDED"),
        (counts.variables, limits.variables, "variables", "VARIABLE_LIMIT_EXCEEDED"),
    )
    try:
        return parse(text, allow_empty_selection_sets=False)
    except GraphQLSyntaxError as error:
        shown = {**error.formatted, "extensions": {"code": "GRAPHQL_PARSE_FAILED"}}
        raise RequestRefused(error.message, code="GRAPHQL_PARSE_FAILED", errors=(shown,)) from error


def check_values(variables: Mapping[str, Any] | None, most: int) -> None:
    """Refuses variables that hold more values than allowed.

    Raises:
        RequestRefused: ``VALUE_LIMIT_EXCEEDED``.
    """
    pending: list[Any] = [variables]
    seen = 0
    while pending:
        value = pending.pop()
        below = value.values() if isinstance(value, Mapping) else value
        if isinstance(value, (Mapping, list)):
            seen += len(value)
            if seen > most:
                message = f"The variables hold more than {most} values."
                raise RequestRefused(message, code="VALUE_LIMIT_EXCEEDED")
            pending.extend(each for each in below if isinstance(each, (dict, list)))


def check_shape(
    operation: OperationDefinitionNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    limits: Limits,
    *,
    introspection: bool = True,
) -> None:
    """Refuses an operation that is deeper or wider than allowed.

    Raises:
        RequestRefused: with a code that names the limit, or ``INTROSPECTION_DISABLED``.
    """
    shape = _Shape(fragments, limits.depth, introspection)
    measure = shape.measure(operation.selection_set, 0)
    _refuse_beyond(
        "The operation is",
        (measure.depth, limits.depth, "levels deep", "DEPTH_LIMIT_EXCEEDED"),
        (measure.aliases, limits.aliases, "aliases wide", "ALIAS_LIMIT_EXCEEDED"),
        (measure.root_fields, limits.root_fields, "root fields wide", "ROOT_FIELD_LIMIT_EXCEEDED"),
        (measure.fields, limits.fields, "fields large", "FIELD_LIMIT_EXCEEDED"),
    )


def _refuse_beyond(subject: str, *measured: tuple[int, int, str, str]) -> None:
    """Refuse the first of (found, allowed, what, code) that is found more than allowed."""
    for found, allowed, what, code in measured:
        if found > allowed:
            raise RequestRefused(f"{subject} more than {allowed} {what}.", code=code)


class _Shape:
    """Measures selections; gives up as soon as they are too deep, so that recursion stays bounded."""

    def __init__(
        self, fragments: Mapping[str, FragmentDefinitionNode], max_depth: int, introspection: bool
    ) -> None:
        self._fragments = fragments
        self._max_depth = max_depth
        self._introspection = introspection
        self._known: dict[str, _Measure] = {}
        self._open: set[str] = set()

    def measure(self, node: SelectionSetNode, depth: int) -> _Measure:
        """Measures a selection that stands ``depth`` fields or fragments below the root."""
        if depth > 2 * self._max_depth:
            raise RequestRefused(
                f"The operation is more than {self._max_depth} levels deep.", code="DEPTH_LIMIT_EXCEEDED"
            )
        total = _Measure()
        for child in node.selections:
            if isinstance(child, FieldNode):
                found = self._measure_field(child, depth)
            else:
                found = self._measure_fragment(child, depth)
            total.depth = max(total.depth, found.depth)
            total.aliases += found.aliases
            total.root_fields += found.root_fields
            total.fields += found.fields
        return total

    def _measure_field(self, field: FieldNode, depth: int) -> _Measure:
        if not self._introspection and field.name.value in {"__schema", "__type"}:
            raise RequestRefused("Introspection is switched off here.", code="INTROSPECTION_DISABLED")
        below = self.measure(field.selection_set, depth + 1) if field.selection_set else _Measure()
        return _Measure(below.depth + 1, below.aliases + (field.alias is not None), 1, below.fields + 1)

    def _measure_fragment(self, child: Any, depth: int) -> _Measure:
        if not isinstance(child, FragmentSpreadNode):
            return self.measure(child.selection_set, depth + 1)
        name = child.name.value
        if name in self._known:
            return self._known[name]
        fragment = self._fragments.get(name)
        if fragment is None or name in self._open:
            return _Measure()  # validation names the unknown fragment or the cycle
        self._open.add(name)
        found = self._known[name] = self.measure(fragment.selection_set, depth + 1)
        self._open.discard(name)
        return found
