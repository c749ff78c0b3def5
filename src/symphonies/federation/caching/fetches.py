"""A ``fetch`` hook that answers from the cache what is there, and asks only for the rest."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson
from graphql import DocumentNode, GraphQLSchema

from symphonies.federation.errors import FederationError
from symphonies.federation.exchange import Exchange
from symphonies.federation.hooks import FetchProceed
from symphonies.federation.memory import Memory
from symphonies.federation.transport.protocol import SubgraphRequest, SubgraphResponse

from .control import NOT_AT_ALL, CacheControl, read_cache_control, varying
from .directives import read_caching_directives
from .hints import CacheHints
from .keys import CREDENTIALS, Asker, Question, entity_questions, key_of, make_asker, root_question
from .marks import entity_marks, root_marks, told_tags
from .response import note
from .settings import CacheRules
from .store import CacheStore, Entry
from .tags import CacheTags

QUESTIONS_BYTES = 8_000_000


@dataclass(frozen=True, slots=True)
class Lookup:
    """What one request to a subgraph found in the cache.

    Attributes:
        service: the subgraph.
        hits: answers that were there.
        misses: answers that were asked for.
    """

    service: str
    hits: int
    misses: int


class CachedFetches:
    """Caches what subgraphs answer to queries, never errors.

    Give it as the innermost ``fetch`` hook but for those that only measure: what hooks further out add to a
    request is then part of what is remembered.

    Args:
        store: where answers are kept; gateways may share one.
        supergraph: the supergraph document, for @cacheControl and @cacheTag.
        schema: its types.
        rules_of: how a subgraph's answers are cached, by its name.
        sent: the client's headers that a request's subgraph gets.
        observe: told of every look into the cache.
    """

    def __init__(
        self,
        store: CacheStore,
        supergraph: DocumentNode,
        schema: GraphQLSchema,
        rules_of: Callable[[str], CacheRules],
        sent: Callable[[SubgraphRequest], Mapping[str, str]] = lambda request: {},
        *,
        observe: Callable[[Lookup], None] | None = None,
    ) -> None:
        said = read_caching_directives(supergraph)
        self._store = store
        self._hints = CacheHints(said, schema)
        self._tags = CacheTags(said, schema.query_type.name if schema.query_type else "Query")
        self._rules_of = rules_of
        self._sent = sent
        self._observe = observe
        self._questions: Memory[Any] = Memory(QUESTIONS_BYTES)
        self._varying: dict[str, frozenset[str]] = {}

    async def __call__(
        self, exchange: Exchange, request: SubgraphRequest, proceed: FetchProceed
    ) -> SubgraphResponse:
        """Answers one request to a subgraph.

        Raises:
            SubgraphUnavailable: when nothing of it was cached and the subgraph does not answer.
        """
        rules = self._rules_of(request.service)
        if not request.is_safe or not rules.enabled:
            note(exchange, NOT_AT_ALL)
            return await proceed(request)
        sent = {**self._sent(request), **request.headers}
        varies = self._varying.get(request.service, frozenset())
        asker = make_asker(exchange, sent, request.headers, varies)
        visit = _Visit(self, exchange, request, proceed, rules, asker, sent)
        return await (visit.entities() if request.entities else visit.root())

    # ---- for the visits --------------------------------------------------------------------------------

    @property
    def store(self) -> CacheStore:
        """Where answers are kept."""
        return self._store

    @property
    def tags(self) -> CacheTags:
        """What answers can be invalidated by."""
        return self._tags

    def questions(self, request: SubgraphRequest) -> Any:
        """Returns what a request asks: one question, or one for each key of the answer."""
        key = (request.service, request.document)
        found = self._questions.get(key)
        if found is None:
            make = entity_questions if request.entities else root_question
            found = make(request, self._hints)
            self._questions.keep(key, found, 10 * len(request.document))
        return found

    def find(self, exchange: Exchange, key: bytes, asker: Asker) -> Entry | None:
        """Returns an answer for everybody, or for this caller."""
        entry = self._store.get(key)
        if entry is None and asker.principal is not None:
            entry = self._store.get((key, asker.principal))
        if entry is not None:
            left = entry.ends_at - self._store.clock()
            note(exchange, CacheControl(left, entry.is_private, not entry.is_private))
        return entry

    def allowed(
        self, request: SubgraphRequest, response: SubgraphResponse, hinted: CacheControl | None,
        rules: CacheRules, asker: Asker,
    ) -> CacheControl:  # fmt: skip
        """Returns how long an answer is good, and for whom."""
        varies = varying(response.headers)
        if response.errors or response.data is None or varies is None:
            return NOT_AT_ALL
        said = read_cache_control(response.headers) or hinted
        if said is None:
            said = NOT_AT_ALL if rules.ttl_s is None else CacheControl(rules.ttl_s)
        if asker.shown - (varies - CREDENTIALS) and not said.is_public:
            said = replace(said, is_private=True)
        known = self._varying.get(request.service, frozenset())
        if not varies <= known:
            self._varying[request.service] = known | varies
        return said.at_most(rules.max_ttl_s)

    def varying_of(self, service: str) -> frozenset[str]:
        """Returns the headers a subgraph's answers are known to vary by."""
        return self._varying.get(service, frozenset())

    def told(self, service: str, hits: int, misses: int) -> None:
        """Says what was found."""
        if self._observe is not None:
            self._observe(Lookup(service, hits, misses))


