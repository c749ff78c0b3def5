"""What contracts bind their parties to, read from their sentences."""

from symphonies.platform.retrieval.obligations.extract import extract, extract_all
from symphonies.platform.retrieval.obligations.obligation import Kind, Obligation, Unit
from symphonies.platform.retrieval.obligations.question import ObligationQuestion, parse_question

__all__ = ["Kind", "Obligation", "ObligationQuestion", "Unit", "extract", "extract_all", "parse_question"]
