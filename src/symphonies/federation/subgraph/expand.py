"""From a parsed document to the expanded model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from graphql import (
    DirectiveDefinitionNode,
    DirectiveNode,
    DocumentNode,
    EnumTypeDefinitionNode,
    EnumTypeExtensionNode,
    InputObjectTypeDefinitionNode,
    InputObjectTypeExtensionNode,
    InterfaceTypeDefinitionNode,
    InterfaceTypeExtensionNode,
    NamedTypeNode,
    NameNode,
    ObjectTypeDefinitionNode,
    ObjectTypeExtensionNode,
    ScalarTypeDefinitionNode,
    ScalarTypeExtensionNode,
    SchemaDefinitionNode,
    SchemaExtensionNode,
    UnionTypeDefinitionNode,
    UnionTypeExtensionNode,
    visit,
)
from graphql.language import Visitor

from symphonies.federation.supergraph.read import arguments_of

from .defaults import mend_defaults
from .fields import fields_of_keys, key_fields
from .links import Names, read_names
from .model import Applied, Element, ExpandedSubgraph, InputValue, ParsedSubgraph, SubField, SubType
from .spec import DIRECTIVES

DEFINITION_OF: dict[type, type] = {
    ObjectTypeExtensionNode: ObjectTypeDefinitionNode,
    InterfaceTypeExtensionNode: InterfaceTypeDefinitionNode,
    UnionTypeExtensionNode: UnionTypeDefinitionNode,
    EnumTypeExtensionNode: EnumTypeDefinitionNode,
    InputObjectTypeExtensionNode: InputObjectTypeDefinitionNode,
    ScalarTypeExtensionNode: ScalarTypeDefinitionNode,
}
MACHINERY_FIELDS = frozenset({"_service", "_entities"})
PARTS = ("fields", "types", "values", "interfaces", "directives")
ROOTS = {"query": "Query", "mutation": "Mutation", "subscription": "Subscription"}


def expand(parsed: ParsedSubgraph) -> ExpandedSubgraph:
    """Merges extensions, resolves links, names root types plainly."""
    names = read_names(parsed.name, parsed.document)
    document = mend_defaults(_rename_roots(parsed.document))
    merged, extensions = merge_definitions(document)
    marked = _marked_by_definition(document, names)
    types = {
        name: _type(node, names, name in extensions, marked.get(name, {}))
        for name, node in merged.items()
        if not _is_machinery(node, names)
    }
    schema = _schema_element(document, names)
    types = _share_keys({name: t for name, t in types.items() if _has_content(t)})
    return ExpandedSubgraph(
        name=parsed.name,
        url=parsed.url,
        document=DocumentNode(
            definitions=(
                *(_without_machinery(n) for n in merged.values() if not _is_machinery(n, names)),
                *(d for d in document.definitions if isinstance(d, DirectiveDefinitionNode)),
            )
        ),
        names=names,
        types=types,
        definitions={d.name.value: d for d in document.definitions if isinstance(d, DirectiveDefinitionNode)},
        composed=tuple(schema.all("composeDirective")),
        schema=schema,
        shadowed_roots=_shadowed_roots(parsed.document),
    )


def _marked_by_definition(document: DocumentNode, names: Names) -> dict[str, dict[str, set[str]]]:
    """Returns what is said of the fields of each type by the definition they are part of, by field.

    @shareable and @external on a type speak for the fields of that very definition, not of others; in
    version 1 the main definition of a value type is shareable without saying so, and all of a root type or an
    entity is.
    """
    found: dict[str, dict[str, set[str]]] = {}
    for node in document.definitions:
        if not isinstance(node, ObjectTypeDefinitionNode | ObjectTypeExtensionNode):
            continue
        marks = {d.name for d in _applied(node, names)} & {"shareable", "external"}
        if names.is_first_version and _is_shared_in_first_version(node, document):
            marks.add("shareable")
        of_type = found.setdefault(node.name.value, {})
        for field in node.fields or ():
            of_type.setdefault(field.name.value, set()).update(marks)
    return found


def _is_shared_in_first_version(node: Any, document: DocumentNode) -> bool:
    name = node.name.value
    same = [d for d in document.definitions if getattr(getattr(d, "name", None), "value", None) == name]
    if name == "Subscription":
        return False
    if name in ROOTS.values() or any(
        d.name.value == "key" for n in same for d in getattr(n, "directives", None) or ()
    ):
        return True
    return isinstance(node, ObjectTypeDefinitionNode) or not any(
        isinstance(n, ObjectTypeDefinitionNode) for n in same
    )


def _has_content(type_: SubType) -> bool:
    """Returns whether a type is more than a root type that only served the machinery."""
    return not (type_.kind == "object" and type_.name in ROOTS.values() and not type_.fields)


def _share_keys(types: Mapping[str, SubType]) -> dict[str, SubType]:
    """Marks every field inside a key as shareable: a key must be known on both sides."""
    inside = fields_of_keys(types)
    return {
        name: replace(
            type_,
            fields={
                f.name: replace(f, shareable=True) if (name, f.name) in inside else f
                for f in type_.fields.values()
            },
        )
        for name, type_ in types.items()
    }


def _is_machinery(node: Any, names: Names) -> bool:
    name = node.name.value
    if name in names.scalars.values():
        return isinstance(node, ScalarTypeDefinitionNode)  # validation names one that is no scalar
    if name.startswith(("federation__", "link__")):
        return True
    return name in {"_Entity", "_Service", "_Any", "_FieldSet"} or (
        name == "FieldSet" and names.is_first_version
    )


def _without_machinery(node: Any) -> Any:
    if isinstance(node, ObjectTypeDefinitionNode) and node.name.value == "Query":
        return _copy(node, fields=tuple(f for f in node.fields or () if f.name.value not in MACHINERY_FIELDS))
    return node


def _schema_element(document: DocumentNode, names: Names) -> Element:
    directives: list[Applied] = []
    description = None
    for node in document.definitions:
        if isinstance(node, SchemaDefinitionNode | SchemaExtensionNode):
            directives.extend(_applied(node, names))
            described = getattr(node, "description", None)
            description = described.value if described else description
    return Element("schema", description, tuple(directives), None)


# ---- documents ------------------------------------------------------------------------------------------


def merge_definitions(document: DocumentNode) -> tuple[dict[str, Any], set[str]]:
    """Merges each type's definition and extensions; returns them with the names that are only extended."""
    merged: dict[str, Any] = {}
    defined: set[str] = set()
    for node in document.definitions:
        kind = DEFINITION_OF.get(type(node))
        if kind is None and type(node) not in DEFINITION_OF.values():
            continue
        name = node.name.value  # type: ignore[attr-defined]
        if kind is None:
            defined.add(name)
        whole = node if kind is None else _as_definition(node, kind)
        merged[name] = whole if name not in merged else _join(merged[name], whole, prefer_new=kind is None)
    return merged, set(merged) - defined


