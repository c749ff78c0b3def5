"""A world made executable: behind a gateway, and as one schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema, GraphQLUnionType

from symphonies.federation import (
    Gateway,
    GatewayOptions,
    SchemaClient,
    SubgraphClient,
    SubgraphSchema,
    compose,
    make_subgraph_schema,
)

from .answers import Answers, Source, find
from .model import LENS, Field, World
from .sdl import write

PATIENT = GatewayOptions(planning_s=30.0)
"""Here a refusal for time would be a difference; sweeping the memory of a large process takes some."""


@dataclass
class Built:
    """A gateway over the subgraphs of a world, and the same world as one schema."""

    world: World
    documents: Mapping[str, str]
    supergraph: str
    clients: Mapping[str, SubgraphClient]
    gateway: Gateway
    monolith: GraphQLSchema


def build(world: World) -> Built | list[str]:
    """Returns a world made executable, or the codes of the errors why it does not compose."""
    documents = write(world)
    result = compose(SubgraphSchema(name, f"http://{name}.example", sdl) for name, sdl in documents.items())
    if result.supergraph_sdl is None:
        return sorted({error.code for error in result.errors})
    clients = {name: SchemaClient(_subgraph(world, name, sdl)) for name, sdl in documents.items()}
    supergraph = result.supergraph_sdl
    gateway = Gateway(supergraph, clients, PATIENT)
    return Built(world, documents, supergraph, clients, gateway, _monolith(world, supergraph))


def _subgraph(world: World, name: str, sdl: str) -> GraphQLSchema:
    if name == LENS:
        return _lens(world, sdl)
    answers = Answers(world)
    resolvers: dict[str, dict[str, Callable[..., Any]]] = {}
    for type_name in ("Query", *world.entities, *world.values):
        is_hosted = type_name not in world.entities or name in world.entities[type_name].keys
        if f"type {type_name} " in sdl and is_hosted:
            resolvers[type_name] = {
                drawn.name: _partial_resolver(answers, drawn, name)
                for drawn in world.fields(type_name).values()
                if type_name in world.values or _is_declared(world, type_name, drawn, name)
            }
    references: dict[str, Any] = {
        type_name: lambda given, _info, _type=type_name: _represented(given, _type)
        for type_name in world.entities
    }
    for name_ in world.interfaces:
        references[name_] = lambda given, _info: _represented(given, given["id"].partition("-")[0])
    return make_subgraph_schema(sdl, resolvers, references)


def _is_declared(world: World, type_name: str, drawn: Field, subgraph: str) -> bool:
    if subgraph in drawn.owners or drawn.stale == subgraph:
        return True
    names = (*world.entities, "Query")
    return any(
        subgraph in each.owners and each.base == type_name and each.provides == drawn.name
        for name in names
        for each in world.fields(name).values()
    )


def _represented(given: Mapping[str, Any], type_name: str) -> Source | None:
    found = find(given, type_name)
    return None if found is None else {**found, "given": given}


def _partial_resolver(answers: Answers, drawn: Field, subgraph: str) -> Callable[..., Any]:
    """Returns what one subgraph knows: inputs only from its representations, nothing of what moved away."""

    def resolve(source: Source | None, _info: object, **given: Any) -> Any:
        assert drawn.stale != subgraph, f"{drawn.name} was moved away from {subgraph}"
        if drawn.requires:
            assert source is not None
            told = source.get("given", {})
            inputs = {name: told[name] for name in drawn.requires}
            return answers.computed(drawn, {n: _bare(value) for n, value in inputs.items()}, source)
        return answers.to(source or {}, drawn, given)

    return resolve


def _bare(value: Any) -> Any:
    if isinstance(value, list):
        return [_bare(each) for each in value]
    if isinstance(value, dict) and "__typename" in value:
        return {name: each for name, each in value.items() if name != "__typename"}
    return value


def _lens(world: World, sdl: str) -> GraphQLSchema:
    assert world.lens is not None
    name, extra = world.lens
    answers = Answers(world)

    def reference(given: Mapping[str, Any], _info: object) -> Source | None:
        type_name = given["id"].partition("-")[0]
        found = find(given, type_name)
        return None if found is None else {**found, "__typename": name}

    def look(source: Source, _info: object, **given: Any) -> Any:
        return answers.to(source, extra, given)

    roots = {
        each.name: lambda *_, _each=each, **given: [
            {**found, "__typename": name} if isinstance(found, dict) else found
            for found in answers.to({}, _each, given)
        ]
        for each in world.roots.values()
        if LENS in each.owners
    }
    return make_subgraph_schema(sdl, {"Query": roots, name: {extra.name: look}}, {name: reference})


def _monolith(world: World, supergraph: str) -> GraphQLSchema:
    """Returns the API schema with resolvers that know everything."""
    schema = Gateway(supergraph, {}).schema
    answers = Answers(world)
    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
            type_.resolve_type = lambda value, *_: value["__typename"]
        if isinstance(type_, GraphQLObjectType) and not type_.name.startswith("__"):
            known = {} if type_.name == "Tag" else world.fields(type_.name)
            for name, field in type_.fields.items():
                if name in known:
                    field.resolve = _whole_resolver(answers, known[name])
                elif world.lens and name == world.lens[1].name:
                    field.resolve = _whole_resolver(answers, world.lens[1])
    return schema


def _whole_resolver(answers: Answers, drawn: Field) -> Callable[..., Any]:
    def resolve(source: Source | None, _info: object, **given: Any) -> Any:
        if drawn.requires:
            assert source is not None
            inputs = {name: answers.required(source, name) for name in drawn.requires}
            return answers.computed(drawn, inputs, source)
        return answers.to(source or {}, drawn, given)

    return resolve
