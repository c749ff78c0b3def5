"""One metric query put to every surface of a served company, and what each of them answers, in one shape."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl

from symphonies.kernel import Grain, Period
from symphonies.platform.semantics import Catalog, Filter, MetricQuery, Op
from symphonies.platform.subgraphs.names import camel
from symphonies.platform.subgraphs.sdl.product import metric_fields
from tests.live import Server, call

Key = tuple[str, ...]
"""The period's first day, where there are periods, then the key of each group; empty where one is missing."""
Rows = Mapping[Key, float | None]
Outcome = Rows | str
"""Figures, or the code of a refusal."""

_SIGNATURE = """(by: $by, grain: $grain, period: $period, where: $where, currency: $currency, variant: $variant)
  { state rows { periodStart value dimensions { key } } }"""
_VARIABLES = """$by: [String!], $grain: Grain, $period: PeriodInput, $where: [FilterInput!], $currency: String,
  $variant: String"""
WHOLE = """{ kind intent sentence query because spans { text metric query }
  columns { name } rows { cells { number text } } }"""
LINKED = f"""query($id: ID!, $compare: [Comparison!], {_VARIABLES}) {{
  metric(id: $id, compare: $compare, {_SIGNATURE[1:].replace("value", "value comparisons { value delta deltaRatio }")}
}}"""
CARD = f"query($id: ID!, {_VARIABLES}) {{ metric(id: $id, {_SIGNATURE[1:]} }}"


def arguments(query: MetricQuery) -> dict[str, Any]:
    """Return the arguments of a metric field, which are the body of an export too."""
    (metric,) = query.metrics
    told: dict[str, Any] = {"id": metric, "by": list(query.by), "currency": query.currency}
    if query.grain:
        told["grain"] = query.grain.name
    if query.period:
        told["period"] = {"from": query.period.start.isoformat(), "to": query.period.last_day.isoformat()}
    if query.where:
        told["where"] = [
            {"dimension": each.dimension, "op": each.op.name, "values": list(each.values)}
            for each in query.where
        ]
    if query.variants:
        told["variant"] = query.variants[metric]
    return told


def command(query: MetricQuery) -> list[str]:
    """Return the words of ``symphonies query``."""
    (metric,) = query.metrics
    told = [f"{metric}:{query.variants[metric]}" if query.variants else metric]
    told += [word for path in query.by for word in ("--by", path)]
    told += ["--grain", query.grain] if query.grain else []
    if query.period:
        told += ["--from", query.period.start.isoformat(), "--to", query.period.last_day.isoformat()]
    for each in query.where:
        values = ", ".join(f'"{value}"' for value in each.values)
        told += ["--where", f"{each.dimension} {each.op.replace('_', ' ')} {values}"]
    return [*told, "--currency", query.currency]


def query_of(told: Mapping[str, Any]) -> MetricQuery:
    """Return a metric query from what an answer says it ran."""
    period = None
    if told.get("from"):
        period = Period(date.fromisoformat(told["from"]), date.fromisoformat(told["to"]) + timedelta(days=1))
    return MetricQuery(
        metrics=tuple(told["metrics"]),
        by=tuple(told.get("by", ())),
        grain=Grain(told["grain"]) if "grain" in told else None,
        period=period,
        where=tuple(Filter(f["dimension"], Op(f["op"]), tuple(f["values"])) for f in told.get("where", ())),
        currency=told.get("currency", "group"),
        variants=told.get("variants", {}),
    )


