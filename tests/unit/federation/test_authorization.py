"""Authorisation directives: what is left out, what is told, what never reaches a subgraph."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import parse

from symphonies.federation import Exchange, Gateway, GraphQLRequest, Hooks, Identity
from symphonies.federation.authorization import Rule, decide_policies
from symphonies.federation.authorization.rules import Rules
from tests.unit.federation.bank import bank, clients, signed_in, supergraph

ADA = Identity("ada")
CODE = "UNAUTHORIZED_FIELD_OR_TYPE"


async def answer(gateway: Gateway, query: str, **variables: Any) -> dict[str, Any]:
    return (await gateway.execute(GraphQLRequest(query, variables))).as_dict()


def paths(found: dict[str, Any], code: str = CODE) -> list[list[str]]:
    return [e["path"] for e in found.get("errors", []) if e["extensions"]["code"] == code]


async def test_a_stranger_gets_null_and_is_told() -> None:
    gateway, watched = bank()
    found = await answer(gateway, "{ me { name tax } }")
    assert found["data"] == {"me": {"name": "Ada", "tax": None}}
    assert paths(found) == [["me", "tax"]]
    assert "tax" not in watched["accounts"].asked[0]


async def test_who_is_signed_in_sees_it() -> None:
    gateway, _ = bank(ADA)
    assert await answer(gateway, "{ me { tax } }") == {"data": {"me": {"tax": "t"}}}


async def test_a_non_null_field_takes_its_parent_along() -> None:
    gateway, _ = bank(ADA)
    found = await answer(gateway, "{ me { name salary } }")
    assert found["data"] == {"me": None}
    assert paths(found) == [["me", "salary"]]
    assert len(found["errors"]) == 1


@pytest.mark.parametrize(
    ("scopes", "sees"),
    [({"read:pay"}, False), ({"read:pay", "hr"}, True), ({"admin"}, True), ({"hr"}, False), (set(), False)],
)
async def test_scopes_are_alternatives_of_sets(scopes: set[str], sees: bool) -> None:
    gateway, _ = bank(Identity("ada", frozenset(scopes)))
    found = await answer(gateway, "{ me { salary } }")
    assert (found["data"]["me"] == {"salary": 9}) is sees


@pytest.mark.parametrize(
    ("holding", "sees"), [({"support"}, True), ({"audit"}, False), ({"audit", "night"}, True)]
)
async def test_policies_are_decided_by_a_function(holding: set[str], sees: bool) -> None:
    asked: list[frozenset[str]] = []

    async def decide(_: Exchange, known: frozenset[str]) -> set[str]:
        asked.append(known)
        return holding | {"unheard of"}

    known = Rules(parse(supergraph())).policies
    gateway, _ = bank(hooks=Hooks(request=(decide_policies(known, decide),)))
    found = await answer(gateway, "{ me { notes } }")
    assert asked == [frozenset({"support", "audit", "night"})]
    assert (found["data"]["me"] == {"notes": ["n"]}) is sees


async def test_a_guarded_type_guards_the_fields_that_return_it() -> None:
    gateway, watched = bank()
    found = await answer(gateway, "{ vault { gold } me { name } }")
    assert found["data"] == {"vault": None, "me": {"name": "Ada"}}
    assert ["vault"] in paths(found)
    assert "vault" not in watched["accounts"].asked[0]


async def test_a_type_behind_an_interface_is_guarded_by_itself() -> None:
    query = "{ assets { id ... on House { worth } ... on Safe { worth } } }"
    gateway, watched = bank()
    found = await answer(gateway, query)
    assert found["data"] == {"assets": [{"id": "h", "worth": 5}, {"id": "s", "worth": None}]}
    assert paths(found) == [["assets", "worth"]]
    assert "...on House{worth}" in watched["accounts"].asked[0]
    gateway, _ = bank(ADA)
    assert (await answer(gateway, query))["data"]["assets"][1] == {"id": "s", "worth": 6}


async def test_composition_guards_an_interface_like_its_strictest_type() -> None:
    gateway, _ = bank()
    assert (await answer(gateway, "{ assets { id worth } }"))["data"]["assets"][0] == {
        "id": "h",
        "worth": None,
    }


async def test_an_interface_that_guards_nothing_itself_is_split_by_type() -> None:
    free = supergraph().replace(
        "{\n  id: ID!\n  worth: Int @authenticated\n}", "{\n  id: ID!\n  worth: Int\n}", 1
    )
    assert free != supergraph()
    watched = clients()
    found = await answer(Gateway(free, watched), "{ assets { id worth } }")
    assert found["data"] == {"assets": [{"id": "h", "worth": 5}, {"id": "s", "worth": None}]}
    assert "Safe{worth" not in watched["accounts"].asked[0]


async def test_fragments_and_aliases_hide_nothing_from_the_guard() -> None:
    gateway, watched = bank()
    query = (
        "{ me { ...F x: tax ... { y: tax } } assets { ... on Safe { code } } } fragment F on Owner { z: tax }"
    )
    found = await answer(gateway, query)
    assert found["data"]["me"] == {"z": None, "x": None, "y": None}
    assert sorted(paths(found)) == [["assets", "code"], ["me", "x"], ["me", "y"], ["me", "z"]]
    assert "tax" not in watched["accounts"].asked[0]
    assert "code" not in watched["accounts"].asked[0]


async def test_a_guarded_mutation_is_never_sent() -> None:
    gateway, watched = bank(ADA)
    found = await answer(gateway, "mutation { pay(amount: 5) greet }")
    assert found["data"] == {"pay": None, "greet": "hi"}
    assert all("pay" not in document for document in watched["accounts"].asked)
    gateway, watched = bank(Identity("ada", frozenset({"pay"})))
    assert (await answer(gateway, "mutation { pay(amount: 5) }"))["data"] == {"pay": 5}


async def test_nothing_allowed_asks_no_subgraph() -> None:
    gateway, watched = bank()
    found = await answer(gateway, "query ($n: Int!) { vault { gold } } ".replace("($n: Int!) ", ""))
    assert found["data"] == {"vault": None}
    assert watched["accounts"].asked == []


async def test_reject_mode_runs_nothing() -> None:
    gateway, watched = bank(ADA, authorization="reject")
    refused = await gateway.execute(GraphQLRequest("{ me { name salary } }"))
    assert (refused.status, refused.has_data) == (403, False)
    assert paths(refused.as_dict()) == [["me", "salary"]]
    assert watched["accounts"].asked == []
    gateway, _ = bank(authorization="reject")
    stranger = await gateway.execute(GraphQLRequest("{ me { tax } }"))
    assert stranger.status == 401
    assert paths(stranger.as_dict(), "UNAUTHENTICATED") == [["me", "tax"]]
    assert (await gateway.execute(GraphQLRequest("{ me { name } }"))).status == 200


async def test_plans_of_one_caller_are_never_those_of_another() -> None:
    whole, watched = supergraph(), clients()
    current: list[Identity | None] = [ADA]

    async def hook(exchange: Exchange, proceed: Any) -> Any:
        if current[0] is not None:
            exchange.identity = current[0]
        return await proceed()

    gateway = Gateway(whole, watched, hooks=Hooks(request=(hook,)))
    assert (await answer(gateway, "{ me { tax } }"))["data"] == {"me": {"tax": "t"}}
    current[0] = None
    assert (await answer(gateway, "{ me { tax } }"))["data"] == {"me": {"tax": None}}
    current[0] = Identity("grace")
    assert (await answer(gateway, "{ me { tax } }"))["data"] == {"me": {"tax": "t"}}
    assert len(watched["accounts"].asked) == 3


async def test_introspection_needs_nobody() -> None:
    gateway, _ = bank()
    found = await answer(gateway, '{ __type(name: "Owner") { name } __typename }')
    assert found == {"data": {"__type": {"name": "Owner"}, "__typename": "Query"}}


async def test_deferred_fragments_are_guarded_too() -> None:
    gateway, watched = bank()
    parts = [part async for part in gateway.stream(GraphQLRequest("{ me { name ... @defer { tax } } }"))]
    assert all("tax" not in document for document in watched["accounts"].asked)
    assert "'t'" not in repr(parts)


def test_renamed_directives_are_found() -> None:
    document = parse(
        """
        schema @link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "signedIn", for: SECURITY)
        { query: Query }
        type Query { a: Int @signedIn b: Int @authenticated }
        """
    )
    rules = Rules(document)
    assert list(rules.of_field("Query", "a", "Int")) == [Rule(authenticated=True)]
    assert list(rules.of_field("Query", "b", "Int")) == []


def test_nothing_guarded_means_no_work() -> None:
    assert not Rules(parse("type Query { a: Int }"))
    assert signed_in(None).request
