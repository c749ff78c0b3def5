"""Printing a supergraph document: link v1.0, and join as of the newest federation version used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from symphonies.federation.subgraph.spec import DIRECTIVES, Version

from .merged import MergedDirective, MergedField, MergedInput, MergedType, MergedValue
from .scene import Scene, quoted

JOIN_FIELD_V3 = (
    "directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet, "
    "type: String, "
    "external: Boolean, override: String, usedOverridden: Boolean) repeatable on FIELD_DEFINITION | "
    "INPUT_FIELD_DEFINITION"
)
JOIN_FIELD_V4 = JOIN_FIELD_V3.replace(
    "usedOverridden: Boolean", "usedOverridden: Boolean, overrideLabel: String"
)
JOIN_FIELD_V5 = JOIN_FIELD_V4.replace(
    "overrideLabel: String", "overrideLabel: String, contextArguments: [join__ContextArgument!]"
)
JOIN_EXTRAS_V4 = """\
directive @join__directive(graphs: [join__Graph!], name: String!, args: join__DirectiveArguments) repeatable \
on SCHEMA | OBJECT | INTERFACE | FIELD_DEFINITION

scalar join__DirectiveArguments"""
JOIN_EXTRAS_V5 = f"""\
{JOIN_EXTRAS_V4}

scalar join__FieldValue

input join__ContextArgument {{
  name: String!
  type: String!
  context: String!
  selection: join__FieldValue!
}}"""
MACHINERY = """\
directive @join__enumValue(graph: join__Graph!) repeatable on ENUM_VALUE

{join_field}

directive @join__graph(name: String!, url: String!) on ENUM_VALUE

directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE

directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false, \
resolvable: Boolean! = true, isInterfaceObject: Boolean! = false) repeatable on OBJECT | INTERFACE | UNION | \
ENUM | INPUT_OBJECT | SCALAR

directive @join__unionMember(graph: join__Graph!, member: String!) repeatable on UNION

directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA

scalar join__FieldSet

scalar link__Import

enum link__Purpose {{
  "`SECURITY` features provide metadata necessary to securely resolve fields."
  SECURITY

