"""The pipeline: read, validate, merge, judge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graphql import validate_schema

from symphonies.federation.errors import SubgraphInvalid
from symphonies.federation.subgraph import ExpandedSubgraph, Issue, Location, read_subgraph, validate_subgraph
from symphonies.federation.supergraph import api_schema, read_supergraph

from .caching import carry_caching
from .contract import Contract, apply_contract
from .hints import tell_hints
from .interface_guards import guard_interfaces
from .interface_objects import add_interface_object_fields
from .merge_composite import merge_composite
from .merge_directive import merge_directives
from .merge_enum import merge_enum
from .merge_input import merge_input
from .merge_scalar import merge_scalar
from .merge_union import merge_union
from .merged import MergedType
from .printer import print_supergraph
from .rules import check_auth, check_inaccessible, check_interfaces, check_overrides, check_presence
from .satisfiability import check_satisfiability
from .scene import Scene


@dataclass(frozen=True, slots=True)
class SubgraphSchema:
    """A subgraph to compose: its name, where it is served, and its Federation SDL."""

    name: str
    url: str
    sdl: str


@dataclass(frozen=True, slots=True)
class CompositionResult:
    """What composition found.

    Attributes:
        supergraph_sdl: the supergraph document; None when there are errors.
        errors: why there is none.
        hints: what is worth knowing though it composes.
    """

    supergraph_sdl: str | None
    errors: tuple[Issue, ...] = ()
    hints: tuple[Issue, ...] = ()


def compose(subgraphs: Iterable[SubgraphSchema], contract: Contract | None = None) -> CompositionResult:
    """Composes subgraphs into a supergraph.

    Args:
        subgraphs: what to compose, in any order.
        contract: which part of it clients may see, by tags; without one all that is not inaccessible.
    """
    given = sorted(subgraphs, key=lambda s: s.name)
    read, issues = _read(given)
    if issues:
        return CompositionResult(None, tuple(issues))
    return _compose(read, contract)


def _read(given: Sequence[SubgraphSchema]) -> tuple[list[ExpandedSubgraph], list[Issue]]:
    expanded: list[ExpandedSubgraph] = []
    read: list[ExpandedSubgraph] = []
    issues: list[Issue] = []
    for schema in given:
        try:
            expanded.append(read_subgraph(schema.name, schema.sdl, schema.url))
        except SubgraphInvalid as error:
            places = error.facts.get("locations") or ()
            located = tuple(Location(schema.name, line, column) for line, column in places)  # type: ignore[attr-defined]
            issues.append(Issue("INVALID_GRAPHQL", error.message, located))
    for subgraph in expanded:
        validated = validate_subgraph(subgraph, [s for s in expanded if s is not subgraph])
        if isinstance(validated, list):
            issues.extend(validated)
        else:
            read.append(validated.subgraph)
    return read, issues


def _compose(subgraphs: Sequence[ExpandedSubgraph], contract: Contract | None) -> CompositionResult:
    scene = Scene(subgraphs)
    check_presence(scene)
    check_overrides(scene)
    directives, links = merge_directives(scene)
    types = merge_types(scene)
    add_interface_object_fields(scene, types)
    guard_interfaces(scene, types)
    check_interfaces(scene, types)
    if not scene.issues:
        if contract is not None:
            apply_contract(scene, types, contract)
        check_inaccessible(scene, types)
        check_auth(scene)
    if scene.issues:
        return CompositionResult(None, tuple(scene.issues), tuple(scene.hints))
    carry_caching(scene, types)
    tell_hints(scene)
    sdl = print_supergraph(scene, types, directives, links)
    wrong = _check_whole(scene, sdl)
    if wrong:
        return CompositionResult(None, tuple(wrong), tuple(scene.hints))
    return CompositionResult(sdl, (), tuple(scene.hints))


def _check_whole(scene: Scene, sdl: str) -> list[Issue]:
    """Judges the finished supergraph: as a schema, and as something every query of which can be answered."""
    supergraph = read_supergraph(sdl)
    invalid = validate_schema(api_schema(supergraph.document))
    if invalid:
        return [Issue("INVALID_GRAPHQL", error.message) for error in invalid]
    found = check_satisfiability(supergraph, scene.locate)
    return found or (
        check_satisfiability(supergraph, scene.locate, supergraph.labels) if supergraph.labels else []
    )


def merge_types(scene: Scene) -> dict[str, MergedType]:
    """Merges every type, kind by kind."""
    merged: dict[str, MergedType] = {}
    for name in scene.type_names:
        kind = _kind(scene, name)
        if kind in {"object", "interface"}:
            merged[name] = merge_composite(scene, name, kind)
        elif kind is not None:
            merged[name] = MERGERS[kind](scene, name)
    return merged


def _kind(scene: Scene, name: str) -> str | None:
    """Returns the kind all subgraphs agree on, None when they do not."""
    sources = scene.sources(name)
    kinds = {"interface" if t.is_interface_object else t.kind for _, t in sources}
    if len(kinds) == 1:
        return kinds.pop()
    found = ", ".join(f'{t.kind} in subgraph "{s.name}"' for s, t in sources)
    scene.fail("TYPE_KIND_MISMATCH", f'Type "{name}" has mismatched kind: it is defined as {found}', *sources)
    return None


MERGERS = {"union": merge_union, "enum": merge_enum, "input_object": merge_input, "scalar": merge_scalar}
