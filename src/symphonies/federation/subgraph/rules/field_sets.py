"""What may stand in @key, @requires and @provides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graphql import (
    FieldNode,
    GraphQLError,
    InlineFragmentNode,
    ListTypeNode,
    NonNullTypeNode,
    SelectionSetNode,
)

from symphonies.federation.subgraph.fields import named
from symphonies.federation.subgraph.issue import Issue
from symphonies.federation.subgraph.model import Applied, ExpandedSubgraph, SubField, SubType
from symphonies.federation.supergraph.fieldset import parse_field_set


@dataclass(frozen=True, slots=True)
class FieldSetUse:
    """A field set where it is written.

    Attributes:
        directive: key, requires or provides.
        applied: the application.
        type_name: the type its fields are of.
        where: the element that carries it, in words.
        extends: whether the type is an extension, whose key fields count as known.
    """

    directive: str
    applied: Applied
    type_name: str
    where: str
    extends: bool

    @property
    def text(self) -> str:
        """The field set as it stands in messages."""
        return f"@{self.directive}(fields: {_shown(self.applied.arguments.get('fields'))})"

    def code(self, suffix: str) -> str:
        """Returns the directive's variant of a code."""
        return f"{self.directive.upper()}_{suffix}"


def check_field_sets(subgraph: ExpandedSubgraph) -> list[Issue]:
    """Checks every field set of a subgraph."""
    return [issue for use in _uses(subgraph) for issue in _check(subgraph, use)]


def _uses(subgraph: ExpandedSubgraph) -> Iterator[FieldSetUse]:
    for type_ in subgraph.types.values():
        for key in type_.keys:
            yield FieldSetUse("key", key, type_.name, f'On type "{type_.name}"', type_.is_extension)
        for field in type_.fields.values():
            where = f'On field "{type_.name}.{field.name}"'
            for applied in field.all("requires"):
                yield FieldSetUse("requires", applied, type_.name, where, type_.is_extension)
            for applied in field.all("provides"):
                yield FieldSetUse("provides", applied, named(field.type), where, False)


def _check(subgraph: ExpandedSubgraph, use: FieldSetUse) -> Iterator[Issue]:
    text = use.applied.arguments.get("fields")
    if not isinstance(text, str):
        yield _issue(
            subgraph, use, "INVALID_FIELDS_TYPE", 'Invalid value for argument "fields": must be a string.'
        )
        return
    type_ = subgraph.types.get(use.type_name)
    if type_ is None or type_.kind not in {"object", "interface", "union"}:
        return
    try:
        node = parse_field_set(text)
    except GraphQLError as error:
        yield _issue(subgraph, use, "INVALID_FIELDS", error.message)
        return
    problems = list(_check_selection(subgraph, use, type_, node))
    yield from problems
    if use.directive != "key" and all(p.code != use.code("INVALID_FIELDS") for p in problems):
        yield from _check_external(subgraph, use, type_, node)


def _check_selection(
    subgraph: ExpandedSubgraph, use: FieldSetUse, type_: SubType, node: SelectionSetNode
) -> Iterator[Issue]:
    for child in node.selections:
        for directive in child.directives or ():
            yield _directive_issue(subgraph, use, directive.name.value)
        if isinstance(child, InlineFragmentNode):
            below = subgraph.types.get(child.type_condition.name.value) if child.type_condition else type_
            if below is None:
                problem = f'Unknown type "{child.type_condition.name.value}".' if child.type_condition else ""
                yield _issue(subgraph, use, "INVALID_FIELDS", problem)
            else:
                yield from _check_selection(subgraph, use, below, child.selection_set)
        elif isinstance(child, FieldNode) and child.name.value != "__typename":
            yield from _check_field(subgraph, use, type_, child)


def _directive_issue(subgraph: ExpandedSubgraph, use: FieldSetUse, name: str) -> Issue:
    if (
        name not in subgraph.definitions
        and name not in subgraph.names.local
        and name not in {"skip", "include"}
    ):
        return _issue(subgraph, use, "INVALID_FIELDS", f'Unknown directive "@{name}"')
    problem = (
        f"cannot have directive applications in the @{use.directive}(fields:) argument but found @{name}."
    )
    return _issue(subgraph, use, "DIRECTIVE_IN_FIELDS_ARG", problem)


