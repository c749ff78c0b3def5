"""MetricFlow: the semantic models and metrics of a dbt project.

Source: dbt documentation, semantic models and metrics (MetricFlow YAML, dbt 1.6 and later).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from symphonies.platform.semantics.exchange.implied import implied
from symphonies.platform.semantics.exchange.model import (
    Entity,
    ForeignModel,
    Source,
    SourceField,
    SourceMeasure,
    SourceMetric,
)

_REF = re.compile(r"""ref\(\s*['"](?:[\w]+['"]\s*,\s*['"])?(\w+)['"]\s*\)""")


def read_metricflow(documents: Sequence[Mapping[str, Any]]) -> ForeignModel:
    """Read documents with ``semantic_models`` and ``metrics``.

    Conversion metrics have no counterpart and are named in the notes.
    """
    notes: list[str] = []
    sources, metrics = [], []
    for document in documents:
        for model in document.get("semantic_models") or ():
            source = _source(model)
            sources.append(source)
            metrics += _created(source, model)
        for metric in document.get("metrics") or ():
            read = _metric(metric, notes)
            if read is not None:
                metrics.append(read)
    metrics += implied(sources, metrics)
    owners = {measure.name: source.name for source in sources for measure in source.measures}
    placed = [_placed(metric, owners) for metric in metrics]
    return ForeignModel(tuple(sources), tuple(placed), tuple(notes))


def _source(model: Mapping[str, Any]) -> Source:
    default = (model.get("defaults") or {}).get("agg_time_dimension")
    reference = _REF.search(str(model.get("model", "")))
    meta = _meta(model)
    return Source(
        name=model["name"],
        relation=reference[1] if reference else str(model.get("model", model["name"])),
        entities=tuple(
            Entity(each["name"], each.get("type", "foreign"), str(each.get("expr") or each["name"]))
            for each in model.get("entities") or ()
        ),
        fields=tuple(
            SourceField(
                each["name"],
                str(each.get("expr") or each["name"]),
                each.get("type") == "time",
                each.get("label") or "",
                each.get("description") or "",
                _synonyms(each),
            )
            for each in model.get("dimensions") or ()
        ),
        measures=tuple(_measure(each, default) for each in model.get("measures") or ()),
        description=model.get("description") or "",
        synonyms=tuple(_words(meta.get("synonyms"))),
    )


def _measure(measure: Mapping[str, Any], default: str | None) -> SourceMeasure:
    parameters = measure.get("agg_params") or {}
    aggregate = {"avg": "average", "sum_boolean": "sum"}.get(measure["agg"], measure["agg"])
    expression = str(measure.get("expr") or measure["name"])
    return SourceMeasure(
        name=measure["name"],
        aggregate=aggregate,
        expression=f"CAST({expression} AS INTEGER)" if measure["agg"] == "sum_boolean" else expression,
        time=measure.get("agg_time_dimension") or default,
        quantile=float(parameters.get("percentile", 0.5)),
        title=measure.get("label") or "",
        description=measure.get("description") or "",
        last_value=measure.get("non_additive_dimension") is not None,
    )


def _created(source: Source, model: Mapping[str, Any]) -> Iterator[SourceMetric]:
    for declared in model.get("measures") or ():
        if declared.get("create_metric"):
            yield SourceMetric(
                name=declared["name"],
                title=declared.get("label") or "",
                description=declared.get("description") or "",
                source=source.name,
                measure=declared["name"],
                synonyms=_synonyms(declared),
                meta=_meta(declared),
            )


def _metric(metric: Mapping[str, Any], notes: list[str]) -> SourceMetric | None:
    parameters = metric.get("type_params") or {}
    kind = metric.get("type", "simple")
    told: dict[str, Any] = {
        "name": metric["name"],
        "title": metric.get("label") or "",
        "description": metric.get("description") or "",
        "synonyms": _synonyms(metric),
        "meta": _meta(metric),
        "filters": tuple(_filters(metric.get("filter"))),
    }
    if kind in ("simple", "cumulative"):
        measure = parameters.get("measure")
        inner = measure if isinstance(measure, Mapping) else {"name": measure}
        told["filters"] = (*told["filters"], *_filters(inner.get("filter")))
        if kind == "cumulative":
            return _cumulative(told, parameters, str(inner["name"]))
        return SourceMetric(measure=str(inner["name"]), **told)
    if kind == "ratio":
        upper, lower = (_name(parameters[side]) for side in ("numerator", "denominator"))
        return SourceMetric(
            formula="numerator / denominator", inputs={"numerator": upper, "denominator": lower}, **told
        )
    if kind == "derived":
        inputs = {
            each.get("alias") or each["name"]: _shifted(each) for each in parameters.get("metrics") or ()
        }
        return SourceMetric(formula=str(parameters["expr"]), inputs=inputs, **told)
    notes.append(f"metric {metric['name']}: type {kind} has no counterpart here")
    return None


def _cumulative(told: dict[str, Any], parameters: Mapping[str, Any], measure: str) -> SourceMetric:
    inner = parameters.get("cumulative_type_params") or parameters
    window, grain = inner.get("window"), inner.get("grain_to_date")
    if window:
        count, unit = str(window).split()
        formula = f"trailing(base, {count}, {unit.removesuffix('s')})"
    elif grain:
        formula = f"to_date(base, {grain})"
    else:
        formula = "base"
    return SourceMetric(formula=formula, inputs={"base": f"measure:{measure}"}, **told)


def _shifted(given: Mapping[str, Any]) -> str:
    if given.get("offset_window"):
        count, unit = str(given["offset_window"]).split()
        return f"offset({given['name']}, {count}, {unit.removesuffix('s')})"
    if given.get("offset_to_grain"):
        return f"to_date({given['name']}, {given['offset_to_grain']})"
    return str(given["name"])


def _placed(metric: SourceMetric, owners: Mapping[str, str]) -> SourceMetric:
    if metric.measure is None or metric.source is not None:
        return metric
    return replace(metric, source=owners.get(metric.measure))


def _name(given: Any) -> str:
    return str(given["name"]) if isinstance(given, Mapping) else str(given)


def _filters(given: Any) -> list[str]:
    if given is None:
        return []
    return [str(each).strip() for each in given] if isinstance(given, list) else [str(given).strip()]


def _meta(declared: Mapping[str, Any]) -> dict[str, Any]:
    inner = (declared.get("config") or {}).get("meta") or declared.get("meta") or {}
    return dict(inner)


def _synonyms(declared: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(_words(_meta(declared).get("synonyms")))


def _words(given: Any) -> list[str]:
    if given is None:
        return []
    return [str(each) for each in given] if isinstance(given, list) else [str(given)]
