"""Field sets: the little selections inside @key, @requires and @provides."""

from __future__ import annotations

from functools import lru_cache

from graphql import OperationDefinitionNode, SelectionSetNode, parse


@lru_cache(maxsize=4096)
def parse_field_set(text: str) -> SelectionSetNode:
    """Parses ``"id organization { id }"`` as a selection set.

    Raises:
        GraphQLSyntaxError: when the text is not a selection.
    """
    wrapped = text if text.lstrip().startswith("{") else "{" + text + "}"
    definition = parse(wrapped, no_location=True, allow_empty_selection_sets=False).definitions[0]
    assert isinstance(definition, OperationDefinitionNode), (
        "a document that starts with a brace is an operation"
    )
    return definition.selection_set