  "`EXECUTION` features provide metadata necessary for operation execution."
  EXECUTION
}}"""
LINKS = {
    "tag": 'https://specs.apollo.dev/tag/v0.3"',
    "inaccessible": 'https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY',
    "authenticated": 'https://specs.apollo.dev/authenticated/v0.1", for: SECURITY',
    "requiresScopes": 'https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY',
    "policy": 'https://specs.apollo.dev/policy/v0.1", for: SECURITY',
    "cost": 'https://specs.apollo.dev/cost/v0.1"',
    "context": 'https://specs.apollo.dev/context/v0.1", for: SECURITY',
    "listSize": 'https://specs.apollo.dev/cost/v0.1", import: ["@listSize"]',
}
SCALARS = {"requiresScopes": ("Scope", "requiresScopes__Scope"), "policy": ("Policy", "policy__Policy")}
CONTEXT_EXTRAS = (
    "directive @context__fromContext(field: context__ContextFieldValue) on ARGUMENT_DEFINITION",
    "scalar context__ContextFieldValue",
)
KEYWORDS = {"object": "type", "input_object": "input"}


def print_supergraph(
    scene: Scene,
    types: Mapping[str, MergedType],
    directives: Sequence[MergedDirective],
    links: Sequence[str],
) -> str:
    """Returns the supergraph document."""
    newest = max(s.names.version for s in scene.subgraphs)
    version, join_field, extras = _join(newest)
    used = [name for name in LINKS if name in scene.used_directives]
    parts = [_schema(types, used, version, links)]
    parts.append(MACHINERY.format(join_field=join_field))
    parts.extend(extras)
    parts.append(_graphs(scene))
    for name in used:
        parts.extend(_merged_definition(name))
    parts.extend(_directive(d) for d in directives)
    parts.extend(_type(types[name]) for name in sorted(types))
    return "\n\n".join(parts) + "\n"


def _join(newest: Version) -> tuple[str, str, list[str]]:
    """Returns version, definition of @join__field and further definitions of the join specification."""
    if newest < (2, 7):
        return "v0.3", JOIN_FIELD_V3, []
    if newest < (2, 8):
        return "v0.4", JOIN_FIELD_V4, [JOIN_EXTRAS_V4]
    return "v0.5", JOIN_FIELD_V5, [JOIN_EXTRAS_V5]


def _schema(types: Mapping[str, MergedType], used: Sequence[str], version: str, links: Sequence[str]) -> str:
    lines = ["schema", '  @link(url: "https://specs.apollo.dev/link/v1.0")']
    lines.append(f'  @link(url: "https://specs.apollo.dev/join/{version}", for: EXECUTION)')
    shown = [name for name in used if not (name == "cost" and "listSize" in used)]
    lines += [f'  @link(url: "{_link(name, used)})' for name in shown]
    lines += [f"  {link}" for link in links]
    roots = [f"  {n.lower()}: {n}" for n in ("Query", "Mutation", "Subscription") if n in types]
    return "\n".join([*lines, "{", *roots, "}"])


def _link(name: str, used: Sequence[str]) -> str:
    if name == "listSize" and "cost" in used:
        return LINKS["cost"] + ', import: ["@listSize"]'
    return LINKS[name]


def _graphs(scene: Scene) -> str:
    lines = [
        f"  {scene.graph(s)} @join__graph(name: {quoted(s.name)}, url: {quoted(s.url)})"
        for s in scene.subgraphs
    ]
    return "\n".join(["enum join__Graph {", *lines, "}"])


def _merged_definition(name: str) -> list[str]:
    spec = DIRECTIVES[name]
    arguments, parts = spec.arguments, []
    if name in SCALARS:
        local, qualified = SCALARS[name]
        arguments = arguments.replace(local, qualified)
        parts.append(f"scalar {qualified}")
    shown = f"({arguments})" if arguments else ""
    repeatable = " repeatable" if spec.repeatable else ""
    parts.append(f"directive @{name}{shown}{repeatable} on {spec.locations}")
    if name == "context":
        parts += CONTEXT_EXTRAS
    return parts


def _directive(definition: MergedDirective) -> str:
    arguments = ", ".join(_input(a) for a in definition.arguments)
    shown = f"({arguments})" if arguments else ""
    repeatable = " repeatable" if definition.repeatable else ""
    text = f"directive @{definition.name}{shown}{repeatable} on {' | '.join(definition.locations)}"
    return _described(definition.description, "") + text


def _type(type_: MergedType) -> str:
    head = f"{KEYWORDS.get(type_.kind, type_.kind)} {type_.name}"
    if type_.interfaces:
        head += " implements " + " & ".join(type_.interfaces)
    lines = [_described(type_.description, "") + head, *(f"  {d}" for d in (*type_.joins, *type_.directives))]
    if type_.kind == "union":
        return "\n".join(lines) + "\n  = " + " | ".join(type_.members)
    body = [
        *(_field(f) for f in type_.fields.values()),
        *(_described(i.description, "  ") + "  " + _input(i) for i in type_.inputs.values()),
        *(_value(v) for v in type_.values.values()),
    ]
    return "\n".join([*lines, "{", *body, "}"]) if body else "\n".join(lines)


def _field(field: MergedField) -> str:
    arguments = ""
    if any(a.description for a in field.arguments):
        inner = "\n".join(_described(a.description, "    ") + "    " + _input(a) for a in field.arguments)
        arguments = f"(\n{inner}\n  )"
    elif field.arguments:
        arguments = "(" + ", ".join(_input(a) for a in field.arguments) + ")"
    marks = _marks(field.joins, field.directives)
    return f"{_described(field.description, '  ')}  {field.name}{arguments}: {field.type}{marks}"


def _input(value: MergedInput) -> str:
    default = f" = {value.default}" if value.default is not None else ""
    return f"{value.name}: {value.type}{default}{_marks(value.joins, value.directives)}"


def _value(value: MergedValue) -> str:
    return f"{_described(value.description, '  ')}  {value.name}{_marks(value.joins, value.directives)}"


def _marks(*groups: Iterable[str]) -> str:
    return "".join(f" {mark}" for group in groups for mark in group)


def _described(description: str | None, pad: str) -> str:
    if not description:
        return ""
    if "\n" not in description and '"' not in description and "\\" not in description:
        return f'{pad}"{description}"\n'
    lines = description.replace('"""', '\\"""').split("\n")
    return "\n".join([f'{pad}"""', *(f"{pad}{line}" if line else "" for line in lines), f'{pad}"""']) + "\n"
