"""An operation without its values: what may be written down about what clients send."""

from __future__ import annotations

from typing import Any

from graphql import (
    DocumentNode,
    FloatValueNode,
    IntValueNode,
    StringValueNode,
    print_ast,
    strip_ignored_characters,
    visit,
)
from graphql.language import Visitor


class _Blank(Visitor):
    def enter_string_value(self, node: Any, *_: Any) -> StringValueNode:
        return StringValueNode(value="", block=False)

    def enter_int_value(self, node: Any, *_: Any) -> IntValueNode:
        return IntValueNode(value="0")

    def enter_float_value(self, node: Any, *_: Any) -> FloatValueNode:
        return FloatValueNode(value="0")


def signature(document: DocumentNode) -> str:
    """Returns a document with every number and string in it blanked, in one line."""
    return strip_ignored_characters(print_ast(visit(document, _Blank())))
