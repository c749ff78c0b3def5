"""What is refused before it is planned."""

from __future__ import annotations

import pytest

from symphonies.federation import Gateway, GatewayOptions, GraphQLRequest, Limits, PersistedDocuments, hash_of
from tests.unit.federation.shop import shop, supergraph

NEWEST = "{ newest { number } }"


async def refused(gateway: Gateway, query: str | None, **parts: object) -> str:
    """Returns the code a request is refused with."""
    response = await gateway.execute(GraphQLRequest(query, **parts))  # type: ignore[arg-type]
    assert not response.has_data
    assert "data" not in response.as_dict()
    return response.errors[0]["extensions"]["code"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ newest { number ", "GRAPHQL_PARSE_FAILED"),
        ("{ nonsense }", "GRAPHQL_VALIDATION_FAILED"),
        (
            "{ newest " + "{ customer { invoices " * 30 + "{ number }" + "} }" * 30 + "}",
            "DEPTH_LIMIT_EXCEEDED",
        ),
        ("{" + " newest { number }" * 1000 + "}", "TOKEN_LIMIT_EXCEEDED"),
        ("{" + "".join(f" a{i}: newest {{ number }}" for i in range(40)) + "}", "ALIAS_LIMIT_EXCEEDED"),
        ("{" + " newest { number }" * 25 + "}", "ROOT_FIELD_LIMIT_EXCEEDED"),
        ("{ newest { ...F } } fragment F on Invoice { ...F }", "GRAPHQL_VALIDATION_FAILED"),
        ("query A { newest { number } } query B { newest { number } }", "OPERATION_RESOLUTION_FAILURE"),
        ("fragment F on Invoice { number }", "OPERATION_RESOLUTION_FAILURE"),
        ("query ($n: Int!) { invoices(first: $n) { number } }", "BAD_USER_INPUT"),
        (None, "BAD_REQUEST"),
    ],
)
async def test_refused_with_a_code(query: str | None, code: str) -> None:
    gateway, _ = shop(GatewayOptions(limits=Limits(tokens=3000, depth=20, aliases=30, root_fields=20)))
    assert await refused(gateway, query) == code


async def test_deep_nesting_does_not_break_the_parser() -> None:
    gateway, _ = shop(GatewayOptions(limits=Limits(tokens=10**6)))
    assert (
        await refused(gateway, "{ newest(x: " + "[" * 10_000 + "]" * 10_000 + ") }") == "GRAPHQL_PARSE_FAILED"
    )
    assert await refused(gateway, "{ newest { x " * 40 + "}" * 80) == "DEPTH_LIMIT_EXCEEDED"
    assert (
        await refused(gateway, "{ newest " + "{ ... on Invoice " * 110 + "{ x }" + "}" * 111)
        == "DEPTH_LIMIT_EXCEEDED"
    )


async def test_fragments_count_as_often_as_they_are_spread() -> None:
    spread = " ".join(["...A"] * 10)
    bomb = "{ newest { ...C } }" + " ".join(
        f"fragment {name} on Invoice {{ {' '.join([inner] * 10)} }}"
        for name, inner in (("A", "x: number"), ("B", "...A"), ("C", "...B"))
    )
    assert spread
    gateway, _ = shop(GatewayOptions(limits=Limits(aliases=500)))
    assert await refused(gateway, bomb) == "ALIAS_LIMIT_EXCEEDED"


async def test_introspection_can_be_switched_off() -> None:
    gateway, _ = shop(GatewayOptions(introspection=False))
    assert await refused(gateway, "{ __schema { types { name } } }") == "INTROSPECTION_DISABLED"
    assert (await gateway.execute(GraphQLRequest("{ __typename }"))).data == {"__typename": "Query"}


async def test_suggestions_can_be_switched_off() -> None:
    open_, _ = shop(GatewayOptions(suggestions="everybody"))
    closed, _ = shop(GatewayOptions(suggestions="nobody"))
    query = GraphQLRequest("{ newes { number } }")
    assert "newest" in str((await open_.execute(query)).errors)
    assert "newest" not in str((await closed.execute(query)).errors)


def gateway_with(documents: PersistedDocuments) -> Gateway:
    return Gateway(supergraph(), {}, documents=documents)


def test_only_trusted_documents() -> None:
    documents = PersistedDocuments([NEWEST], only_trusted=True)
    by_hash = GraphQLRequest(
        None, extensions={"persistedQuery": {"version": 1, "sha256Hash": hash_of(NEWEST)}}
    )
    assert documents.text_of(by_hash) == NEWEST
    assert documents.text_of(GraphQLRequest(NEWEST)) == NEWEST


async def test_other_documents_are_refused() -> None:
    gateway = gateway_with(PersistedDocuments([NEWEST], only_trusted=True))
    assert await refused(gateway, "{ newest { amount } }") == "DOCUMENT_NOT_TRUSTED"


async def test_persisted_queries_are_learnt() -> None:
    documents = PersistedDocuments()
    gateway = gateway_with(documents)
    extensions = {"persistedQuery": {"version": 1, "sha256Hash": hash_of(NEWEST)}}
    assert await refused(gateway, None, extensions=extensions) == "PERSISTED_QUERY_NOT_FOUND"
    assert documents.text_of(GraphQLRequest(NEWEST, extensions=extensions)) == NEWEST
    assert documents.text_of(GraphQLRequest(None, extensions=extensions)) == NEWEST
    wrong = {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}
    assert await refused(gateway, NEWEST, extensions=wrong) == "PERSISTED_QUERY_MISMATCH"


def test_remembered_documents_are_bounded() -> None:
    documents = PersistedDocuments(remember=2)
    texts = ["{ a }", "{ b }", "{ c }"]
    for text in texts:
        documents.text_of(
            GraphQLRequest(text, extensions={"persistedQuery": {"version": 1, "sha256Hash": hash_of(text)}})
        )
    assert len(documents) == 2
