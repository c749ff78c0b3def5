"""Entity types and metrics of one product -> the schema document of its subgraph."""

from __future__ import annotations

import json
from collections.abc import Mapping

from symphonies.platform.subgraphs.model import FIELD_TYPES, Entity, GraphModel, ListField
from symphonies.platform.subgraphs.names import camel, pascal
from symphonies.platform.subgraphs.sdl.common import LINK, METRIC_ARGUMENTS, METRICS, ROWS

_PAGE_ARGUMENTS = "first: Int, after: String, last: Int, before: String"


def product_sdl(model: GraphModel, product: str, metrics: Mapping[str, str]) -> str:
    """Write the Federation v2 schema document of a product's subgraph.

    Args:
        model: All entity types.
        product: The product's id.
        metrics: Field name -> description of its metrics.
    """
    owned = model.of_product(product)
    parts = [LINK, _query(product, owned, metrics)]
    if metrics:
        parts += [_metric_namespace(product, metrics), METRICS]
    for entity in owned:
        parts += [_type(entity, model), _connection(entity), _filter(entity), _sort(entity)]
    parts += [_match(model.entities[name]) for name in _referred_types(model, product)]
    parts += [_extension(model.entities[name], model, product) for name in _foreign_types(model, product)]
    needs_dates = ROWS if owned else '"A day, as YYYY-MM-DD."\nscalar Date\n\nscalar DateTime'
    return "\n\n".join([*parts, needs_dates]) + "\n"


def metric_fields(metric_ids: list[str]) -> dict[str, str]:
    """Return field name -> metric id for the metrics of one product.

    ``ar.dso`` becomes ``dso``; where two ids end alike, both keep their prefix: ``arOpen``, ``apOpen``.
    """
    short = [metric_id.rpartition(".")[2] for metric_id in metric_ids]
    return {
        camel(last if short.count(last) == 1 else metric_id): metric_id
        for metric_id, last in zip(metric_ids, short, strict=True)
    }


def _referred_types(model: GraphModel, product: str) -> list[str]:
    owned = model.of_product(product)
    return sorted({reference.target for entity in owned for reference in entity.references.values()})


def _foreign_types(model: GraphModel, product: str) -> list[str]:
    referred = _referred_types(model, product)
    return [name for name in referred if model.entities[name].product != product]


def _told(description: str, indent: str = "") -> str:
    return f"{indent}{json.dumps(description, ensure_ascii=False)}\n"


def _query(product: str, owned: tuple[Entity, ...], metrics: Mapping[str, str]) -> str:
    fields = []
    for entity in owned:
        keys = ", ".join(f"{key.name}: {key.scalar}!" for key in entity.key_fields)
        fields.append(
            f"{_told(entity.description, '  ')}"
            f"  {entity.plural}{_list_arguments(entity)}: {entity.name}Connection!\n"
            f"  {entity.single}({keys}): {entity.name}"
        )
    if metrics:
        fields.append(f"  {camel(product)}Metrics: {pascal(product)}Metrics!")
    return "type Query {\n" + "\n".join(fields) + "\n}"


def _list_arguments(entity: Entity) -> str:
    return f"(filter: {entity.name}Filter, sort: [{entity.name}Sort!], {_PAGE_ARGUMENTS})"


def _metric_namespace(product: str, metrics: Mapping[str, str]) -> str:
    fields = "\n".join(
        f"{_told(told, '  ')}  {name}{METRIC_ARGUMENTS}: MetricResult" for name, told in metrics.items()
    )
    return f"type {pascal(product)}Metrics {{\n{fields}\n}}"


def _type(entity: Entity, model: GraphModel) -> str:
    key = " ".join(field.name for field in entity.key_fields)
    lines = [
        f"{_told(field.description, '  ')}  {field.name}: {field.scalar}{'!' if field.key else ''}"
        for field in entity.fields.values()
    ]
    lines += [
        f"{_told(reference.description, '  ')}  {reference.name}: {reference.target}"
        for reference in entity.references.values()
    ]
    lines += [_list_field(found, model) for found in entity.lists.values()]
    head = f'{_told(entity.description)}type {entity.name} @key(fields: "{key}")'
    return head + " {\n" + "\n".join(lines) + "\n}"


def _list_field(found: ListField, model: GraphModel) -> str:
    listed = model.entities[found.entity]
    arguments = _list_arguments(listed)
    return f"{_told(found.description, '  ')}  {found.name}{arguments}: {listed.name}Connection!"


def _extension(entity: Entity, model: GraphModel, product: str) -> str:
    (key,) = entity.key_fields
    lines = [f"  {key.name}: {key.scalar}!"]
    lines += [_list_field(found, model) for found in model.list_fields(product, entity.name).values()]
    return f'type {entity.name} @key(fields: "{key.name}") {{\n' + "\n".join(lines) + "\n}"


def _connection(entity: Entity) -> str:
    name = entity.name
    return (
        f"type {name}Connection {{\n  edges: [{name}Edge!]!\n  nodes: [{name}!]!\n  pageInfo: PageInfo!\n"
        '  "How many there are in all, whatever the page."\n  totalCount: Int!\n'
        '  "Why there is nothing to show."\n  notice: Notice\n}\n\n'
        f"type {name}Edge {{ cursor: String! node: {name}! }}"
    )


def _filter(entity: Entity) -> str:
    name = f"{entity.name}Filter"
    lines = [_column_filters(entity)]
    lines += [f"  {found.name}: {found.target}Match" for found in entity.references.values()]
    lines += [f"  and: [{name}!]", f"  or: [{name}!]", f"  not: {name}"]
    return f"input {name} {{\n" + "\n".join(lines) + "\n}"


def _match(entity: Entity) -> str:
    told = _told(f"A condition on the {entity.name} that a row refers to; several tests are joined by AND.")
    return f"{told}input {entity.name}Match {{\n{_column_filters(entity)}\n}}"


def _column_filters(entity: Entity) -> str:
    return "\n".join(f"  {field.name}: {FIELD_TYPES[field.type].filter}" for field in entity.fields.values())


def _sort(entity: Entity) -> str:
    names = " ".join(entity.fields)
    return (
        f"enum {entity.name}SortField {{ {names} }}\n\n"
        f"input {entity.name}Sort {{ field: {entity.name}SortField! direction: SortDirection = ASC }}"
    )