@dataclass(frozen=True)
class Surfaces:
    """The surfaces of one company: a running server, and a store of the same rows for the command line."""

    server: Server
    store: Path
    catalog: Catalog
    cookies: Mapping[str, str]
    """Persona -> its session."""

    def card(self, query: MetricQuery, who: str) -> Outcome:
        """What a page gets for a card."""
        return self._graph(CARD, arguments(query), who, ("metric",))

    def product(self, query: MetricQuery, who: str) -> Outcome:
        """What a client of the product's own field gets."""
        metric = self.catalog.metric(query.metrics[0])
        fields = metric_fields([each.id for each in self.catalog.metrics if each.product == metric.product])
        name = next(field for field, found in fields.items() if found == metric.id)
        head = f"{camel(metric.product)}Metrics"
        document = f"query({_VARIABLES}) {{ {head} {{ {name}{_SIGNATURE} }} }}"
        variables = {key: value for key, value in arguments(query).items() if key != "id"}
        return self._graph(document, variables, who, (head, name))

    def csv(self, query: MetricQuery, who: str) -> Outcome:
        """What the CSV file says, with the titles of its columns."""
        told = self._export("csv", query, who)
        if isinstance(told, str):
            return told
        head, *lines = list(csv.reader(io.StringIO(told.decode("utf-8"))))
        return self._table(query, head, [[cell or None for cell in line] for line in lines])

    def xlsx(self, query: MetricQuery, who: str) -> Outcome:
        """What the workbook says."""
        told = self._export("xlsx", query, who)
        if isinstance(told, str):
            return told
        head, *lines = openpyxl.load_workbook(io.BytesIO(told))["Figures"].iter_rows(values_only=True)
        return self._table(query, [str(each) for each in head], lines)

    def command(self, query: MetricQuery, who: str) -> Outcome:
        """What ``symphonies query --json`` prints."""
        done = call("query", *command(query), "--as", who, "--store", self.store, "--json")
        if done.returncode:
            return done.stderr.split(":")[0].split()[-1]
        rows = json.loads(done.stdout)["rows"]
        names = ["period", *query.by] if query.grain else query.by
        return {tuple(_text(row[name]) for name in names): row[query.metrics[0]] for row in rows}

    def linked(self, told: str, who: str) -> list[float]:
        """Return the figures that a link of a printed figure leads to: value, what it is set against, and gaps."""
        variables = json.loads(told)
        (row,) = self.server.query(LINKED, self.cookies[who], **variables)["metric"]["rows"]
        gaps = [
            gap for each in row["comparisons"] for gap in (each["value"], each["delta"], each["deltaRatio"])
        ]
        return [each for each in (row["value"], *gaps) if each is not None]

    def chat(self, question: str, who: str) -> tuple[dict[str, Any], Rows]:
        """What the Vizier answers, and its rows where it does."""
        document = """query($q: String!) { ask(question: $q) { kind intent sentence query because
          spans { text metric query }
          columns { name } rows { cells { number text } } chart { currency } } }"""
        answer = self.server.query(document, self.cookies[who], q=question)["ask"]
        if not answer["query"]:
            return answer, {}
        query = query_of(json.loads(answer["query"]))
        names = [column["name"] for column in answer["columns"]]
        rows = [dict(zip(names, row["cells"], strict=True)) for row in answer["rows"]]
        parts = ["period", *query.by] if query.grain else query.by
        return answer, {
            tuple(_text(row[name]["text"]) for name in parts): row[query.metrics[0]]["number"] for row in rows
        }

    def pinned(self, question: str, who: str) -> dict[str, Any]:
        """What a pinned question answers whenever its page opens."""
        return self.server.query(
            f"query($q: String!) {{ ask(question: $q) {WHOLE} }}", self.cookies[who], q=question
        )["ask"]

    def streamed(self, question: str, who: str) -> dict[str, Any]:
        """What the steps of an answer end in."""
        document = f"subscription($q: String!) {{ asking(question: $q) {{ stage answer {WHOLE} }} }}"
        headers = {"cookie": self.cookies[who], "accept": "text/event-stream"}
        answer = self.server.post("/graphql", {"query": document, "variables": {"q": question}}, **headers)
        told = answer.body.decode()
        lines = [line.removeprefix("data:") for line in told.splitlines() if line.startswith("data:")]
        steps = [json.loads(line)["data"]["asking"] for line in lines if line.strip()]
        assert steps[-1]["stage"] == "answer", told
        return steps[-1]["answer"]

    def keys(self, metric: str, path: str, who: str = "cfo") -> list[str]:
        """Return the values a dimension of a metric takes."""
        found = self.card(MetricQuery((metric,), (path,)), who)
        return [] if isinstance(found, str) else sorted(key[0] for key in found if key[0])

    def _graph(self, document: str, variables: object, who: str, path: Sequence[str]) -> Outcome:
        body = {"query": document, "variables": variables}
        told = self.server.post("/graphql", body, cookie=self.cookies[who]).json()
        if told.get("errors"):
            return told["errors"][0]["extensions"]["code"]
        answer = told["data"]
        for name in path:
            answer = answer[name]
        if answer["state"] == "FORBIDDEN":
            return "FORBIDDEN"
        timed = bool(variables.get("grain")) if isinstance(variables, dict) else False
        return {
            (
                *([row["periodStart"]] if timed else []),
                *(_text(each["key"]) for each in row["dimensions"]),
            ): row["value"]
            for row in answer["rows"]
        }

    def _export(self, kind: str, query: MetricQuery, who: str) -> bytes | str:
        told = self.server.post(f"/export/{kind}", arguments(query), cookie=self.cookies[who])
        return told.body if told.status == 200 else told.json()["code"]

    def _table(self, query: MetricQuery, head: Sequence[str], lines: Iterable[Sequence[Any]]) -> Rows:
        names = ["period", *query.by] if query.grain else list(query.by)
        value = head.index(self.catalog.metric(query.metrics[0]).title)
        places = [head.index(name) for name in names]
        return {
            tuple(_text(line[place]) for place in places): None if line[value] is None else float(line[value])
            for line in lines
        }


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
