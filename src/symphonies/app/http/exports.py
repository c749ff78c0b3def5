"""``POST /export/{csv|xlsx}``: the figures of a tile as a file, with the rights of who asks."""

from __future__ import annotations

from typing import Any

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from symphonies.app.export import Export, ExportColumn, to_csv, to_xlsx
from symphonies.app.http.state import RequestInvalidError, ServerState, body_of, same_origin
from symphonies.platform.semantics import ColumnKind, ResultColumn
from symphonies.platform.subgraphs import RequestContext, read_query

_TYPES = {
    "csv": ("text/csv; charset=utf-8", to_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", to_xlsx),
}


async def export(request: Request) -> Response:
    """Answer a metric question as a file."""
    same_origin(request)
    state: ServerState = request.app.state.symphonies
    kind = request.path_params["kind"]
    if kind not in _TYPES:
        raise RequestInvalidError(f"There is no export as {kind!r}.", hint=f"Known: {', '.join(_TYPES)}.")
    asked = await body_of(request)
    media_type, write = _TYPES[kind]
    content = await anyio.to_thread.run_sync(lambda: write(_export(state, state.context(request), asked)))
    name = f"{str(asked['id']).replace('.', '-')}.{kind}"
    return Response(
        content,
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _export(state: ServerState, context: RequestContext, asked: dict[str, Any]) -> Export:
    if not isinstance(asked.get("id"), str):
        raise RequestInvalidError("The body names no metric.", hint='Send {"id": "ar.dso", ...}.')
    metric = state.instance.catalog.metric(asked["id"])
    arguments = {**asked, "where": [{"op": "IN", **each} for each in asked.get("where") or ()]}
    result = state.instance.semantics.run(read_query(metric, arguments, context.company), context.scope)
    columns = tuple(_column(column, metric.title) for column in result.columns)
    footer = (
        ("Company", context.company.name),
        ("As of", str(result.as_of)),
        ("Seen by", f"{context.principal.name}, {context.principal.title}"),
        ("Definition", state.instance.catalog.formula_in_words(metric.id, asked.get("variant"))),
        ("Owner", metric.owner),
        ("Currency", result.currency or "does not apply"),
        *(("Note", note) for note in result.notes),
    )
    return Export(metric.title, columns, result.rows, footer)


def _column(column: ResultColumn, title: str) -> ExportColumn:
    words = {
        ColumnKind.METRIC: title,
        ColumnKind.SHARE: f"{title}, share",
        ColumnKind.COMPARISON: f"{title}, {(column.comparison or '').replace('_', ' ')}",
    }
    return ExportColumn(column.name, words.get(column.kind, column.name.replace("__", " ")), column.unit)


def routes() -> list[Route]:
    """Return the routes of this module."""
    return [Route("/export/{kind}", export, methods=["POST"])]
