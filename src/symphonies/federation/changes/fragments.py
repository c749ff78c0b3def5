"""Fragments shared by the documents of a folder: joined to every document that spreads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSyntaxError,
    Node,
    Visitor,
    parse,
    visit,
)

from symphonies.federation.errors import FederationError


class OperationsUnreadable(FederationError):
    """A file of recorded operations cannot be read."""

    code = "OPERATIONS_UNREADABLE"


@dataclass(frozen=True, slots=True)
class _Fragment:
    file: Path
    text: str
    spreads: frozenset[str]


def link_fragments(texts: Mapping[Path, str]) -> dict[Path, str]:
    """Returns the documents that hold an operation, each with the shared fragments it spreads behind it.

    A fragment is shared if its file holds nothing but fragments; one beside an operation is that
    operation's own. What is no GraphQL stays as it is, for a schema to judge.

    Args:
        texts: the files of a folder.

    Raises:
        OperationsUnreadable: when a fragment is spread and nowhere defined, is shared and nowhere spread,
            or when a shared one has the name of another.
    """
    documents = {file: found for file, text in texts.items() if (found := _parsed(text)) is not None}
    alone = {file for file, found in documents.items() if _only_fragments(found)}
    shared = _shared((file, texts[file], documents[file]) for file in sorted(alone))
    linked, used = {}, set[str]()
    for file in (file for file in texts if file not in alone):
        needed = _needed(file, documents[file], shared) if file in documents else ()
        used.update(needed)
        parts = [texts[file].rstrip(), *(shared[name].text for name in sorted(needed))]
        linked[file] = "\n\n".join(parts) + "\n" if needed else texts[file]
    for name in sorted(shared.keys() - used):
        raise OperationsUnreadable(f"Fragment {name} of {shared[name].file} is spread by no operation.")
    return linked


def _parsed(text: str) -> DocumentNode | None:
    try:
        return parse(text)
    except GraphQLSyntaxError:
        return None


def _only_fragments(document: DocumentNode) -> bool:
    return all(isinstance(node, FragmentDefinitionNode) for node in document.definitions)


def _shared(files: Iterable[tuple[Path, str, DocumentNode]]) -> dict[str, _Fragment]:
    found: dict[str, _Fragment] = {}
    for file, text, document in files:
        for node in _fragments(document):
            name = node.name.value
            if name in found:
                raise _doubled(name, found[name].file, file)
            own = text[node.loc.start : node.loc.end] if node.loc else ""
            found[name] = _Fragment(file, own, frozenset(_spreads(node)))
    return found


def _needed(file: Path, document: DocumentNode, shared: Mapping[str, _Fragment]) -> set[str]:
    """Returns the names of the shared fragments that a document spreads, itself or through others."""
    own = {node.name.value for node in _fragments(document)}
    for name in sorted(own & shared.keys()):
        raise _doubled(name, shared[name].file, file)
    needed, waiting = set[str](), [(file, name) for name in _spreads(document) if name not in own]
    while waiting:
        where, name = waiting.pop()
        if name not in shared:
            raise OperationsUnreadable(
                f"{where} spreads the fragment {name}, which no file beside it defines."
            )
        if name not in needed:
            needed.add(name)
            waiting += [(shared[name].file, inner) for inner in shared[name].spreads]
    return needed


def _fragments(document: DocumentNode) -> Iterator[FragmentDefinitionNode]:
    return (node for node in document.definitions if isinstance(node, FragmentDefinitionNode))


def _spreads(node: Node) -> list[str]:
    names: list[str] = []

    class Spreads(Visitor):
        def enter_fragment_spread(self, spread: FragmentSpreadNode, *_: object) -> None:
            names.append(spread.name.value)

    visit(node, Spreads())
    return names


def _doubled(name: str, one: Path, other: Path) -> OperationsUnreadable:
    where = f"twice in {one}" if one == other else f"in {one} and in {other}"
    return OperationsUnreadable(f"Fragment {name} is defined {where}.")
