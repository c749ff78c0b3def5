"""The subgraph of one data product: its rows and its metrics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from symphonies.kernel import SymphonyError, did_you_mean
from symphonies.platform.semantics import Catalog
from symphonies.platform.subgraphs.context import RequestContext
from symphonies.platform.subgraphs.errors import EntityUnknownError
from symphonies.platform.subgraphs.metrics import MetricFields
from symphonies.platform.subgraphs.model import Entity, GraphModel
from symphonies.platform.subgraphs.names import pascal
from symphonies.platform.subgraphs.ports import RowEngine
from symphonies.platform.subgraphs.projection import compile_projection
from symphonies.platform.subgraphs.resolve import (
    Run,
    compile_by_key,
    compile_entity,
    compile_list,
    graphql_error,
)
from symphonies.platform.subgraphs.rows import RowReader
from symphonies.platform.subgraphs.selection import Collector, Selected
from symphonies.platform.subgraphs.serving import Resolver


@dataclass(frozen=True)
class ProductFields:
    """The root fields of one product's subgraph."""

    product: str
    model: GraphModel
    engine: RowEngine
    catalog: Catalog
    metrics: Mapping[str, str]
    """Field name -> metric id."""

    def prepare(
        self, collector: Collector, context: RequestContext, errors: list[dict[str, Any]]
    ) -> Resolver:
        """See `RootFields.prepare`."""
        reader = RowReader(self.engine, self.model, context.scope)
        run = Run(self.model, self.product, collector, reader, context, errors)

        def resolve(selected: Selected) -> Any:
            if selected.name == "_entities":
                return self._entities(run, selected)
            for entity in self.model.of_product(self.product):
                if selected.name == entity.plural:
                    return compile_list(run, "Query", entity, selected, compile_entity).of_all()
                if selected.name == entity.single:
                    return self._single(run, entity, selected)
            return self._metrics(run, selected)

        return resolve

    def _single(self, run: Run, entity: Entity, selected: Selected) -> dict[str, Any] | None:
        arguments = run.collector.arguments("Query", selected)
        key = tuple(arguments[field.name] for field in entity.key_fields)
        find = compile_by_key(run, entity, run.collector.below(entity.name, selected))
        return next(iter(find([key]).values()), None)

    def _entities(self, run: Run, selected: Selected) -> list[dict[str, Any] | None]:
        representations = run.collector.arguments("Query", selected)["representations"]
        by_type: dict[str, list[tuple[Any, ...]]] = {}
        keys: list[tuple[str, tuple[Any, ...]]] = []
        for representation in representations:
            name = representation.get("__typename")
            entity = self._known(name)
            key = tuple(representation.get(field.name) for field in entity.key_fields)
            by_type.setdefault(name, []).append(key)
            keys.append((name, key))
        found = {name: self._found(run, name, wanted, selected) for name, wanted in by_type.items()}
        return [found[name].get(key) for name, key in keys]

    def _known(self, name: Any) -> Entity:
        known = {
            each for each in self.model.entities
            if self.model.entities[each].product == self.product or self.model.list_fields(self.product, each)
        }  # fmt: skip
        if name not in known:
            raise EntityUnknownError(
                f"{self.product} knows no entity {str(name)[:60]!r}", hint=did_you_mean(str(name), known)
            )
        return self.model.entities[name]

    def _found(
        self, run: Run, name: str, keys: Sequence[tuple[Any, ...]], selected: Selected
    ) -> Mapping[tuple[Any, ...], dict[str, Any]]:
        find = compile_by_key(run, self.model.entities[name], run.collector.below(name, selected))
        return find([key for key in dict.fromkeys(keys) if None not in key])

    def _metrics(self, run: Run, selected: Selected) -> dict[str, Any]:
        type_name = f"{pascal(self.product)}Metrics"
        fields = MetricFields(self.catalog, run.context)
        answers: dict[str, Any] = {}
        for inner in run.collector.below(type_name, selected):
            if inner.name == "__typename":
                answers[inner.key] = type_name
                continue
            try:
                answer = fields.answer(self.metrics[inner.name], run.collector.arguments(type_name, inner))
                project = compile_projection(
                    run.collector, "MetricResult", run.collector.below("MetricResult", inner)
                )
                answers[inner.key] = project(answer)
            except SymphonyError as error:
                run.errors.append(graphql_error(error, [selected.key, inner.key]))
                answers[inner.key] = None
        return answers
