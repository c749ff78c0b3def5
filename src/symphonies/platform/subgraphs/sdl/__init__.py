"""Schema documents of the subgraphs."""

from symphonies.platform.subgraphs.sdl.common import LINK, METRICS, PLATFORM
from symphonies.platform.subgraphs.sdl.product import metric_fields, product_sdl

__all__ = ["LINK", "METRICS", "PLATFORM", "metric_fields", "metrics_sdl", "product_sdl"]


def metrics_sdl() -> str:
    """Return the schema document of the platform's own subgraph, ``metrics``."""
    scalars = '"A day, as YYYY-MM-DD."\nscalar Date\n\n"An instant in UTC, as ISO 8601."\nscalar DateTime'
    return "\n\n".join([LINK, PLATFORM.strip(), METRICS.strip(), scalars]) + "\n"
