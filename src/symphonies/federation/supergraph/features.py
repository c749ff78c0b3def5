"""Under which names a document uses the directives of a specification."""

from __future__ import annotations

from collections.abc import Iterable

from graphql import DocumentNode, SchemaDefinitionNode, SchemaExtensionNode, value_from_ast_untyped


def directive_names(document: DocumentNode, features: Iterable[str]) -> dict[str, str]:
    """Returns which feature each directive name stands for, ``@link(as:)`` followed.

    Args:
        document: a supergraph document.
        features: names of specifications that are one directive each, such as ``authenticated``.
    """
    found = {name: name for name in features}
    wanted = frozenset(found)
    for node in document.definitions:
        if not isinstance(node, (SchemaDefinitionNode, SchemaExtensionNode)):
            continue
        for directive in node.directives or ():
            if directive.name.value != "link":
                continue
            told = {a.name.value: value_from_ast_untyped(a.value) for a in directive.arguments or ()}
            feature = next(iter(str(told.get("url", "")).rstrip("/").split("/")[-2:-1]), "")
            if feature in wanted and told.get("as"):
                found.pop(feature, None)
                found[str(told["as"])] = feature
    return found
