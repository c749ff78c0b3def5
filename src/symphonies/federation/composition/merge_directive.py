"""Merging directive definitions: executable ones that all subgraphs know, and composed ones."""

from __future__ import annotations

from graphql import (
    DirectiveDefinitionNode,
    InputValueDefinitionNode,
    NonNullTypeNode,
    print_ast,
    specified_directives,
)

from symphonies.federation.subgraph import Applied, Element, ExpandedSubgraph
from symphonies.federation.subgraph.links import Link

from .merged import MergedDirective, MergedInput
from .scene import Scene
from .types import narrowest

EXECUTABLE = (
    "QUERY",
    "MUTATION",
    "SUBSCRIPTION",
    "FIELD",
    "FRAGMENT_DEFINITION",
    "FRAGMENT_SPREAD",
    "INLINE_FRAGMENT",
    "VARIABLE_DEFINITION",
)


def merge_directives(scene: Scene) -> tuple[list[MergedDirective], list[str]]:
    """Returns the definitions the supergraph keeps and the links of the composed ones."""
    links: dict[str, tuple[Link, set[str]]] = {}
    composed = _composed(scene, links)
    scene.composed = {d.name for d in composed}
    executable = [
        d for name in _names(scene) if name not in scene.composed and (d := _executable(scene, name))
    ]
    return [*composed, *executable], [_print_link(link, names) for link, names in links.values()]


def _names(scene: Scene) -> list[str]:
    return sorted({name for s in scene.subgraphs for name in s.definitions})


def _executable(scene: Scene, name: str) -> MergedDirective | None:
    """Returns a directive usable in operations: every subgraph must define it."""
    found = [s.definitions.get(name) for s in scene.subgraphs]
    nodes = [node for node in found if node is not None]
    if len(nodes) < len(found) or any(name in s.names.local for s in scene.subgraphs):
        return None
    locations = [place for place in EXECUTABLE if all(place in _locations(node) for node in nodes)]
    if not locations:
        return None
    return _merged(scene, name, nodes, locations)


def _locations(node: DirectiveDefinitionNode) -> list[str]:
    return [place.value for place in node.locations]


def _merged(
    scene: Scene, name: str, nodes: list[DirectiveDefinitionNode], locations: list[str]
) -> MergedDirective:
    merged = (_argument(scene, name, nodes, argument) for argument in nodes[0].arguments or ())
    arguments = [argument for argument in merged if argument is not None]
    description = next((n.description.value for n in nodes if n.description), None)
    return MergedDirective(name, arguments, locations, all(n.repeatable for n in nodes), description)


def _argument(
    scene: Scene, name: str, nodes: list[DirectiveDefinitionNode], argument: InputValueDefinitionNode
) -> MergedInput | None:
    """Returns an argument as every subgraph takes it; None where some do not have it or types disagree."""
    label = f"@{name}({argument.name.value}:)"
    found = [
        next((a for a in node.arguments or () if a.name.value == argument.name.value), None) for node in nodes
    ]
    same = [each for each in found if each is not None]
    if len(same) < len(found):
        if isinstance(argument.type, NonNullTypeNode) and argument.default_value is None:
            scene.fail(
                "REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH",
                f'Argument "{label}" is required in some subgraphs but does not appear in all of them.',
                *scene.defined(f"@{name}"),
            )
        return None
    default, *others = dict.fromkeys(map(_default, [argument, *same]))
    if others:
        scene.fail(
            "DIRECTIVE_ARGUMENT_DEFAULT_MISMATCH",
            f'Argument "{label}" has incompatible default values across subgraphs.',
            *scene.defined(f"@{name}"),
        )
    strictest = narrowest([each.type for each in same])
    if strictest is None:
        shown = " but ".join(f'type "{each}"' for each in dict.fromkeys(print_ast(o.type) for o in same))
        scene.fail(
            "FIELD_ARGUMENT_TYPE_MISMATCH",
            f'Type of argument "{label}" is incompatible across subgraphs: it has {shown}',
            *scene.defined(f"@{name}"),
        )
        return None
    return MergedInput(argument.name.value, print_ast(strictest), default)


def _default(argument: InputValueDefinitionNode) -> str | None:
    return print_ast(argument.default_value) if argument.default_value is not None else None


# ---- @composeDirective ----------------------------------------------------------------------------------


def _composed(scene: Scene, links: dict[str, tuple[Link, set[str]]]) -> list[MergedDirective]:
    found: dict[str, list[DirectiveDefinitionNode]] = {}
    uses: list[tuple[str, str, Link]] = []
    for subgraph in scene.subgraphs:
        for applied in subgraph.composed:
            name = applied.arguments.get("name")
            node = _definition(scene, subgraph, applied)
            if node is not None and isinstance(name, str):
                found.setdefault(name[1:], []).append(node)
                link = _link_of(subgraph, name)
                if link is not None:
                    uses.append((subgraph.name, name, link))
                    _, names = links.get(link.identity, (link, set()))
                    links[link.identity] = (link, names | {name})
    _check_agreement(scene, uses)
    return [_from_definitions(scene, name, nodes) for name, nodes in sorted(found.items())]


