"""Lists: filter, order, pages, counts, and lists in lists."""

from __future__ import annotations

import functools
import random
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from symphonies.platform.security import TableScope
from tests.unit.subgraphs.world import CUSTOMERS, INVOICES, LINES, World, only, open_scope

COLUMNS = (
    "invoiceId",
    "customerId",
    "payerId",
    "amount",
    "currency",
    "lines",
    "paid",
    "issuedOn",
    "sentAt",
    "weight",
)
PAGE = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount nodes { invoiceId }"


def shown(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value.isoformat()}Z"
    return value.isoformat() if isinstance(value, date) else value


RECORDS = [dict(zip(COLUMNS, map(shown, row), strict=True)) for row in INVOICES]


def in_order(records: list[dict[str, Any]], sort: list[dict[str, str]]) -> list[str]:
    """Sort in Python as the lists promise: nulls last either way, then by key."""

    def compare(a: dict[str, Any], b: dict[str, Any]) -> int:
        for term in sort:
            left, right = a[term["field"]], b[term["field"]]
            if left == right:
                continue
            if left is None or right is None:
                return 1 if left is None else -1
            return (1 if left > right else -1) * (-1 if term["direction"] == "DESC" else 1)
        return 0

    return [record["invoiceId"] for record in sorted(records, key=functools.cmp_to_key(compare))]


SORT = st.lists(
    st.fixed_dictionaries({"field": st.sampled_from(COLUMNS), "direction": st.sampled_from(["ASC", "DESC"])}),
    max_size=3,
)


def whole(sort: list[dict[str, str]]) -> list[dict[str, str]]:
    return [*sort, {"field": "invoiceId", "direction": "ASC"}]


def test_all_fields_as_json(world: World) -> None:
    data = world.data("shop", "{ invoices { nodes { " + " ".join(COLUMNS) + " } } }")
    assert data["invoices"]["nodes"] == RECORDS


def test_response_keys_follow_the_selection(world: World) -> None:
    query = (
        "{ some: invoices(first: 1) { n: totalCount __typename nodes { z: paid a: __typename invoiceId } } }"
    )
    data = world.data("shop", query)
    assert list(data["some"].items()) == [
        ("n", 20),
        ("__typename", "InvoiceConnection"),
        ("nodes", [{"z": True, "a": "Invoice", "invoiceId": "i00"}]),
    ]
    assert list(data["some"]["nodes"][0]) == ["z", "a", "invoiceId"]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sort=SORT, size=st.integers(1, 7), backward=st.booleans())
def test_pages_joined_are_the_whole_list(
    world: World, sort: list[dict[str, str]], size: int, backward: bool
) -> None:
    window = "last: $n, before: $c" if backward else "first: $n, after: $c"
    query = (
        "query($sort: [InvoiceSort!], $n: Int!, $c: String) { invoices(sort: $sort, "
        + window
        + ") { "
        + PAGE
        + " } }"
    )
    found: list[str] = []
    cursor = None
    for _ in range(30):
        page = world.data("shop", query, sort=sort, n=size, c=cursor)["invoices"]
        names = [node["invoiceId"] for node in page["nodes"]]
        found = names + found if backward else found + names
        assert page["totalCount"] == len(INVOICES)
        cursor = page["pageInfo"]["startCursor" if backward else "endCursor"]
        if not page["pageInfo"]["hasPreviousPage" if backward else "hasNextPage"]:
            break
    assert found == in_order(RECORDS, whole(sort))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sort=SORT, size=st.integers(0, 6))
def test_pages_of_every_parent_in_one_sql(world: World, sort: list[dict[str, str]], size: int) -> None:
    query = (
        "query($sort: [InvoiceSort!], $n: Int!) { customers { nodes { customerId "
        "invoicesByCustomer(sort: $sort, first: $n) { " + PAGE + " } } } }"
    )
    world.engine.asked.clear()
    customers = world.data("shop", query, sort=sort, n=size)["customers"]["nodes"]
    assert len(world.engine.asked) == 3, "customers, their invoices, their counts"
    for customer in customers:
        own = [record for record in RECORDS if record["customerId"] == customer["customerId"]]
        page = customer["invoicesByCustomer"]
        assert [node["invoiceId"] for node in page["nodes"]] == in_order(own, whole(sort))[:size]
        assert page["totalCount"] == len(own)
        assert page["pageInfo"]["hasNextPage"] == (len(own) > size)


def test_a_page_between_two_cursors(world: World) -> None:
    edges = world.data("shop", "{ invoices { edges { cursor node { invoiceId } } } }")["invoices"]["edges"]
    query = "query($a: String, $b: String) { invoices(after: $a, before: $b) { nodes { invoiceId } } }"
    data = world.data("shop", query, a=edges[3]["cursor"], b=edges[7]["cursor"])
    assert [node["invoiceId"] for node in data["invoices"]["nodes"]] == ["i04", "i05", "i06"]


