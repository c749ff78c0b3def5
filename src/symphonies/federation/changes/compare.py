"""Two schemas compared, and who would notice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    build_ast_schema,
    parse,
    validate,
)
from graphql.utilities import BreakingChangeType, DangerousChangeType, SafeChangeType, find_schema_changes

from symphonies.federation.errors import SupergraphInvalid
from symphonies.federation.supergraph import api_schema

from .operations import RecordedOperation
from .usage import used_coordinates

COORDINATE = re.compile(r"@?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?(?:\([A-Za-z_]\w*:\))?")
OWNER_AFTER = re.compile(r"(?:union type|interfaces implemented by) ([A-Za-z_]\w*)")
ADDED_INPUT = frozenset(
    {"REQUIRED_ARG_ADDED", "REQUIRED_INPUT_FIELD_ADDED", "OPTIONAL_ARG_ADDED", "OPTIONAL_INPUT_FIELD_ADDED"}
)


class Severity(StrEnum):
    """What a change does to clients.

    ``BREAKING`` breaks an operation in use, or might break any when none is known. ``UNUSED`` would break
    operations, but none of those recorded. ``DANGEROUS`` may surprise clients without failing. ``SAFE`` is
    noticed by nobody.
    """

    BREAKING = "breaking"
    UNUSED = "unused"
    DANGEROUS = "dangerous"
    SAFE = "safe"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two schemas.

    Attributes:
        code: what kind, for example ``FIELD_REMOVED``.
        coordinate: the element, for example ``Customer.name``.
        message: the difference in words.
        severity: what it does to clients.
        operations: the recorded operations that use the element.
    """

    code: str
    coordinate: str
    message: str
    severity: Severity
    operations: tuple[RecordedOperation, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every difference, the worst first, and what could not be judged.

    Attributes:
        changes: the differences.
        broken: recorded operations that are no longer valid, with the reason.
        unreadable: recorded operations that were not valid before either, with the reason.
    """

    changes: tuple[Change, ...]
    broken: tuple[tuple[RecordedOperation, str], ...] = field(default=())
    unreadable: tuple[tuple[RecordedOperation, str], ...] = field(default=())

    @property
    def is_breaking(self) -> bool:
        """Whether somebody would be broken."""
        return bool(self.broken) or any(change.severity is Severity.BREAKING for change in self.changes)


def compare(old_sdl: str, new_sdl: str, operations: Iterable[RecordedOperation] | None = None) -> Comparison:
    """Compares two schemas as their clients see them.

    Args:
        old_sdl: the schema in use: a supergraph, or plain SDL.
        new_sdl: the schema to come.
        operations: what clients send; None when nobody knows, then every breaking change counts.

    Raises:
        SupergraphInvalid: when a document cannot be read.
    """
    old, new = read_schema(old_sdl, "old"), read_schema(new_sdl, "new")
    uses, broken, unreadable = _judge(operations or (), old, new)

    def users(change_code: str, coordinate: str) -> tuple[RecordedOperation, ...]:
        needles = _affected(change_code, coordinate)
        return tuple(operation for operation, used in uses if needles & used)

    changes = [_change(found, new, old, users, known=operations is not None) for found in _found(old, new)]
    ranked = sorted(changes, key=lambda c: (list(Severity).index(c.severity), c.coordinate, c.code))
    return Comparison(tuple(ranked), tuple(broken), tuple(unreadable))


def read_schema(sdl: str, which: str) -> GraphQLSchema:
    """Reads a supergraph or plain SDL as the schema its clients see.

    Raises:
        SupergraphInvalid: when it cannot be read.
    """
    try:
        document = parse(sdl, no_location=True)
        names = {getattr(getattr(node, "name", None), "value", "") for node in document.definitions}
        return api_schema(document) if "join__Graph" in names else build_ast_schema(document)
    except GraphQLSyntaxError as error:
        raise SupergraphInvalid(f"The {which} schema is not a GraphQL document: {error.message}") from error
    except (GraphQLError, TypeError, ValueError) as error:
        raise SupergraphInvalid(f"The {which} schema cannot be built: {error}") from error


Found = tuple[BreakingChangeType | DangerousChangeType | SafeChangeType, str]


def _found(old: GraphQLSchema, new: GraphQLSchema) -> Sequence[Found]:
    return [(change.type, change.description) for change in find_schema_changes(old, new)]


def _judge(
    operations: Iterable[RecordedOperation], old: GraphQLSchema, new: GraphQLSchema
) -> tuple[
    list[tuple[RecordedOperation, frozenset[str]]],
    list[tuple[RecordedOperation, str]],
    list[tuple[RecordedOperation, str]],
]:
    """Returns what each operation uses, those the new schema refuses, and those the old one did already."""
    uses, broken, unreadable = [], [], []
    for operation in operations:
        document, reason = _valid(operation, old)
        if document is None:
            unreadable.append((operation, reason))
            continue
        uses.append((operation, used_coordinates(document, old)))
        refused = validate(new, document, max_errors=1)
        if refused:
            broken.append((operation, refused[0].message))
    return uses, broken, unreadable


def _valid(operation: RecordedOperation, schema: GraphQLSchema) -> tuple[DocumentNode | None, str]:
    try:
        document = parse(operation.document)
    except GraphQLSyntaxError as error:
        return None, error.message
    refused = validate(schema, document, max_errors=1)
    return (None, refused[0].message) if refused else (document, "")


def _change(
    found: Found,
    new: GraphQLSchema,
    old: GraphQLSchema,
    users: Callable[[str, str], tuple[RecordedOperation, ...]],
    *,
    known: bool,
) -> Change:
    kind, message = found
    coordinate = _coordinate(message, {*old.type_map, *new.type_map})
    if isinstance(kind, SafeChangeType):
        return Change(kind.name, coordinate, message, Severity.SAFE)
    hit = users(kind.name, coordinate)
    if isinstance(kind, DangerousChangeType):
        return Change(kind.name, coordinate, message, Severity.DANGEROUS, hit)
    severity = Severity.BREAKING if hit or not known else Severity.UNUSED
    return Change(kind.name, coordinate, message, severity, hit)


def _coordinate(message: str, types: set[str]) -> str:
    owner = OWNER_AFTER.search(message)
    if owner is not None:
        return owner[1]
    words = COORDINATE.findall(message)
    exact = [word for word in words if "." in word.rstrip(".") or word.startswith("@")]
    named = [word for word in words if word in types]
    return (exact or named or [""])[0]


def _affected(code: str, coordinate: str) -> frozenset[str]:
    """Returns the coordinates whose users notice a change of an element.

    Nobody uses yet what is added, so an added input concerns those who use what holds it; a value of an
    enum concerns everybody who may receive it.
    """
    if code in ADDED_INPUT:
        return frozenset(
            {coordinate.partition("(")[0] if "(" in coordinate else coordinate.partition(".")[0]}
        )
    if code in {"VALUE_REMOVED_FROM_ENUM", "VALUE_ADDED_TO_ENUM"}:
        return frozenset({coordinate.partition(".")[0]})
    return frozenset({coordinate})
