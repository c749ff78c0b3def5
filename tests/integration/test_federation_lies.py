"""Subgraphs that answer anything at all: the gateway answers what the schema allows, and says where it did not."""

from __future__ import annotations

from random import Random

from symphonies.federation import Gateway, GraphQLRequest
from tests.integration.worlds.build import Built, build
from tests.integration.worlds.compare import is_valid
from tests.integration.worlds.draw import draw_world
from tests.integration.worlds.lies import Judge, Liar
from tests.integration.worlds.operations import draw_operation

WORLDS, OPERATIONS = 20, 25


async def test_whatever_subgraphs_answer_the_gateway_answers_by_the_schema() -> None:
    asked = refused = 0
    for seed in range(WORLDS):
        rng = Random(seed)
        built = build(draw_world(rng))
        if not isinstance(built, Built):
            continue
        liars = {name: Liar(client, rng, rng.choice((0.03, 0.2))) for name, client in built.clients.items()}
        gateway = Gateway(built.supergraph, liars)
        for _ in range(OPERATIONS):
            operation = draw_operation(built.monolith, rng)
            if not is_valid(built, operation):
                continue
            answer = await gateway.execute(GraphQLRequest(operation.text, operation.variables))
            assert list(Judge(built.monolith, operation.text).faults(answer.data)) == [], operation.text
            assert all(isinstance(error["message"], str) for error in answer.errors)
            codes = {error["extensions"]["code"] for error in answer.errors}
            asked += 1
            refused += "INVALID_SUBGRAPH_VALUE" in codes
    assert asked > 200
    assert refused > 60