def _as_definition(node: Any, kind: type) -> Any:
    return kind(**{key: getattr(node, key) for key in node.keys if key in kind.keys})  # type: ignore[attr-defined]


def _join(first: Any, second: Any, *, prefer_new: bool) -> Any:
    """Joins two definitions of one name; different kinds are left for validation to name."""
    if type(first) is not type(second):
        return first
    base = second if prefer_new else first
    parts = {
        part: (*(getattr(first, part) or ()), *(getattr(second, part) or ()))
        for part in PARTS
        if hasattr(first, part)
    }
    return _copy(base, **parts)


def _copy(node: Any, **changes: Any) -> Any:
    return type(node)(**{**{key: getattr(node, key) for key in node.keys}, **changes})


def _shadowed_roots(document: DocumentNode) -> tuple[str, ...]:
    defined = {getattr(getattr(d, "name", None), "value", "") for d in document.definitions}
    return tuple(name for name in _renamed_roots(document).values() if name in defined)


def _renamed_roots(document: DocumentNode) -> dict[str, str]:
    return {
        operation.type.name.value: ROOTS[operation.operation.value]
        for node in document.definitions
        if isinstance(node, SchemaDefinitionNode | SchemaExtensionNode)
        for operation in node.operation_types or ()
        if operation.type.name.value != ROOTS[operation.operation.value]
    }


