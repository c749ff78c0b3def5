"""What a caller may not see stays unseen, wherever it is fetched and however it is sent."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from symphonies.federation import (
    Exchange,
    Gateway,
    GraphQLRequest,
    GraphQLResponse,
    Hooks,
    Identity,
    SchemaClient,
)
from symphonies.federation.incremental import BY_ID, BY_PATH
from tests.unit.federation.parts import received
from tests.unit.federation.shop import CUSTOMERS, SDL, ask, schemas, supergraph
from tests.unit.federation.test_subscriptions import NEWS, Source, change, gateway, next_of


def guarded(sdl: str) -> str:
    """Returns the customers' subgraph with a key that only signed-in callers may see."""
    signed_in = sdl.replace("v2.3", "v2.5").replace('"@extends"', '"@extends", "@authenticated"')
    return signed_in.replace("id: ID! name: String! region", "id: ID @authenticated name: String region")


WORLD = {
    "customers": guarded(CUSTOMERS),
    "invoices": SDL["invoices"].replace('(fields: "id") { id: ID!', '(fields: "id") { id: ID'),
    "risk": SDL["risk"]
    .replace("id: ID!\n", "id: ID\n")
    .replace("name: String! @external", "name: String @external"),
}
NOT_ALLOWED = "UNAUTHORIZED_FIELD_OR_TYPE"


def shop(subject: str | None) -> Gateway:
    """Returns a gateway that takes everybody for one caller."""

    async def known(exchange: Exchange, proceed: Any) -> GraphQLResponse:
        exchange.identity = Identity(subject)
        return await proceed()

    clients = {name: SchemaClient(schema) for name, schema in schemas().items()}
    return Gateway(supergraph(WORLD), clients, hooks=Hooks(request=(known,)))


async def test_a_key_is_fetched_and_not_shown() -> None:
    query = "{ riskiest { id name } }"
    stranger = await ask(shop(None), query)
    assert stranger["data"] == {"riskiest": {"id": None, "name": "Ada"}}
    assert stranger["errors"][0]["extensions"]["code"] == NOT_ALLOWED
    assert await ask(shop("ada"), query) == {"data": {"riskiest": {"id": "1", "name": "Ada"}}}


@pytest.mark.parametrize("form", [BY_PATH, BY_ID])
async def test_a_deferred_fragment_shows_no_more_than_the_whole(form: str) -> None:
    query = "{ riskiest { score ... @defer { id name } } }"
    first, later = await received(shop(None), query, form)
    assert first["errors"][0]["extensions"]["code"] == NOT_ALLOWED
    assert later["incremental"][0]["data"] == {"id": None, "name": "Ada"}
    _, later = await received(shop("ada"), query, form)
    assert later["incremental"][0]["data"] == {"id": "1", "name": "Ada"}


async def test_an_event_shows_no_more_than_a_query() -> None:
    source = Source()
    _, clients = gateway(source)
    news = NEWS.replace('(fields: "id") { id: ID!', '(fields: "id") { id: ID')
    guard = Gateway(supergraph({"customers": guarded(CUSTOMERS), "news": news}), clients)
    answers = guard.stream(GraphQLRequest("subscription { renamed { id name } }"))
    reading = asyncio.create_task(next_of(answers))
    await source.tell(change("1", 1))
    event = await reading
    assert event["data"] == {"renamed": {"id": None, "name": "Ada"}}
    assert event["errors"][0]["extensions"]["code"] == NOT_ALLOWED
    await answers.aclose()


async def test_what_may_not_be_subscribed_to_is_refused() -> None:
    source = Source()
    _, clients = gateway(source)
    news = NEWS.replace("v2.3", "v2.5").replace('"@extends"', '"@extends", "@authenticated"')
    news = news.replace("renamed(of: ID): Customer!", "renamed(of: ID): Customer! @authenticated")
    guard = Gateway(supergraph({"customers": CUSTOMERS, "news": news}), clients)
    (answer,) = [a async for a in guard.stream(GraphQLRequest("subscription { renamed { id } }"))]
    assert (answer.status, answer.errors[0]["extensions"]["code"]) == (403, NOT_ALLOWED)
    assert source.opened == 0
