"""What makes two questions to a subgraph the same question."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import orjson
from graphql import FieldNode, SelectionSetNode, VariableNode, Visitor, print_ast, visit

from symphonies.federation.exchange import Exchange
from symphonies.federation.transport.protocol import SubgraphRequest

from .control import CacheControl
from .hints import CacheHints

CREDENTIALS = frozenset({"authorization", "cookie"})
HARMLESS = frozenset(
    {"baggage", "traceparent", "tracestate", "user-agent", "x-correlation-id", "x-request-id"}
)
"""Headers that say nothing an answer could depend on."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a document asks of the entities of one ``_entities`` field, or of the root.

    Attributes:
        text: the selection, equal for every document that asks the same.
        variables: names of the variables in it.
        hinted: how long an answer is good by the hints in the schema.
        node: the selection.
    """

    text: str
    variables: tuple[str, ...]
    hinted: CacheControl | None
    node: SelectionSetNode


def root_question(request: SubgraphRequest, hints: CacheHints) -> Question:
    """Returns what a request asks of the root."""
    node = request.operation.selection_set
    hinted = hints.of_root(request.service, node) if hints else None
    return Question(print_ast(node), _variables(node), hinted, node)


def entity_questions(request: SubgraphRequest, hints: CacheHints) -> dict[str, Question]:
    """Returns what a request asks of entities, by the key of the answer."""
    found: dict[str, Question] = {}
    for field in request.operation.selection_set.selections:
        if isinstance(field, FieldNode) and field.selection_set is not None:
            node = field.selection_set
            hinted = hints.of_entity(request.service, node) if hints else None
            key = field.alias.value if field.alias else field.name.value
            found[key] = Question(print_ast(node), _variables(node), hinted, node)
    return found


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, as far as answers may depend on it.

    Attributes:
        principal: equal only for the same caller with the same rights and credentials; None for a stranger.
        shown: names of headers that the subgraph is shown of this very caller.
        variant: the values of the headers that its answers are known to vary by.
    """

    principal: Hashable
    shown: frozenset[str]
    variant: tuple[tuple[str, str | None], ...]


def make_asker(
    exchange: Exchange, sent: Mapping[str, str], hooked: Mapping[str, str], varying: frozenset[str]
) -> Asker:
    """Returns who asks.

    Args:
        exchange: the client's request.
        sent: the headers the subgraph gets.
        hooked: those of them that hooks added.
        varying: names of headers that its answers vary by.
    """
    given = set(exchange.headers.values())
    shown = {
        name: value
        for name, value in sent.items()
        if name not in HARMLESS and (value in given or name in hooked)
    }
    identity = exchange.identity
    principal: Hashable = None
    if identity.is_authenticated or shown:
        text = orjson.dumps(shown, option=orjson.OPT_SORT_KEYS)
        principal = (identity, blake2b(text, digest_size=16).digest())
    return Asker(principal, frozenset(shown), tuple((name, sent.get(name)) for name in sorted(varying)))


def key_of(
    service: str, question: Question, about: object, variables: Mapping[str, Any], asker: Asker
) -> bytes:
    """Returns the key of an answer that is the same for everybody.

    Args:
        service: the subgraph.
        question: what is asked.
        about: the representation of an entity, or None.
        variables: the request's.
        asker: who asks.
    """
    used = {name: variables[name] for name in question.variables if name in variables}
    parts = [service, question.text, about, used, asker.variant]
    text = orjson.dumps(parts, default=str, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
    return blake2b(text, digest_size=16).digest()


def _variables(node: SelectionSetNode) -> tuple[str, ...]:
    found: set[str] = set()

    class Variables(Visitor):
        def enter_variable(self, node: VariableNode, *_: Any) -> None:
            found.add(node.name.value)

    visit(node, Variables())
    return tuple(sorted(found))
