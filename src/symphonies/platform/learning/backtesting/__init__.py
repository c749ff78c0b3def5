"""Tests on the past in which only that is known which was known then."""

from .guard import refuse_later
from .knowledge import Knowledge, Known, Remembering, Tables
from .origins import Rolling

__all__ = ["Knowledge", "Known", "Remembering", "Rolling", "Tables", "refuse_later"]