def test_lists_in_lists_take_one_sql_a_level(world: World) -> None:
    query = (
        "{ regions: customers { nodes { name region { regionId } invoicesByPayer { nodes { invoiceId "
        "customer { name } linesList { nodes { position invoice { amount } } } } } } } }"
    )
    data = world.data("shop", query)
    assert len(world.engine.asked) == 5, "customers, invoices, customers again, lines, invoices again"
    alpha = data["regions"]["nodes"][0]
    assert alpha["region"] == {"regionId": "r1"}
    found = {
        (invoice["invoiceId"], line["position"])
        for customer in data["regions"]["nodes"]
        for invoice in customer["invoicesByPayer"]["nodes"]
        for line in invoice["linesList"]["nodes"]
    }
    assert found == {(invoice, position) for invoice, position, _ in LINES}


def test_one_by_its_key(world: World) -> None:
    query = '{ line(invoiceId: "i05", position: 1) { label } none: customer(customerId: "cx") { name } }'
    assert world.data("shop", query) == {"line": {"label": "l1"}, "none": None}


TESTS = st.one_of(
    st.fixed_dictionaries({"amount": st.fixed_dictionaries(
        {}, optional={op: st.sampled_from([0.0, 41.0, 102.5, 150.0]) for op in ("lt", "lte", "gt", "gte", "eq", "ne")}
    )}),
    st.fixed_dictionaries({"issuedOn": st.fixed_dictionaries(
        {}, optional={op: st.sampled_from(["2026-01-02", "2026-02-03"]) for op in ("lt", "gte", "eq")}
    )}),
    st.fixed_dictionaries({"customerId": st.fixed_dictionaries({}, optional={
        "in": st.lists(st.sampled_from(["c1", "c2", "cx"]), max_size=2), "notIn": st.just(["c1"]),
        "contains": st.sampled_from(["C1", "2", "%"]), "startsWith": st.just("c"),
    })}),
    st.fixed_dictionaries({"lines": st.fixed_dictionaries({}, optional={"ne": st.just(1), "isNull": st.booleans()})}),
    st.fixed_dictionaries({"paid": st.fixed_dictionaries({"eq": st.booleans()})}),
    st.fixed_dictionaries({"amount": st.fixed_dictionaries({"isNull": st.booleans()})}),
    st.fixed_dictionaries({"sentAt": st.fixed_dictionaries({"gte": st.just("2026-01-01T05:00:00+02:00")})}),
)  # fmt: skip
FILTERS = st.recursive(
    TESTS,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"and": st.lists(inner, max_size=3)}),
        st.fixed_dictionaries({"or": st.lists(inner, max_size=3)}),
        st.fixed_dictionaries({"not": inner}),
    ),
    max_leaves=5,
)


def passes(record: dict[str, Any], given: dict[str, Any]) -> bool:
    """Evaluate a filter in Python, independently of the SQL."""
    results = []
    for name, test in given.items():
        if name == "and":
            results.append(all(passes(record, each) for each in test))
        elif name == "or":
            results.append(any(passes(record, each) for each in test))
        elif name == "not":
            results.append(not passes(record, test))
        else:
            results.append(all(holds(record[name], op, value, name) for op, value in test.items()))
    return all(results)


def holds(value: Any, op: str, expected: Any, name: str) -> bool:
    if op == "isNull":
        return (value is None) == expected
    if op in ("ne", "notIn"):
        return value != expected if op == "ne" else value not in expected
    if value is None:
        return False
    if op in ("contains", "startsWith"):
        low = value.lower()
        return expected.lower() in low if op == "contains" else low.startswith(expected.lower())
    if op == "in":
        return value in expected
    if name == "sentAt":
        value, expected = datetime.fromisoformat(value), datetime.fromisoformat(expected)
    return {
        "lt": value < expected,
        "lte": value <= expected,
        "gt": value > expected,
        "gte": value >= expected,
        "eq": value == expected,
    }[op]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_filter=FILTERS)
def test_filters_mean_what_python_says(world: World, given_filter: dict[str, Any]) -> None:
    query = "query($f: InvoiceFilter) { invoices(filter: $f) { totalCount nodes { invoiceId } } }"
    found = world.data("shop", query, f=given_filter)["invoices"]
    expected = [record["invoiceId"] for record in RECORDS if passes(record, given_filter)]
    assert [node["invoiceId"] for node in found["nodes"]] == expected
    assert found["totalCount"] == len(expected)


