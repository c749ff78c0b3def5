"""The semantic layer: what metrics mean, and metric queries turned into SQL and figures."""

from symphonies.platform.semantics.catalog.catalog import Catalog, load_catalog
from symphonies.platform.semantics.catalog.dimensions import Dimension
from symphonies.platform.semantics.catalog.formula import (
    Binary,
    Call,
    Negation,
    Node,
    Number,
    Reference,
    references,
)
from symphonies.platform.semantics.catalog.metric import Direction, Metric, MetricType, Stock, Unit, Variant
from symphonies.platform.semantics.catalog.ratio import Ratio
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
from symphonies.platform.semantics.exchange import (
    SCHEMA,
    Imported,
    Source,
    ViewStore,
    build_catalog,
    read_folder,
    to_ossie,
    view_sql,
)
from symphonies.platform.semantics.planning.compile import compile_query
from symphonies.platform.semantics.query import Comparison, Filter, Having, MetricQuery, Op, Top
from symphonies.platform.semantics.result import (
    ColumnKind,
    CompiledQuery,
    MetricResult,
    PeriodInfo,
    ResultColumn,
)
from symphonies.platform.semantics.run import QueryEngine, SemanticLayer

__all__ = [
    "SCHEMA",
    "Binary",
    "Call",
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
    "Having",
    "Imported",
    "Metric",
    "MetricCycleError",
    "MetricForbiddenError",
    "MetricQuery",
    "MetricResult",
    "MetricType",
    "MetricUnknownError",
    "MetricsInvalidError",
    "Negation",
    "Node",
    "Number",
    "Op",
    "PeriodInfo",
    "QueryEngine",
    "QueryInvalidError",
    "Ratio",
    "Reference",
    "ResultColumn",
    "RollupRefusedError",
    "SemanticLayer",
    "Source",
    "Stock",
    "Top",
    "Unit",
    "Variant",
    "ViewStore",
    "build_catalog",
    "calendar_of",
    "compile_query",
    "load_catalog",
    "read_folder",
    "references",
    "to_ossie",
    "view_sql",
]
