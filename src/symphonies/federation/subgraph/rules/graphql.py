"""A subgraph must be GraphQL: its names resolve, its types hold together, its directives fit."""

from __future__ import annotations

from typing import Any

from graphql import (
    DirectiveNode,
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    ObjectValueNode,
    Undefined,
    build_ast_schema,
    parse,
    validate_schema,
    value_from_ast,
    visit,
)
from graphql.language import Visitor
from graphql.validation.validate import validate_sdl

from symphonies.federation.subgraph.fields import named
from symphonies.federation.subgraph.issue import Issue, location_of
from symphonies.federation.subgraph.model import ExpandedSubgraph
from symphonies.federation.subgraph.spec import SCALARS, definition_of

ROOTS = ("Query", "Mutation", "Subscription")
LINK = "directive @link(url: String, as: String, for: String, import: [link__Import]) repeatable on SCHEMA"
EVERY_SCALAR = ("_Any", "_FieldSet", "FieldSet", "link__Import", "link__Purpose", "_Service", "_Entity")


def check_names(subgraph: ExpandedSubgraph) -> list[Issue]:
    """Checks the subgraph's own name and its links."""
    found = list(subgraph.names.issues)
    if subgraph.name == "_":
        found.append(
            subgraph.issue("INVALID_SUBGRAPH_NAME", f"Invalid name {subgraph.name} for a subgraph: reserved")
        )
    found += [
        subgraph.issue(
            f"ROOT_{name.upper()}_USED",
            f'The schema has a type named "{name}" but it is not set as the {name.lower()} root type: '
            "this is not "
            "supported by federation. If a root type does not use its default name, there should be no "
            "other type "
            "with that default name.",
            subgraph.types.get(name),
        )
        for name in subgraph.shadowed_roots
    ]
    return found


def check_graphql(subgraph: ExpandedSubgraph) -> list[Issue]:
    """Validates the document with the federation directives defined."""
    document = DocumentNode(definitions=(*subgraph.document.definitions, *_prelude(subgraph).definitions))
    errors = list(validate_sdl(document))
    if not errors:
        try:
            schema = build_ast_schema(document, assume_valid_sdl=True)
            errors = [*validate_schema(schema), *_argument_values(subgraph, document, schema)]
        except (GraphQLError, TypeError) as error:
            errors = [error if isinstance(error, GraphQLError) else GraphQLError(str(error))]
    return [_issue(subgraph, error) for error in errors if not _is_tolerated(error, subgraph)]


def _argument_values(
    subgraph: ExpandedSubgraph, document: DocumentNode, schema: GraphQLSchema
) -> list[GraphQLError]:
    """Checks the values given to directives, which validation of schema documents leaves unchecked."""
    errors: list[GraphQLError] = []

    class Values(Visitor):
        def enter_directive(self, node: DirectiveNode, *_: Any) -> None:
            definition = schema.get_directive(node.name.value)
            is_own = node.name.value not in subgraph.names.local
            for argument in node.arguments or ():
                known = definition.args.get(argument.name.value) if definition else None
                if is_own and isinstance(argument.value, ObjectValueNode):
                    continue  # what a subgraph's own directive is given is for whoever reads it to judge
                if known is not None and value_from_ast(argument.value, known.type) is Undefined:
                    place = f"@{node.name.value}({argument.name.value}:)"
                    errors.append(GraphQLError(f'Invalid value for "{place}" of type "{known.type}".', node))

    visit(document, Values())
    return errors


def _is_tolerated(error: GraphQLError, subgraph: ExpandedSubgraph) -> bool:
    if error.message == "Query root type must be provided.":
        return True
    return any(
        error.message == f"Type {root} must define one or more fields." and root not in subgraph.types
        for root in ROOTS
    )


def _issue(subgraph: ExpandedSubgraph, error: GraphQLError) -> Issue:
    places = tuple(place for node in error.nodes or () for place in location_of(subgraph.name, node))
    return Issue("INVALID_GRAPHQL", f"[{subgraph.name}] {error.message}", places)


def _prelude(subgraph: ExpandedSubgraph) -> DocumentNode:
    """Returns definitions of everything a federation subgraph may use without defining it."""
    defined = {
        getattr(getattr(d, "name", None), "value", "")
        for d in subgraph.document.definitions
        if not d.kind.startswith("directive")
    }
    parts: list[str] = []
    scalars = dict.fromkeys([*subgraph.names.scalars.values(), *EVERY_SCALAR])
    parts += [f"scalar {name}" for name in scalars if name not in defined and name not in _left_out(subgraph)]
    if "link" not in subgraph.definitions:
        parts.append(LINK)
    parts += [
        _definition(local, canonical, subgraph)
        for local, canonical in subgraph.names.local.items()
        if local not in subgraph.definitions
    ]
    return parse("\n".join(parts), no_location=True)


def _left_out(subgraph: ExpandedSubgraph) -> set[str]:
    """Returns scalars that a version 1 subgraph must define itself, for its own definitions use them."""
    if not subgraph.names.is_first_version:
        return set()
    return {named(a.type) for d in subgraph.definitions.values() for a in d.arguments or ()}


def _definition(local: str, canonical: str, subgraph: ExpandedSubgraph) -> str:
    spec = definition_of(canonical, subgraph.names.version)
    arguments = spec.arguments
    for scalar in SCALARS:
        known = subgraph.names.scalars.get(scalar, "_FieldSet" if scalar == "FieldSet" else "String")
        arguments = arguments.replace(f"{scalar}!", f"{known}!").replace(f": {scalar}", f": {known}")
    shown = f"({arguments})" if arguments else ""
    # applied to a field set's argument a wrong type of value has a code of its own
    repeatable = " repeatable" if spec.repeatable else ""
    return f"directive @{local}{shown}{repeatable} on {spec.locations}"