def _check_field(
    subgraph: ExpandedSubgraph, use: FieldSetUse, type_: SubType, node: FieldNode
) -> Iterator[Issue]:
    name = node.name.value
    label = f"{type_.name}.{name}"
    field = type_.fields.get(name)
    if field is None:
        problem = (
            f'Cannot query field "{name}" on type "{type_.name}" (if the field is defined in another '
            "subgraph, you "
            "need to add it to this subgraph with @external)."
        )
        yield _issue(subgraph, use, "INVALID_FIELDS", problem)
        return
    if node.alias is not None:
        problem = f'Cannot use alias "{node.alias.value}" of "{name}": aliases are not supported'
        yield _issue(subgraph, use, "INVALID_FIELDS", problem)
    if field.arguments and use.directive != "requires":
        problem = (
            f"field {label} cannot be included because it has arguments (not allowed in @{use.directive})"
        )
        yield _issue(subgraph, use, "FIELDS_HAS_ARGS", problem)
    elif field.arguments:
        yield from _check_arguments(subgraph, use, label, field, node)
    below = subgraph.types.get(named(field.type))
    if use.directive == "key":
        problem = _not_in_key(field, below)
        if problem:
            yield _issue(subgraph, use, "FIELDS_SELECT_INVALID_TYPE", f'field "{label}" is {problem}')
            return
    yield from _check_below(subgraph, use, label, below, node)


def _check_arguments(
    subgraph: ExpandedSubgraph, use: FieldSetUse, label: str, field: SubField, node: FieldNode
) -> Iterator[Issue]:
    given = {a.name.value for a in node.arguments or ()}
    for argument in field.arguments.values():
        if (
            isinstance(argument.type, NonNullTypeNode)
            and argument.default is None
            and argument.name not in given
        ):
            problem = (
                f'no value provided for argument "{argument.name}" of field "{label}" but it is required.'
            )
            yield _issue(subgraph, use, "INVALID_FIELDS", problem)
    for name in sorted(given - set(field.arguments)):
        problem = f'cannot provide a value for argument "{name}" of field "{label}": it is not defined.'
        yield _issue(subgraph, use, "INVALID_FIELDS", problem)


def _check_below(
    subgraph: ExpandedSubgraph, use: FieldSetUse, label: str, below: SubType | None, node: FieldNode
) -> Iterator[Issue]:
    is_composite = below is not None and below.kind in {"object", "interface", "union"}
    if is_composite and node.selection_set is None:
        problem = f'Invalid empty selection set for field "{label}" of non-leaf type'
        yield _issue(subgraph, use, "INVALID_FIELDS", problem)
    elif not is_composite and node.selection_set is not None:
        problem = f'field "{label}" has no subfields.'
        yield _issue(subgraph, use, "INVALID_FIELDS", problem)
    elif is_composite and below is not None and node.selection_set is not None:
        yield from _check_selection(subgraph, use, below, node.selection_set)


def _not_in_key(field: SubField, below: SubType | None) -> str | None:
    inner = field.type.type if isinstance(field.type, NonNullTypeNode) else field.type
    if isinstance(inner, ListTypeNode):
        return None
    if below is not None and below.kind in {"interface", "union"}:
        return f"a {below.kind} type which is not allowed in @key"
    return None


# ---- external -------------------------------------------------------------------------------------------


def _check_external(
    subgraph: ExpandedSubgraph, use: FieldSetUse, type_: SubType, node: SelectionSetNode, inside: bool = False
) -> Iterator[Issue]:
    """Checks that every leaf is external, itself or by one of its parents."""
    for child in node.selections:
        if isinstance(child, InlineFragmentNode):
            below = subgraph.types.get(child.type_condition.name.value) if child.type_condition else type_
            if below is not None:
                yield from _check_external(subgraph, use, below, child.selection_set, inside)
        elif isinstance(child, FieldNode):
            field = type_.fields.get(child.name.value)
            if field is None:
                continue
            external = inside or is_external_somewhere(subgraph, type_, field)
            below = subgraph.types.get(named(field.type))
            if child.selection_set is not None and below is not None:
                yield from _check_external(subgraph, use, below, child.selection_set, external)
            elif not external:
                yield _not_external(subgraph, use, type_, field)


def is_external_somewhere(subgraph: ExpandedSubgraph, type_: SubType, field: SubField) -> bool:
    """Returns whether a field is external; an interface's is when an implementation's is."""
    if field.external:
        return True
    if type_.kind != "interface":
        return False
    return any(
        type_.name in t.interfaces and field.name in t.fields and t.fields[field.name].external
        for t in subgraph.types.values()
    )


def _not_external(subgraph: ExpandedSubgraph, use: FieldSetUse, type_: SubType, field: SubField) -> Issue:
    problem = (
        f'field "{type_.name}.{field.name}" should not be part of a @{use.directive} since it is '
        "already provided by "
        "this subgraph (it is not marked @external)"
    )
    return _issue(subgraph, use, "FIELDS_MISSING_EXTERNAL", problem)


def _issue(subgraph: ExpandedSubgraph, use: FieldSetUse, suffix: str, problem: str) -> Issue:
    return subgraph.issue(use.code(suffix), f"{use.where}, for {use.text}: {problem}", use.applied.node)


def _shown(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower()
