"""@link: which specifications a subgraph uses, and under what names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DirectiveDefinitionNode,
    DirectiveNode,
    DocumentNode,
    SchemaDefinitionNode,
    SchemaExtensionNode,
)

from symphonies.federation.supergraph.read import arguments_of

from .issue import Issue, location_of
from .spec import DIRECTIVES, FIRST_VERSION_NAMES, NEWEST, SPEC_HOST, Version

URL = re.compile(r"^(?P<identity>https?://.+)/(?P<name>[^/]+)/v(?P<major>\d+)\.(?P<minor>\d+)/?$")


@dataclass(frozen=True, slots=True)
class Link:
    """One @link: ``imports`` maps the specification's element names to local ones, ``@`` included."""

    url: str
    identity: str
    name: str
    version: Version
    namespace: str
    imports: Mapping[str, str]
    node: DirectiveNode


@dataclass(frozen=True, slots=True)
class Names:
    """How a subgraph calls the federation directives and scalars.

    Attributes:
        version: the federation version; (1, 0) without a @link to the specification.
        local: local name to canonical name, for directives that may be used.
        scalars: local name of each federation scalar.
        links: all links of the subgraph.
    """

    version: Version
    local: Mapping[str, str]
    scalars: Mapping[str, str]
    links: tuple[Link, ...] = ()
    issues: tuple[Issue, ...] = field(default=())

    @property
    def is_first_version(self) -> bool:
        """Whether the subgraph speaks Federation 1."""
        return self.version[0] == 1


def read_names(subgraph: str, document: DocumentNode) -> Names:
    """Reads the links of a subgraph's document."""
    issues: list[Issue] = []
    links = []
    for node in schema_directives(document, "link"):
        link = _read_link(subgraph, node, issues)
        if link is not None:
            links.append(link)
    federation = next((link for link in links if link.identity == f"{SPEC_HOST}federation"), None)
    _check_link_spec(subgraph, links, issues)
    _check_repeated(subgraph, links, issues)
    if federation is None:
        local = {name: name for name in FIRST_VERSION_NAMES | _own_definitions(document)}
        local |= _from_other_specs(links)
        return Names((1, 0), local, {"FieldSet": "_FieldSet"}, tuple(links), tuple(issues))
    return _federation_names(subgraph, federation, links, issues)


def schema_directives(document: DocumentNode, name: str) -> list[DirectiveNode]:
    """Returns the applications of a directive on the schema element."""
    return [
        directive
        for node in document.definitions
        if isinstance(node, SchemaDefinitionNode | SchemaExtensionNode)
        for directive in node.directives or ()
        if directive.name.value == name
    ]


def _own_definitions(document: DocumentNode) -> set[str]:
    """Returns the version 2 directives that a version 1 subgraph defines for itself; they mean the same."""
    names = {d.name.value for d in document.definitions if isinstance(d, DirectiveDefinitionNode)}
    return {name for name in names if name in DIRECTIVES and DIRECTIVES[name].since <= (2, 0)}


def _read_link(subgraph: str, node: DirectiveNode, issues: list[Issue]) -> Link | None:
    arguments = arguments_of(node)
    url = arguments.get("url")
    if not isinstance(url, str):
        issues.append(
            _usage(subgraph, node, 'Missing the "url" argument of @link.', "INVALID_LINK_DIRECTIVE_USAGE")
        )
        return None
    match = URL.match(url)
    if match is None:
        return _unversioned(subgraph, node, url, arguments, issues)
    version = (int(match["major"]), int(match["minor"]))
    name = match["name"]
    imports = _imports(subgraph, node, arguments.get("import"), issues)
    namespace = arguments.get("as") or name
    if "@" in namespace or "__" in namespace:
        issues.append(_usage(subgraph, node, f"Invalid @link name {namespace!r}.", "INVALID_LINK_IDENTIFIER"))
    return Link(url, f"{match['identity']}/{name}", name, version, namespace, imports, node)


