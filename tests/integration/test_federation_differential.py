"""Random federated worlds: subgraphs behind the gateway answer exactly like the same resolvers as one schema."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.integration.worlds.build import Built, build
from tests.integration.worlds.compare import difference, explained, is_valid
from tests.integration.worlds.draw import draw_world
from tests.integration.worlds.operations import Operation, draw_operation
from tests.integration.worlds.shrink import shrink

OPERATIONS = 12
"""Operations asked of each world."""


@settings(max_examples=22, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
async def test_the_gateway_answers_like_one_schema(seed: int) -> None:
    rng = Random(seed)
    built = build(draw_world(rng))
    assume(isinstance(built, Built))
    assert isinstance(built, Built)
    for _ in range(OPERATIONS):
        operation = draw_operation(built.monolith, rng)
        if is_valid(built, operation) and await difference(built, operation):
            smallest = await shrink(built, operation)
            found = await difference(built, smallest)
            pytest.fail(f"{found}\n{smallest.text}\n{smallest.variables}")


def test_an_error_is_compared_by_the_null_it_explains() -> None:
    data = {"a": [{"b": None}, None], "c": 1}
    assert explained(data, [("a", 0, "b", "d"), ("a", 1, "x"), ("c",)]) == {("a", 0, "b"), ("a", 1), ("c",)}
    assert explained(None, [("a", 0)]) == {()}


@pytest.mark.parametrize(
    ("seed", "text", "variables"),
    [
        # An input of an input that is asked for conditionally.
        (282, "query($n: Boolean!) { anyI0 { f3 { f3 { sku r1 @include(if: $n) } } } }", {"n": False}),
        # A type to look up beside a field that is skipped.
        (573, "query($y: Boolean!) { seen { f1 @skip(if: $y) { __typename } __typename } }", {"y": True}),
        # A type that stays unknown, because looking it up failed.
        (839, "{ seen { ... on E1 { f4(box: { size: 3 }) } } }", {}),
        (1532, "{ seen { ... on E1 { f0 { __typename } } } }", {}),
        # A fragment on another type of which nothing is left.
        (
            146,
            "query($n: Boolean!) { seen { ... on U0 { ... on E3 @include(if: $n) { extra } } } }",
            {"n": False},
        ),
        # A fragment on another interface that all types of the place have.
        (220, "{ seen { ... on I1 { id } } }", {}),
        # The same, within a fragment on a union of all types of the place and others.
        (146, "{ seen { ... on U0 { ... on I0 { id extra } } } }", {}),
        # An entity that is presented by its own type and by an interface.
        (1198, "{ seen { ... on E0 { r0 } sku } }", {}),
        # One place asked for twice, once under a condition.
        (
            1290,
            "query($n: Boolean!) { anyI0 { ... on I0 { f1 @include(if: $n) { r0 } } f1 { f2 { r0 } } } }",
            {"n": False},
        ),
    ],
)
async def test_what_once_differed_does_not_again(seed: int, text: str, variables: dict[str, bool]) -> None:
    built = build(draw_world(Random(seed)))
    assert isinstance(built, Built)
    assert await difference(built, Operation(text, variables)) is None
