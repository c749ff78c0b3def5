"""The company that speed is measured on: four subgraphs, each a hop further from the employee, and three queries."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLSchema

from symphonies.federation import SubgraphSchema, compose, make_subgraph_schema

EMPLOYEES = 100
COST_CENTRES = 40
SUPPLIERS = 25
PLACES = ("Leeds", "Porto", "Graz", "Turku")
LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external"])\n'
SDL = {
    "hr": LINK
    + """
type Query { employees(first: Int!): [Employee!]! employee(id: ID!): Employee }
type Employee @key(fields: "id") {
  id: ID! name: String! email: String! title: String level: Int location: String
}
""",
    "payroll": LINK
    + """
type Employee @key(fields: "id") { id: ID! pay: Pay! costCentre: CostCentre }
type Pay { salary: Float! currency: String! bonus: Float grade: String }
type CostCentre @key(fields: "id", resolvable: false) { id: ID! }
""",
    "finance": LINK
    + """
type CostCentre @key(fields: "id") { id: ID! code: String! budget: Float! spent: Float supplier: Supplier }
type Supplier @key(fields: "id", resolvable: false) { id: ID! }
""",
    "esg": LINK
    + """
type Supplier @key(fields: "id") { id: ID! legalName: String! country: String carbonTonnes: Float rating: String }
""",
}
QUERIES: dict[str, dict[str, Any]] = {
    "a": {
        "query": "query A($id: ID!) { employee(id: $id) { id name email title level location } }",
        "variables": {"id": "e7"},
    },
    "b": {
        "query": """query B($first: Int!) {
  employees(first: $first) {
    id name email title level
    pay { salary currency bonus grade }
    costCentre { id code budget spent supplier { id legalName country carbonTonnes rating } }
  }
}""",
        "variables": {"first": EMPLOYEES},
    },
    "c": {
        "query": "query C($first: Int!) { employees(first: $first) { id name email title level location } }",
        "variables": {"first": EMPLOYEES},
    },
}


def employee(number: int) -> dict[str, Any]:
    return {
        "id": f"e{number}",
        "name": f"Employee No. {number}",
        "email": f"employee.{number}@company.example",
        "title": f"Analyst {number % 7}",
        "level": number % 9,
        "location": PLACES[number % len(PLACES)],
        "pay": {
            "salary": 40_000.5 + 731 * number,
            "currency": "EUR",
            "bonus": None if number % 5 == 0 else 1.5 * number,
            "grade": f"G{number % 12}",
        },
        "costCentre": {"id": f"c{number % COST_CENTRES}"},
    }


def cost_centre(number: int) -> dict[str, Any]:
    return {
        "id": f"c{number}",
        "code": f"CC-{1000 + number}",
        "budget": 250_000.25 + 10_000 * number,
        "spent": 1234.5 * number,
        "supplier": {"id": f"s{number % SUPPLIERS}"},
    }


def supplier(number: int) -> dict[str, Any]:
    return {
        "id": f"s{number}",
        "legalName": f"Supplier {number} Limited",
        "country": ("GB", "PT", "AT", "FI")[number % 4],
        "carbonTonnes": 17.25 * number,
        "rating": "ABC"[number % 3],
    }


ROWS: dict[str, dict[str, dict[str, Any]]] = {
    "Employee": {row["id"]: row for row in map(employee, range(EMPLOYEES))},
    "CostCentre": {row["id"]: row for row in map(cost_centre, range(COST_CENTRES))},
    "Supplier": {row["id"]: row for row in map(supplier, range(SUPPLIERS))},
}
ROOTS: dict[str, Any] = {
    "employees": lambda first: list(ROWS["Employee"].values())[:first],
    "employee": lambda id: ROWS["Employee"].get(id),  # noqa: PLW0108 -- called by name
}


def subgraph_schemas() -> dict[str, GraphQLSchema]:
    """Returns the four subgraphs, ready to be executed."""
    references: dict[str, Any] = {
        name: lambda given, _info, rows=rows: rows.get(given["id"]) for name, rows in ROWS.items()
    }
    roots = {name: lambda _o, _i, _of=of, **given: _of(**given) for name, of in ROOTS.items()}
    return {
        name: make_subgraph_schema(
            sdl,
            {"Query": roots} if name == "hr" else {},
            {type_: one for type_, one in references.items() if f"type {type_} " in sdl},
        )
        for name, sdl in SDL.items()
    }


def supergraph(url: str) -> str:
    """Returns the composed supergraph of subgraphs that lie below an address."""
    result = compose(SubgraphSchema(name, f"{url}/{name}", sdl) for name, sdl in SDL.items())
    assert result.supergraph_sdl is not None, result.errors
    return result.supergraph_sdl