def _unversioned(
    subgraph: str, node: DirectiveNode, url: str, arguments: Mapping[str, Any], issues: list[Issue]
) -> Link | None:
    if "://" not in url or not url.partition("://")[2].partition("/")[2].strip("/"):
        issues.append(_usage(subgraph, node, f"Invalid url {url!r} in @link.", "INVALID_LINK_IDENTIFIER"))
        return None
    if url.startswith(f"{SPEC_HOST}federation") or url.startswith(f"{SPEC_HOST}link"):
        issues.append(
            _usage(subgraph, node, f"The url {url!r} of @link has no version.", "INVALID_LINK_IDENTIFIER")
        )
        return None
    name = url.rstrip("/").rsplit("/", 1)[-1]
    imports = _imports(subgraph, node, arguments.get("import"), issues)
    return Link(url, url, name, (0, 0), arguments.get("as") or name, imports, node)


def _imports(subgraph: str, node: DirectiveNode, given: Any, issues: list[Issue]) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in given if isinstance(given, list) else ():
        name = item.get("name") if isinstance(item, dict) else item
        local = item.get("as", name) if isinstance(item, dict) else item
        if (
            not isinstance(name, str)
            or not isinstance(local, str)
            or name.startswith("@") != local.startswith("@")
        ):
            message = f"Invalid element {item!r} in the imports of @link."
            issues.append(_usage(subgraph, node, message, "INVALID_LINK_DIRECTIVE_USAGE"))
            continue
        found[name] = local
    return found


def _check_link_spec(subgraph: str, links: Iterable[Link], issues: list[Issue]) -> None:
    for link in links:
        if link.identity == f"{SPEC_HOST}link" and link.version != (1, 0):
            message = f"Schema uses unknown version {_text(link.version)} of the link spec."
            issues.append(_usage(subgraph, link.node, message, "UNKNOWN_LINK_VERSION"))


def _check_repeated(subgraph: str, links: Iterable[Link], issues: list[Issue]) -> None:
    seen: set[str] = set()
    for link in links:
        if link.identity in seen:
            message = f'Cannot link feature "{link.identity}" since it has already been linked in the schema.'
            issues.append(_usage(subgraph, link.node, message, "INVALID_LINK_DIRECTIVE_USAGE"))
        seen.add(link.identity)


def _federation_names(subgraph: str, link: Link, links: list[Link], issues: list[Issue]) -> Names:
    version = link.version
    if not (2, 0) <= version <= NEWEST:
        message = f"Invalid version {_text(version)} for the federation feature in @link directive on schema"
        issues.append(_usage(subgraph, link.node, message, "UNKNOWN_FEDERATION_LINK_VERSION"))
        version = NEWEST
    known = {name for name, spec in DIRECTIVES.items() if spec.since <= version}
    local = {f"{link.namespace}__{name}": name for name in known}
    scalars = {
        name: f"{link.namespace}__{name}" for name in ("FieldSet", "Scope", "Policy", "ContextFieldValue")
    }
    for name, alias in link.imports.items():
        if name.startswith("@") and name[1:] in known:
            local[alias[1:]] = name[1:]
        elif not name.startswith("@") and name in scalars:
            scalars[name] = alias
        else:
            message = f'Cannot import unknown element "{name}".'
            issues.append(_usage(subgraph, link.node, message, "INVALID_LINK_DIRECTIVE_USAGE"))
    return Names(version, _from_other_specs(links) | local, scalars, tuple(links), tuple(issues))


def _from_other_specs(links: Iterable[Link]) -> dict[str, str]:
    """Returns directives linked from specifications of their own, such as tag and inaccessible."""
    found: dict[str, str] = {}
    for link in links:
        if link.identity == f"{SPEC_HOST}{link.name}" and link.name in DIRECTIVES:
            found[link.imports.get(f"@{link.name}", f"@{link.namespace}")[1:]] = link.name
    return found


def _text(version: Version) -> str:
    return f"v{version[0]}.{version[1]}"


def _usage(subgraph: str, node: DirectiveNode, message: str, code: str) -> Issue:
    return Issue(code, f"[{subgraph}] {message}", location_of(subgraph, node))
