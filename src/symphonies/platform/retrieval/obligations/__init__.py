"""What contracts bind their parties to, read from their sentences."""

from symphonies.platform.retrieval.obligations.extract import extract, extract_all
from symphonies.platform.retrieval.obligations.obligation import Kind, Obligation, Unit

__all__ = ["Kind", "Obligation", "Unit", "extract", "extract_all"]
