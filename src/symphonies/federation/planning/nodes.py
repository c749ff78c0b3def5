"""The query plan as data: frozen nodes that print themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from graphql import OperationDefinitionNode

from .deferral import Deferral
from .selection import Condition, ContextValue
from .steps import Path, Template


@dataclass(frozen=True, slots=True, eq=False)
class Representation:
    """How objects of some concrete types are presented: as which entity, with which fields."""

    entity: str
    template: Template


@dataclass(frozen=True, slots=True, eq=False)
class EntityFetch:
    """One ``_entities`` field of a fetch.

    Attributes:
        key: its response key.
        variable: the variable that carries the representations.
        path: the objects to present, and to merge the answers into.
        inputs: by concrete type of the object.
        default: for objects whose type is known without looking.
    """

    key: str
    variable: str
    path: Path
    inputs: Mapping[str, Representation]
    default: Representation | None


@dataclass(frozen=True, slots=True, eq=False)
class Rename:
    """After the answer: on objects at ``path`` that have it, ``sent`` becomes ``key``."""

    path: Path
    sent: str
    key: str


@dataclass(frozen=True, slots=True, eq=False)
class Fetch:
    """One request to one subgraph.

    Attributes:
        service: the subgraph's name.
        operation_kind: ``query`` or ``mutation``.
        document: the text sent.
        operation: the same, parsed.
        variables: names of the client's variables it uses.
        entities: its entity fields; empty for a root fetch.
        path: where a root fetch merges, empty for the root.
        renames: corrections of the answer, by response key of the fetch.
        contexts: values of enclosing objects that it takes as variables; then it has one entity field.
        is_separate: whether equal entities are kept apart, for what they enclose may differ.
    """

    service: str
    operation_kind: str
    document: str
    operation: OperationDefinitionNode
    variables: tuple[str, ...]
    entities: tuple[EntityFetch, ...] = ()
    path: Path = ()
    renames: tuple[Rename, ...] = ()
    contexts: tuple[ContextValue, ...] = ()
    is_separate: bool = False

    @property
    def entity_keys(self) -> tuple[tuple[str, str], ...]:
        """Response key and variable of every entity field."""
        return tuple((entity.key, entity.variable) for entity in self.entities)


@dataclass(frozen=True, slots=True)
class Flatten:
    """A fetch whose result belongs below a path."""

    path: tuple[str, ...]
    node: Node


@dataclass(frozen=True, slots=True)
class Sequence:
    """Nodes run one after the other."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Parallel:
    """Nodes run at the same time."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ConditionNode:
    """A node that runs only when every variable has the given value."""

    conditions: frozenset[Condition]
    node: Node


Node = Fetch | Flatten | Sequence | Parallel | ConditionNode


@dataclass(frozen=True, slots=True, eq=False)
class DeferredNode:
    """What to fetch for one deferred fragment.

    Attributes:
        deferral: the fragment.
        node: its fetches.
        after: the fragments whose data they start from, besides what was fetched at once.
    """

    deferral: Deferral
    node: Node
    after: frozenset[Deferral]


@dataclass(frozen=True, slots=True, eq=False)
class QueryPlan:
    """What to fetch for an operation.

    Attributes:
        node: what is fetched at once; for a subscription, for each event. None when there is nothing.
        fetches: every fetch of the plan.
        deferred: what is fetched later, for each deferred fragment that needs a fetch of its own.
        subscription: the request that a subscription's events come from.
    """

    node: Node | None
    fetches: tuple[Fetch, ...] = field(default=())
    deferred: tuple[DeferredNode, ...] = ()
    subscription: Fetch | None = None

    def explain(self) -> str:
        """Returns the plan as indented text."""
        lines = list(_lines(self.node, 1)) if self.node else []
        if self.subscription is not None:
            lines = ["  Subscription {", *_lines(self.subscription, 2), "  }", *lines]
        for part in self.deferred:
            label = f', label: "{part.deferral.label}"' if part.deferral.label else ""
            lines += [
                f'  Deferred(path: "{".".join(part.deferral.path)}"{label}) {{',
                *_lines(part.node, 2),
                "  }",
            ]
        return "\n".join(["QueryPlan {", *lines, "}"]) if lines else "QueryPlan {}"


def _lines(node: Node, depth: int) -> Iterator[str]:
    pad = "  " * depth
    match node:
        case Fetch():
            yield f'{pad}Fetch(service: "{node.service}") {{'
            for entity in node.entities:
                yield from (f"{pad}  {line}" for line in _inputs(entity))
            for value in node.contexts:
                above = ".".join([key for key, _ in node.entities[0].path[: value.depth]]) or "the root"
                found = " or ".join(".".join(keys) for keys in value.keys)
                yield f"{pad}  ${value.variable} <- {found} of {above}"
            yield f"{pad}  {node.document}"
        case Flatten():
            yield f'{pad}Flatten(path: "{".".join(node.path)}") {{'
            yield from _lines(node.node, depth + 1)
        case ConditionNode():
            wanted = " and ".join(
                f"{'' if value else 'not '}${name}" for name, value in sorted(node.conditions)
            )
            yield f"{pad}Condition(if: {wanted}) {{"
            yield from _lines(node.node, depth + 1)
        case Sequence() | Parallel():
            yield f"{pad}{type(node).__name__} {{"
            for child in node.nodes:
                yield from _lines(child, depth + 1)
    yield f"{pad}}}"


def _inputs(entity: EntityFetch) -> Iterator[str]:
    for type_name, given in sorted(entity.inputs.items()):
        presented = "" if given.entity == type_name else f" as {given.entity}"
        yield f"${entity.variable} <- ... on {type_name}{presented} {{ {_template(given.template)} }}"


def _template(template: Template) -> str:
    words = [
        (name if name == key else f"{name}: {key}") + (f" {{ {_template(child)} }}" if child else "")
        for name, (key, child) in template.fields.items()
    ]
    words += [f"... on {name} {{ {_template(branch)} }}" for name, branch in template.branches.items()]
    return " ".join(words)