def test_filters_by_what_a_row_refers_to(world: World) -> None:
    big = {name for name, _, segment, _ in CUSTOMERS if segment == "big"}
    query = "query($f: InvoiceFilter) { invoices(filter: $f) { nodes { invoiceId } } }"
    given = {
        "or": [{"customer": {"segment": {"eq": "big"}}}, {"not": {"payer": {"name": {"contains": "a"}}}}]
    }
    found = world.data("shop", query, f=given)["invoices"]["nodes"]
    assert [node["invoiceId"] for node in found] == [row[0] for row in INVOICES if row[1] in big]
    tickets = "query($f: TicketFilter) { tickets(filter: $f) { nodes { ticketId } } }"
    late = world.data("desk", tickets, f={"customer": {"name": {"eq": "Beta"}}, "topic": {"eq": "late"}})
    assert late["tickets"]["nodes"] == [{"ticketId": "t3"}]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("first: 2, last: 2", "ARGUMENT_INVALID"),
        ("first: 1001", "ARGUMENT_INVALID"),
        ("last: -1", "ARGUMENT_INVALID"),
        ('filter: {issuedOn: {gt: "soon"}}', "ARGUMENT_INVALID"),
        ('filter: {sentAt: {gt: "2026-13-01"}}', "ARGUMENT_INVALID"),
        ('after: "garbage"', "CURSOR_INVALID"),
        ('after: "bnVsbA"', "CURSOR_INVALID"),
        ('first: "2"', "OPERATION_INVALID"),
        ("sort: [{field: nothing}]", "OPERATION_INVALID"),
    ],
)
def test_arguments_that_cannot_be_used(world: World, arguments: str, code: str) -> None:
    answer = world.ask("shop", "{ invoices(" + arguments + ") { totalCount } }")
    assert answer["errors"][0]["extensions"]["code"] == code
    assert answer["errors"][0]["extensions"]["hint"]
    assert answer.get("data") is None


def test_a_cursor_of_another_order_is_refused(world: World) -> None:
    cursor = world.data("shop", "{ invoices { pageInfo { endCursor } } }")["invoices"]["pageInfo"][
        "endCursor"
    ]
    query = "query($c: String) { invoices(after: $c, sort: [{field: paid}]) { totalCount nodes { paid } } }"
    answer = world.ask("shop", query, c=cursor)
    assert answer["errors"][0]["extensions"]["code"] == "CURSOR_INVALID"


def test_amounts_are_the_nearest_doubles(world: World) -> None:
    world.engine.inner.execute("INSERT INTO shop.invoice (invoice_id, amount) VALUES ('zz', 15382217.78)")
    try:
        data = world.data("shop", '{ invoice(invoiceId: "zz") { amount } }')
    finally:
        world.engine.inner.execute("DELETE FROM shop.invoice WHERE invoice_id = 'zz'")
    assert data == {"invoice": {"amount": 15382217.78}}


def test_cursors_survive_new_rows(world: World) -> None:
    sort = "sort: [{field: amount, direction: DESC}]"
    query = "query($c: String) { invoices(first: 5, after: $c, " + sort + ") { " + PAGE + " } }"
    first = world.data("shop", query)["invoices"]
    world.engine.inner.execute("INSERT INTO shop.invoice (invoice_id, amount) VALUES ('zz', 999)")
    try:
        second = world.data("shop", query, c=first["pageInfo"]["endCursor"])["invoices"]
    finally:
        world.engine.inner.execute("DELETE FROM shop.invoice WHERE invoice_id = 'zz'")
    ordered = in_order(RECORDS, whole([{"field": "amount", "direction": "DESC"}]))
    assert [node["invoiceId"] for node in second["nodes"]] == ordered[5:10]
    assert second["pageInfo"]["hasPreviousPage"]


def test_text_from_a_client_stays_text(world: World) -> None:
    nasty = "x' OR 1=1 --"
    query = "query($v: String!) { invoices(filter: {customerId: {in: [$v], contains: $v}}) { totalCount } }"
    assert world.data("shop", query, v=nasty) == {"invoices": {"totalCount": 0}}


def test_filters_within_a_scope(world: World) -> None:
    scope = open_scope(shop__invoice=only("paid"))
    seed = random.Random(7)
    for _ in range(10):
        chosen = [{"paid": {"eq": seed.random() < 0.5}}, {"amount": {"gt": 50.0}}]
        query = "query($f: InvoiceFilter) { invoices(filter: $f) { totalCount } }"
        found = world.data("shop", query, scope, f={"or": chosen})["invoices"]["totalCount"]
        assert found == len([r for r in RECORDS if r["paid"] and passes(r, {"or": chosen})])


def test_an_empty_scope_sees_no_list(world: World) -> None:
    answer = world.data(
        "shop",
        "{ invoices { totalCount nodes { invoiceId } notice { code reason nextStep } } }",
        open_scope(shop__invoice=TableScope(readable=False)),
    )
    assert answer["invoices"]["notice"]["code"] == "FORBIDDEN"
    assert answer["invoices"]["totalCount"] == 0
    assert answer["invoices"]["nodes"] == []
