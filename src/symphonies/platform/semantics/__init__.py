"""The semantic layer: what metrics mean, and metric queries turned into SQL and figures."""

from symphonies.platform.semantics.catalog.catalog import Catalog, load_catalog
from symphonies.platform.semantics.catalog.dimensions import Dimension
from symphonies.platform.semantics.catalog.metric import Direction, Metric, MetricType, Stock, Unit, Variant
from symphonies.platform.semantics.company import Company, calendar_of
from symphonies.platform.semantics.errors import (
    DimensionUnreachableError,
    FilterInvalidError,
    FormulaInvalidError,
    MetricCycleError,
    MetricForbiddenError,
    MetricsInvalidError,
    MetricUnknownError,
    QueryInvalidError,
    RollupRefusedError,
)
from symphonies.platform.semantics.planning.compile import compile_query
from symphonies.platform.semantics.query import Comparison, Filter, MetricQuery, Op, Top
from symphonies.platform.semantics.result import (
    ColumnKind,
    CompiledQuery,
    MetricResult,
    PeriodInfo,
    ResultColumn,
)
from symphonies.platform.semantics.run import QueryEngine, SemanticLayer

__all__ = [
    "Catalog",
    "ColumnKind",
    "Company",
    "Comparison",
    "CompiledQuery",
    "Dimension",
    "DimensionUnreachableError",
    "Direction",
    "Filter",
    "FilterInvalidError",
    "FormulaInvalidError",
    "Metric",
    "MetricCycleError",
    "MetricForbiddenError",
    "MetricQuery",
    "MetricResult",
    "MetricType",
    "MetricUnknownError",
    "MetricsInvalidError",
    "Op",
    "PeriodInfo",
    "QueryEngine",
    "QueryInvalidError",
    "ResultColumn",
    "RollupRefusedError",
    "SemanticLayer",
    "Stock",
    "Top",
    "Unit",
    "Variant",
    "calendar_of",
    "compile_query",
    "load_catalog",
]
