"""Random operations with @defer anywhere: the parts together are exactly the answer in one piece."""

from __future__ import annotations

import asyncio
import os
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from symphonies.federation.incremental import BY_ID
from tests.unit.federation.parts import put_together_by_id, put_together_by_path, received
from tests.unit.federation.shop import ask, shop

EXAMPLES = int(os.environ.get("SYMPHONIES_DEFER_EXAMPLES", "60"))
FIELDS = {
    "Query": {"customers": "Customer", 'customer(id: "2")': "Customer", "invoices(first: 2)": "Invoice",
              "newest": "Invoice", "riskiest": "Customer"},
    "Customer": {"id": "", "name": "", "score": "", "region": "", "__typename": "", "invoices": "Invoice",
                 "few: invoices(first: 1)": "Invoice"},
    "Invoice": {"number": "", "amount": "", "late": "", "customer": "Customer"},
}  # fmt: skip
GUARDS = ("", "", " @include(if: $yes)", " @skip(if: $yes)", " @include(if: $no)", " @skip(if: $no)")
DEFERS = (" @defer", " @defer", " @defer(if: true)", " @defer(if: $yes)", " @defer(if: $no)", "")


@st.composite
def selections(draw: st.DrawFn, type_name: str, depth: int) -> str:
    """Draws a selection set on a type."""
    fields = FIELDS[type_name]
    words = []
    for name in draw(st.lists(st.sampled_from(sorted(fields)), min_size=1, max_size=4)):
        below = fields[name]
        if below and depth == 0:
            continue
        guard = draw(st.sampled_from(GUARDS))
        words.append(name + guard + (draw(selections(below, depth - 1)) if below else ""))
    if depth:
        for _ in range(draw(st.integers(0, 2))):
            on = draw(st.sampled_from(("", f" on {type_name}")))
            marks = draw(st.sampled_from(DEFERS)) + draw(st.sampled_from(GUARDS))
            words.append(f"...{on}{marks} {draw(selections(type_name, depth - 1))}")
    if type_name != "Query" and draw(st.booleans()):
        words.append(f"...{type_name}Part{draw(st.sampled_from(DEFERS))}")
    return "{ " + " ".join(words or ["__typename"]) + " }"


@st.composite
def operations(draw: st.DrawFn) -> str:
    """Draws an operation with fragments that do not spread one another."""
    fragments = [
        "fragment CustomerPart on Customer { name ... @defer { score invoices { number } } }",
        "fragment InvoicePart on Invoice { amount customer { ... @defer { region } id } }",
    ]
    body = draw(selections("Query", 3))
    used = [f for f in fragments if f"...{f.split()[1]}" in body]
    variables = ", ".join(f"${name}: Boolean!" for name in ("yes", "no") if f"${name}" in body)
    return f"query {f'({variables})' if variables else ''} {body} {' '.join(used)}"


def errors_in(sent: list[dict[str, Any]]) -> set[tuple[Any, ...]]:
    """Returns where an error was told of; a field in two parts is told of twice."""
    entries = [e for payload in sent for e in (payload, *payload.get("incremental", ()))]
    return {tuple(error["path"]) for entry in entries for error in entry.get("errors", ())}


@settings(max_examples=EXAMPLES, deadline=None)
@given(operations())
def test_the_parts_together_are_the_whole(query: str) -> None:
    gateway, _ = shop()

    async def compare() -> None:
        given = {name: name == "yes" for name in ("yes", "no") if f"${name}" in query}
        whole = await ask(gateway, query, **given)
        by_path = await received(gateway, query, **given)
        by_id = await received(gateway, query, BY_ID, **given)
        if len(by_path) == 1:
            assert by_path == by_id == [whole]
            return
        assert errors_in(by_path) == errors_in(by_id) == errors_in([whole]), query
        assert put_together_by_path(by_path) == whole["data"], query
        assert put_together_by_id(by_id) == whole["data"], query

    asyncio.run(compare())