class _Visit:
    """One request to a subgraph and what the cache has to do with it."""

    def __init__(
        self, cache: CachedFetches, exchange: Exchange, request: SubgraphRequest, proceed: FetchProceed,
        rules: CacheRules, asker: Asker, sent: Mapping[str, str],
    ) -> None:  # fmt: skip
        self._cache = cache
        self._exchange = exchange
        self._request = request
        self._proceed = proceed
        self._rules = rules
        self._asker = asker
        self._sent = sent
        self._begun = cache.store.invalidations

    async def root(self) -> SubgraphResponse:
        """Answers root fields, all or none from the cache."""
        request, question = self._request, self._cache.questions(self._request)
        key = self._key(question, None)
        entry = self._cache.find(self._exchange, key, self._asker)
        self._cache.told(request.service, int(entry is not None), int(entry is None))
        if entry is not None:
            return SubgraphResponse(orjson.loads(entry.body))
        response = await self._proceed(request)
        control = self._control(response, question)
        tags = [
            *self._cache.tags.of_root(request.service, question.node, request.variables),
            *told_tags(response.extensions, "apolloCacheTags"),
        ]
        self._keep(question, None, response.data, control, root_marks(request.service, tags))
        return response

    async def entities(self) -> SubgraphResponse:
        """Answers entities, each from the cache if it is there."""
        request = self._request
        questions: Mapping[str, Question] = self._cache.questions(request)
        found: dict[str, list[Entry | None]] = {}
        wanted: dict[str, list[Any]] = {}
        for key, variable in request.entities:
            given = request.variables[variable]
            found[key] = [self._find(questions[key], each) for each in given]
            wanted[variable] = [each for each, e in zip(given, found[key], strict=True) if e is None]
        hits = sum(entry is not None for entries in found.values() for entry in entries)
        misses = sum(map(len, wanted.values()))
        self._cache.told(request.service, hits, misses)
        if not misses:
            return SubgraphResponse(
                {k: [orjson.loads(e.body) for e in v if e is not None] for k, v in found.items()}
            )
        if not hits:
            response = await self._proceed(request)
            self._keep_entities(response, wanted, questions)
            return response
        response = await self._ask(replace(request, variables={**request.variables, **wanted}), found)
        self._keep_entities(response, wanted, questions)
        return _together(response, found)

    async def _ask(
        self, request: SubgraphRequest, found: Mapping[str, Sequence[Entry | None]]
    ) -> SubgraphResponse:
        """Asks for what is missing; a failure leaves what was found."""
        try:
            return await self._proceed(request)
        except FederationError as error:
            note(self._exchange, NOT_AT_ALL)
            shown = {
                "message": f"Subgraph {request.service} {error.message}.",
                "path": [next(key for key, entries in found.items() if None in entries), 0],
                "extensions": {"code": error.code, **error.facts},
            }
            return SubgraphResponse(None, [shown])

    def _find(self, question: Question, representation: Any) -> Entry | None:
        return self._cache.find(self._exchange, self._key(question, representation), self._asker)

    def _key(self, question: Question, about: object) -> bytes:
        request = self._request
        return key_of(request.service, question, about, request.variables, self._asker)

    def _control(self, response: SubgraphResponse, question: Question) -> CacheControl:
        control = self._cache.allowed(self._request, response, question.hinted, self._rules, self._asker)
        note(self._exchange, control)
        # what was just learnt about headers that matter counts for this answer already
        varies = self._cache.varying_of(self._request.service)
        self._asker = make_asker(self._exchange, self._sent, self._request.headers, varies)
        return control

    def _keep_entities(
        self,
        response: SubgraphResponse,
        wanted: Mapping[str, Sequence[Any]],
        questions: Mapping[str, Question],
    ) -> None:
        service = self._request.service
        listed = told_tags(response.extensions, "apolloEntityCacheTags") if len(wanted) == 1 else []
        for key, variable in self._request.entities:
            control = self._control(response, questions[key])
            answers = (response.data or {}).get(key)
            asked = wanted[variable]
            if not isinstance(answers, list) or len(answers) != len(asked):
                continue
            for position, (about, answer) in enumerate(zip(asked, answers, strict=True)):
                more = listed[position] if position < len(listed) else ()
                tags = [*self._cache.tags.of_entity(service, about), *_texts(more)]
                self._keep(questions[key], about, answer, control, entity_marks(service, about, tags))

    def _keep(
        self, question: Question, about: object, data: Any, control: CacheControl, marks: Iterator[Hashable]
    ) -> None:
        store = self._cache.store
        if control.max_age_s <= 0 or not isinstance(data, dict) or store.invalidations != self._begun:
            return
        if control.is_private and self._asker.principal is None:
            return
        key: Hashable = self._key(question, about)
        if control.is_private:
            key = (key, self._asker.principal)
        ends_at = store.clock() + control.max_age_s
        store.keep(key, Entry(orjson.dumps(data, default=str), ends_at, control.is_private, frozenset(marks)))


