"""A figure's way from source to browser, and what each persona sees of it."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.live import Server, call, run

METRIC = """
query($id: ID!, $by: [String!], $where: [FilterInput!]) {
  metric(id: $id, by: $by, grain: MONTH, period: {last: 1}, where: $where) {
    state reason nextStep asOf trust { level } freshness { fresh }
    rows { value dimensions { name key label } }
    lineage { table column upstream }
  }
}
"""


def total(server: Server, metric: str, cookie: str = "") -> float:
    rows = server.query(METRIC, cookie, id=metric)["metric"]["rows"]
    assert len(rows) == 1
    return rows[0]["value"]


def test_the_page_and_its_parts_are_served_under_a_strict_policy(sample_server: Server) -> None:
    page = sample_server.get("/cfo/corporate")
    assert page.status == 200
    assert "unsafe-inline" not in page.headers["content-security-policy"].split("style-src-attr")[0]
    assert sample_server.get("/api/symphonies").json()[0]["id"] == "cfo"
    assert sample_server.get("/api/symphonies/cfo/dashboard").json()["pages"]
    assert sample_server.get("/api/symphonies/cto/dashboard").status == 404


def test_a_figure_carries_state_trust_freshness_and_lineage_to_its_source(sample_server: Server) -> None:
    answer = sample_server.query(METRIC, id="corp.cash")["metric"]
    assert (answer["state"], answer["freshness"]["fresh"], answer["asOf"]) == ("READY", True, "2026-10-31")
    assert answer["trust"]["level"] in {"VERIFIED", "WARNING"}
    ends = {end for node in answer["lineage"] for end in node["upstream"]}
    assert any("sample of payments.statement_line" in end for end in ends)


def test_the_same_number_on_every_surface(sample_server: Server) -> None:
    asked = {"id": "ar.open", "by": ["entity"], "grain": "MONTH", "period": {"last": 1}}
    rows = sample_server.query(METRIC, id="ar.open", by=["entity"])["metric"]["rows"]
    graph = {row["dimensions"][0]["key"]: row["value"] for row in rows}
    csv = sample_server.post("/export/csv", asked).body.decode().splitlines()
    lines = [line.split(",") for line in csv[1:]]
    assert {line[2]: float(line[-1]) for line in lines} == pytest.approx(graph)
    book = openpyxl.load_workbook(io.BytesIO(sample_server.post("/export/xlsx", asked).body))
    sheet = list(book["Figures"].iter_rows(values_only=True))[1:]
    assert {row[2]: row[-1] for row in sheet} == pytest.approx(graph)


def test_personas_see_different_figures_on_the_same_page(sample_server: Server) -> None:
    whole = total(sample_server, "ar.open")
    controller = total(sample_server, "ar.open", sample_server.become("controller_dach"))
    assert 0 < controller < whole
    regions = sample_server.query(METRIC, id="ar.open", by=["entity.region"])["metric"]["rows"]
    dach = {row["dimensions"][0]["key"]: row["value"] for row in regions}["DACH"]
    assert controller == pytest.approx(dach)
    outsider = sample_server.query(METRIC, sample_server.become("outsider"), id="ar.open")["metric"]
    assert (outsider["state"], outsider["rows"]) == ("FORBIDDEN", [])


def test_a_masked_name_is_absent_from_the_bytes(sample_server: Server) -> None:
    asked = {"query": "{ customers(first: 5) { edges { node { customerId name } } } }"}
    seen = sample_server.post("/graphql", asked).json()["data"]["customers"]["edges"]
    names = [edge["node"]["name"] for edge in seen]
    assert all(names)
    masked = sample_server.post("/graphql", asked, cookie=sample_server.become("auditor"))
    assert not any(name.encode() in masked.body for name in names)


def test_entities_span_products(sample_server: Server) -> None:
    document = """{ customers(first: 3, filter: {}) { totalCount edges { node {
      customerId invoices(first: 2) { totalCount edges { node { invoiceId amount customer { customerId } } } }
      contracts(first: 2) { totalCount } } } } }"""
    found = sample_server.query(document)["customers"]
    assert found["totalCount"] > 3
    for edge in found["edges"]:
        for invoice in edge["node"]["invoices"]["edges"]:
            assert invoice["node"]["customer"]["customerId"] == edge["node"]["customerId"]


def test_the_briefing_prints_only_figures_of_its_facts(sample_server: Server) -> None:
    document = (
        '{ briefing(symphony: "cfo") { headline { text spans { text metric } } facts { metric } withheld } }'
    )
    briefing = sample_server.query(document)["briefing"]
    assert len(briefing["headline"]["text"]) <= 90
    figures = {span["metric"] for span in briefing["headline"]["spans"] if span["metric"]}
    assert figures <= {fact["metric"] for fact in briefing["facts"]}
    hidden = sample_server.query(document, sample_server.become("outsider"))["briefing"]
    assert not hidden["facts"]
    assert hidden["headline"]["text"] == "Every figure of this page is hidden from you by policy."
    assert "corp.cash" in hidden["withheld"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "JSON_INVALID"),
        (b"[]", 400, "BAD_REQUEST"),
        ({"query": "{ nope }"}, 200, "GRAPHQL_VALIDATION_FAILED"),
        (
            {"query": "{" + " ".join(f"a{i}: company {{ name }}" for i in range(500)) + "}"},
            200,
            "ALIAS_LIMIT_EXCEEDED",
        ),
    ],
)
def test_bad_graphql_is_refused_with_a_code(
    sample_server: Server, body: object, status: int, code: str
) -> None:
    answer = sample_server.post("/graphql", body)
    assert answer.status == status
    assert answer.json()["errors"][0]["extensions"]["code"] == code


def test_changes_from_another_site_are_refused(sample_server: Server) -> None:
    answer = sample_server.post("/api/session", {"persona": "cfo"}, origin="https://elsewhere.example")
    assert (answer.status, answer.json()["code"]) == (400, "REQUEST_INVALID")


def test_only_loopback_names_are_answered(sample_server: Server) -> None:
    assert sample_server.get("/healthz", host="rebound.example").status == 400
    assert sample_server.get("/healthz").json()["company"] == "Demo Bank"


def test_the_explorer_is_served_under_a_policy_of_its_own(sample_server: Server) -> None:
    page = sample_server.get("/graphiql")
    assert page.status == 200
    assert "script-src 'self';" in page.headers["content-security-policy"]


def test_a_subgraph_is_a_standard_endpoint_of_its_own(sample_server: Server) -> None:
    service = sample_server.post("/subgraphs/invoicing", {"query": "{ _service { sdl } }"}).json()
    assert "@key" in service["data"]["_service"]["sdl"]
    customer = sample_server.query("{ customers(first: 1) { edges { node { customerId } } } }")
    key = customer["customers"]["edges"][0]["node"]["customerId"]
    asked = {
        "query": "query($r: [_Any!]!) { _entities(representations: $r) { ... on Customer { customerId segment } } }",
        "variables": {"r": [{"__typename": "Customer", "customerId": key}]},
    }
    entity = sample_server.post("/subgraphs/invoicing", asked).json()["data"]["_entities"][0]
    assert (entity["customerId"], bool(entity["segment"])) == (key, True)


def test_a_second_process_is_told_who_holds_the_store(sample_server: Server, served_store: Path) -> None:
    refused = run("query", "corp.cash", "--store", served_store)
    assert refused.returncode == 1
    assert "ENGINE_LOCKED" in refused.stderr


def test_queries_on_the_command_line(sample_company: Path, tmp_path: Path) -> None:
    store = Path(shutil.copytree(sample_company, tmp_path / "store"))
    asked = call("query", "ar.ageing", "--by", "ageing", "--store", store, "--json")
    buckets = [row["ageing"] for row in json.loads(asked.stdout)["rows"]]
    assert buckets == [each for each in ("current", "1-30", "31-60", "61-90", "90+") if each in buckets]
    refused = call("query", "ar.dos", "--store", store)
    assert refused.returncode == 1
    assert "'ar.dso'" in refused.stderr
    explained = call("query", "corp.revenue", "--grain", "month", "--explain", "--store", store)
    assert "SELECT" in explained.stdout


def test_planted_history_is_listed(sample_store: Path) -> None:
    planted = json.loads((sample_store / "planted.json").read_text())
    assert all({"kind", "why"} <= set(each) for each in planted)


def test_importing_the_command_line_opens_no_engine() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import symphonies.app.cli, sys; print('pyiceberg' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout.strip() == "False"
