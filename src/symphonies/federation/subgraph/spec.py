"""The federation directives: their definitions, and the version that brought each."""

from __future__ import annotations

from dataclasses import dataclass

SPEC_HOST = "https://specs.apollo.dev/"
Version = tuple[int, int]
NEWEST: Version = (2, 12)

_ANYWHERE = (
    "FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE"
    " | INPUT_OBJECT | INPUT_FIELD_DEFINITION"
)
_GUARDED = "FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM"


@dataclass(frozen=True, slots=True)
class DirectiveSpec:
    """A federation directive: first version, arguments and locations as SDL."""

    since: Version
    arguments: str
    locations: str
    repeatable: bool = False


DIRECTIVES: dict[str, DirectiveSpec] = {
    "key": DirectiveSpec((1, 0), "fields: FieldSet!, resolvable: Boolean = true", "OBJECT | INTERFACE", True),
    "requires": DirectiveSpec((1, 0), "fields: FieldSet!", "FIELD_DEFINITION"),
    "provides": DirectiveSpec((1, 0), "fields: FieldSet!", "FIELD_DEFINITION"),
    "external": DirectiveSpec((1, 0), "reason: String", "OBJECT | FIELD_DEFINITION"),
    "extends": DirectiveSpec((1, 0), "", "OBJECT | INTERFACE"),
    "tag": DirectiveSpec((1, 0), "name: String!", _ANYWHERE + " | SCHEMA", True),
    "inaccessible": DirectiveSpec((1, 0), "", _ANYWHERE),
    "shareable": DirectiveSpec((2, 0), "", "OBJECT | FIELD_DEFINITION", True),
    "override": DirectiveSpec((2, 0), "from: String!, label: String", "FIELD_DEFINITION"),
    "composeDirective": DirectiveSpec((2, 1), "name: String", "SCHEMA", True),
    "interfaceObject": DirectiveSpec((2, 3), "", "OBJECT"),
    "authenticated": DirectiveSpec((2, 5), "", _GUARDED),
    "requiresScopes": DirectiveSpec((2, 5), "scopes: [[Scope!]!]!", _GUARDED),
    "policy": DirectiveSpec((2, 6), "policies: [[Policy!]!]!", _GUARDED),
    "context": DirectiveSpec((2, 8), "name: String!", "INTERFACE | OBJECT | UNION", True),
    "fromContext": DirectiveSpec((2, 8), "field: ContextFieldValue", "ARGUMENT_DEFINITION"),
    "cost": DirectiveSpec(
        (2, 9),
        "weight: Int!",
        "ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR",
    ),
    "listSize": DirectiveSpec(
        (2, 9),
        "assumedSize: Int, slicingArguments: [String!], sizedFields: [String!],"
        " requireOneSlicingArgument: Boolean = true",
        "FIELD_DEFINITION",
    ),
    "cacheTag": DirectiveSpec((2, 12), "format: String!", "FIELD_DEFINITION | OBJECT", True),
}

EARLIER: dict[str, tuple[Version, DirectiveSpec]] = {
    # what a directive was before some version
    "shareable": ((2, 2), DirectiveSpec((2, 0), "", "OBJECT | FIELD_DEFINITION")),
    "tag": ((2, 3), DirectiveSpec((1, 0), "name: String!", _ANYWHERE, True)),
    "override": ((2, 7), DirectiveSpec((2, 0), "from: String!", "FIELD_DEFINITION")),
}


def definition_of(name: str, version: Version) -> DirectiveSpec:
    """Returns a directive as a federation version defines it."""
    before, earlier = EARLIER.get(name, ((0, 0), DIRECTIVES[name]))
    return earlier if version < before else DIRECTIVES[name]


SCALARS: dict[str, str] = {
    "FieldSet": "FieldSet",
    "Scope": "Scope",
    "Policy": "Policy",
    "ContextFieldValue": "ContextFieldValue",
}
FIRST_VERSION_NAMES = frozenset({"key", "requires", "provides", "external", "extends", "tag", "inaccessible"})
MERGED = ("tag", "inaccessible", "authenticated", "requiresScopes", "policy", "cost", "listSize")
"""Directives whose applications are carried over into the supergraph."""
