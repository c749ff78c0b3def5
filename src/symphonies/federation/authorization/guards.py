"""What of an operation a caller may see: found once, applied once for each kind of caller."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
)

from symphonies.federation.errors import RequestRefused
from symphonies.federation.identity import Identity
from symphonies.federation.supergraph import Supergraph

from .rules import Rule, Rules

Mode = Literal["filter", "reject"]
Fragments = Mapping[str, FragmentDefinitionNode]
Hidden = frozenset[tuple[str, str]]
"""Concrete types and fields of theirs that are not fetched."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """As much of an operation as a caller may see.

    Attributes:
        hidden: what of it is not fetched, and so becomes null.
        errors: one GraphQL error for each place where something is left out.
    """

    hidden: Hidden = frozenset()
    errors: tuple[Mapping[str, Any], ...] = ()


EVERYTHING = Allowed()


@dataclass(frozen=True, slots=True)
class _Use:
    """A guarded field at one place of an operation, and what it demands by concrete type."""

    path: tuple[str, ...]
    parent: str
    field: str
    demands: Mapping[str, tuple[Rule, ...]]


class Authorization:
    """Enforces the authorisation directives of a supergraph.

    Args:
        supergraph: whose directives count.
        schema: what clients see.
        mode: whether what may not be seen becomes null (``filter``), or refuses the request (``reject``).
    """

    def __init__(self, supergraph: Supergraph, schema: GraphQLSchema, mode: Mode = "filter") -> None:
        self.rules = Rules(supergraph.document)
        self.schema = schema
        self.mode: Mode = mode

    @property
    def guards_anything(self) -> bool:
        """Whether the supergraph demands anything of anybody."""
        return bool(self.rules)

    def inspect(self, operation: OperationDefinitionNode, fragments: Fragments) -> Guards | None:
        """Returns what guards an operation, None when everybody may ask it."""
        if not self.guards_anything:
            return None
        uses = _Finder(self, fragments).uses(operation)
        return Guards(uses, self.mode) if uses else None

    def demands(self, parent: Any, field: str) -> dict[str, tuple[Rule, ...]]:
        """Returns what a field demands, by the concrete type of the object that is asked for it."""
        if field.startswith("__"):
            return {}
        own = self._demands_of(parent, field)
        if isinstance(parent, GraphQLObjectType):
            return {parent.name: own}
        concretes = self.schema.get_possible_types(parent)
        return {c.name: (*own, *self._demands_of(c, field)) for c in concretes}

    def _demands_of(self, type_: Any, field: str) -> tuple[Rule, ...]:
        output = get_named_type(type_.fields[field].type).name
        return tuple(self.rules.of_field(type_.name, field, output))


class Guards:
    """What guards one operation."""

    def __init__(self, uses: list[_Use], mode: Mode) -> None:
        self._uses = uses
        self._mode = mode
        self._rules = tuple({rule: None for use in uses for rules in use.demands.values() for rule in rules})

    def view(self, identity: Identity) -> Hashable:
        """Returns a value that is equal for callers who may see the same of this operation."""
        return tuple(rule.met_by(identity) for rule in self._rules)

    def apply(self, identity: Identity) -> Allowed:
        """Returns as much of the operation as a caller may see.

        Raises:
            RequestRefused: ``UNAUTHORIZED_FIELD_OR_TYPE`` in reject mode when something may not be seen;
                ``UNAUTHENTICATED`` when nobody is signed in.
        """
        met = {rule: rule.met_by(identity) for rule in self._rules}
        hidden: set[tuple[str, str]] = set()
        errors: dict[tuple[str, ...], Mapping[str, Any]] = {}
        for use in self._uses:
            refused = [t for t, rules in use.demands.items() if not all(met[rule] for rule in rules)]
            if refused:
                hidden.update((type_name, use.field) for type_name in refused)
                errors[use.path] = _error(use, refused)
        if errors and self._mode == "reject":
            raise _refusal(list(errors.values()), identity)
        return Allowed(frozenset(hidden), tuple(errors.values()))


class _Finder:
    """Walks an operation, fragments opened where they are spread."""

    def __init__(self, authorization: Authorization, fragments: Fragments) -> None:
        self._authorization = authorization
        self._types: Mapping[str, Any] = authorization.schema.type_map
        self._fragments = fragments
        self._uses: list[_Use] = []

    def uses(self, operation: OperationDefinitionNode) -> list[_Use]:
        """Returns the guarded fields of an operation."""
        root = self._authorization.schema.get_root_type(operation.operation)
        self._walk(operation.selection_set, root, ())
        return self._uses

    def _walk(self, node: SelectionSetNode, parent: Any, path: tuple[str, ...]) -> None:
        for child in node.selections:
            if isinstance(child, FieldNode):
                self._field(child, parent, path)
                continue
            fragment: Any = (
                self._fragments[child.name.value] if isinstance(child, FragmentSpreadNode) else child
            )
            condition = fragment.type_condition
            self._walk(
                fragment.selection_set, self._types[condition.name.value] if condition else parent, path
            )

    def _field(self, node: FieldNode, parent: Any, path: tuple[str, ...]) -> None:
        name = node.name.value
        if name.startswith("__"):
            return
        place = (*path, node.alias.value if node.alias else name)
        demands = self._authorization.demands(parent, name)
        if any(demands.values()):
            self._uses.append(_Use(place, parent.name, name, demands))
        if node.selection_set is not None:
            self._walk(node.selection_set, get_named_type(parent.fields[name].type), place)


def _error(use: _Use, refused: list[str]) -> Mapping[str, Any]:
    owners = use.parent if len(refused) == len(use.demands) else ", ".join(sorted(refused))
    return {
        "message": f"Not allowed: {use.field} of {owners}.",
        "path": list(use.path),
        "extensions": {"code": "UNAUTHORIZED_FIELD_OR_TYPE"},
    }


def _refusal(errors: list[Mapping[str, Any]], identity: Identity) -> RequestRefused:
    code, status, message = "UNAUTHORIZED_FIELD_OR_TYPE", 403, "This may not be asked."
    if not identity.is_authenticated:
        code, status, message = "UNAUTHENTICATED", 401, "Sign in to ask this."
    shown = tuple({**error, "extensions": {"code": code}} for error in errors)
    return RequestRefused(message, code=code, status=status, errors=shown)
