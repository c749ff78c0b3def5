"""A document made sure of: parsed within limits, valid, its operation chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    get_variable_values,
    print_ast,
    validate,
)

from .authorization import Authorization
from .demand import DemandControl
from .errors import RequestRefused
from .limits import Limits, check_shape, parse_within
from .options import GatewayOptions
from .planning import Deferrable, Labels


@dataclass(frozen=True, slots=True)
class Judges:
    """What operations are read with.

    Attributes:
        schema: what clients see.
        authorization: what elements demand of callers.
        demand: what fields cost.
        labels: the override labels of the supergraph.
    """

    schema: GraphQLSchema
    authorization: Authorization
    demand: DemandControl
    labels: Labels


class Reading:
    """One operation of a valid document, read once and run many times.

    Attributes:
        operation: the operation to run.
        fragments: the document's fragments by name.
        meaning: a text that equal operations share, whatever their layout.
        deferrable: its fragments that may come later.
        guards: what it demands of the caller, None for nothing.
        labels: the override labels that may change how it is answered.
    """

    def __init__(self, document: DocumentNode, operation_name: str | None, judges: Judges) -> None:
        self._judges = judges
        self.operation, self.fragments = select(document, operation_name)
        self.meaning = _meaning(self.operation, self.fragments)
        self.deferrable = Deferrable(self.operation, self.fragments)
        self.guards = judges.authorization.inspect(self.operation, self.fragments)
        self.labels = judges.labels.in_operation(self.operation, self.fragments)

    @cached_property
    def cost(self) -> Callable[[Mapping[str, Any]], float]:
        """Estimates what a run costs, from its coerced variables."""
        return self._judges.demand.compile(self.operation, self.fragments)

    @property
    def kind(self) -> str:
        """What the operation is: ``query``, ``mutation`` or ``subscription``."""
        return self.operation.operation.value

    def coerce(self, given: Mapping[str, Any] | None, *, suggests: bool = False) -> dict[str, Any]:
        """Checks variables against their types and fills in defaults.

        Args:
            given: raw values by name.
            suggests: whether errors name similar names of the schema.

        Raises:
            RequestRefused: ``BAD_USER_INPUT`` when a value does not fit its type.
        """
        definitions = self.operation.variable_definitions
        if not definitions:
            return {}
        found = get_variable_values(
            self._judges.schema,
            definitions,
            dict(given or {}),
            max_errors=20,
            hide_suggestions=not suggests,
        )
        if isinstance(found, list):
            raise RequestRefused(
                found[0].message, code="BAD_USER_INPUT", errors=_coded(found, "BAD_USER_INPUT")
            )
        return dict(found.coerced)


def read_document(text: str, limits: Limits) -> DocumentNode:
    """Parses a document within the limits on its length.

    Raises:
        RequestRefused: when it is too long or no GraphQL.
    """
    return parse_within(text, limits)


def check_document(
    document: DocumentNode,
    operation_name: str | None,
    schema: GraphQLSchema,
    options: GatewayOptions,
    *,
    suggests: bool = False,
) -> None:
    """Checks a document's shape and validity.

    Args:
        document: the document.
        operation_name: which of its operations is to run.
        schema: what clients see.
        options: the limits and switches.
        suggests: whether errors name similar names of the schema.

    Raises:
        RequestRefused: when it is too deep, too wide, or invalid against the schema.
    """
    operation, fragments = select(document, operation_name)
    check_shape(operation, fragments, options.limits, introspection=options.introspection)
    found = validate(schema, document, hide_suggestions=not suggests)
    if found:
        code = "GRAPHQL_VALIDATION_FAILED"
        raise RequestRefused(found[0].message, code=code, errors=_coded(found, code))


def select(
    document: DocumentNode, name: str | None
) -> tuple[OperationDefinitionNode, dict[str, FragmentDefinitionNode]]:
    """Returns the operation to run and the document's fragments.

    Raises:
        RequestRefused: when the name does not tell which.
    """
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    if name is not None:
        operations = [o for o in operations if o.name is not None and o.name.value == name]
        if not operations:
            raise RequestRefused(
                f"The document has no operation {name!r}.", code="OPERATION_RESOLUTION_FAILURE"
            )
    if not operations:
        raise RequestRefused("The document has no operation.", code="OPERATION_RESOLUTION_FAILURE")
    if len(operations) > 1:
        message = "The document has several operations; operationName must say which to run."
        raise RequestRefused(message, code="OPERATION_RESOLUTION_FAILURE")
    return operations[0], fragments


def _coded(errors: list[GraphQLError], code: str) -> tuple[Mapping[str, Any], ...]:
    return tuple({**error.formatted, "extensions": {"code": code}} for error in errors)


def _meaning(operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]) -> str:
    used = [print_ast(fragments[name]) for name in sorted(fragments)]
    return print_ast(operation) + "\n".join(used)
