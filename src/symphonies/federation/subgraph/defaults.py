"""Default values of enum types that are written as strings, as many tools print them, read as enum values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphql import (
    DocumentNode,
    EnumTypeDefinitionNode,
    EnumTypeExtensionNode,
    EnumValueNode,
    InputValueDefinitionNode,
    ListValueNode,
    StringValueNode,
    ValueNode,
    visit,
)
from graphql.language import Visitor

from .fields import named


def mend_defaults(document: DocumentNode) -> DocumentNode:
    """Returns the document with every string that is the default of an enum made the enum value."""
    enums: dict[str, set[str]] = {}
    for node in document.definitions:
        if isinstance(node, EnumTypeDefinitionNode | EnumTypeExtensionNode):
            enums.setdefault(node.name.value, set()).update(v.name.value for v in node.values or ())
    return visit(document, _Mend(enums)) if enums else document


class _Mend(Visitor):
    def __init__(self, enums: Mapping[str, set[str]]) -> None:
        super().__init__()
        self._enums = enums

    def enter_input_value_definition(self, node: InputValueDefinitionNode, *_: Any) -> Any:
        values = self._enums.get(named(node.type))
        if values is None or node.default_value is None:
            return None
        mended = _mended(node.default_value, values)
        if mended is node.default_value:
            return None
        parts: dict[str, Any] = {key: getattr(node, key) for key in node.keys}
        parts["default_value"] = mended
        return InputValueDefinitionNode(**parts)


def _mended(value: ValueNode, values: set[str]) -> ValueNode:
    if isinstance(value, StringValueNode) and value.value in values:
        return EnumValueNode(value=value.value, loc=value.loc)
    if isinstance(value, ListValueNode):
        return ListValueNode(values=tuple(_mended(v, values) for v in value.values), loc=value.loc)
    return value