def _check_agreement(scene: Scene, uses: list[tuple[str, str, Link]]) -> None:
    """Subgraphs that compose a directive must mean the same one, by one name, of one major version."""
    majors: dict[str, set[int]] = {}
    names: dict[tuple[str, str], dict[str, str]] = {}
    features: dict[str, set[str]] = {}
    for subgraph, name, link in uses:
        element = next((e for e, local in link.imports.items() if local == name), name)
        majors.setdefault(link.identity, set()).add(link.version[0])
        names.setdefault((link.identity, element), {})[subgraph] = name
        features.setdefault(name, set()).add(link.identity)
    code = "DIRECTIVE_COMPOSITION_ERROR"
    for identity, found in majors.items():
        if len(found) > 1:
            message = f'Core feature "{identity}" to be merged has major version mismatch across subgraphs'
            scene.fail(code, message, *_links(scene, identity))
    for (_, element), by_subgraph in names.items():
        if len(set(by_subgraph.values())) > 1:
            shown = ", ".join(
                f'name "{name}" in subgraph "{subgraph}"' for subgraph, name in by_subgraph.items()
            )
            message = (
                f'Composed directive "{element}" has incompatible name across subgraphs: it has {shown}.'
            )
            scene.fail(code, message, *(d for n in by_subgraph.values() for d in scene.defined(n)))
    for name, identities in features.items():
        if len(identities) > 1:
            message = f'Composed directive "{name}" is not linked by the same core feature in every subgraph'
            scene.fail(code, message, *scene.defined(name))


def _links(scene: Scene, identity: str) -> list[tuple[ExpandedSubgraph, Element]]:
    """Returns the @link of a specification in each subgraph."""
    return [
        (s, Element(link.name, None, (), link.node))
        for s in scene.subgraphs
        for link in s.names.links
        if link.identity == identity
    ]


def _definition(scene: Scene, subgraph: ExpandedSubgraph, applied: Applied) -> DirectiveDefinitionNode | None:
    name = applied.arguments.get("name")
    if not isinstance(name, str):
        _fail(scene, subgraph, applied, "Argument to @composeDirective cannot be NULL.")
    elif not name.startswith("@"):
        _fail(scene, subgraph, applied, f'Argument to @composeDirective "{name}" must have a leading "@".')
    elif name[1:] not in subgraph.definitions:
        _fail(
            scene, subgraph, applied, f'Could not find matching directive definition for argument "{name}".'
        )
    elif name[1:] in subgraph.names.local or name == "@link":
        _fail(scene, subgraph, applied, f'Composing federation directive "{name}" is not supported.')
    elif _link_of(subgraph, name) is None:
        _fail(scene, subgraph, applied, f'Directive "{name}" is not member of a core feature.')
    else:
        return subgraph.definitions[name[1:]]
    return None


def _fail(scene: Scene, subgraph: ExpandedSubgraph, applied: Applied, message: str) -> None:
    scene.issues.append(subgraph.issue("DIRECTIVE_COMPOSITION_ERROR", message, applied))


def _link_of(subgraph: ExpandedSubgraph, name: str) -> Link | None:
    for link in subgraph.names.links:
        if (
            name in link.imports.values()
            or name[1:] == link.namespace
            or name[1:].startswith(link.namespace + "__")
        ):
            return link
    return None


def _print_link(link: Link, names: set[str]) -> str:
    imports = [
        f'"{local}"' if element == local else f'{{name: "{element}", as: "{local}"}}'
        for element, local in link.imports.items()
        if local in names
    ]
    shown = f", import: [{', '.join(imports)}]" if imports else ""
    return f'@link(url: "{link.url}"{shown})'


def _from_definitions(scene: Scene, name: str, nodes: list[DirectiveDefinitionNode]) -> MergedDirective:
    locations = list(dict.fromkeys(place for node in nodes for place in _locations(node)))
    known = [{place.name for place in d.locations} for d in specified_directives if d.name == name]
    if not set.intersection(*(set(_locations(node)) for node in nodes), *known):
        message = f'Composed directive "@{name}" has no locations that all its definitions share'
        scene.fail("DIRECTIVE_COMPOSITION_ERROR", message, *scene.defined(f"@{name}"))
    newest = nodes[-1]
    arguments = [
        MergedInput(
            a.name.value,
            print_ast(a.type),
            print_ast(a.default_value) if a.default_value is not None else None,
        )
        for a in newest.arguments or ()
    ]
    return MergedDirective(name, arguments, locations, newest.repeatable)
