"""Requests that mean harm: each is small to send and, unguarded, dear to answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from symphonies.federation import SubgraphSchema, compose

HARMLESS = b'{"query":"{ node { name } }"}'


@dataclass(frozen=True)
class Hostile:
    """A request and how it is refused.

    Attributes:
        name: what it attacks with.
        body: what is posted.
        code: the code of the first error.
        status: the HTTP status under ``application/graphql-response+json``.
    """

    name: str
    body: bytes
    code: str
    status: int


def _asked(query: str, **more: Any) -> bytes:
    return orjson.dumps({"query": query, **more})


def _doubling(levels: int, *, field: str) -> str:
    """Returns fragments that each spread the one below twice."""
    parts = [f"fragment F0 on Node {{ {field} }}"]
    for level in range(1, levels):
        below = f"...F{level - 1}"
        parts.append(f"fragment F{level} on Node {{ a: next {{ {below} }} b: next {{ {below} }} }}")
    return f"{{ node {{ ...F{levels - 1} }} }} " + " ".join(parts)


def _same_doubled(levels: int) -> str:
    parts = ["fragment F0 on Node { name }"]
    parts += [
        f"fragment F{n} on Node {{ ...F{n - 1} ... on Node {{ ...F{n - 1} }} }}" for n in range(1, levels)
    ]
    return f"{{ node {{ ...F{levels - 1} }} }} " + " ".join(parts)


def hostile_requests() -> list[Hostile]:
    """Returns the set."""
    deep = 10_000
    circle = " ".join(f"fragment C{n} on Node {{ name ...C{(n + 1) % 3} }}" for n in range(3))
    long_circle = " ".join(f"fragment C{n} on Node {{ name ...C{(n + 1) % 300} }}" for n in range(300))
    types = "{ __schema { types { " + "fields { type { " * 60 + "name" + " } }" * 60 + " } } }"
    aliases = " ".join(f"a{n}: name" for n in range(3000))
    declared = " ".join(f"$v{n}: Int" for n in range(2000))
    filtered = "query ($filter: Filter) { find(filter: $filter) { name } }"
    nested = b"[" * deep + b"]" * deep
    levels = "{ node " + "{ next " * 4000 + "{ name }" + " }" * 4000 + "}"
    rows: list[tuple[str, bytes, str, int]] = [
        ("10^5 tokens", _asked("{ node { " + "name " * 100_000 + "} }"), "TOKEN_LIMIT_EXCEEDED", 400),
        ("3,000 aliases", _asked(f"{{ node {{ {aliases} }} }}"), "ALIAS_LIMIT_EXCEEDED", 400),
        (
            "10^4 nested lists in the document",
            _asked("{ find(deep: " + nested.decode() + ") { name } }"),
            "TOKEN_LIMIT_EXCEEDED",
            400,
        ),
        (
            "7,000 nested lists in the document",
            _asked("{ find(deep: " + "[" * 7000 + "]" * 7000 + ") { name } }"),
            "GRAPHQL_PARSE_FAILED",
            400,
        ),
        (
            "10^4 nested lists in the variables",
            b'{"query":"query ($d: Any) { find(deep: $d) { name } }","variables":{"d":' + nested + b"}}",
            "JSON_INVALID",
            400,
        ),
        ("a circle of fragments", _asked("{ node { ...C0 } } " + circle), "GRAPHQL_VALIDATION_FAILED", 422),
        ("a circle of 300", _asked("{ node { ...C0 } } " + long_circle), "DEPTH_LIMIT_EXCEEDED", 400),
        ("fields doubled 2^40 times", _asked(_doubling(40, field="name")), "ALIAS_LIMIT_EXCEEDED", 400),
        ("fragments doubled 2^30 times", _asked(_same_doubled(30)), "FIELD_LIMIT_EXCEEDED", 400),
        ("4,000 levels", _asked(levels), "GRAPHQL_PARSE_FAILED", 400),
        ("introspection 120 levels deep", _asked(types), "DEPTH_LIMIT_EXCEEDED", 400),
        (
            "2,000 directives on a field",
            _asked("{ node { name " + "@include(if: true) " * 2000 + "} }"),
            "DIRECTIVE_LIMIT_EXCEEDED",
            400,
        ),
        (
            "2,000 variables",
            _asked(f"query ({declared}) {{ node {{ name }} }}"),
            "VARIABLE_LIMIT_EXCEEDED",
            400,
        ),
        (
            "200,000 values",
            _asked(filtered, variables={"filter": {"tags": ["x"] * 200_000}}),
            "VALUE_LIMIT_EXCEEDED",
            400,
        ),
        ("a batch of 1,000", b"[" + b",".join([HARMLESS] * 1000) + b"]", "BATCH_NOT_SERVED", 422),
        (
            "a body of 2 MB",
            _asked("{ node { name } }", variables={"x": "y" * 2_000_000}),
            "BODY_TOO_LARGE",
            413,
        ),
        ("a plan that explodes", _asked(exploding_query(7)), "FIELD_LIMIT_EXCEEDED", 400),
    ]
    return [Hostile(*row) for row in rows]


# ---- a supergraph whose plans explode ---------------------------------------------------------------------

GRAPHS = 8
LINK = (
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])\n'
)


def hostile_supergraph(url: str = "http://nowhere.example") -> str:
    """Returns a supergraph of subgraphs that know the same objects by different keys: every field can be had
    in many ways, each with keys that can be had in many ways."""
    documents = []
    for number in range(GRAPHS):
        following = (number + 1) % GRAPHS
        keys = "".join(f' @key(fields: "k{n}")' for n in (number, following))
        fields = " ".join(f"k{n}: ID! @shareable" for n in (number, following))
        documents.append(
            LINK
            + ("type Query { node: Node find(filter: Filter, deep: Any): Node }\n" if not number else "")
            + "scalar Any\ninput Filter { tags: [String!] }\n"
            + f"type Node{keys} {{ {fields} own{number}: String next: Node @shareable"
            + (" name: String" if not number else "")
            + " }\n"
        )
    result = compose(SubgraphSchema(f"g{n}", f"{url}/g{n}", sdl) for n, sdl in enumerate(documents))
    assert result.supergraph_sdl is not None, result.errors
    return result.supergraph_sdl


def exploding_query(depth: int) -> str:
    """Returns a query that asks at every level for what only the other subgraphs know."""
    body = " ".join(f"own{n}" for n in range(GRAPHS))
    for level in range(depth):
        body = f"x{level}: next {{ {body} }} y{level}: next {{ {body} }} " + " ".join(
            f"own{n}" for n in range(GRAPHS)
        )
    return "{ node { " + body + " } }"
