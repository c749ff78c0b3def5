"""What can go wrong between a question and its figures; each code has a page in ``docs/errors``."""

from __future__ import annotations

from symphonies.kernel import DeclarationError, ForbiddenError, NotFoundError, SymphonyError


class MetricsInvalidError(DeclarationError):
    """A ``metrics.yaml`` cannot be read as meant."""

    code = "METRICS_INVALID"


class FormulaInvalidError(DeclarationError):
    """A formula or measure cannot be read; the message says at which position."""

    code = "FORMULA_INVALID"


class MetricCycleError(DeclarationError):
    """Metrics are defined by each other in a circle."""

    code = "METRIC_CYCLE"


class MetricUnknownError(NotFoundError):
    """No metric has this id."""

    code = "METRIC_UNKNOWN"


class DimensionUnreachableError(SymphonyError):
    """A metric cannot be grouped or filtered by this dimension."""

    code = "DIMENSION_UNREACHABLE"


class RollupRefusedError(SymphonyError):
    """The asked roll-up would give a wrong figure for this kind of metric."""

    code = "ROLLUP_REFUSED"


class FilterInvalidError(SymphonyError):
    """A filter's values do not fit its operator or its dimension's type."""

    code = "FILTER_INVALID"


class MetricForbiddenError(ForbiddenError):
    """The principal may not read what this metric or dimension is made of."""


class QueryInvalidError(SymphonyError):
    """The parts of a metric query do not fit together."""

    code = "QUERY_INVALID"