def _rename_roots(document: DocumentNode) -> DocumentNode:
    """Gives root types their usual names."""
    renamed = _renamed_roots(document)
    if not renamed:
        return document

    class Rename(Visitor):
        def enter_named_type(self, node: NamedTypeNode, *_: Any) -> Any:
            name = renamed.get(node.name.value)
            return _copy(node, name=NameNode(value=name, loc=node.name.loc)) if name else None

    changed = visit(document, Rename())
    definitions = [
        _copy(d, name=NameNode(value=renamed[d.name.value], loc=d.name.loc))
        if getattr(d, "name", None) is not None
        and d.name.value in renamed
        and not isinstance(d, DirectiveDefinitionNode)
        else d
        for d in changed.definitions
    ]
    return DocumentNode(definitions=tuple(definitions))


# ---- elements -------------------------------------------------------------------------------------------


def _applied(node: Any, names: Names) -> list[Applied]:
    found = []
    for directive in node.directives or ():
        local = directive.name.value
        # a directive of the subgraph's own may be called like a federation directive that it did not import
        canonical = names.local.get(local) or (f"@{local}" if local in DIRECTIVES else local)
        found.append(Applied(canonical, _arguments(directive, names), directive))
    return found


def _arguments(directive: DirectiveNode, names: Names) -> dict[str, Any]:
    """Returns an application's arguments; version 1 let field sets be lists."""
    arguments = arguments_of(directive)
    fields = arguments.get("fields")
    if names.is_first_version and isinstance(fields, list) and all(isinstance(f, str) for f in fields):
        arguments["fields"] = " ".join(fields)
    return arguments


def _description(node: Any) -> str | None:
    described = getattr(node, "description", None)
    return described.value if described else None


def _type(node: Any, names: Names, is_extension: bool, marked: Mapping[str, set[str]]) -> SubType:
    kind = node.kind.removesuffix("_type_definition")
    directives = tuple(_applied(node, names))
    extends = is_extension or any(d.name == "extends" for d in directives)
    keyed = key_fields(d.arguments.get("fields") for d in directives if d.name == "key")
    fields: dict[str, SubField] = {}
    if kind in {"object", "interface"}:
        fields = {
            f.name.value: _field(f, names, kind, marked.get(f.name.value, set()), keyed, extends)
            for f in node.fields or ()
            if f.name.value not in MACHINERY_FIELDS
        }
    return SubType(
        name=node.name.value,
        description=_description(node),
        directives=directives,
        node=node,
        kind=kind,
        fields=fields,
        inputs=_input_values(node.fields, names) if kind == "input_object" else {},
        values=_values(node, names) if kind == "enum" else {},
        interfaces=_unique(i.name.value for i in getattr(node, "interfaces", None) or ()),
        members=_unique(t.name.value for t in getattr(node, "types", None) or ()),
        is_extension=extends,
        has_definition=not is_extension,
    )


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _values(node: EnumTypeDefinitionNode, names: Names) -> dict[str, Element]:
    return {
        v.name.value: Element(v.name.value, _description(v), tuple(_applied(v, names)), v)
        for v in node.values or ()
    }


def _field(
    node: Any, names: Names, kind: str, on_type: set[str], keyed: frozenset[str], extends: bool
) -> SubField:
    directives = tuple(_applied(node, names))
    applied = {d.name for d in directives}
    name = node.name.value
    external = "external" in applied or "external" in on_type
    if external and name in keyed and (extends or "external" not in applied):
        external = False  # an extension repeats the key of the type it extends, and does know it
    is_shareable = kind == "interface" or "shareable" in applied or "shareable" in on_type or name in keyed
    return SubField(
        name, _description(node), directives, node, node.type, _input_values(node.arguments, names), external,
        is_shareable,
    )  # fmt: skip


def _input_values(nodes: Iterable[Any] | None, names: Names) -> Mapping[str, InputValue]:
    return {
        n.name.value: InputValue(
            n.name.value, _description(n), tuple(_applied(n, names)), n, n.type, n.default_value
        )
        for n in nodes or ()
    }
