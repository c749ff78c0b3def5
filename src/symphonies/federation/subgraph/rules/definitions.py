"""A subgraph may define federation directives itself, but only as the specification does."""

from __future__ import annotations

from collections.abc import Iterator

from graphql import DirectiveDefinitionNode, InputValueDefinitionNode, NonNullTypeNode, parse, print_ast

from symphonies.federation.subgraph.issue import Issue
from symphonies.federation.subgraph.model import ExpandedSubgraph
from symphonies.federation.subgraph.spec import SCALARS, Version, definition_of


def check_definitions(subgraph: ExpandedSubgraph) -> list[Issue]:
    """Checks definitions of federation directives and scalars."""
    found: list[Issue] = []
    for local, canonical in subgraph.names.local.items():
        node = subgraph.definitions.get(local)
        if node is not None:
            found.extend(_check(subgraph, local, canonical, node))
    for name in ("FieldSet", "_FieldSet", *subgraph.names.scalars.values()):
        type_ = subgraph.types.get(name)
        if type_ is not None and type_.kind != "scalar" and name in subgraph.names.scalars.values():
            message = f"Invalid definition for type {name}: it should be a scalar but is {type_.kind}"
            found.append(subgraph.issue("TYPE_DEFINITION_INVALID", message, type_))
    return found


def _check(
    subgraph: ExpandedSubgraph, local: str, canonical: str, node: DirectiveDefinitionNode
) -> Iterator[Issue]:
    expected = _expected(canonical, subgraph.names.version)
    theirs = {a.name.value: a for a in node.arguments or ()}
    ours = {a.name.value: a for a in expected.arguments or ()}
    for problem in _argument_problems(subgraph, theirs, ours):
        yield _invalid(subgraph, local, problem, node)
    allowed = {place.value for place in expected.locations}
    wrong = [place.value for place in node.locations if place.value not in allowed]
    if wrong:
        shown = ", ".join(place.value for place in expected.locations)
        problem = f'"@{local}" should have locations {shown}, but found (non-subset) {", ".join(wrong)}'
        yield _invalid(subgraph, local, problem, node)


def _argument_problems(
    subgraph: ExpandedSubgraph,
    theirs: dict[str, InputValueDefinitionNode],
    ours: dict[str, InputValueDefinitionNode],
) -> Iterator[str]:
    for name, argument in ours.items():
        given = theirs.get(name)
        if given is None:
            if isinstance(argument.type, NonNullTypeNode):
                yield f'missing required argument "{name}"'
            continue
        types = _acceptable(subgraph, print_ast(argument.type))
        if print_ast(given.type) not in types:
            yield f'argument "{name}" should have type "{types[0]}" but found type "{print_ast(given.type)}"'
        default = print_ast(argument.default_value) if argument.default_value is not None else None
        found = print_ast(given.default_value) if given.default_value is not None else None
        if default != found:
            yield f'argument "{name}" should have default value {default} but found default value {found}'
    for name in theirs:
        if name not in ours:
            yield f'unknown/unsupported argument "{name}"'


def _acceptable(subgraph: ExpandedSubgraph, written: str) -> list[str]:
    """Returns the ways an argument's type may be written; field sets have had several names."""
    for scalar in SCALARS:
        if scalar in written.replace("!", "").strip("[]"):
            local = subgraph.names.scalars.get(scalar, scalar)
            names = [local, "String"] if scalar != "FieldSet" else [local, "_FieldSet", "String"]
            types = [written.replace(scalar, name) for name in names]
            lists = ["[String!]!"] if scalar == "FieldSet" else []
            return [*types, *lists, *(t[:-1] for t in types if subgraph.names.is_first_version)]
    return [written, f"{written}!"]


def _expected(canonical: str, version: Version) -> DirectiveDefinitionNode:
    spec = definition_of(canonical, version)
    arguments = f"({spec.arguments})" if spec.arguments else ""
    node = parse(f"directive @{canonical}{arguments} on {spec.locations}", no_location=True).definitions[0]
    assert isinstance(node, DirectiveDefinitionNode)
    return node


def _invalid(subgraph: ExpandedSubgraph, local: str, problem: str, node: DirectiveDefinitionNode) -> Issue:
    message = f'Invalid definition for directive "@{local}": {problem}'
    return subgraph.issue("DIRECTIVE_DEFINITION_INVALID", message, node)
