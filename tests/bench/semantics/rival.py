"""MetricFlow over the same tables: it writes the SQL, the same DuckDB runs it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow.protocols.sql_client import SqlEngine
from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer
from metricflow_semantic_interfaces.parsing.dir_to_model import (
    parse_directory_of_yaml_files_to_semantic_manifest,
)
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

from tests.bench.semantics.cases import YEARS, Case

HERE = Path(__file__).parent


class _Client:
    """What MetricFlow asks of a database to write SQL for it."""

    sql_engine_type = SqlEngine.DUCKDB
    sql_plan_renderer = DuckDbSqlPlanRenderer()


class MetricFlow:
    """Writes the SQL of a case as MetricFlow would."""

    def __init__(self) -> None:
        result = parse_directory_of_yaml_files_to_semantic_manifest(str(HERE / "metricflow"))
        lookup = SemanticManifestLookup(result.semantic_manifest)
        self.engine = MetricFlowEngine(lookup, _Client())  # type: ignore[arg-type]

    def sql(self, case: Case) -> str:
        request = MetricFlowQueryRequest.create(
            metric_names=list(case.metricflow_metrics),
            group_by_names=list(case.metricflow_by),
            where_constraints=[case.metricflow_where] if case.metricflow_where else None,
            time_constraint_start=datetime.combine(YEARS.start, datetime.min.time()),
            time_constraint_end=datetime.combine(YEARS.end - timedelta(days=1), datetime.min.time()),
        )
        return self.engine.explain(request).sql_statement.sql