def _together(response: SubgraphResponse, found: Mapping[str, Sequence[Entry | None]]) -> SubgraphResponse:
    """Puts what was found and what was asked for in the places the gateway expects."""
    data: dict[str, Any] = {}
    missing: dict[str, list[int]] = {}
    for key, entries in found.items():
        places = missing[key] = [at for at, entry in enumerate(entries) if entry is None]
        answers = (response.data or {}).get(key)
        if response.data is not None and (not isinstance(answers, list) or len(answers) != len(places)):
            data[key] = None  # another number than asked: the gateway says so
            continue
        fresh = iter(answers or [None] * len(places))
        data[key] = [next(fresh) if entry is None else orjson.loads(entry.body) for entry in entries]
    return replace(response, data=data, errors=[_placed(error, missing) for error in response.errors])


def _placed(error: Mapping[str, Any], missing: Mapping[str, Sequence[int]]) -> Mapping[str, Any]:
    """Returns an error that counts entities as the gateway does."""
    path = error.get("path")
    if not isinstance(path, (list, tuple)) or len(path) < 2:
        return error
    places = missing.get(path[0], ()) if isinstance(path[0], str) else ()
    if not isinstance(path[1], int) or not 0 <= path[1] < len(places):
        return error
    return {**error, "path": [path[0], places[path[1]], *path[2:]]}


def _texts(given: Any) -> list[str]:
    return [each for each in given if isinstance(each, str)] if isinstance(given, list) else []
