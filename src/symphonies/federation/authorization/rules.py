"""What the elements of a supergraph demand of a caller."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import DocumentNode, value_from_ast_untyped

from symphonies.federation.identity import Identity
from symphonies.federation.supergraph import directive_names

Alternatives = frozenset[frozenset[str]]
"""Any one of these sets suffices, but all of its members are needed."""
FEATURES = ("authenticated", "requiresScopes", "policy")


@dataclass(frozen=True, slots=True)
class Rule:
    """What one element demands.

    Attributes:
        authenticated: somebody must be signed in.
        scopes: sets of scopes, one of which must be held; None when none is demanded.
        policies: sets of policies, one of which must hold.
    """

    authenticated: bool = False
    scopes: Alternatives | None = None
    policies: Alternatives | None = None

    def met_by(self, identity: Identity) -> bool:
        """Returns whether a caller may see the element."""
        return (
            (identity.is_authenticated or not self.authenticated)
            and (self.scopes is None or any(needed <= identity.scopes for needed in self.scopes))
            and (self.policies is None or any(needed <= identity.policies for needed in self.policies))
        )


class Rules:
    """The rules of a supergraph, by the element they stand on.

    Args:
        document: a supergraph document.
    """

    def __init__(self, document: DocumentNode) -> None:
        names = directive_names(document, FEATURES)
        self._types: dict[str, Rule] = {}
        self._fields: dict[tuple[str, str], Rule] = {}
        for node in document.definitions:
            name = getattr(getattr(node, "name", None), "value", None)
            if name is None:
                continue
            self._note(self._types, name, node, names)
            for field in getattr(node, "fields", None) or ():
                self._note(self._fields, (name, field.name.value), field, names)

    def __bool__(self) -> bool:
        return bool(self._types or self._fields)

    @staticmethod
    def _note(found: dict[Any, Rule], key: Any, node: Any, names: Mapping[str, str]) -> None:
        rule = _rule(getattr(node, "directives", None) or (), names)
        if rule is not None:
            found[key] = rule

    def of_field(self, type_name: str, field: str, output: str) -> Iterator[Rule]:
        """Yields all that a field of an object demands: of the type, of itself and of what it returns."""
        for rule in (
            self._types.get(type_name),
            self._fields.get((type_name, field)),
            self._types.get(output),
        ):
            if rule is not None:
                yield rule

    @property
    def policies(self) -> frozenset[str]:
        """Every policy that some element demands."""
        rules = (*self._types.values(), *self._fields.values())
        return frozenset(name for rule in rules for needed in rule.policies or () for name in needed)


def _rule(directives: Iterable[Any], names: Mapping[str, str]) -> Rule | None:
    authenticated, scopes, policies = False, None, None
    for directive in directives:
        feature = names.get(directive.name.value)
        if feature == "authenticated":
            authenticated = True
        elif feature == "requiresScopes":
            scopes = _alternatives(directive, "scopes")
        elif feature == "policy":
            policies = _alternatives(directive, "policies")
    if not authenticated and scopes is None and policies is None:
        return None
    return Rule(authenticated, scopes, policies)


def _alternatives(directive: Any, argument: str) -> Alternatives:
    for given in directive.arguments or ():
        if given.name.value == argument:
            value = value_from_ast_untyped(given.value)
            return frozenset(frozenset(group) for group in value)
    return frozenset()
