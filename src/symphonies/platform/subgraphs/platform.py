"""The platform's own subgraph: any metric by id, the catalogue, who asks and about whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLObjectType, get_named_type

from symphonies.platform.lakehouse import Contract
from symphonies.platform.security import Principal, Scope
from symphonies.platform.semantics import Catalog, Metric
from symphonies.platform.subgraphs.context import RequestContext, as_of_day
from symphonies.platform.subgraphs.metrics import MetricFields, definition_of
from symphonies.platform.subgraphs.projection import compile_projection
from symphonies.platform.subgraphs.selection import Collector, Selected
from symphonies.platform.subgraphs.serving import Resolver


@dataclass(frozen=True)
class PlatformFields:
    """The root fields of the subgraph ``metrics``."""

    catalog: Catalog
    contracts: Sequence[Contract]

    def prepare(
        self, collector: Collector, context: RequestContext, errors: list[dict[str, Any]]
    ) -> Resolver:
        """See `RootFields.prepare`."""
        fields = MetricFields(self.catalog, context)

        def resolve(selected: Selected) -> Any:
            arguments = collector.arguments("Query", selected)
            source = self._source(selected.name, arguments, fields, context)
            query = collector.schema.query_type
            assert query is not None
            named = get_named_type(query.fields[selected.name].type)
            assert isinstance(named, GraphQLObjectType)
            return compile_projection(collector, named.name, collector.below(named.name, selected))(source)

        return resolve

    def _source(
        self, name: str, arguments: Mapping[str, Any], fields: MetricFields, context: RequestContext
    ) -> Any:
        if name == "metric":
            return fields.answer(arguments["id"], arguments)
        if name == "metrics":
            return self._catalogue(arguments.get("search"), arguments.get("product"), context.scope)
        if name == "viewer":
            people = [_person(each) for each in context.personas]
            return {**_person(context.principal), "personas": people}
        if name == "company":
            return _company(context)
        return [self._product(contract, context) for contract in self.contracts]

    def _catalogue(self, search: str | None, product: str | None, scope: Scope) -> list[Mapping[str, Any]]:
        found = self.catalog.search(search, limit=50) if search else self.catalog.metrics
        return [
            definition_of(metric, self.catalog)
            for metric in found
            if product in (None, metric.product) and self._open(metric, scope)
        ]

    def _open(self, metric: Metric, scope: Scope) -> bool:
        leaves = self.catalog.leaf_metrics(metric.id)
        return all(leaf.fact is None or scope.table(leaf.fact).readable for leaf in leaves)

    def _product(self, contract: Contract, context: RequestContext) -> Mapping[str, Any]:
        status = context.status(contract.id)
        named = {"id": contract.id, "title": contract.title, "owner": contract.owner.team}
        if not any(context.scope.table(f"{contract.id}.{name}").readable for name in contract.tables):
            reason = f"{contract.title} is not open to you."
            return {**named, "connected": status.connected, "rows": 0, "trust": "UNKNOWN", "reason": reason}
        return {
            **named,
            "connected": status.connected,
            "rows": status.rows,
            "loadedAt": status.loaded_at.isoformat().replace("+00:00", "Z") if status.loaded_at else None,
            "newestOn": status.newest_on.isoformat() if status.newest_on else None,
            "fresh": status.fresh,
            "trust": str(status.trust).upper(),
            "reason": status.reason or "; ".join(status.reasons) or None,
            "nextStep": status.next_step,
        }


def _person(principal: Principal) -> dict[str, Any]:
    return {
        "id": principal.id,
        "name": principal.name,
        "title": principal.title,
        "roles": sorted(principal.roles),
    }


def _company(context: RequestContext) -> Mapping[str, Any]:
    company = context.company
    return {
        "name": company.name,
        "currency": company.currency,
        "asOf": as_of_day(company).isoformat(),
        "fiscalYearStartMonth": company.fiscal_year_start_month,
        "calendar": str(company.calendar),
        "isSample": company.is_sample,
    }
